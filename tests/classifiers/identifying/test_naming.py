"""Titles and types of papers."""

import pytest
from page_builder import MOTTO, line, page, reading

from classifiers.identifying.form_numbers import form_number
from classifiers.identifying.naming import identify
from classifiers.identifying.titles import find_title
from classifiers.papers import PaperType
from classifiers.splitting import split


def paper(*lines):
    return identify(split([page(*MOTTO, "", *lines)]))[0]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", PaperType.APPLICATION_FORM),
        ("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", PaperType.APPLICATION_FORM),
        ("GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", PaperType.APPLICATION_FORM),
        ("GIẤY CHỨNG SINH", PaperType.BIRTH_NOTICE),
        ("GIẤY KHAI SINH", PaperType.BIRTH_CERTIFICATE),
        ("GIẤY BÁO TỬ", PaperType.DEATH_NOTICE),
        ("GIẤY CHỨNG NHẬN KẾT HÔN", PaperType.MARRIAGE_CERTIFICATE),
        ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", PaperType.MARITAL_STATUS_CERTIFICATE),
        ("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", PaperType.BUSINESS_REGISTRATION_CERTIFICATE),
        ("QUYẾT ĐỊNH", PaperType.DECISION),
        ("HỢP ĐỒNG MUA BÁN NHÀ Ở", PaperType.CONTRACT),
        ("GIẤY ỦY QUYỀN", PaperType.POWER_OF_ATTORNEY),
        ("BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG", PaperType.DEGREE),
        ("GIẤY CHỨNG NHẬN HỘ NGHÈO", PaperType.OTHER),
        ("GIẤY CHỨNG TỬ (BẢN SAO)", PaperType.OTHER),
        ("BIÊN BẢN KIỂM TRA", PaperType.OTHER),
    ],
)
def test_a_paper_is_named_by_its_title(title, expected):
    found = paper(title, "Họ và tên: Nguyễn Văn Mẫu")
    assert (found.type, found.title) == (expected, title)


def test_letters_misread_in_the_title_are_forgiven():
    assert paper("GIẦY CHỨNG SỊNH").type is PaperType.BIRTH_NOTICE


def test_the_abstract_of_a_decision_is_part_of_its_title():
    lines = [line(MOTTO[0], 0.05), line("QUYẾT ĐỊNH", 0.14), line("Về việc công nhận việc giám hộ", 0.17)]
    title = find_title(reading(lines))
    assert title is not None
    assert title.text == "QUYẾT ĐỊNH Về việc công nhận việc giám hộ"


def test_a_title_of_two_lines_is_read_whole():
    title = find_title(page(*MOTTO, "", "GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT").reading)
    assert title is not None
    assert title.text == "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"


def test_the_motto_is_never_a_title():
    assert find_title(page(*MOTTO).reading) is None


def test_a_form_without_a_title_is_known_by_its_words():
    found = paper("Kính gửi: Ủy ban nhân dân xã", "Tôi tên là: Nguyễn Văn Mẫu", "Tôi cam đoan lời khai trên là đúng")
    assert found.type is PaperType.APPLICATION_FORM


def test_a_paper_that_says_nothing_is_other_with_an_empty_title():
    found = identify(split([page("abc def")]))[0]
    assert (found.type, found.title) == (PaperType.OTHER, "")


@pytest.mark.parametrize(
    ("head", "expected"),
    [("Mẫu CT01 ban hành kèm theo", "CT01"), ("Mẫu số 02a", "02a"), ("Mẫu số: 18/ĐK", "18/ĐK"), ("Kính gửi", "")],
)
def test_the_form_number_is_read_from_the_upper_margin(head, expected):
    assert form_number(page(head)) == expected
