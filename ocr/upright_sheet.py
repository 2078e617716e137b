"""From a picture as stored to a straight upright sheet with the words on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from ocr.cleaning import CleanPrint, Grey, clean_print, even_light, full_contrast
from ocr.engines.interface import LineEngine
from ocr.geometry import IDENTITY, Transform, quarter_turn, scaling
from ocr.line_finding import find_lines
from ocr.line_reading import read_lines, words_of_crops
from ocr.orientation import Upright, likely_direction, read_upright, turned
from ocr.page import Rotation
from ocr.pictures import READING_DPI, Picture
from ocr.quality import Impression
from ocr.recognition import SeenWord
from ocr.seals import coloured_seals
from ocr.straightening import Sheet
from ocr.surface import Surface
from ocr.text_components import components_of
from ocr.text_layer import TextLayer


@dataclass(frozen=True)
class UprightSheet:
    """A sheet turned the right way up, read, and the maps from its pixels.

    Attributes:
        surface: Its pixels and words.
        rotation: Clockwise degrees that make the stored page upright.
        page_size: Width and height of the upright page, pixels of the picture as stored.
        to_stored: From pixels of the surface to pixels of the picture as stored.
        stored_to_page: From those to fractions of the upright page.
        sheet: Before it was turned.
    """

    surface: Surface
    rotation: Rotation
    page_size: tuple[int, int]
    to_stored: Transform
    stored_to_page: Transform
    sheet: Sheet

    @property
    def to_page(self) -> Transform:
        return self.to_stored.then(self.stored_to_page)

    def impression(self, picture: Picture) -> Impression:
        """What the quality of the page is judged from."""
        return Impression(
            grey=self.surface.grey,
            colour=self.surface.colour,
            brightness=float(np.median(self.surface.colour[::8, ::8])),
            words=self.surface.words,
            pixels_per_stored_pixel=max(self.surface.grey.shape) / max(picture.pixels.shape[:2]),
            dots_per_inch=self.surface.dots_per_inch,
            skew=self.sheet.skew,
            photographed=self.sheet.photographed,
        )


def read_sheet(sheet: Sheet, picture: Picture, engine: LineEngine) -> UprightSheet:
    """Turns a sheet the right way up and reads its lines.

    Args:
        sheet: Straight.
        picture: That it was cut out of.
        engine: Reads the lines.

    Raises:
        RuntimeError: The engine failed.
    """
    grey = grey_without_seals(sheet)
    # cleaned once, with its lines level: leader dots run along them
    first: Rotation = 90 if sheet.sideways else 0
    print_ = clean_print(turned(grey, first), sheet.dots_per_inch)
    direction = likely_direction(print_.grey, sheet.sideways, partial(words_of_crops, engine), first)

    def words_turned(rotation: Rotation) -> list[SeenWord]:
        if rotation == first:
            level = print_
        elif abs(rotation - first) == 180:
            level = _on_its_head(print_, sheet.dots_per_inch)
        else:
            level = clean_print(turned(grey, rotation), sheet.dots_per_inch)
        return _words_of(level, sheet.dots_per_inch, engine)

    return upright_sheet(sheet, grey, read_upright(direction, words_turned), picture)


def upright_sheet(sheet: Sheet, grey: Grey, read: Upright, picture: Picture) -> UprightSheet:
    """A sheet that was read, with the maps from its pixels.

    Args:
        sheet: Straight, not yet turned.
        grey: It in even light.
        read: Its rotation and its words.
        picture: That it was cut out of.
    """
    height, width = picture.pixels.shape[:2]
    page_size = (height, width) if read.rotation in {90, 270} else (width, height)
    return UprightSheet(
        Surface(turned(sheet.colour, read.rotation), turned(grey, read.rotation), sheet.dots_per_inch, read.words),
        read.rotation,
        page_size,
        quarter_turn(read.rotation, grey.shape[1], grey.shape[0]).inverse().then(sheet.to_stored),
        quarter_turn(read.rotation, width, height).then(scaling(1 / page_size[0], 1 / page_size[1])),
        sheet,
    )


def _on_its_head(level: CleanPrint, dots_per_inch: float) -> CleanPrint:
    grey = turned(level.grey, 180)
    return CleanPrint(grey, level.rules[::-1, ::-1], components_of(grey, dots_per_inch))


def _words_of(level: CleanPrint, dots_per_inch: float, engine: LineEngine) -> list[SeenWord]:
    lines = find_lines(level.grey, dots_per_inch, level.rules, level.parts)
    return read_lines(level.grey, lines, engine)


def sheet_as_displayed(picture: Picture, layer: TextLayer) -> UprightSheet:
    """A page whose text is known: it is upright, straight and sharp."""
    sheet = Sheet(
        picture.pixels, IDENTITY, picture.dots_per_inch or READING_DPI, photographed=False, skew=0, sideways=False
    )
    height, width = picture.pixels.shape[:2]
    surface = Surface(picture.pixels, grey_without_seals(sheet), sheet.dots_per_inch, _seen(layer, width, height))
    return UprightSheet(surface, 0, (width, height), IDENTITY, scaling(1 / width, 1 / height), sheet)


def _seen(layer: TextLayer, width: int, height: int) -> Sequence[SeenWord]:
    return [
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


def grey_without_seals(sheet: Sheet) -> Grey:
    """Even grey in which red seals are gone: the red channel alone shows what stands under them (docs/reading.md)."""
    grey = even_light(np.asarray(cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    for seal in coloured_seals(sheet.colour, sheet.dots_per_inch):
        window = slice(seal.top, seal.bottom), slice(seal.left, seal.right)
        red = np.ascontiguousarray(sheet.colour[window][:, :, 0])
        grey[window] = np.maximum(grey[window], even_light(red))
    return full_contrast(grey)
