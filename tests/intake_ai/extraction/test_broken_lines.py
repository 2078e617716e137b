"""A value that the end of its line breaks is read whole."""

import pytest
from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from ocr.page import Page, PageRef

from .paper_builder import paper, values


def _read(*lines: tuple[str, float, float]) -> list[tuple[str, str]]:
    """The values of lines given by text, left end and top."""
    text = [line(words, top, left) for words, left, top in lines]
    return values(read_form(paper(Page(PageRef("don.pdf", 1), reading(text)))))


def _broken(label: str, above: str, below: str) -> list[tuple[str, str]]:
    """A label with a value whose first line, set in, ends at the margin."""
    first = f"{label} {above}"
    margin = " ".join(["để"] * (len(first) // 3 + 3))
    left = 0.08 + line(margin, 0.1, 0.08).box.right - line(first, 0.1, 0.08).box.right
    return _read((margin, 0.08, 0.10), (margin, 0.08, 0.12), (first, left, 0.14), (below, 0.08, 0.16))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Số 12 đường Mẫu Đơn, xã Nghi", "Lộc, tỉnh Nghệ An"),
        ("Số 12 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng", "Nai"),
        ("Số 12 đường Mẫu Đơn, phường Xuân Hương", "- Đà Lạt, tỉnh Lâm Đồng"),
    ],
)
def test_an_address_that_breaks_in_the_name_of_a_unit_is_whole(above: str, below: str) -> None:
    assert _broken("Địa chỉ:", above, below) == [("address", f"{above} {below}")]


def test_dots_ahead_of_a_value_do_not_end_it() -> None:
    above, below = "......Số 12 đường Mẫu Đơn, xã Nghi", "Lộc, tỉnh Nghệ An.........."
    assert _broken("Địa chỉ:", above, below) == [("address", "Số 12 đường Mẫu Đơn, xã Nghi Lộc, tỉnh Nghệ An")]


def test_a_province_that_ends_like_a_small_word_of_addresses_is_kept() -> None:
    found = _read(("Tôi là Lê Thị Mẫu, hiện cư trú tại Thôn 3, xã Đức Thọ, tỉnh Hà Tĩnh", 0.1, 0.2))
    assert ("address", "Thôn 3, xã Đức Thọ, tỉnh Hà Tĩnh") in found


def test_an_unknown_label_ahead_of_house_and_street_gives_an_address_and_no_number() -> None:
    found = _read(("Vị trí công trình mẫu: Số 100 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng Nai", 0.1, 0.2))
    assert found == [("address", "Số 100 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng Nai")]


def test_a_name_in_capitals_ends_where_the_sentence_goes_on() -> None:
    found = _read(("với nguyên đơn là ông/bà TRẦN MẪU AN Vụ án này đang được thụ lý", 0.1, 0.2))
    assert ("full_name", "TRẦN MẪU AN") in found


def test_a_mark_glued_to_the_value_is_no_part_of_it() -> None:
    found = _read(("Nơi cư trú:(2)Số 12 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng Nai", 0.1, 0.2))
    assert found == [("address", "Số 12 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng Nai")]
