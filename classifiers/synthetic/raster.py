"""Draw a sheet as pixels with Pillow."""

import numpy as np
from PIL import Image, ImageDraw

from classifiers.synthetic.fonts import font, text_width
from classifiers.synthetic.sheet import Area, Placed, Rule, Sheet, Text

DRAWING_DPI = 300


def pixels_per_mm(dpi: float) -> float:
    return dpi / 25.4


def drawn(sheet: Sheet, dpi: float = DRAWING_DPI) -> Image.Image:
    """The sheet as an RGB picture at a resolution, one pixel per dot, nothing degraded."""
    scale = pixels_per_mm(dpi)
    size = (round(sheet.size[0] * scale), round(sheet.size[1] * scale))
    picture = Image.new("RGB", size, sheet.paper)
    pen = ImageDraw.Draw(picture)
    for mark in sheet.marks:
        match mark:
            case Text():
                _text(pen, mark, scale)
            case Rule():
                ends = [(mark.start[0] * scale, mark.start[1] * scale), (mark.end[0] * scale, mark.end[1] * scale)]
                pen.line(ends, mark.colour, max(1, round(mark.width * scale)))
            case Area():
                _area(pen, mark, scale)
            case Placed():
                _place(picture, mark, scale)
    return picture


def _text(pen: ImageDraw.ImageDraw, mark: Text, scale: float) -> None:
    """Letter by letter: a whole run would be as wide as its hinted letters, and miss the boxes of its values."""
    face, x = font(mark.style, scale), mark.x
    for letter in mark.text:
        pen.text((x * scale, mark.y * scale), letter, mark.style.colour, face, anchor="ls")
        x += text_width(letter, mark.style)


def _area(pen: ImageDraw.ImageDraw, mark: Area, scale: float) -> None:
    box = tuple(round(edge * scale) for edge in mark.box)
    width = max(1, round(mark.width * scale)) if mark.outline else 0
    pen.rounded_rectangle((box[0], box[1], box[2], box[3]), mark.radius * scale, mark.fill, mark.outline, width)


def _place(picture: Image.Image, mark: Placed, scale: float) -> None:
    left, top, right, bottom = (round(edge * scale) for edge in mark.box)
    laid = mark.picture.resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.LANCZOS)
    if not mark.ink:
        picture.paste(laid, (left, top), laid)
        return
    below = np.asarray(picture.crop((left, top, right, bottom)), np.float32)
    layer = np.asarray(laid, np.float32)
    cover = layer[..., 3:] / 255
    mixed = below * (1 - cover + cover * layer[..., :3] / 255)
    picture.paste(Image.fromarray(mixed.round().astype(np.uint8)), (left, top))
