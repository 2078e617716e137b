"""Handwriting: words in a hand's font, drawn with a pen's colour and an uneven line."""

import random
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from classifiers.synthetic.sheet import MM_PER_POINT, Box, Colour, Placed

PIXELS = 16.0
"""Pixels a millimetre at which a hand is drawn."""


@lru_cache(maxsize=64)
def _face(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size * MM_PER_POINT * PIXELS, layout_engine=ImageFont.Layout.BASIC)


def hand_width(text: str, path: Path, size: float) -> float:
    """Millimetres of a text in a hand."""
    return float(_face(path, size).getlength(text)) / PIXELS


def written_by_hand(
    at: tuple[float, float], text: str, path: Path, size: float, ink: Colour, rng: random.Random
) -> tuple[Placed, Box]:
    """A text from a point on its baseline: the ink, and the box of the words in millimetres."""
    face = _face(path, size)
    wide, tall = round(face.getlength(text)) + 40, round(size * MM_PER_POINT * PIXELS * 2.2)
    cover = Image.new("L", (wide, tall), 0)
    pen, x, rise = ImageDraw.Draw(cover), 20.0, 0.0
    middle = round(tall * 0.62)
    for letter in text:
        rise = rise * 0.7 + rng.uniform(-0.012, 0.012) * tall
        pen.text((x, middle + rise), letter, rng.randrange(205, 256), face, anchor="ls")
        x += face.getlength(letter)
    cover = cover.rotate(rng.uniform(-0.5, 0.5), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.9))
    picture = Image.new("RGBA", cover.size, (*ink, 0))
    picture.putalpha(cover)
    left, top = at[0] - 20 / PIXELS, at[1] - middle / PIXELS
    placed = Placed((left, top, left + wide / PIXELS, top + tall / PIXELS), picture, ink=True)
    high = size * MM_PER_POINT
    return placed, (at[0], at[1] - 0.86 * high, at[0] + (wide - 40) / PIXELS, at[1] + 0.26 * high)
