"""Finds secrecy marks: Mật, Tối mật or Tuyệt mật, printed or stamped in capitals apart from other text.

The stamps are red and framed (Thông tư 24/2020/TT-BCA, annex), so a red one is read again from the colour of its ink.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.recognition import Approach, SeenWord, recognise
from ocr.secrecy_levels import is_capital, stated_level, worn_level
from ocr.surface import Grey, Spot, Surface

#: Fraction of the page from the top: the mark stands below the number of the document.
_BAND = 0.5
#: Inches: a framed stamp is 20 to 40 mm wide and 8 high.
_WIDEST, _HIGHEST = 2.4, 0.9
_APART = 0.8  # of the height of the words: the space to other words of the line
#: The frame of a stamp is darker than this on even paper, along this share of the words; of text there is less.
_FRAME, _DRAWN = 200, 0.9
_LINE = Approach(segmentation=7)
_LETTER_HEIGHT = 40  # pixels at which a stamp is shown to Tesseract
_STAMP_CONFIDENCE = 0.85


def find_secrecy_marks(surface: Surface, seals: Sequence[Spot]) -> list[Spot]:
    """The secrecy marks in the upper half of a page; a rectangular seal among `seals` may turn out to be one.

    Raises:
        RuntimeError: Tesseract took too long or failed.
    """
    lowest = _BAND * surface.grey.shape[0]
    found = [spot for spot in _printed(surface) if spot.top < lowest]
    inch = surface.dots_per_inch
    for seal in seals:
        wide, high = seal.right - seal.left, seal.bottom - seal.top
        if seal.detail != "rectangular" or seal.top >= lowest or wide > _WIDEST * inch or high > _HIGHEST * inch:
            continue
        level = worn_level(" ".join(word.text for word in recognise(_ink_of(surface, seal), 300, _LINE)))
        if level and not any(spot.overlap(seal) > 0.3 for spot in found):
            found.append(Spot("secrecy", seal.left, seal.top, seal.right, seal.bottom, _STAMP_CONFIDENCE, level))
    return found


def _printed(surface: Surface) -> Iterator[Spot]:
    """Runs of words that stand apart in their line and are a mark: letter for letter, or nearly so."""
    lines: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in surface.words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        for run in _runs(sorted(line, key=lambda word: word.left)):
            text = " ".join(word.text for word in run)
            level = stated_level(text)
            sides = (min(word.left for word in run), min(word.top for word in run))
            ends = (max(word.right for word in run), max(word.bottom for word in run))
            if level is None and is_capital(text) and _is_framed(surface.grey, (*sides, *ends)):
                level = worn_level(text)
            if level:
                yield Spot("secrecy", *sides, *ends, min(word.confidence for word in run), level)


def _is_framed(grey: Grey, sides: tuple[int, int, int, int]) -> bool:
    """Whether a line, level or nearly so, runs along above the words or below them; the other may be worn away."""
    left, top, right, bottom = sides
    height = bottom - top
    strips = grey[max(0, top - height) : top, left:right], grey[bottom : bottom + height, left:right]
    return any(strip.size > 0 and float((strip < _FRAME).any(axis=0).mean()) >= _DRAWN for strip in strips)


def _runs(line: Sequence[SeenWord]) -> Iterator[list[SeenWord]]:
    run: list[SeenWord] = []
    for word in line:
        if not any(letter.isalnum() for letter in word.text):  # a side of the frame
            continue
        if run and word.left - run[-1].right > _APART * (word.bottom - word.top):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _ink_of(surface: Surface, seal: Spot) -> Grey:
    """The letters of a stamp, dark on white, level and without its frame."""
    window = surface.colour[seal.top : seal.bottom, seal.left : seal.right]
    red, green, blue = cv2.split(cv2.blur(window, (3, 3)))
    redness = np.asarray(cv2.subtract(red, cv2.max(green, blue)), dtype=np.uint8)
    strongest = max(30.0, float(np.percentile(redness, 97)))
    dark = np.asarray(255 - np.clip(redness * (255 / strongest), 0, 255), dtype=np.uint8)
    level = _levelled(dark, surface.dots_per_inch)
    scale = _LETTER_HEIGHT / max(1.0, 0.55 * level.shape[0])
    shown = cv2.resize(level, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyMakeBorder(shown, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8)


def _levelled(dark: Grey, dots_per_inch: float) -> Grey:
    """Turned until the frame is level, and cut inside the frame."""
    marked = (dark < 128).astype(np.uint8)
    if not marked.any():
        return dark
    points = cv2.findNonZero(marked)
    (x, y), (first, second), angle = cv2.minAreaRect(points)
    tilt = (angle + 45) % 90 - 45
    wide, high = max(first, second), min(first, second)
    turn = cv2.getRotationMatrix2D((x, y), tilt, 1.0)
    turned = cv2.warpAffine(dark, turn, (dark.shape[1], dark.shape[0]), borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    rim = round(0.05 * dots_per_inch)
    top, bottom = max(0, round(y - high / 2) + rim), round(y + high / 2) - rim
    left, right = max(0, round(x - wide / 2) + rim), round(x + wide / 2) - rim
    inner = turned[top:bottom, left:right]
    return np.asarray(inner if inner.size else turned, dtype=np.uint8)
