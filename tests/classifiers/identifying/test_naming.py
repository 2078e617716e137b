"""Titles and types of papers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_builder import MOTTO, line, page, reading

from classifiers.identifying.form_numbers import form_number
from classifiers.identifying.naming import identify
from classifiers.identifying.titles import find_title
from classifiers.papers import PaperType
from classifiers.splitting import PaperPages, split
from ocr.page import Box, Mark, Page, PageRef
from ocr.reader import ReadingOptions, read_uploads


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
        ("GIẤY CHỨNG TỬ", PaperType.OTHER),
        ("BIÊN BẢN KIỂM TRA", PaperType.OTHER),
        ("TRÍCH LỤC KHAI TỬ", PaperType.OTHER),
        ("TRÍCH LỤC KHAI SINH", PaperType.BIRTH_CERTIFICATE),
        ("PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", PaperType.OTHER),
        ("PHIẾU YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", PaperType.APPLICATION_FORM),
        ("TỜ KHAI CĂN CƯỚC CÔNG DÂN", PaperType.APPLICATION_FORM),
        ("VĂN BẢN ĐỀ NGHỊ CẤP GIẤY PHÉP", PaperType.APPLICATION_FORM),
        ("BẢN CAM KẾT", PaperType.APPLICATION_FORM),
        ("CHỈ THỊ", PaperType.OTHER),
        ("GIẤY PHÉP XÂY DỰNG", PaperType.OTHER),
    ],
)
def test_a_paper_is_named_by_its_title(title, expected):
    found = paper(title, "Họ và tên: Nguyễn Văn Mẫu")
    assert (found.type, found.title) == (expected, title)


def test_letters_misread_in_the_title_are_forgiven():
    assert paper("GIẦY CHỨNG SỊNH").type is PaperType.BIRTH_NOTICE


def test_the_abstract_of_a_decision_is_part_of_its_title():
    lines = [line(MOTTO[0], 0.05), line("QUYẾT ĐỊNH", 0.14), line("Về việc phê duyệt phương án trồng rừng", 0.17)]
    title = find_title(reading(lines))
    assert title is not None
    assert title.text == "QUYẾT ĐỊNH Về việc phê duyệt phương án trồng rừng"


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
    found = identify(split([page(*["abc def ghi 123, klm nop qrs"] * 12)]))[0]
    assert (found.type, found.title) == (PaperType.OTHER, "")


@pytest.mark.parametrize(
    ("head", "expected"),
    [("Mẫu CT01 ban hành kèm theo", "CT01"), ("Mẫu số 02a", "02a"), ("Mẫu số: 18/ĐK", "18/ĐK"), ("Kính gửi", "")],
)
def test_the_form_number_is_read_from_the_upper_margin(head, expected):
    assert form_number(page(head)) == expected


def test_a_form_tells_which_regulation_it_belongs_to():
    head = "Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA"
    found = identify(split([page(head, *MOTTO, "", "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ")]))[0]
    assert (found.form_number, found.form_source) == ("CT01", "Thông tư 53/2025/TT-BCA")


def test_a_form_without_a_title_takes_the_name_beside_its_number():
    lines = ["Mẫu số 04d. Văn bản đề nghị thay đổi lộ trình", *MOTTO, "", "Kính gửi: Cục Cảnh sát giao thông"]
    assert identify(split([page(*lines)]))[0].title == "Văn bản đề nghị thay đổi lộ trình"


def test_a_page_with_nothing_but_a_picture_is_a_photo():
    mark = Mark("photo", Box(0.3, 0.2, 0.7, 0.7), 0.9)
    portrait = page("3x4", marks=(mark,))
    assert identify([PaperPages((portrait,), 1.0)])[0].type is PaperType.PHOTO


def test_a_card_of_a_shared_sheet_is_a_card_though_only_its_number_is_legible():
    clear = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", "001192000025", "Họ và tên", "TRẦN THỊ MẪU", "Quốc tịch")
    lines = [line(text, 0.1 + row * 0.018, 0.3) for row, text in enumerate(clear)]
    lines += [line("001090000017", 0.536, 0.3), line("MẪU", 0.58, 0.3)]
    marks = tuple(Mark("photo", Box(0.16, top, 0.26, top + 0.1), 0.9) for top in (0.12, 0.52))
    found = identify(split([Page(PageRef("scan.pdf", 1), reading(lines, marks=marks))]))
    assert [each.type for each in found] == [PaperType.IDENTITY_CARD, PaperType.IDENTITY_CARD]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), max_size=10))
def test_any_reading_gives_a_type_and_a_probability(lines):
    found = identify([PaperPages((page(*lines),), 1.0)])[0]
    assert found.type in PaperType
    assert 0 <= found.confidence <= 1


@pytest.mark.shared
@pytest.mark.parametrize(("start", "opening"), [("05.signed", "THÔNG BÁO"), ("vht534", "THÔNG BÁO"), ("bnt_", "V/v")])
def test_real_letters_are_other_papers_named_with_what_they_are_about(shared, start, opening):
    path = next((shared / "data" / "scans" / "letters").glob(f"{start}*.pdf"))
    pages = read_uploads([(path, path.name)], ReadingOptions(processes=1)).pages
    found = identify([PaperPages(pages, 1.0)])[0]
    assert found.type is PaperType.OTHER
    assert found.title.startswith(opening)
    assert len(found.title) > 60
