"""What hurts reading is taken out, print stays."""

import numpy as np
import pytest
from PIL import Image

from ocr.cleaning import INK, clean_print, rule_lines
from tests.ocr.printed_page import DOTS_PER_INCH, PrintedPage


@pytest.mark.parametrize("degrees", [0, -0.4, 0.4])
def test_rules_go_and_the_letters_on_them_stay(degrees: float) -> None:
    page = PrintedPage()
    before = page.sloping(degrees) if degrees else page.grey
    page.print("quy phạm gộp", 200, 150, 44)
    printed = (page.sloping(degrees) if degrees else page.grey) < INK
    page.pen.line((50, 155, 950, 155), fill=20, width=3)
    page.pen.line((100, 40, 100, 400), fill=20, width=3)
    grey = page.sloping(degrees) if degrees else page.grey
    cleaned = clean_print(grey, DOTS_PER_INCH).grey
    assert (before < INK).sum() == 0
    left = cleaned < INK
    assert left[printed].mean() > 0.9
    assert (left & ~printed).sum() < 0.05 * printed.sum()


def test_a_rule_with_gaps_is_still_a_rule() -> None:
    page = PrintedPage()
    for left in range(50, 900, 50):
        page.pen.line((left, 200, left + 47, 200), fill=60, width=2)
    assert not (clean_print(page.grey, DOTS_PER_INCH).grey < INK).any()


def test_small_print_that_runs_together_is_no_rule() -> None:
    page = PrintedPage()
    page.print("thanh toán không nhiệm doanh nghiệp", 60, 200)
    image = Image.fromarray(page.grey)
    blurred = np.array(image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX))
    assert not rule_lines(blurred, DOTS_PER_INCH / 2).any()


def test_capitals_are_no_rule() -> None:
    page = PrintedPage()
    page.print("Ý KIẾN CỦA CHỦ HỘ HỢP PHÁP NGHĨA", 60, 200, 44)
    assert not rule_lines(page.grey, DOTS_PER_INCH).any()


def test_leader_dots_go_and_the_colon_before_them_stays() -> None:
    page = PrintedPage()
    sides = page.print("Họ và tên:", 60, 200)
    printed = page.grey < INK
    page.print("." * 50, sides[2] + 4, 200)
    cleaned = clean_print(page.grey, DOTS_PER_INCH).grey < INK
    assert np.array_equal(cleaned, printed)


def test_rows_of_dashes_are_leaders_too() -> None:
    page = PrintedPage()
    for left in range(60, 800, 24):
        page.pen.line((left, 200, left + 14, 200), fill=20, width=2)
    assert not (clean_print(page.grey, DOTS_PER_INCH).grey < INK).any()


def test_full_stops_commas_and_an_ellipsis_are_no_leaders() -> None:
    page = PrintedPage()
    page.print("1. Ông A, bà B., v.v... và i.i.i, ii", 60, 200)
    assert np.array_equal(clean_print(page.grey, DOTS_PER_INCH).grey, page.grey)


def test_the_components_left_are_those_of_the_cleaned_page() -> None:
    page = PrintedPage()
    page.print("Quê quán:................................", 60, 200)
    page.pen.line((50, 300, 950, 300), fill=20, width=3)
    result = clean_print(page.grey, DOTS_PER_INCH)
    inked = result.parts.labels > 0
    assert np.all(result.grey[inked] < INK)
    assert result.rules.any()
