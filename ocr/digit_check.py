"""Reads long numbers a second time, larger and with figures only: printed digits go wrong silently (design.md).

One call of Tesseract checks all numbers of a page: their crops stand below each other on one strip.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.cleaning import Grey
from ocr.geometry import Transform
from ocr.pictures import Pixels
from ocr.recognition import Approach, SeenWord, recognise
from ocr.zone_reading import upright_crop

_FIGURES = Approach(segmentation=6, language="eng", alphabet="0123456789")
#: Eight figures and more: numbers of persons, telephones, tax codes. Dates and counts are checked by their meaning.
_NUMBER = re.compile(r"\d{8,}")
#: Heights of a figure in pixels at which the number is read again; Tesseract reads 20 to 40 best.
_HEIGHTS = (36, 26)
_CONFIRMED = 0.98
_CONTRADICTED = 0.4
_MOST_NUMBERS = 24


def with_checked_digits(words: Sequence[SeenWord], stored: Pixels, to_stored: Transform) -> list[SeenWord]:
    """The words, long numbers among them read again.

    A number that reads the same again is nearly sure. One that reads otherwise twice in the same way is replaced;
    where the readings differ among themselves the first stands, with little confidence.

    Args:
        words: Of the upright sheet, in its pixels.
        stored: The picture as stored, in which print is finest.
        to_stored: From pixels of the upright sheet to pixels of `stored`.
    """
    numbers = [(index, match) for index, word in enumerate(words) if (match := _NUMBER.search(word.text))]
    if not numbers or len(numbers) > _MOST_NUMBERS:
        return list(words)
    crops = [_crop(words[index], stored, to_stored, height) for index, _ in numbers for height in _HEIGHTS]
    readings = _figures_on(crops)
    checked = list(words)
    for place, (index, match) in enumerate(numbers):
        again = readings[place * len(_HEIGHTS) : (place + 1) * len(_HEIGHTS)]
        checked[index] = _settled(words[index], match, again)
    return checked


def _settled(word: SeenWord, first: re.Match[str], again: Sequence[str]) -> SeenWord:
    """The word after its number was read again, at several sizes."""
    if first[0] in again:
        return replace(word, confidence=max(word.confidence, _CONFIRMED))
    if len(set(again)) == 1 and len(again[0]) == len(first[0]):
        text = word.text[: first.start()] + again[0] + word.text[first.end() :]
        return replace(word, text=text)
    return replace(word, confidence=min(word.confidence, _CONTRADICTED))


def _figures_on(crops: Sequence[Grey]) -> list[str]:
    """What each crop reads, set below each other on one strip; empty where nothing was read."""
    pitch = 3 * max(_HEIGHTS)
    strip = np.full((pitch * len(crops) + pitch, max(crop.shape[1] for crop in crops) + pitch), 255, np.uint8)
    for row, crop in enumerate(crops):
        top, left = row * pitch + pitch // 2, pitch // 2
        strip[top : top + crop.shape[0], left : left + crop.shape[1]] = crop[:pitch]
    found = [""] * len(crops)
    for word in sorted(recognise(strip, 300, _FIGURES), key=lambda word: word.left):
        row = round(((word.top + word.bottom) / 2 - pitch) / pitch)
        if 0 <= row < len(found):
            found[row] += word.text
    return found


def _crop(word: SeenWord, stored: Pixels, to_stored: Transform, height: int) -> Grey:
    """The number's picture with a little air, so large that a figure is `height` pixels high."""
    figure = word.bottom - word.top
    air = 0.12 * figure
    place = (word.left - air, word.top - air, word.right + air, word.bottom + air)
    return upright_crop(stored, to_stored, place, height / max(1, figure))
