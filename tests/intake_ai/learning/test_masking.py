"""What is kept of a page tells of no person, and still tells what the page is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.learning.masking import masked
from ocr.page import Box, Code, Line, MachineReadableZone, Mark, Page, PageReading, PageRef, Word

FORM = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Mẫu số 02a - Nghị định số 123/2015/NĐ-CP",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "Kính gửi: Ủy ban nhân dân xã Mẫu Sơn",
    "Họ, chữ đệm, tên người yêu cầu: Trần Thị Mẫu",
    "Nơi cư trú: Số 12 đường Mẫu Hai, phường Mẫu Ba, tỉnh Mẫu Bốn",
    "Giấy tờ tùy thân: Thẻ căn cước số 001190000123 cấp ngày 02/03/2021",
    "Số điện thoại: 0912345678 Thư điện tử: tran.mau@example.vn",
    "Quan hệ với người đã chết: Con",
    "Điều 3. Tôi cam đoan những nội dung khai trên đây là đúng sự thật.",
    "Mẫu Sơn, ngày 05 tháng 06 năm 2026",
    "Trần Thị Mẫu",
)


def page(lines, **further):
    rows = []
    for row, line in enumerate(lines):
        left, words = 0.1, []
        for word in line.split():
            right = left + 0.008 * len(word)
            words.append(Word(word, Box(left, 0.05 + 0.04 * row, right, 0.07 + 0.04 * row), 0.9, raw="như đọc"))
            left = right + 0.006
        rows.append(Line(tuple(words), row))
    return Page(PageRef("Tran Thi Mau.PDF", 1), PageReading(0, 1240, 1754, "ocr", False, tuple(rows), **further))


def blanked(lines, kind=PaperType.APPLICATION_FORM, **further):
    given = page(lines, **further)
    (found,), titles = masked([given], [Paper("p1", kind, "Đơn của Trần Thị Mẫu", (given,), 1.0)])
    return found, titles


def test_no_name_number_date_address_or_contact_stays():
    found, titles = blanked(FORM)
    text = fold(found.reading.text)
    for identity in (
        "tran",
        "thi mau",
        "001190000123",
        "02/03/2021",
        "0912345678",
        "example",
        "duong",
        "2026",
        "tinh mau",
    ):
        assert identity not in text
    assert titles == ("Đơn của Xxxx Xxx Xxx",)
    assert all(word.raw is None for word in found.reading.words)


def test_what_the_paper_is_stays():
    text = blanked(FORM)[0].reading.text
    for line in (0, 1, 2, 3, 9, 10):
        assert FORM[line] in text
    assert "Kính gửi: Ủy ban nhân dân xã" in text


def test_words_keep_their_length_case_and_place():
    given, found = page(FORM), blanked(FORM)[0]
    for before, after in zip(given.reading.words, found.reading.words, strict=True):
        assert len(before.text) == len(after.text)
        assert (before.box, before.confidence) == (after.box, after.confidence)
        assert [letter.isupper() for letter in before.text] == [letter.isupper() for letter in after.text]


def test_file_names_say_nothing_but_their_kind():
    assert blanked(FORM)[0].ref == PageRef("1.pdf", 1)


def test_codes_and_machine_readable_zones_are_emptied():
    box = Box(0.1, 0.1, 0.2, 0.2)
    zone = MachineReadableZone(
        "TD1",
        ("IDVNM1900001234001190000123<<0", "9001011F3001011VNM<<<<<<<<<<<0", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"),
        box,
        True,
    )
    found = blanked(
        ["CĂN CƯỚC"], PaperType.IDENTITY_CARD, codes=(Code("QRCode", "001190000123||Trần Thị Mẫu", box),), mrz=zone
    )[0].reading
    assert [code.text for code in found.codes] == [""]
    assert found.mrz is not None
    assert found.mrz.lines == ("IDVNM" + "<" * 25, "<" * 30, "<" * 30)


def test_what_is_written_on_a_dotted_line_goes_though_no_field_is_known_there():
    lines = ("ĐƠN XIN XÁC NHẬN", "biệt danh thường gọi cu tèo")
    written = page(lines).reading.lines[1].words[-2:]
    box = Box(written[0].box.left, written[0].box.top, written[1].box.right, written[1].box.bottom)
    assert blanked(lines, marks=(Mark("filled_line", box),))[0].reading.lines[1].text == "biệt danh thường gọi xx xxx"


def test_a_name_found_in_a_field_goes_wherever_it_stands_also_misread():
    text = blanked((*FORM[:6], "được TRÂN THI MẦU nộp hộ"))[0].reading.lines[-1].text
    assert text == "được XXXX XXX XXX nộp hộ"


def test_numbers_of_pages_articles_forms_and_laws_stay_and_others_go():
    lines = (
        "Trang 2/3",
        "1. Điều 5 khoản 2 của Thông tư số 04/2020/TT-BTP",
        "mẫu CT01 và 1234/QĐ-UBND, 36/2026/HĐ, năm 1990",
    )
    text = blanked(lines, PaperType.OTHER)[0].reading.text.splitlines()
    assert text[0] == "Trang 2/3"
    assert text[1] == "1. Điều 5 khoản 2 của Thông tư số 04/2020/TT-BTP"
    assert text[2].startswith("mẫu CT01 và 0000/")
    assert "36" not in text[2]
    assert "1990" not in text[2]


CARD = (
    "CĂN CƯỚC CÔNG DÂN",
    "Citizen Identity Card",
    "Số / No.: {number}",
    "Họ và tên / Full name:",
    "{name}",
    "Ngày sinh / Date of birth: 02/03/1985",
    "Nơi thường trú / Place of residence: {place}",
)
PERSONS = (
    {"number": "079085001234", "name": "TRƯƠNG MẪU TƯỜNG", "place": "thôn mẫu cam"},
    {"number": "001190000123", "name": "ÂU THÙY MẪU", "place": "ấp mẫu quýt"},
)


def sheet_of_two_cards():
    rows = []
    for top, person in zip((0.1, 0.55), PERSONS, strict=True):
        for row, text in enumerate(CARD):
            left, words = 0.3, []
            for word in text.format(**person).split():
                right = left + 0.007 * len(word)
                words.append(Word(word, Box(left, top + 0.02 * row, right, top + 0.02 * row + 0.014), 0.9))
                left = right + 0.005
            rows.append(Line(tuple(words), row))
    return Page(PageRef("hai the.pdf", 1), PageReading(0, 1240, 1754, "ocr", False, tuple(rows)))


@pytest.mark.parametrize("told", [2, 1, 0])
def test_nobody_is_named_on_a_sheet_of_two_cards_however_many_papers_it_is(told):
    given = sheet_of_two_cards()
    papers = [Paper(f"p{one}", PaperType.IDENTITY_CARD, "CĂN CƯỚC CÔNG DÂN", (given,), 1.0) for one in range(told)]
    (found,), _ = masked([given], papers)
    text = found.reading.text
    for person in PERSONS:
        for words in person.values():
            assert not any(word in text for word in words.split())
    assert text.count("Họ và tên / Full name:") == 2
    assert text.count("CĂN CƯỚC CÔNG DÂN") == 2


@pytest.mark.parametrize(
    "line",
    [
        "Số tài khoản 1012345678",
        "Số tài khoản 123",
        "mục 079090001234",
        "Phan 079090001234",
        "tờ 123456789",
        "09.12.34.56.78",
        "12/03/85",
        "Điều 53/2025/TT079090001234",
        "CT01-B9123/A4567",
    ],
)
def test_a_number_that_may_tell_of_somebody_goes(line):
    text = blanked(("ĐƠN XIN XÁC NHẬN", "như sau", line), PaperType.OTHER)[0].reading.lines[2].text
    assert not re.search(r"[1-9]\d*", text.replace("CT01", ""))


@given(st.lists(st.text("123456789./-()AĐaTmụckhoảnĐiều ", max_size=14), min_size=1, max_size=6))
def test_no_six_digits_of_a_number_survive(words):
    text = blanked(("ĐƠN XIN XÁC NHẬN", " ".join(words) if "".join(words).strip() else "x"), PaperType.OTHER)[
        0
    ].reading.text
    assert not re.search(r"[1-9]{6}", text)
    assert all(len(re.findall("[1-9]", word)) <= 8 for word in text.split())


def test_names_in_capitals_go_though_no_field_tells_them_and_titles_stay():
    lines = (
        "ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP ĐÀO TẠO",
        "HỒ SƠ QUẢN LÝ ĐẤT NÔNG NGHIỆP",
        "TỜ KHAI ĐĂNG KÝ HỘ KINH DOANH",
        "nộp cùng ông NGUYỄN MẪU TRỌNG ở đó",
        "MAI THỊ MẪU",
        "Giám đốc: LÂM MẪU",
    )
    text = blanked(lines, PaperType.OTHER)[0].reading.text.splitlines()
    assert text[:3] == list(lines[:3])
    assert text[3:] == ["nộp cùng ông XXXXXX XXX XXXXX ở đó", "XXX XXX XXX", "Giám đốc: XXX XXX"]


def test_the_name_in_a_zone_read_as_text_goes():
    zone = ("IDVNM1900001234001190000123<<0", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<")
    text = blanked(("THẺ", *zone), PaperType.OTHER)[0].reading.text.splitlines()
    assert text[1:] == ["IDVNM0000000000000000000000<<0", "XXXX<<XXX<XXX<<<<<<<<<<<<<<<<<"]
