"""Takes away what was read as words and is none: rows of dots, dashes, the frame of a page."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from ocr.page import Line, Mark, Word
from ocr.syllables import is_syllable

# Of the height of the page's letters: what is lower was read from dots and dashes. On the development forms dots read
# as figures have 0.2 to 0.45 of it, small letters ("cao", "xem") 0.55 and more.
_LEAST_HEIGHT = 0.4
_FEWEST_DOTS = 3
_UNSURE = 0.5
_LEAST_LETTERS = 2
_PUNCTUATION = frozenset(".,:;-–—_'’…\"“”")
# A frame: at least so many strokes one below the other, this far apart sideways (fraction of the page's width).
_FEWEST_STROKES = 4
_STROKES = frozenset("Il1|!i")
_SAME_COLUMN = 0.02
_MARGIN = 0.12


def without_specks(lines: Sequence[Line]) -> tuple[list[Line], list[Mark]]:
    """The lines without what is lower than letters and without the frame, and the dots that were taken for figures."""
    usual = _usual_height(lines)
    kept: list[Line] = []
    dots: list[Mark] = []
    for line in _without_frame(lines):
        words: list[Word] = []
        for is_low, group in groupby(line.words, key=lambda word: _is_low(word, usual)):
            row = tuple(group)
            if not is_low:
                words += row
            elif len(row) >= _FEWEST_DOTS or len(row) < len(line.words):
                dots.append(_dots(row, usual))
        if words and max(word.box.height for word in words) >= _LEAST_HEIGHT * usual:
            kept.append(replace(line, words=tuple(words)))
    return kept, dots


def _usual_height(lines: Sequence[Line]) -> float:
    """Of the page's words: of those that are syllables, since a page may hold more dots than words."""
    words = [word for line in lines for word in line.words]
    spelled = [word for word in words if len(word.text) >= _LEAST_LETTERS and is_syllable(word.text)]
    return median(word.box.height for word in spelled or words) if words else 0.0


def _is_low(word: Word, usual: float) -> bool:
    return word.box.height < _LEAST_HEIGHT * usual and not set(word.text) <= _PUNCTUATION


def _dots(words: Sequence[Word], usual: float) -> Mark:
    """The line that the words were read from, as high as letters so that it is level with the print beside it."""
    box = Line(tuple(words)).box
    return Mark("filled_line", replace(box, top=max(0.0, box.bottom - usual)), _UNSURE)


def _without_frame(lines: Sequence[Line]) -> list[Line]:
    """The lines without the strokes of a frame at the page's margin, read as "I" beside every other line."""
    strokes = [word for line in lines for word in line.words if _may_be_frame(word)]
    frame = {
        id(word)
        for word in strokes
        if sum(abs(other.box.left - word.box.left) < _SAME_COLUMN for other in strokes) >= _FEWEST_STROKES
    }
    rest = [replace(line, words=tuple(word for word in line.words if id(word) not in frame)) for line in lines]
    return [line for line in rest if line.words]


def _may_be_frame(word: Word) -> bool:
    in_margin = word.box.right < _MARGIN or word.box.left > 1 - _MARGIN
    return in_margin and len(word.text) == 1 and word.text in _STROKES
