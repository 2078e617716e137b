"""What a form asks for, and which laws it cites."""

import pytest
from page_builder import line, page, reading

from classifiers.papers import Paper, PaperType
from classifiers.ranking.addressees import level_of
from classifiers.ranking.citations import citations
from classifiers.ranking.evidence import gather
from classifiers.ranking.requests import options, requested_content, wishes
from ocr.page import Box, Mark, Page, PageRef


def form(*lines):
    return Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (page("ĐƠN", *lines),), 0.9)


def test_what_is_asked_for_stands_after_its_label():
    assert requested_content(form("1. Họ và tên: Nguyễn Văn Mẫu", "8. Nội dung đề nghị: Đăng ký tạm trú")) == (
        "Đăng ký tạm trú"
    )


def test_a_sentence_that_begins_like_a_label_is_none():
    sentence = "Nội dung đăng ký thay đổi được ghi theo hợp đồng mà hai bên đã ký kết với nhau trước đây"
    assert requested_content(form(sentence)) == ""


def test_wishes_are_found_in_the_body():
    found = wishes(form("Tôi làm đơn này đề nghị quý Sở xem xét cấp lại giấy phép bị mất."))
    assert any("cap lai giay phep bi mat" in wish for wish in found)


def test_a_ticked_box_says_what_is_asked_for_and_empty_ones_what_is_not():
    lines = [line("X) Cấp lại", 0.3, 0.1), line("D Gia hạn", 0.34, 0.1)]
    boxes = [words.words[0].box for words in lines]
    marks = (Mark("ticked_box", boxes[0]), Mark("empty_box", boxes[1]))
    one = Page(PageRef("scan.pdf", 1), reading(lines, marks=marks))
    ticked, empty = options(Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (one,), 0.9))
    assert ticked == ("Cấp lại",)
    assert empty == ("Gia hạn",)


def test_a_box_beside_no_words_is_no_option():
    one = Page(
        PageRef("scan.pdf", 1), reading([line("Họ tên", 0.3, 0.1)], marks=(Mark("empty_box", Box(0, 0, 0.1, 0.1)),))
    )
    assert options(Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (one,), 0.9)) == ((), ())


def test_laws_are_named_by_number_and_year_and_dates_are_none():
    text = "theo Nghị định số 99/2015/NĐ-CP, Thông tư 15/2023/TT-BXD và Luật số 27/2023/QH15, ngày 17/07/2026"
    assert citations(text) == {"99/2015 n", "15/2023 t", "27/2023 q"}


@pytest.mark.parametrize(
    ("addressee", "level"),
    [
        ("uy ban nhan dan xa mau, tinh gia lai", "xa"),
        ("so giao duc va dao tao tinh dak lak", "tinh"),
        ("bo y te", "bo"),
        ("truong dai hoc mau", ""),
    ],
)
def test_the_level_of_an_authority_is_told_by_its_name(addressee, level):
    assert level_of(addressee) == level


def test_to_whom_a_form_is_sent_ends_where_its_fields_begin():
    evidence = gather([form("Kính gửi: Ủy ban nhân dân", "xã Mẫu, tỉnh Gia Lai", "Họ và tên: Nguyễn Văn Mẫu")])
    assert evidence.written_addressee == "Ủy ban nhân dân xã Mẫu, tỉnh Gia Lai"
