"""Dots of the line that a value was typed over are no part of its words."""

import pytest
from page_builder import line

from intake_ai.extraction.dotted_words import without_dots


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Trần.Thị.Mẫu", "Trần Thị Mẫu"),
        ("TRẦN.THỊ.MẪU", "TRẦN THỊ MẪU"),
        ("Số.57.đường Mẫu", "Số 57 đường Mẫu"),
        ("khu. vực 5", "khu vực 5"),
        ("phường Mẫu. tỉnh Mẫu", "phường Mẫu, tỉnh Mẫu"),
    ],
)
def test_dots_between_syllables_are_spaces(read: str, meant: str) -> None:
    assert without_dots([line(read, 0.1, 0.1)])[0].text == meant


@pytest.mark.parametrize(
    "text", ["TP.HCM", "mau@example.com", "1.2 Họ tên", "01.02.1990", "Xin cảm ơn. Người viết", "12.500"]
)
def test_stops_that_mean_something_stay(text: str) -> None:
    assert without_dots([line(text, 0.1, 0.1)])[0].text == text


def test_the_number_of_a_label_keeps_its_stop() -> None:
    assert without_dots([line("1.Họ tên", 0.1, 0.1)])[0].text == "1. Họ tên"


def test_each_word_keeps_its_own_place() -> None:
    first, second = without_dots([line("Trần.Mẫu", 0.1, 0.1)])[0].words
    assert first.box.right <= second.box.left
