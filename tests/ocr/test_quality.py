"""Faults of a picture and blank pages, told from the sheet and from words that were read."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.engine import chosen_engine
from ocr.page_reading import read_picture
from ocr.pictures import Picture
from ocr.quality import Impression, problems_of
from ocr.recognition import SeenWord

Pixels = NDArray[np.uint8]


def words(left: int = 200, height: int = 30, confidence: float = 0.9) -> list[SeenWord]:
    return [
        SeenWord("nghiệm", left, 200 + 60 * row, left + 120, 200 + 60 * row + height, confidence, (1, 1, row))
        for row in range(20)
    ]


def good() -> Impression:
    grey = np.full((2340, 1654), 250, np.uint8)
    for word in words():
        cv2.putText(grey, "nghiem", (word.left, word.bottom), cv2.FONT_HERSHEY_SIMPLEX, 1, (30,), 2)
    colour = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)
    return Impression(grey, colour, 240, words(), 1.0, 200, skew=0.5, photographed=False)


def blank() -> Impression:
    return replace(good(), grey=np.full((2340, 1654), 250, np.uint8), words=[])


def test_a_good_page_has_no_problems() -> None:
    assert problems_of(good()) == ()


def test_a_dark_page_that_reads_badly_is_called_dark() -> None:
    assert "dark" in problems_of(replace(good(), brightness=60, words=words(confidence=0.5)))


def test_a_dark_page_that_reads_well_is_no_problem() -> None:
    assert problems_of(replace(good(), brightness=60)) == ()


@pytest.mark.parametrize("left", [0, 1654 - 120])
def test_words_that_reach_the_edge_are_cut_off(left: int) -> None:
    assert problems_of(replace(good(), words=words(left))) == ("cut_off",)


def test_two_words_at_the_edge_do_not_make_a_page_cut_off() -> None:
    assert problems_of(replace(good(), words=[*words()[2:], *words(0)[:2]])) == ()


def test_small_print_in_the_stored_picture_is_low_resolution() -> None:
    assert problems_of(replace(good(), pixels_per_stored_pixel=3)) == ("low_resolution",)


def test_a_coarse_picture_of_which_hardly_a_word_can_be_read_is_low_resolution() -> None:
    coarse = replace(good(), dots_per_inch=72, words=words(confidence=0.4)[:3])
    assert problems_of(coarse) == ("low_resolution",)
    assert problems_of(replace(coarse, words=words())) == ()


def test_a_page_darker_than_any_scan_is_dark_however_well_it_reads() -> None:
    assert problems_of(replace(good(), brightness=35)) == ("dark",)


def test_a_tilted_scan_is_skewed_and_a_tilted_photo_is_not() -> None:
    assert problems_of(replace(good(), skew=-3.4)) == ("skewed",)
    assert problems_of(replace(good(), skew=-3.4, photographed=True)) == ()


def test_a_page_of_one_sharp_line_is_not_blurred_however_badly_it_reads() -> None:
    page = replace(blank(), words=words(confidence=0.3)[:1])
    cv2.putText(page.grey, "nghiem", (700, 900), cv2.FONT_HERSHEY_SIMPLEX, 1, (30,), 2)
    assert "blurred" not in problems_of(page)


@pytest.mark.parametrize("lines", [1, 20])
def test_print_without_edges_that_reads_badly_is_blurred(lines: int) -> None:
    page = good()
    cv2.rectangle(page.grey, (0, 200 + 60 * lines), (1654, 2340), (250,), -1)
    soft = np.asarray(cv2.GaussianBlur(page.grey, (0, 0), 4), np.uint8)
    assert "blurred" in problems_of(replace(page, grey=soft, words=words(confidence=0.3)[:lines]))


def sheet() -> Pixels:
    """An empty A4 page at 200 dpi with the grain of paper."""
    grain = np.random.default_rng(8).normal(246, 3, (2339, 1654, 1))
    return np.asarray(np.repeat(np.clip(grain, 0, 255), 3, axis=2), np.uint8)


def full_page() -> Image.Image:
    """A page full of print, for what shines through."""
    page = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSerif.ttf", 32)
    for row in range(30):
        pen.text((160, 180 + 62 * row), "Tôi cam đoan những lời khai trên là đúng sự thật", font=font, fill="black")
    return page


def shining_through() -> Pixels:
    back = cv2.GaussianBlur(np.asarray(full_page())[:, ::-1], (0, 0), 1.5)
    return np.asarray(np.minimum(sheet(), 255 - (255 - back) // 7), np.uint8)


def punched() -> Pixels:
    page = sheet()
    for row in (855, 1485):  # 80 mm apart
        cv2.circle(page, (94, row), 24, (40, 40, 40), -1)
    return page


def with_black_borders() -> Pixels:
    page = sheet()
    page[:, :40] = page[2300:] = 15
    return page


def folded() -> Pixels:
    page = sheet()
    cv2.line(page, (0, 1170), (1653, 1174), (205, 205, 205), 4)
    cv2.line(page, (826, 0), (828, 2338), (212, 212, 212), 3)
    return page


def stapled_and_dusty() -> Pixels:
    page = sheet()
    cv2.line(page, (110, 120), (170, 90), (70, 70, 70), 4)
    for spot in range(60):
        cv2.circle(page, (100 + 25 * spot, 150 + 35 * spot), 3, (60, 60, 60), -1)
    return page


def on_coloured_paper() -> Pixels:
    return np.asarray(np.clip(sheet() * np.array([1.0, 0.95, 0.6]), 0, 255), np.uint8)


@pytest.mark.parametrize(
    "empty",
    [sheet, shining_through, punched, with_black_borders, folded, stapled_and_dusty, on_coloured_paper],
)
def test_pages_without_writing_are_blank(empty: Callable[[], Pixels]) -> None:
    assert read_picture(Picture(empty(), 200), chosen_engine()).blank


def with_a_line() -> Pixels:
    page = Image.fromarray(sheet())
    pen = ImageDraw.Draw(page)
    pen.text((820, 300), "Vũ An", font=ImageFont.truetype("DejaVuSerif.ttf", 32), fill="black")
    return np.asarray(page)


def with_a_signature() -> Pixels:
    page = sheet()
    stroke = np.array([(700, 640), (740, 560), (760, 660), (800, 590), (830, 650), (900, 600), (960, 640), (690, 655)])
    cv2.polylines(page, [stroke], isClosed=False, color=(40, 50, 150), thickness=4)
    return page


def with_a_stamp() -> Pixels:
    page = sheet()
    for radius in (140, 130, 84):
        cv2.circle(page, (900, 1700), radius, (225, 60, 70), 4)
    return page


def with_part_of_a_stamp() -> Pixels:
    """A seal across the edge of several sheets leaves a piece on each."""
    page = sheet()
    cv2.ellipse(page, (900, 1700), (140, 140), 0, 60, 150, (225, 60, 70), 5)
    return page


def with_one_line_beside_holes() -> Pixels:
    page = Image.fromarray(punched())
    pen = ImageDraw.Draw(page)
    pen.text((700, 1100), "TRANG TRẮNG", font=ImageFont.truetype("DejaVuSerif.ttf", 32), fill="black")
    return np.asarray(page)


@pytest.mark.parametrize(
    "written", [with_a_line, with_a_signature, with_a_stamp, with_part_of_a_stamp, with_one_line_beside_holes]
)
def test_a_page_with_a_trace_of_writing_is_not_blank(written: Callable[[], Pixels]) -> None:
    assert not read_picture(Picture(written(), 200), chosen_engine()).blank
