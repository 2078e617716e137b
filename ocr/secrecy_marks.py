"""Finds secrecy marks: Mật, Tối mật or Tuyệt mật, printed or stamped in capitals apart from other text.

The stamps are red and framed (Thông tư 24/2020/TT-BCA, annex), so a red one is read again from the colour of its ink.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import yaml

from ocr.recognition import Approach, SeenWord, recognise
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
#: What wide letters with serifs are taken for.
_LOOK_ALIKES = str.maketrans("1!|70", "TTTTO")


@cache
def _levels() -> dict[str, str]:
    levels = yaml.safe_load(Path(__file__).with_name("secrecy.yaml").read_text(encoding="utf-8"))
    return {str(words): str(level) for level, words in levels.items()}


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
        level = _worn_level(" ".join(word.text for word in recognise(_ink_of(surface, seal), 300, _LINE)))
        if level and not any(spot.overlap(seal) > 0.3 for spot in found):
            found.append(Spot("secrecy", seal.left, seal.top, seal.right, seal.bottom, _STAMP_CONFIDENCE, level))
    return found


def stated_level(text: str) -> str | None:
    """The level that words apart from others state, in capitals; None where they are no mark.

    Single letters of the longer marks may be misread. Of a single word only an accent may be lost: another accent
    makes another word, and a frame must tell.
    """
    letters = _letters_of(text)
    for words, level in _levels().items():
        if letters == words or _has_lost_an_accent(letters, words):
            return level
    worn = _worn_level(text) if _is_capital(text) else None
    return worn if worn != _lowest() else None


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
            if level is None and _is_capital(text) and _is_framed(surface.grey, (*sides, *ends)):
                level = _worn_level(text)
            if level:
                yield Spot("secrecy", *sides, *ends, min(word.confidence for word in run), level)


def _lowest() -> str:
    return next(iter(_levels().values()))


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= 0.7 * max(1, len(letters))


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


def _worn_level(text: str) -> str | None:
    """The level that a stamp states, in which accents and a letter may be lost."""
    plain = _without_accents(_letters_of(text.translate(_LOOK_ALIKES)).upper()).replace(" ", "")
    for words, level in reversed(_levels().items()):
        wanted = _without_accents(words).replace(" ", "")
        if _distance(plain, wanted) <= (len(wanted) - 1) // 4:
            return level
    return None


def _has_lost_an_accent(letters: str, words: str) -> bool:
    """Whether `letters` are `words` less one accent of two, as where the dot is cut off or melts into the letter."""
    left, whole = (unicodedata.normalize("NFD", written) for written in (letters, words))
    return len(left) == len(whole) - 1 and any(whole[:place] + whole[place + 1 :] == left for place in _accents(whole))


def _accents(decomposed: str) -> list[int]:
    return [place for place, letter in enumerate(decomposed) if unicodedata.combining(letter)]


def _letters_of(text: str) -> str:
    return " ".join("".join(letter for letter in word if letter.isalpha()) for word in text.split()).strip()


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _distance(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, wanted in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted))
    return row[-1]


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
