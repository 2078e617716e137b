"""Reads one page of one file, start to end; runs in the sandbox."""

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from ocr.cleaning import Grey, Mask, even_light, full_contrast, leader_dots, parted_by_rules, rule_lines, without
from ocr.codes import find_codes
from ocr.confusions import mended
from ocr.digit_boxes import with_digit_boxes
from ocr.digit_check import with_checked_digits
from ocr.engine import Engine
from ocr.engines import DEFAULT_ENGINE, load_engine
from ocr.engines.interface import LineEngine
from ocr.geometry import IDENTITY, Transform, quarter_turn, scaling
from ocr.layout import in_reading_order, split_at_gutters
from ocr.limits import Limits
from ocr.line_finding import find_lines
from ocr.line_reading import read_lines, words_of_crops
from ocr.marks import Surface, coloured_seals, find_marks
from ocr.orientation import Upright, likely_direction, read_upright, turned
from ocr.page import Line, PageReading, Rotation, Word
from ocr.pictures import READING_DPI, Picture, StoredPage, load_picture
from ocr.quality import Impression, is_blank, legible, problems_of
from ocr.recognition import SeenWord
from ocr.straightening import Sheet, straighten
from ocr.text_layer import TextLayer, read_text_layer
from ocr.zone_reading import read_zone


def read_stored_page(page: StoredPage, engine: Engine, limits: Limits) -> PageReading:
    """Reads a page: its pixels first, then words, codes and marks.

    Args:
        page: Which.
        engine: What reads its lines.
        limits: Bounds on pixels.

    Raises:
        PictureError: The page cannot be decoded.
        RuntimeError: Tesseract failed.
    """
    picture = load_picture(page, limits)
    return read_picture(picture, engine, read_text_layer(page, picture))


def read_picture(picture: Picture, engine: Engine, layer: TextLayer | None = None) -> PageReading:
    """Reads the pixels of a page as stored; where its own text is known they are only looked at for marks and codes."""
    upright = _as_displayed(picture, layer) if layer else _upright(picture, load_engine(engine.name))
    impression = _impression(upright, picture)
    width, height = upright.page_size
    codes = find_codes(picture.pixels, upright.stored_to_page)
    if not codes and is_blank(impression):
        return PageReading(upright.rotation, width, height, "none", blank=True, engine=engine.version)
    marks = find_marks(upright.surface)
    return PageReading(
        upright.rotation,
        width,
        height,
        "text_layer" if layer else "ocr",
        blank=False,
        lines=with_digit_boxes(
            layer.lines if layer else lines_of(upright.surface, upright.to_page, width / height, engine.name),
            upright.surface.grey,
            upright.surface.dots_per_inch,
            upright.to_page,
            known=layer is not None,
        ),
        codes=codes,
        mrz=read_zone(upright.surface.words, picture.pixels, upright.to_stored, upright.to_page),
        marks=tuple(spot.on_page(upright.to_page) for spot in marks.spots),
        legible=legible(upright.surface.words),
        problems=problems_of(impression),
        handwriting=marks.handwriting,
        engine=engine.version,
    )


@dataclass(frozen=True)
class _UprightSheet:
    """A sheet turned the right way up, read, and the maps from its pixels."""

    surface: Surface
    rotation: Rotation
    page_size: tuple[int, int]
    to_stored: Transform
    stored_to_page: Transform
    sheet: Sheet

    @property
    def to_page(self) -> Transform:
        return self.to_stored.then(self.stored_to_page)


def _upright(picture: Picture, engine: LineEngine) -> _UprightSheet:
    sheet = straighten(picture)
    grey = _grey_without_seals(sheet)
    rules = rule_lines(grey, sheet.dots_per_inch)
    cleaned = without(grey, rules | leader_dots(grey, sheet.dots_per_inch))
    read = _read_upright(cleaned, rules, sheet, engine)
    words = read.words
    height, width = picture.pixels.shape[:2]
    page_size = (height, width) if read.rotation in {90, 270} else (width, height)
    to_stored = quarter_turn(read.rotation, grey.shape[1], grey.shape[0]).inverse().then(sheet.to_stored)
    words = with_checked_digits(words, picture.pixels, to_stored)
    return _UprightSheet(
        Surface(turned(sheet.colour, read.rotation), turned(grey, read.rotation), sheet.dots_per_inch, words),
        read.rotation,
        page_size,
        to_stored,
        quarter_turn(read.rotation, width, height).then(scaling(1 / page_size[0], 1 / page_size[1])),
        sheet,
    )


def _read_upright(cleaned: Grey, rules: Mask, sheet: Sheet, engine: LineEngine) -> Upright:
    def words_turned(rotation: Rotation) -> list[SeenWord]:
        upright = turned(cleaned, rotation)
        lines = find_lines(upright, sheet.dots_per_inch, np.ascontiguousarray(np.rot90(rules, -rotation // 90)))
        return read_lines(upright, lines, engine)

    direction = likely_direction(cleaned, sheet.sideways, partial(words_of_crops, engine))
    return read_upright(direction, words_turned)


def _as_displayed(picture: Picture, layer: TextLayer) -> _UprightSheet:
    """A page whose text is known: it is upright, straight and sharp."""
    sheet = Sheet(
        picture.pixels, IDENTITY, picture.dots_per_inch or READING_DPI, photographed=False, skew=0, sideways=False
    )
    height, width = picture.pixels.shape[:2]
    words = [
        SeenWord(
            word.text,
            round(word.box.left * width),
            round(word.box.top * height),
            round(word.box.right * width),
            round(word.box.bottom * height),
            word.confidence,
            (0, 0, 0),
        )
        for word in layer.words
    ]
    surface = Surface(picture.pixels, _grey_without_seals(sheet), sheet.dots_per_inch, words)
    return _UprightSheet(surface, 0, (width, height), IDENTITY, scaling(1 / width, 1 / height), sheet)


def _grey_without_seals(sheet: Sheet) -> Grey:
    """Even grey in which red seals are gone: the red channel alone shows what stands under them (design.md)."""
    grey = even_light(np.asarray(cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    for seal in coloured_seals(sheet.colour, sheet.dots_per_inch):
        window = slice(seal.top, seal.bottom), slice(seal.left, seal.right)
        red = np.ascontiguousarray(sheet.colour[window][:, :, 0])
        grey[window] = np.maximum(grey[window], even_light(red))
    return full_contrast(grey)


def _impression(upright: _UprightSheet, picture: Picture) -> Impression:
    surface = upright.surface
    return Impression(
        grey=surface.grey,
        brightness=float(np.median(surface.colour[::8, ::8])),
        words=surface.words,
        pixels_per_stored_pixel=max(surface.grey.shape) / max(picture.pixels.shape[:2]),
        dots_per_inch=surface.dots_per_inch,
        skew=upright.sheet.skew,
        photographed=upright.sheet.photographed,
    )


def lines_of(surface: Surface, to_page: Transform, aspect: float, engine: str = DEFAULT_ENGINE) -> tuple[Line, ...]:
    """The words read as mended lines of the page; cells of a table that were joined are parted at the rule.

    Args:
        surface: With its words.
        to_page: From its pixels to fractions of the page.
        aspect: Width of the page over its height.
        engine: Name of what read the lines.
    """
    rows: dict[tuple[int, int, int], list[SeenWord]] = {}
    for seen in surface.words:
        rows.setdefault(seen.line, []).append(seen)
    parts = [(line[0], part) for line, row in rows.items() for part in parted_by_rules(row, surface.grey)]
    lines = [
        (block, mended([_word(seen, to_page) for seen in part], [seen.alternatives for seen in part], engine))
        for block, part in parts
    ]
    return split_at_gutters(in_reading_order(lines), aspect)


def _word(seen: SeenWord, to_page: Transform) -> Word:
    return Word(seen.text, to_page.box(seen.left, seen.top, seen.right, seen.bottom), seen.confidence)
