"""Cards: the QR code first, then the zone, then the print, each with its place."""

from dataclasses import replace

from classifiers.papers import PaperType
from intake_ai.extraction.cards import read_card
from intake_ai.extraction.extracting import read_paper
from ocr.page import Box, Code, MachineReadableZone

from .paper_builder import card, values

FRONT = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 001190012345",
    "Họ và tên / Full name:",
    "TRẦN THỊ MẪU",
    "Ngày sinh / Date of birth: 04/05/1990",
    "Giới tính / Sex: Nữ Quốc tịch / Nationality: Việt Nam",
    "Quê quán / Place of origin:",
    "Xã A, tỉnh B",
    "Nơi thường trú / Place of residence:",
    "Thôn 1,",
    "Xã A, tỉnh B",
    "Có giá trị đến: 04/05/2030",
)
BACK = (
    "Đặc điểm nhận dạng / Personal identification:",
    "Sẹo mẫu trên trán",
    "Ngày, tháng, năm cấp / Date, month, year: 11/02/2022",
)
QR = Code("QRCode", "001190012345||Trần Thị Mẫu|04051990|Nữ|Thôn 1, Xã A, tỉnh B|11022022", Box(0.7, 0.1, 0.8, 0.2))
ZONE = MachineReadableZone(
    "TD1",
    ("IDVNM1900123456001190012345<<8", "9005044F3005045VNM<<<<<<<<<<<6", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"),
    Box(0.1, 0.7, 0.9, 0.9),
    valid=True,
)


def test_everything_printed_on_the_front_is_read() -> None:
    assert sorted(values(read_card(card(*FRONT)))) == sorted(
        [
            ("id_number", "001190012345"),
            ("full_name", "TRẦN THỊ MẪU"),
            ("date_of_birth", "04/05/1990"),
            ("sex", "Nữ"),
            ("nationality", "Việt Nam"),
            ("address", "Xã A, tỉnh B"),
            ("address", "Thôn 1, Xã A, tỉnh B"),
            ("expiry_date", "04/05/2030"),
        ]
    )


def test_the_day_of_issue_stands_on_the_back() -> None:
    assert ("id_issue_date", "11/02/2022") in values(read_card(card(*BACK)))


def test_a_day_to_come_is_the_card_s_end_however_its_label_was_read() -> None:
    fields = values(read_card(card("CĂN CƯỚC", "Ngày, tháng, năm h", "04/05/2090")))
    assert ("expiry_date", "04/05/2090") in fields
    assert not any(kind == "date_of_birth" for kind, _ in fields)


def test_the_qr_code_gives_its_values_with_the_place_of_the_code() -> None:
    fields = [field for field in read_card(card(*FRONT, codes=(QR,))) if field.source == "qr"]
    assert ("full_name", "Trần Thị Mẫu") in values(fields)
    assert ("id_issue_date", "11/02/2022") in values(fields)
    assert {field.box for field in fields} == {QR.box}


def test_the_zone_gives_number_birth_and_expiry_but_no_name() -> None:
    fields = [field for field in read_card(card(*BACK, mrz=ZONE)) if field.source == "mrz"]
    assert ("expiry_date", "04/05/2030") in values(fields)
    assert "full_name" not in {field.kind for field in fields}


def test_a_code_that_is_no_card_code_is_passed_over() -> None:
    other = Code("QRCode", "https://example.com/tra-cuu", Box(0.7, 0.1, 0.8, 0.2))
    assert {field.source for field in read_card(card(*FRONT, codes=(other,)))} == {"ocr"}


def test_twelve_digits_with_neither_label_nor_fitting_birth_date_are_no_number() -> None:
    fields = read_card(card("004185012345", "Ngày sinh / Date of birth: 04/05/1990"))
    assert "id_number" not in {field.kind for field in fields}


def test_a_passport_is_read_as_a_card() -> None:
    passport = card(*BACK, mrz=ZONE)
    as_passport = type(passport)(passport.id, PaperType.PASSPORT, "", passport.pages, 1.0)
    assert ("id_number", "001190012345") in values(read_paper(as_passport))


def test_the_code_of_a_health_insurance_card_gives_its_holder() -> None:
    name, address = ("Trần Thị Mẫu".encode().hex(), "Thôn 1, Xã A, tỉnh B".encode().hex())
    code = Code(
        "QRCode", f"GD4010112345678|{name}|04/05/1990|2|{address}|01 - 001|01/01/2026|-", Box(0.7, 0.1, 0.8, 0.2)
    )
    found = values(read_card(card("THẺ BẢO HIỂM Y TẾ", codes=(code,))))
    assert ("full_name", "Trần Thị Mẫu") in found
    assert ("document_number", "GD4010112345678") in found
    assert ("date_of_birth", "04/05/1990") in found
    assert ("sex", "Nữ") in found


def test_a_code_that_only_looks_like_an_insurance_card_is_passed_over() -> None:
    code = Code("QRCode", "GD4010112345678|không phải mã|04/05/1990|2|zz", Box(0.7, 0.1, 0.8, 0.2))
    assert values(read_card(card("THẺ", codes=(code,)))) == []


def test_a_name_under_the_number_is_read_where_its_label_could_not_be() -> None:
    fields = read_card(card("CĂN CƯỚC CÔNG DÂN", "Số / No.: 001190012345", "8c3 ,15", "TRẦN THỊ MẪU", "9. - ,"))
    assert ("full_name", "TRẦN THỊ MẪU") in values(fields)


def test_capitals_far_below_the_number_are_no_name() -> None:
    rows = ["CĂN CƯỚC CÔNG DÂN", "Số / No.: 001190012345", *["8c3 ,15"] * 9, "TRẦN THỊ MẪU"]
    assert "full_name" not in {field.kind for field in read_card(card(*rows))}


def test_a_card_without_end_has_no_last_day() -> None:
    zone = replace(ZONE, lines=(ZONE.lines[0], "9005044F9912315VNM<<<<<<<<<<<4", ZONE.lines[2]))
    back = ("Có giá trị đến / Date of expiry: Không thời hạn", *BACK)
    fields = read_card(card(*back, mrz=zone))
    assert "expiry_date" not in {field.kind for field in fields}
    assert ("id_issue_date", "11/02/2022") in values(fields)
