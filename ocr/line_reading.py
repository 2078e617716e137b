"""Reads the lines found on a page with an engine and puts the words back where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr.cleaning import INK, Grey
from ocr.engines.interface import LineEngine, LineWord
from ocr.line_finding import TextLine
from ocr.recognition import SeenWord

#: Paper around a line that is cut out with it, in its heights: above and below, and at the sides.
_AIR_ABOVE, _AIR_BESIDE = 0.06, 0.3
#: Lines read less surely than this in the mean of their letters are drawings, stamps and stains; of short ones more
#: is asked: a lonely spot is easily taken for a letter.
_DOUBTFUL_LINE, _MORE_OF_SHORT, _SHORT = 0.3, 0.3, 10
#: Long words so doubtful are rows of dots and ornaments, taken for figures.
_LONGEST_DOUBTFUL, _DOUBTFUL_WORD = 14, 0.01
_ORNAMENT, _ORNAMENT_SHAPES = 6, 4


@dataclass(frozen=True, slots=True)
class _Crop:
    """A part of the page, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, grey: Grey) -> Grey:
        return grey[self.top : self.bottom, self.left : self.right]


def read_lines(grey: Grey, lines: Sequence[TextLine], engine: LineEngine, alphabet: str = "") -> list[SeenWord]:
    """The words of the lines, in pixels of the page; lines that make no sense are left out.

    Args:
        grey: Height x width, upright, dark print on light ground.
        lines: Found on it.
        engine: That reads them.
        alphabet: If given, the only characters to expect.

    Raises:
        RuntimeError: The engine failed.
    """
    places = [_around(line, grey) for line in lines]
    readings = engine.read([place.of(grey) for place in places], alphabet)
    return [
        word
        for number, (line, place, words) in enumerate(zip(lines, places, readings, strict=True))
        if _makes_sense(words)
        for word in _on_page(words, place, grey, (line.block, 0, number))
    ]


def words_of_crops(engine: LineEngine, crops: Sequence[Grey]) -> list[SeenWord]:
    """The words of pictures of single lines, in pixels of each picture; `SeenWord.line` numbers the picture last.

    Args:
        engine: That reads them.
        crops: Height x width each, of any size.
    """
    readings = engine.read(crops)
    return [
        word
        for number, (crop, words) in enumerate(zip(crops, readings, strict=True))
        for word in _on_page(words, _Crop(0, 0, crop.shape[1], crop.shape[0]), crop, (0, 0, number))
    ]


def _around(line: TextLine, grey: Grey) -> _Crop:
    height, width = grey.shape
    tall = line.bottom - line.top
    above, beside = round(_AIR_ABOVE * tall), round(_AIR_BESIDE * tall)
    return _Crop(
        max(0, line.left - beside),
        max(0, line.top - above),
        min(width, line.right + beside),
        min(height, line.bottom + above),
    )


def _makes_sense(words: Sequence[LineWord]) -> bool:
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence ** (1 / len(word.text)) for word in words)
    if _is_ornament(words):
        return False
    needed = _DOUBTFUL_LINE + _MORE_OF_SHORT * max(0, _SHORT - letters) / _SHORT
    return letters > 0 and sure >= needed * letters


def _is_ornament(words: Sequence[LineWord]) -> bool:
    """Rows of rings and crosses are read as single letters; single figures may stand in boxes."""
    single = [word.text for word in words if len(word.text) == 1]
    few_shapes = len(set("".join(single).casefold())) <= _ORNAMENT_SHAPES
    return len(single) >= _ORNAMENT and 2 * len(single) > len(words) and few_shapes and not "".join(single).isdigit()


def _on_page(words: Sequence[LineWord], place: _Crop, grey: Grey, line: tuple[int, int, int]) -> Iterator[SeenWord]:
    ink = place.of(grey) < INK
    width = ink.shape[1]
    for word in words:
        if len(word.text) > _LONGEST_DOUBTFUL and word.confidence < _DOUBTFUL_WORD:
            continue
        left, right = int(word.left * width), max(int(word.left * width) + 1, round(word.right * width))
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, ink.shape[0])
        yield SeenWord(
            word.text,
            place.left + left,
            place.top + top,
            place.left + right,
            place.top + bottom,
            round(word.confidence, 4),
            line,
            word.alternatives,
        )
