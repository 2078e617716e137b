"""A first look at a page: what tells which paper it is - header, title, codes - in a third of the time of a reading.

The page is looked at coarsely, and of its upper half only the first lines and those in large print are read. Marks are
not looked for, nothing is repaired and nothing read twice.
"""

from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from ocr.cleaning import clean_print, even_light
from ocr.codes import find_codes
from ocr.engine import Engine
from ocr.engines import load_engine
from ocr.limits import Limits
from ocr.line_finding import TextLine, find_lines
from ocr.line_reading import read_lines
from ocr.orientation import Direction, likely_order, read_upright, turned
from ocr.page import Line, PageReading, Rotation
from ocr.page_lines import lines_of
from ocr.pictures import COARSE, Picture, StoredPage, load_picture
from ocr.quality import is_blank, legible, problems_of
from ocr.recognition import SeenWord
from ocr.straightening import straighten
from ocr.text_layer import TextLayer, read_text_layer
from ocr.upright_sheet import UprightSheet, grey_without_seals, sheet_as_displayed, upright_sheet

#: A header, a title and what follows it; on cards and short forms nearly everything.
_FIRST_LINES = 12
#: Print so much larger than most is a title wherever it stands.
_LARGE = 1.25
_MOST_LARGE = 3


def glance_at(page: StoredPage, engine: Engine, limits: Limits) -> PageReading:
    """Reads what tells which paper a page belongs to; a page with a text layer is read whole, which costs less.

    Args:
        page: Which.
        engine: Reads its lines.
        limits: Bounds on pixels.

    Raises:
        PictureError: The page cannot be decoded.
        RuntimeError: The engine failed.
    """
    picture = load_picture(page, limits, COARSE)
    layer = read_text_layer(page, picture)
    upright = sheet_as_displayed(picture, layer) if layer else _glanced_at(picture, page, engine)
    impression = upright.impression(picture)
    width, height = upright.page_size
    codes = find_codes(picture.pixels, upright.stored_to_page)
    if not codes and is_blank(impression):
        return PageReading(upright.rotation, width, height, "none", blank=True, engine=engine.version)
    return PageReading(
        upright.rotation,
        width,
        height,
        "text_layer" if layer else "ocr",
        blank=False,
        lines=_lines(upright, layer, engine),
        codes=codes,
        legible=legible(upright.surface.words),
        problems=problems_of(impression),
        engine=engine.version,
    )


def _glanced_at(picture: Picture, page: StoredPage, engine: Engine) -> UprightSheet:
    sheet = straighten(picture, COARSE.dots_per_inch, flat=page.kind == "pdf")
    reader = load_engine(engine.name)
    level = even_light(np.asarray(cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8))

    def words_turned(rotation: Rotation) -> list[SeenWord]:
        colour = turned(sheet.colour, rotation)
        upper = replace(sheet, colour=np.ascontiguousarray(colour[: _upper(colour.shape[0], colour.shape[1])]))
        print_ = clean_print(grey_without_seals(upper), sheet.dots_per_inch)
        lines = find_lines(print_.grey, sheet.dots_per_inch, print_.rules, print_.parts)
        return read_lines(print_.grey, telling_lines(lines), reader)

    # the few lines that are read tell the way up themselves
    direction = Direction(likely_order(sheet.sideways), sure=False)
    return upright_sheet(sheet, level, read_upright(direction, words_turned), picture)


def _upper(height: int, width: int) -> int:
    """How far down a page is looked at: half of an upright one; landscape pages and cards whole."""
    return height if height < 1.2 * width else height // 2


def _lines(upright: UprightSheet, layer: TextLayer | None, engine: Engine) -> tuple[Line, ...]:
    if layer:
        return layer.lines
    return lines_of(upright.surface, upright.to_page, engine.name, mend=False)


def telling_lines(lines: list[TextLine]) -> list[TextLine]:
    """The first lines of a page, and further ones in large print.

    Args:
        lines: Top to bottom.
    """
    first, others = lines[:_FIRST_LINES], lines[_FIRST_LINES:]
    usual = median(line.x_height for line in lines) if lines else 0
    large = [line for line in others if line.x_height > _LARGE * usual and line.right - line.left > 4 * line.x_height]
    return first + large[:_MOST_LARGE]
