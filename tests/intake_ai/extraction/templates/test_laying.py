"""Templates laid on hand-made pages: what is found in the blanks, and when nothing is laid at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_builder import line, page, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.extracting import extract
from intake_ai.extraction.forms import read_places
from intake_ai.extraction.templates.aligning import align
from intake_ai.extraction.templates.building import template_of
from intake_ai.extraction.templates.fitting import Templates
from intake_ai.extraction.templates.joining import with_template
from intake_ai.extraction.templates.reading import read_with_template
from ocr.page import Box, Mark, Page

DOTS = "......................"
BLANK = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TỜ KHAI ĐĂNG KÝ THUYỀN NAN MẪU",
    f"Kính gửi: {DOTS}",
    f"Họ, chữ đệm, tên người yêu cầu: {DOTS}",
    f"Ngày, tháng, năm sinh: {DOTS}",
    f"Nơi cư trú: {DOTS}",
    f"Thuyền đậu tại bến {DOTS} vào ngày ..... tháng ..... năm ........",
    f"Chiều dài thân thuyền tính từ mũi đến lái là {DOTS} mét",
    "Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật",
)
FILLED = (
    *BLANK[:2],
    "Kính gửi: Ủy ban nhân dân xã Mẫu",
    "Họ, chữ đệm, tên người yêu cầu: Trần Văn Mẫu",
    "Ngày, tháng, năm sinh: 01/02/1980",
    "Nơi cư trú: Thôn Một, xã Mẫu, tỉnh Mẫu",
    "Thuyền đậu tại bến Sông Con vào ngày 05 tháng 06 năm 2026",
    "Chiều dài thân thuyền tính từ mũi đến lái là 7,5 mét",
    BLANK[-1],
)


def blank_form(*texts: str, title: str = BLANK[1], source: str = "") -> Paper:
    made = page(*texts, file="mau.pdf")
    return Paper("f1", PaperType.APPLICATION_FORM, title, (made,), 1.0, form_source=source)


def filled_form(*texts: str, source: str = "", **more: object) -> Paper:
    made = page(*texts, file="to-khai.pdf", **more)
    return Paper("p1", PaperType.APPLICATION_FORM, BLANK[1], (made,), 1.0, form_source=source)


@pytest.fixture
def templates() -> Templates:
    return Templates([template_of(blank_form(*BLANK))])


def blanks_of(paper: Paper, templates: Templates) -> dict[str, str]:
    fit = templates.fit(paper)
    assert fit is not None
    return {blank.label: blank.state for blank in read_with_template(paper, fit).blanks}


def values_of(paper: Paper, templates: Templates) -> dict[str, tuple[str, str]]:
    fit = templates.fit(paper)
    assert fit is not None
    return {field.label: (field.kind, field.value) for field in read_with_template(paper, fit).fields}


def test_a_blank_form_tells_labels_kinds_and_roles_of_its_blanks():
    blanks = template_of(blank_form(*BLANK)).blanks
    told = [(blank.label, blank.kind) for blank in blanks]
    assert told[:4] == [
        ("Kính gửi", "organisation_name"),
        ("Họ, chữ đệm, tên người yêu cầu", "full_name"),
        ("Ngày, tháng, năm sinh", "date_of_birth"),
        ("Nơi cư trú", "address"),
    ]
    assert blanks[1].role == "applicant"
    assert told[4:6] == [("Thuyền đậu tại bến", "other"), ("ngày", "other")]


def test_blanks_are_of_whom_the_same_form_speaks_of_when_it_is_filled_in():
    texts = (f"7. Họ tên cha: {DOTS}", f"Quốc tịch: {DOTS}", f"8. Số điện thoại: {DOTS}", f"9. Lý do đề nghị: {DOTS}")
    blanks = template_of(blank_form(*BLANK[:2], *texts)).blanks
    assert [blank.role for blank in blanks] == ["father", "father", "applicant", None]


def test_the_pieces_of_a_date_are_one_blank():
    date = next(blank for blank in template_of(blank_form(*BLANK)).blanks if blank.label == "ngày")
    assert len(date.places) == 3
    assert date.last - date.first == 2


def test_a_text_without_places_to_fill_in_makes_no_blanks():
    assert template_of(blank_form("THÔNG BÁO", "Chợ nghỉ phiên đầu năm, mời bà con đến vào phiên sau.")).blanks == ()


def test_each_value_is_read_with_the_label_of_the_form(templates: Templates):
    values = values_of(filled_form(*FILLED), templates)
    assert values["Họ, chữ đệm, tên người yêu cầu"] == ("full_name", "Trần Văn Mẫu")
    assert values["Ngày, tháng, năm sinh"] == ("date_of_birth", "01/02/1980")
    assert values["Thuyền đậu tại bến"] == ("other", "Sông Con")
    assert values["ngày"] == ("other", "05/06/2026")


def test_a_value_amid_words_that_no_label_tells_is_found(templates: Templates):
    assert ("other", "7,5") in values_of(filled_form(*FILLED), templates).values()


def test_print_that_was_misread_is_found_all_the_same(templates: Templates):
    texts = list(FILLED)
    texts[3] = "Họ, chử đém, tên ngưòi yêu cẩu: Trần Văn Mẫu"
    assert values_of(filled_form(*texts), templates)["Họ, chữ đệm, tên người yêu cầu"] == ("full_name", "Trần Văn Mẫu")


def test_a_value_that_runs_over_lines_stays_whole(templates: Templates):
    texts = [*FILLED[:6], "huyện Mẫu Cũ, nay thuộc phường Mẫu Mới", *FILLED[6:]]
    assert values_of(filled_form(*texts), templates)["Nơi cư trú"][1].endswith("Mẫu Mới")


def test_an_empty_blank_is_known_to_be_empty(templates: Templates):
    texts = list(FILLED)
    texts[5] = "Nơi cư trú:"
    states = blanks_of(filled_form(*texts), templates)
    assert states["Nơi cư trú"] == "empty"
    assert states["Kính gửi"] == "filled"


def test_ink_that_was_not_read_leaves_a_blank_unclear(templates: Templates):
    texts = list(FILLED)
    texts[5] = "Nơi cư trú:"
    ink = Mark("handwriting", Box(0.3, 0.2, 0.6, 0.22))
    assert blanks_of(filled_form(*texts, marks=(ink,)), templates)["Nơi cư trú"] == "unclear"


def test_where_the_print_beside_a_blank_was_not_found_nothing_is_said_for_sure(templates: Templates):
    texts = list(FILLED)
    texts[4] = "Xzqv wkfj pqzx Trần 01/02/1980"
    assert "Ngày, tháng, năm sinh" not in values_of(filled_form(*texts), templates)


def test_a_form_with_another_title_is_refused(templates: Templates):
    texts = list(FILLED)
    texts[1] = "TỜ KHAI ĐĂNG KÝ THUYỀN ĐUA MẪU"
    assert templates.fit(filled_form(*texts)) is None


def test_a_form_of_another_regulation_is_refused():
    known = Templates([template_of(blank_form(*BLANK, source="Thông tư 11/2021/TT-MẪU"))])
    assert known.fit(filled_form(*FILLED, source="Thông tư 32/2025/TT-MẪU")) is None
    assert known.fit(filled_form(*FILLED, source="Thông tư 11/2021/TT-MẪU")) is not None
    assert known.fit(filled_form(*FILLED, source="Thông tư 17/2021/TT-MẪU")) is not None  # a misread figure


def test_any_other_paper_is_refused(templates: Templates):
    assert templates.fit(filled_form("QUYẾT ĐỊNH", "Điều 1. Công nhận bến thuyền", "Điều 2. Thi hành")) is None


def test_of_two_like_forms_the_right_one_is_laid():
    other = [text.replace("THUYỀN NAN", "BÈ TRE").replace("thuyền", "bè") for text in BLANK]
    known = Templates([template_of(blank_form(*other, title=other[1])), template_of(blank_form(*BLANK))])
    fit = known.fit(filled_form(*FILLED))
    assert fit is not None
    assert fit.template.name == BLANK[1]


def test_what_was_read_where_the_form_has_print_is_dropped(templates: Templates):
    paper = filled_form(*FILLED)
    read = read_places(paper)
    printed = replace(
        read.fields[0], label="", value="đúng sự thật", kind="other", box=paper.pages[0].reading.lines[-1].box
    )
    joined = with_template(paper, replace(read, fields=(*read.fields, printed)), templates)
    assert "đúng sự thật" not in {field.value for field in joined.fields}


def test_no_place_is_told_twice(templates: Templates):
    fields = extract([filled_form(*FILLED)], templates).fields
    clashes = [
        (a, b) for a in fields for b in fields if a is not b and a.box.overlap(b.box) > 0.5 and a.value == b.value
    ]
    assert clashes == []


def test_papers_without_a_template_are_read_as_before(templates: Templates):
    paper = filled_form("ĐƠN XIN NGHỈ", "Họ và tên: Trần Văn Mẫu", "Ngày sinh: 01/02/1980")
    assert extract([paper], templates) == extract([paper])


@given(st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=12), st.integers(0, 8))
def test_print_is_matched_in_its_order_whatever_stands_between(values: list[str], gap: int):
    form = [f"chữ{letter}" for letter in "abcdefgh"]
    filled = [*form[:gap], *values, *form[gap:]]
    places = align(form, frozenset({gap}), filled).places.tolist()
    assert [filled[place] for place in places] == form
    assert places == sorted(places)


HEADS = ("STT", "Họ và tên", "Ngày sinh", "Quan hệ với chủ hộ")
CELLS = (("1", "Trần Thị Mẫu", "03/04/2010", "Con"), ("2", "Lê Thị Mẫu", "05/06/1982", "Vợ"))


def _with_table(paper: Paper, *rows: tuple[str, ...]) -> Paper:
    """`paper` with rows of a table below its text, and print below that."""
    (made,) = paper.pages
    cells = [
        line(text, 0.5 + 0.045 * down, left)
        for down, row in enumerate(rows)
        for text, left in zip(row, (0.08, 0.2, 0.5, 0.7), strict=False)
    ]
    below = line("Tờ khai này lập thành hai bản có giá trị như nhau", 0.95, 0.12)
    return replace(paper, pages=(Page(made.ref, reading([*made.reading.lines, *cells, below])),))


def _cells_read(paper: Paper, templates: Templates | None) -> list[tuple[str, str]]:
    return [(field.kind, field.value) for field in extract([paper], templates).fields if field.role == "member"]


def test_cells_of_a_table_are_read_as_without_the_template() -> None:
    templates = Templates([template_of(_with_table(blank_form(*BLANK), HEADS, ("1",), ("2",)))])
    filled = _with_table(filled_form(*FILLED), HEADS, CELLS[0], ("2",))
    assert templates.fit(filled) is not None
    assert _cells_read(filled, templates) == _cells_read(filled, None) != []
    assert ("full_name", "Trần Thị Mẫu") in _cells_read(filled, templates)


def test_a_long_table_makes_the_template_refuse_and_is_still_read() -> None:
    templates = Templates([template_of(_with_table(blank_form(*BLANK), HEADS))])
    rows = [(str(number), *CELLS[0][1:]) for number in range(1, 9)]
    filled = _with_table(filled_form(*FILLED), HEADS, *rows)
    assert templates.fit(filled) is None
    assert _cells_read(filled, templates) == _cells_read(filled, None) != []


def test_whom_a_form_is_for_is_told_with_a_template_as_without() -> None:
    """The template's way settles roles by what the form says of "người có tên dưới đây", too."""
    blank = (
        *BLANK[:2],
        f"Họ, chữ đệm, tên người yêu cầu: {DOTS}",
        "Đề nghị đăng ký cho người có tên dưới đây:",
        f"Họ, chữ đệm, tên: {DOTS}",
        f"Ngày, tháng, năm sinh: {DOTS}",
        "Là cha của người có tên dưới đây:",
        f"Họ, chữ đệm, tên: {DOTS}",
        BLANK[-1],
    )
    names = iter(("Trần Văn Mẫu", "Lê Văn Mẫu", "01/02/1980", "Lê Thị Mẫu"))
    filled = [text.replace(DOTS, next(names)) if DOTS in text else text for text in blank]
    paper = filled_form(*filled)
    without = {field.value: field.role for field in read_places(paper).fields}
    with_it = with_template(paper, read_places(paper), Templates([template_of(blank_form(*blank))]))
    assert {field.value: field.role for field in with_it.fields} == without
