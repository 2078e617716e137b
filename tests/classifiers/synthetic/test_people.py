"""Invented persons: numbers, cards and words that agree with each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.synthetic.machine_readable import check_digit, mrz, passport_mrz, qr_text, without_accents
from classifiers.synthetic.numerals import date_in_words, year_in_words
from classifiers.synthetic.people import Person, Population, communes, vocabulary, written
from classifiers.synthetic.seeds import seeded

CARDS = (date(2021, 6, 1), date(2026, 5, 30))


def someone(seed: int) -> Person:
    rng = seeded("test", seed)
    return Population(rng, rng.choice(communes())).person(rng.choice(("Nam", "Nữ")), (1950, 2008), CARDS)


@given(st.integers(0, 10_000))
def test_id_number_states_province_century_sex_and_year(seed: int) -> None:
    person = someone(seed)
    assert len(person.number) == 12
    assert person.number[:3] in person.commune.birth_codes
    century, woman = divmod(int(person.number[3]), 2)
    assert 1900 + century * 100 + int(person.number[4:6]) == person.birth.year
    assert bool(woman) == (person.sex == "Nữ")


@given(st.integers(0, 10_000))
def test_card_expires_on_a_birthday_at_25_40_or_60_or_never(seed: int) -> None:
    person = someone(seed)
    if person.expires is None:
        assert person.issued.year - person.birth.year >= 57
    else:
        assert person.expires.year - person.birth.year in (25, 40, 60)
        assert (person.expires - person.issued).days >= 730


def test_same_seed_gives_the_same_person() -> None:
    assert someone(7) == someone(7)
    assert someone(7) != someone(8)


def test_all_63_provinces_of_birth_went_into_34() -> None:
    provinces = vocabulary().provinces
    codes = [code for province in provinces.values() for code in province.codes]
    assert len(provinces) == 34
    assert len(codes) == len(set(codes)) == 63


@pytest.mark.parametrize(("field", "digit"), [("520727", "3"), ("D23145890", "7"), ("L898902C3", "6"), ("740812", "2")])
def test_check_digits_are_those_of_the_examples_in_icao_9303(field: str, digit: str) -> None:
    assert check_digit(field) == digit


@given(st.integers(0, 10_000))
def test_card_mrz_holds_number_dates_and_right_check_digits(seed: int) -> None:
    person = someone(seed)
    first, second, third = mrz(person)
    assert [len(line) for line in (first, second, third)] == [30, 30, 30]
    assert first[5:14] == person.number[-9:]
    assert first[14] == check_digit(first[5:14])
    assert first[15:27] == person.number
    assert second[6] == check_digit(second[:6])
    assert second[14] == check_digit(second[8:14])
    assert second[29] == check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    assert second[7] == ("M" if person.sex == "Nam" else "F")
    assert third.replace("<", " ").split() == without_accents(person.name).split()


def test_passport_mrz_has_two_lines_of_44_with_right_check_digits() -> None:
    first, second = passport_mrz(someone(3), "P00123456", date(2031, 4, 30))
    assert (len(first), len(second)) == (44, 44)
    assert second[9] == check_digit(second[:9])
    assert second[42] == check_digit(second[28:42])
    assert second[43] == check_digit(second[0:10] + second[13:20] + second[21:43])


def test_qr_text_has_the_seven_fields_of_the_2021_card() -> None:
    person = someone(11)
    fields = qr_text(person).split("|")
    assert len(fields) == 7
    assert fields[0] == person.number
    assert fields[3] == person.birth.strftime("%d%m%Y")
    assert fields[5] == person.address


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 2), "ngày mùng hai tháng mười năm hai nghìn không trăm hai mươi sáu"),
        (date(1991, 4, 24), "ngày hai mươi tư tháng tư năm một nghìn chín trăm chín mươi mốt"),
        (date(2005, 12, 15), "ngày mười lăm tháng mười hai năm hai nghìn không trăm linh năm"),
    ],
)
def test_dates_are_spelled_as_people_spell_them(day: date, words: str) -> None:
    assert date_in_words(day) == words


def test_round_years_have_no_tail() -> None:
    assert year_in_words(2000) == "hai nghìn"
    assert year_in_words(1900) == "một nghìn chín trăm"


def test_a_card_without_end_says_so() -> None:
    assert written(None) == "Không thời hạn"
