"""The words read from a page as its lines, mended, in reading order."""

from collections.abc import Sequence
from dataclasses import replace

from ocr.cleaning import parted_by_rules
from ocr.confusions import mended
from ocr.engines import DEFAULT_ENGINE
from ocr.geometry import Transform, scaling
from ocr.layout import in_reading_order, split_at_gutters
from ocr.page import Line, Word
from ocr.recognition import SeenWord
from ocr.spreads import find_gutter, parted
from ocr.surface import Surface


def lines_of(
    surface: Surface, to_page: Transform, engine: str = DEFAULT_ENGINE, *, mend: bool = True
) -> tuple[Line, ...]:
    """The lines of a page; of two facing pages first those of the left one.

    Args:
        surface: With its words.
        to_page: From its pixels to fractions of the page.
        engine: Name of what read the lines: each confuses other letters.
        mend: Repair what was misread (`ocr.confusions`).
    """
    gutter = find_gutter(surface.grey)
    pages = [list(surface.words)] if gutter is None else parted(surface.words, gutter)
    return tuple(line for words in pages for line in _lines(words, surface, to_page, engine if mend else None))


def _lines(words: Sequence[SeenWord], surface: Surface, to_page: Transform, engine: str | None) -> tuple[Line, ...]:
    rows: dict[tuple[int, int, int], list[SeenWord]] = {}
    for seen in words:
        rows.setdefault(seen.line, []).append(seen)
    # cells of a table that were joined are parted at the rule between them
    parts = [(line[0], part) for line, row in rows.items() for part in parted_by_rules(row, surface.grey)]
    # on a tilted page the end of one line stands as high as the start of the next: the straight sheet tells the order
    height, width = surface.grey.shape
    on_sheet = scaling(1 / width, 1 / height)
    lines = [(block, _words(part, on_sheet, engine)) for block, part in parts]
    ordered = split_at_gutters(in_reading_order(lines), width / height)
    return tuple(_placed(line, scaling(width, height).then(to_page)) for line in ordered)


def _placed(line: Line, to_page: Transform) -> Line:
    boxes = [to_page.box(word.box.left, word.box.top, word.box.right, word.box.bottom) for word in line.words]
    return replace(line, words=tuple(replace(word, box=box) for word, box in zip(line.words, boxes, strict=True)))


def _words(part: Sequence[SeenWord], to_page: Transform, engine: str | None) -> Sequence[Word]:
    words = [_word(seen, to_page) for seen in part]
    return words if engine is None else mended(words, [seen.alternatives for seen in part], engine)


def _word(seen: SeenWord, to_page: Transform) -> Word:
    return Word(seen.text, to_page.box(seen.left, seen.top, seen.right, seen.bottom), seen.confidence)
