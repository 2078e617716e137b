"""Names that papers print of one person otherwise."""

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.problems.other_names import names_beside_one_number, unnamed_holders
from intake_ai.completeness.problems.print_rows import rows_of, tilt
from intake_ai.completeness.problems.printed_names import is_other_name
from intake_ai.extraction.fields import Field
from ocr.page import Box, Line, Page, PageRef, Word

NUMBER = "001190990123"


def page_of(texts, file="form.pdf", confidence=1.0):
    lines = [line(text, 0.2 + 0.03 * at, 0.15, confidence=confidence) for at, text in enumerate(texts)]
    return Page(PageRef(file, 1), reading(lines))


def paper(identifier, kind, *texts, confidence=1.0):
    return Paper(identifier, kind, "GIẤY MẪU", (page_of(texts, f"{identifier}.pdf", confidence),), 0.9)


def form(*texts, confidence=1.0):
    return paper("p1", PaperType.APPLICATION_FORM, *texts, confidence=confidence)


def card_of(name, source="qr"):
    page = page_of([name], "card.pdf")
    fields = [
        Field(kind, "owner", "", value, value, 1.0, source, "accepted", "p2", page.ref, page.reading.lines[0].box)
        for kind, value in (("id_number", NUMBER), ("full_name", name))
    ]
    return Paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC", (page,), 0.9), fields


def told(*texts, confidence=1.0, holder="Trần Thị Mẫu"):
    card, fields = card_of(holder)
    return [each.first.value for each in unnamed_holders(fields, (form(*texts, confidence=confidence), card))]


def test_a_representative_who_has_the_holders_name_but_for_the_given_one_is_told():
    assert told("Công ty Mẫu; người đại diện: Trần Thị Hoàng, chức vụ: Giám đốc.") == ["Trần Thị Hoàng"]


@pytest.mark.parametrize(
    "text",
    [
        "người đại diện: Trần Thị Mẫu, chức vụ: Giám đốc.",
        "Họ và tên con: Trần Thị Hoàng",
        "người đại diện: Trần Thị Hoàng Anh, chức vụ: Giám đốc.",
        "người đại diện: Lê Thị Hoàng, chức vụ: Giám đốc.",
        f"người đại diện: Trần Thị Hoàng, Căn cước số {NUMBER}",
    ],
)
def test_nothing_is_told_of_the_holder_a_relative_another_family_or_where_the_number_stands(text):
    assert told(text) == []


def test_a_name_that_was_read_badly_is_not_told():
    assert told("người đại diện: Trần Thị Hoàng, chức vụ: Giám đốc.", confidence=0.8) == []


def test_a_paper_that_names_the_holder_does_not_hide_what_the_form_says():
    card, fields = card_of("Trần Thị Mẫu")
    report = paper("p3", PaperType.OTHER, "Người lập: Trần Thị Mẫu")
    asked = form("người đại diện: Trần Thị Hoàng, chức vụ: Giám đốc.")
    assert [each.first.value for each in unnamed_holders(fields, (asked, card, report))] == ["Trần Thị Hoàng"]


def test_two_names_beside_one_number_are_told_at_both_places():
    asked = form(f"Tôi là Trần Thị Hoàng, sinh ngày 04/05/1990, Căn cước số {NUMBER}")
    licence = paper("p3", PaperType.OTHER, "1. Cấp cho: Trần Thị Mẫu", f"2. Số định danh: {NUMBER}")
    (found,) = names_beside_one_number((asked, licence))
    assert [(field.paper, field.value) for field in (found.first, found.second)] == [
        ("p1", "Trần Thị Hoàng"), ("p3", "Trần Thị Mẫu"),
    ]  # fmt: skip


def test_one_name_beside_one_number_or_two_numbers_tell_nothing():
    asked = form(f"Tôi là Trần Thị Hoàng, sinh ngày 04/05/1990, Căn cước số {NUMBER}")
    same = paper("p3", PaperType.OTHER, "1. Cấp cho: Trần Thị Hoàng", f"2. Số định danh: {NUMBER}")
    other = paper("p4", PaperType.OTHER, "1. Cấp cho: Trần Thị Mẫu", "2. Số định danh: 036085991999")
    assert list(names_beside_one_number((asked, same, other))) == []


@pytest.mark.parametrize("holder", ["Mẫu", "Trần Mẫu"])
def test_a_holder_without_a_whole_name_is_like_nobody(holder):
    assert told("người đại diện: Trần Thị Hoàng, chức vụ: Giám đốc.", holder=holder) == []


def test_a_number_below_a_sister_whom_the_form_names_too_tells_nothing():
    asked = form("Tôi là Trần Thị Hoàng, sinh ngày 04/05/1990", "Người nhận: Trần Thị Mẫu", f"Căn cước số {NUMBER}")
    licence = paper("p3", PaperType.OTHER, "1. Cấp cho: Trần Thị Mẫu", f"2. Số định danh: {NUMBER}")
    assert list(names_beside_one_number((asked, licence))) == []


def test_what_was_read_without_a_letter_is_no_other_name():
    assert not is_other_name("", "Trần Thị Mẫu")


def test_a_line_whose_words_stand_on_each_other_tells_no_tilt():
    wide = Word("Trần", Box(0.1, 0.2, 0.5, 0.212), 1.0)
    assert tilt([Line((wide, Word("Thị", Box(0.2, 0.2, 0.4, 0.212), 1.0), wide))]) == 0.0


def tilted(text, top, left, slope):
    """A line of words that falls by `slope` of the page's height over its width."""
    words, at = [], left
    for word in text.split():
        wide = 0.012 * len(word)
        words.append(Word(word, Box(at, top + slope * at, at + wide, top + slope * at + 0.012), 1.0))
        at += wide + 0.008
    return Line(tuple(words))


@pytest.mark.parametrize("slope", [-0.06, 0.0, 0.05])
def test_label_and_value_stand_in_one_row_on_a_page_that_lies_askew(slope):
    texts = [("Tôi tên là", "Trần Thị Mẫu"), ("Ngày sinh", "04/05/1990"), ("Chỗ ở hiện nay", "Thôn Mẫu một hai ba bốn")]
    lines = [
        tilted(text, 0.3 + 0.022 * at, left, slope)
        for at, row in enumerate(texts)
        for text, left in zip(row, (0.15, 0.5), strict=True)
    ]
    page = Page(PageRef("form.pdf", 1), reading(lines))
    assert [tuple(each.text for each in row) for row in rows_of(page)] == texts
