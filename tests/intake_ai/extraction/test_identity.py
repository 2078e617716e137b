"""Numbers, QR codes and machine-readable zones of cards: what holds, and that nothing else is believed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.extraction.identity import fits_birth, is_personal_number, is_tax_code, read_card_qr, read_mrz, sex_of
from ocr.page import Box, MachineReadableZone

PLACE = Box(0.1, 0.7, 0.9, 0.9)
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
SEXES = st.sampled_from(["Nam", "Nữ"])


def number_of(birth: date, sex: str, province: int = 1, rest: int = 123456) -> str:
    return f"{province:03}{2 * ((birth.year - 1900) // 100) + (sex == 'Nữ')}{birth.year % 100:02}{rest:06}"


def qr_text(birth: date, sex: str, name: str = "Trần Văn Mẫu", old: str = "") -> str:
    born = f"{birth.day:02}{birth.month:02}{birth.year}"
    return f"{number_of(birth, sex)}|{old}|{name}|{born}|{sex}|Thôn 1, xã A, tỉnh B|01022023"


@given(BIRTHS, SEXES, st.sampled_from(["", "123456789"]))
def test_a_qr_code_gives_back_what_was_put_in(birth: date, sex: str, old: str) -> None:
    card = read_card_qr(qr_text(birth, sex, old=old))
    assert card is not None
    assert (card.id_number, card.name, card.sex, card.old_number) == (number_of(birth, sex), "Trần Văn Mẫu", sex, old)
    assert card.date_of_birth == f"{birth.day:02}/{birth.month:02}/{birth.year}"
    assert card.issued == "01/02/2023"


def test_further_fields_of_a_newer_card_are_kept() -> None:
    card = read_card_qr(qr_text(date(1990, 5, 4), "Nam") + "|Cha|Mẹ")
    assert card is not None
    assert card.extras == ("Cha", "Mẹ")


@given(st.text())
def test_any_other_code_is_no_card_and_breaks_nothing(text: str) -> None:
    card = read_card_qr(text)
    assert card is None or is_personal_number(card.id_number)


@given(BIRTHS, SEXES)
def test_a_number_fits_its_own_birth_and_sex_and_no_other(birth: date, sex: str) -> None:
    number = number_of(birth, sex)
    other = "Nữ" if sex == "Nam" else "Nam"
    assert fits_birth(number, f"01/01/{birth.year}", sex)
    assert not fits_birth(number, f"01/01/{birth.year + 1}", sex)
    assert not fits_birth(number, f"01/01/{birth.year}", other)
    assert fits_birth(number) is None


@pytest.mark.parametrize("number", ["", "12345678901", "000190123456", "097190123456", "001690123456", "0011901234567"])
def test_twelve_digits_without_the_structure_are_no_personal_number(number: str) -> None:
    assert not is_personal_number(number)


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_a_tax_code_has_one_right_check_digit_at_most(digits: list[int]) -> None:
    stem = "".join(map(str, digits))
    assert sum(is_tax_code(stem + str(check)) for check in range(10)) <= 1


def test_a_known_tax_code_and_its_branch_hold_and_a_slip_does_not() -> None:
    # 0100109106: weights of domain.md section 5, worked by hand: 29*1 + 17*1 + 13*0 + 5*1*... = check digit 6
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    check = 10 - sum(int(digit) * weight for digit, weight in zip("010010910", weights, strict=True)) % 11
    assert check == 6
    assert is_tax_code("0100109106")
    assert is_tax_code("0100109106-001")
    assert not is_tax_code("0100109107")


@pytest.mark.parametrize(("text", "sex"), [("NỮ", "Nữ"), ("Nam.", "Nam"), ("F", "Nữ"), ("Nà", None), ("", None)])
def test_sex_is_read_in_either_language_or_not_at_all(text: str, sex: str | None) -> None:
    assert sex_of(text) == sex


def identity_zone(valid: bool) -> MachineReadableZone:
    lines = (
        "IDVNM1900123456001190012345<<8",
        "9005044F3005045VNM<<<<<<<<<<<6",
        "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
    )
    return MachineReadableZone("TD1", lines, PLACE, valid)


def test_a_zone_with_right_check_digits_gives_number_birth_sex_and_expiry() -> None:
    card = read_mrz(identity_zone(valid=True))
    assert card is not None
    assert (card.id_number, card.date_of_birth, card.sex, card.expires) == (
        "001190012345",
        "04/05/1990",
        "Nữ",
        "04/05/2030",
    )
    assert card.name == "TRAN THI MAU"


def test_a_zone_with_a_wrong_check_digit_gives_nothing() -> None:
    assert read_mrz(identity_zone(valid=False)) is None


def test_a_passport_gives_its_own_number_and_the_century_of_the_personal_one() -> None:
    lines = (
        "P<VNMTRAN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "C1234567<4VNM3005046F3301017001190012345<<46",
    )
    card = read_mrz(MachineReadableZone("TD3", lines, PLACE, valid=True))
    assert card is not None
    assert (card.id_number, card.date_of_birth, card.sex) == ("C1234567", "04/05/1930", "Nữ")


@given(st.sampled_from(["TD1", "TD3"]), st.lists(st.text(max_size=44), max_size=3))
def test_no_zone_breaks_the_reader(kind: str, lines: list[str]) -> None:
    read_mrz(MachineReadableZone(kind, tuple(lines), PLACE, valid=True))  # type: ignore[arg-type]


def test_a_birth_date_in_words_tells_nothing_of_a_number() -> None:
    assert fits_birth("001190012345", "ngày ba tháng hai") is None


def test_a_vietnamese_zone_whose_number_no_card_has_states_no_number() -> None:
    lines = ("IDVNM1900123450991190012345<<8", "9005044F3005045VNM<<<<<<<<<<<6", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<")
    zone = MachineReadableZone("TD1", lines, Box(0.1, 0.7, 0.9, 0.9), valid=True)
    card = read_mrz(zone)
    assert card is not None
    assert card.id_number == ""
