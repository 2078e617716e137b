"""The words read from a page as its lines, mended, in reading order."""

from collections.abc import Sequence

from ocr.cleaning import parted_by_rules
from ocr.confusions import mended
from ocr.engines import DEFAULT_ENGINE
from ocr.geometry import Transform
from ocr.layout import in_reading_order, split_at_gutters
from ocr.page import Line, Word
from ocr.recognition import SeenWord
from ocr.spreads import find_gutter, parted
from ocr.surface import Surface


def lines_of(
    surface: Surface, to_page: Transform, aspect: float, engine: str = DEFAULT_ENGINE, *, mend: bool = True
) -> tuple[Line, ...]:
    """The lines of a page; of two facing pages first those of the left one.

    Args:
        surface: With its words.
        to_page: From its pixels to fractions of the page.
        aspect: Width of the page over its height.
        engine: Name of what read the lines: each confuses other letters.
        mend: Repair what was misread (`ocr.confusions`).
    """
    gutter = find_gutter(surface.grey)
    pages = [list(surface.words)] if gutter is None else parted(surface.words, gutter)
    return tuple(line for words in pages for line in _lines(words, surface, to_page, aspect, engine if mend else None))


def _lines(
    words: Sequence[SeenWord], surface: Surface, to_page: Transform, aspect: float, engine: str | None
) -> tuple[Line, ...]:
    rows: dict[tuple[int, int, int], list[SeenWord]] = {}
    for seen in words:
        rows.setdefault(seen.line, []).append(seen)
    # cells of a table that were joined are parted at the rule between them
    parts = [(line[0], part) for line, row in rows.items() for part in parted_by_rules(row, surface.grey)]
    lines = [(block, _words(part, to_page, engine)) for block, part in parts]
    return split_at_gutters(in_reading_order(lines), aspect)


def _words(part: Sequence[SeenWord], to_page: Transform, engine: str | None) -> Sequence[Word]:
    words = [_word(seen, to_page) for seen in part]
    return words if engine is None else mended(words, [seen.alternatives for seen in part], engine)


def _word(seen: SeenWord, to_page: Transform) -> Word:
    return Word(seen.text, to_page.box(seen.left, seen.top, seen.right, seen.bottom), seen.confidence)
