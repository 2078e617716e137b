"""Faults of a picture and blank pages, told from the sheet and from words that were read."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr.quality import Impression, is_blank, problems_of
from ocr.recognition import SeenWord


def words(left: int = 200, height: int = 30, confidence: float = 0.9) -> list[SeenWord]:
    return [
        SeenWord("nghiệm", left, 200 + 60 * row, left + 120, 200 + 60 * row + height, confidence, (1, 1, row))
        for row in range(20)
    ]


def good() -> Impression:
    grey = np.full((2340, 1654), 250, np.uint8)
    for word in words():
        cv2.putText(grey, "nghiem", (word.left, word.bottom), cv2.FONT_HERSHEY_SIMPLEX, 1, (30,), 2)
    return Impression(grey, 240, words(), 1.0, 200, skew=0.5, photographed=False)


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
    assert problems_of(replace(good(), pixels_per_stored_pixel=2.5)) == ("low_resolution",)


def test_a_tilted_scan_is_skewed_and_a_tilted_photo_is_not() -> None:
    assert problems_of(replace(good(), skew=-3.4)) == ("skewed",)
    assert problems_of(replace(good(), skew=-3.4, photographed=True)) == ()


def test_fold_lines_dust_and_shadows_of_holes_at_the_rim_are_blank() -> None:
    page = blank()
    cv2.line(page.grey, (0, 1170), (1653, 1172), (215,), 3)
    for spot in range(40):
        cv2.circle(page.grey, (100 + 37 * spot, 150 + 53 * spot), 3, (60,), -1)
    for row in (900, 1400):
        cv2.circle(page.grey, (18, row), 15, (40,), -1)
    assert is_blank(page)


def test_a_signature_or_a_stamp_alone_is_content() -> None:
    signed, stamped = blank(), blank()
    stroke = np.array([(700, 640), (740, 560), (760, 660), (800, 590), (830, 650), (900, 600), (960, 640), (690, 655)])
    cv2.polylines(signed.grey, [stroke], isClosed=False, color=(60,), thickness=5)
    cv2.circle(stamped.grey, (900, 1200), 140, (90,), 6)
    assert not is_blank(signed)
    assert not is_blank(stamped)


def test_one_line_of_text_is_content() -> None:
    assert not is_blank(replace(blank(), words=words()[:2]))
