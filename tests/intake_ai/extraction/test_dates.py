"""Dates are found whatever a form prints between their figures and whatever OCR makes of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.extraction.dates import find_dates

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Vào ngày 25/08/20..26.., tôi đã nộp đơn", "25/08/2026"),
        ("Vào ngày 03/08/20 26 , tôi đã nộp đơn", "03/08/2026"),
        ("Sinh năm: 08/1.1/1.982", "08/11/1982"),
        ("ngày .12. tháng :02. năm 2026", "12/02/2026"),
        ("ngày17Ttháng05năm2026", "17/05/2026"),
        ("cấp ngày: 04/Q5/2024", "04/05/2024"),
        ("ngày 29. tháng 12. năm 201.1", "29/12/2011"),
        ("đăng ký kết hôn ngày 16052016tại Ủy ban nhân dân", "16/05/2016"),
        ("cấp ngày 24 06 2023", "24/06/2023"),
    ],
)
def test_dots_and_misreadings_in_a_date_are_seen_through(printed: str, value: str) -> None:
    assert [day for _, _, day in find_dates(printed)] == [value]


@pytest.mark.parametrize("text", ["mã số 16052016", "16052016", "số 12 năm 2026", "tháng 05 năm 2026"])
def test_figures_that_nobody_called_a_day_are_none(text: str) -> None:
    assert find_dates(text) == []


def test_figures_without_strokes_are_a_date_where_one_was_asked_for() -> None:
    assert find_dates("16061979", asked=True) == [(0, 8, "16/06/1979")]


@given(DAYS, DAYS, st.sampled_from(["%d/%m/%Y", "ngày %d tháng %m năm %Y", "%d - %m - %Y"]))
def test_each_of_two_dates_is_found_once_and_where_it_stands(one: date, other: date, written: str) -> None:
    text = f"từ {one.strftime(written)} đến {other.strftime(written)}"
    found = find_dates(text)
    assert [day for _, _, day in found] == [f"{day.day:02}/{day.month:02}/{day.year}" for day in (one, other)]
    assert [text[start:end].removeprefix("ngày ") for start, end, _ in found] == [
        day.strftime(written).removeprefix("ngày ") for day in (one, other)
    ]
