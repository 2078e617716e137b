"""Dates, numbers and names come out of text as OCR leaves it, and nothing that is read can break the reader."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_builder import line

from intake_ai.extraction.runs import run_of
from intake_ai.extraction.values import (
    date_in_words,
    digits_in,
    find_dates,
    find_names,
    name_part,
    number_in_words,
    repair,
    strip_marks,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
SEPARATORS = st.sampled_from(["/", " / ", "/ ", "-", ".", "//"])
UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def in_words(number: int) -> str:
    """A number below 100 as it is written in a certificate."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return UNITS[ones]
    last = {1: "mốt", 5: "lăm"}.get(ones, UNITS[ones]) if tens > 1 else {5: "lăm"}.get(ones, UNITS[ones])
    return " ".join([*(["mười"] if tens == 1 else [UNITS[tens], "mươi"]), *([last] if ones else [])])


def year_in_words(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    below = "" if rest == 0 else (f" linh {UNITS[rest]}" if rest < 10 else f" {in_words(rest)}")
    return f"{UNITS[thousands]} nghìn {UNITS[hundreds]} trăm{below}"


@given(DAYS, SEPARATORS)
def test_a_printed_date_comes_back_as_dd_mm_yyyy(day: date, separator: str) -> None:
    printed = f"sinh ngày {day.day:02}{separator}{day.month:02}{separator}{day.year} tại nhà"
    assert [value for _, _, value in find_dates(printed)] == [f"{day.day:02}/{day.month:02}/{day.year}"]


@given(DAYS, st.sampled_from(["", "..", "…", " ."]))
def test_a_date_filled_into_ngay_thang_nam_comes_back_whatever_dots_stand_in_it(day: date, dots: str) -> None:
    printed = f"Vinh, ngày {day.day:02}{dots} tháng {day.month}{dots} năm {day.year}"
    assert [value for _, _, value in find_dates(printed)] == [f"{day.day:02}/{day.month:02}/{day.year}"]


@given(DAYS)
def test_a_date_in_words_is_the_date_in_figures(day: date) -> None:
    words = f"ngày {in_words(day.day)} tháng {in_words(day.month)} năm {year_in_words(day.year)}"
    assert date_in_words(words) == f"{day.day:02}/{day.month:02}/{day.year}"


@given(st.text())
def test_no_text_breaks_a_reader_and_offsets_stay_inside(text: str) -> None:
    for start, end, value in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert len(value) == 10
    date_in_words(text)
    number_in_words(text)
    digits_in(text, (9, 12))
    run = run_of(line(text, 0.1, 0.1).words)
    assert strip_marks(run).text in run.text
    for name in [name_part(run), *find_names(run)]:
        assert name.text in run.text


@pytest.mark.parametrize("text", ["31/02/2024", "00/01/2024", "12/13/2024", "ngày 30 tháng 2 năm 2023", "1/2/3456789"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("?' Ủy ban nhân dân xã A", "Ủy ban nhân dân xã A"),
        ("(1) Ủy ban nhân dân xã A", "Ủy ban nhân dân xã A"),
        ("° Trần Văn A", "Trần Văn A"),
        ("Trần Văn A,..........-----22EEE..1117", "Trần Văn A"),
        ("............ 25 ..........", "25"),
        ("(viết chữ IN HOA) TRẦN VĂN A", "TRẦN VĂN A"),
        ("Hộ nghèo (ghi rõ theo quy định)", "Hộ nghèo"),
        ("_____ Nam _____", "Nam"),
        ("2003", "2003"),
    ],
)
def test_footnote_marks_leaders_and_instructions_are_not_part_of_a_value(printed: str, value: str) -> None:
    assert strip_marks(run_of(line(printed, 0.1, 0.05).words)).text == value


def test_names_are_found_between_specks_of_a_signature() -> None:
    run = run_of(line("~>, Trần Thị Mẫu ˆ", 0.1, 0.1).words)
    assert [name.text for name in find_names(run)] == ["Trần Thị Mẫu"]


def test_a_heading_in_capitals_is_no_name() -> None:
    assert find_names(run_of(line("ĐẶNG KÝ THAY ĐỔI", 0.1, 0.1).words)) == []


@pytest.mark.parametrize(
    ("read", "meant"), [("xã la Mẫu", "xã Ia Mẫu"), ("'TTXH", "TTXH"), ("INGÂN HÀNG", "NGÂN HÀNG")]
)
def test_readings_that_can_mean_one_thing_only_are_repaired(read: str, meant: str) -> None:
    assert repair(read) == meant


@pytest.mark.parametrize("text", ["Ích Thị Mẫu", "In ấn", "là con", "Ia Mẫu"])
def test_what_is_spelt_right_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Đã kết hôn10", "Đã kết hôn"),
        ("Kinh;7", "Kinh"),
        ("Sở Y tế tỉnh Mẫu (2)", "Sở Y tế tỉnh Mẫu"),
        ("K45", "K45"),
        ("85 m²", "85 m²"),
    ],
)
def test_the_mark_of_a_footnote_behind_a_value_is_none_of_it(text: str, value: str) -> None:
    assert strip_marks(run_of(line(text, 0.1, 0.1).words)).text == value
