"""Reads one page of one file, start to end; runs in the sandbox."""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleaning import even_light, leader_dots, rule_lines, without
from ocr.codes import find_codes
from ocr.geometry import Transform, quarter_turn, scaling
from ocr.layout import split_at_gutters
from ocr.limits import Limits
from ocr.orientation import Upright, read_upright
from ocr.page import Line, PageReading, Rotation, Word
from ocr.pictures import Picture, StoredPage, load_picture
from ocr.recognition import SeenWord
from ocr.straightening import straighten


def read_stored_page(page: StoredPage, engine: str, limits: Limits) -> PageReading:
    """Reads a page: its pixels first, then words, codes and marks.

    Args:
        page: Which.
        engine: Version to note in the reading.
        limits: Bounds on pixels.

    Raises:
        PictureError: The page cannot be decoded.
        RuntimeError: Tesseract failed.
    """
    return read_picture(load_picture(page, limits), engine)


def read_picture(picture: Picture, engine: str) -> PageReading:
    """Reads the pixels of a page as stored."""
    sheet = straighten(picture)
    grey = even_light(np.asarray(cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    cleaned = without(grey, rule_lines(grey, sheet.dots_per_inch) | leader_dots(grey, sheet.dots_per_inch))
    upright = read_upright(cleaned, sheet.dots_per_inch, sheet.sideways)
    height, width = picture.pixels.shape[:2]
    stored_to_page = _to_fractions(upright.rotation, width, height)
    to_page = _upright_pixels_to_page(upright, cleaned.shape[:2], sheet.to_stored, stored_to_page)
    turned_size = (height, width) if upright.rotation in {90, 270} else (width, height)
    return PageReading(
        rotation=upright.rotation,
        width=turned_size[0],
        height=turned_size[1],
        source="ocr",
        blank=not upright.words,
        lines=lines_of(upright.words, to_page, turned_size[0] / turned_size[1]),
        codes=find_codes(picture.pixels, stored_to_page),
        engine=engine,
    )


def _to_fractions(rotation: Rotation, width: int, height: int) -> Transform:
    """From pixels of the stored picture to fractions of the upright page."""
    turned = (height, width) if rotation in {90, 270} else (width, height)
    return quarter_turn(rotation, width, height).then(scaling(1 / turned[0], 1 / turned[1]))


def _upright_pixels_to_page(
    upright: Upright, shape: tuple[int, int], to_stored: Transform, stored_to_page: Transform
) -> Transform:
    back = quarter_turn(upright.rotation, shape[1], shape[0]).inverse()
    return back.then(to_stored).then(stored_to_page)


def lines_of(words: Sequence[SeenWord], to_page: Transform, aspect: float) -> tuple[Line, ...]:
    """Tesseract's words as lines of the page."""
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for seen in words:
        box = to_page.box(seen.left, seen.top, seen.right, seen.bottom)
        rows.setdefault(seen.line, []).append(Word(seen.text, box, seen.confidence))
    return split_at_gutters([(line[0], row) for line, row in rows.items()], aspect)
