"""Long numbers are read twice."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.digit_check import with_checked_digits
from ocr.geometry import IDENTITY
from ocr.recognition import SeenWord

FONT = ImageFont.truetype("DejaVuSerif.ttf", 26)
NUMBER = "001090000017"


def picture_of(text):
    image = Image.new("RGB", (700, 200), "white")
    ImageDraw.Draw(image).text((100, 80), text, "black", FONT)
    return np.asarray(image)


def seen(text, confidence=0.7):
    return SeenWord(text, 100, 84, 100 + round(FONT.getlength(NUMBER)), 108, confidence, (1, 1, 1))


@pytest.mark.parametrize("text", [NUMBER, f"({NUMBER}),"])
def test_a_number_that_reads_the_same_again_is_nearly_sure(text):
    checked = with_checked_digits([seen(text)], picture_of(NUMBER), IDENTITY)
    assert [(word.text, word.confidence) for word in checked] == [(text, 0.98)]


def test_a_misread_figure_is_put_right_where_both_other_readings_agree():
    checked = with_checked_digits([seen("001090000011.")], picture_of(NUMBER), IDENTITY)
    assert checked[0].text == f"{NUMBER}."
    assert checked[0].confidence == 0.7


def test_a_number_that_cannot_be_read_again_is_doubted():
    blank = np.full((200, 700, 3), 255, np.uint8)
    assert with_checked_digits([seen(NUMBER)], blank, IDENTITY)[0].confidence <= 0.4


def test_words_and_short_numbers_are_left_as_they_are():
    words = [seen("Nguyễn"), seen("22/11/2026"), seen("1234567")]
    assert with_checked_digits(words, picture_of(NUMBER), IDENTITY) == words


def test_the_place_of_a_word_is_kept():
    word = seen(NUMBER)
    checked = with_checked_digits([word], picture_of(NUMBER), IDENTITY)[0]
    assert replace(checked, confidence=word.confidence) == word
