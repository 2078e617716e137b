"""Reads one page of one file, start to end; runs in the sandbox."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ocr.codes import find_codes
from ocr.digit_boxes import with_digit_boxes
from ocr.digit_check import with_checked_digits
from ocr.engine import Engine
from ocr.engines import load_engine
from ocr.glance import glance_at
from ocr.limits import Limits
from ocr.marks import find_marks
from ocr.page import Code, Mark, PageReading
from ocr.page_lines import lines_of
from ocr.pictures import Picture, StoredPage, load_picture
from ocr.quality import is_blank, legible, problems_of
from ocr.straightening import straighten
from ocr.text_layer import TextLayer, read_text_layer
from ocr.upright_sheet import UprightSheet, read_sheet, sheet_as_displayed
from ocr.zone_reading import read_zone


def read_stored_page(page: StoredPage, engine: Engine, limits: Limits) -> PageReading:
    """Reads a page: its pixels first, then words, codes and marks.

    Args:
        page: Which.
        engine: What reads its lines, and whether it is only glanced at.
        limits: Bounds on pixels.

    Raises:
        PictureError: The page cannot be decoded.
        RuntimeError: The engine failed.
        RuntimeError: Tesseract failed.
    """
    if engine.look == "glance":
        return glance_at(page, engine, limits)
    picture = load_picture(page, limits)
    return read_picture(picture, engine, read_text_layer(page, picture))


def read_picture(picture: Picture, engine: Engine, layer: TextLayer | None = None) -> PageReading:
    """Reads the pixels of a page as stored; where its own text is known they are only looked at for marks and codes."""
    upright = sheet_as_displayed(picture, layer) if layer else _read(picture, engine)
    impression = upright.impression(picture)
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
            layer.lines if layer else lines_of(upright.surface, upright.to_page, engine.name),
            upright.surface.grey,
            upright.surface.dots_per_inch,
            upright.to_page,
            known=layer is not None,
        ),
        codes=codes,
        mrz=read_zone(upright.surface.words, picture.pixels, upright.to_stored, upright.to_page),
        marks=_outside(codes, (spot.on_page(upright.to_page) for spot in marks.spots)),
        legible=legible(upright.surface.words),
        problems=problems_of(impression),
        handwriting=marks.handwriting,
        engine=engine.version,
    )


def _outside(codes: Sequence[Code], marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks without what was seen in the pattern of a code: its corners look like ticked boxes."""
    return tuple(
        mark
        for mark in marks
        if not (mark.kind in {"ticked_box", "empty_box"} and any(mark.box.overlap(code.box) > 0.5 for code in codes))
    )


def _read(picture: Picture, engine: Engine) -> UprightSheet:
    upright = read_sheet(straighten(picture), picture, load_engine(engine.name))
    words = with_checked_digits(upright.surface.words, picture.pixels, upright.to_stored)
    return replace(upright, surface=replace(upright.surface, words=words))
