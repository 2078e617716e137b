"""Draws pages of print for tests of cleaning and line finding."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

#: Dots per inch of the drawn pages; 13 points are 36 pixels.
DOTS_PER_INCH = 200.0
_FONT = "LiberationSerif-Regular.ttf"


class PrintedPage:
    """White paper to print on; `pen` draws what else is on it."""

    def __init__(self, width: int = 1000, height: int = 500) -> None:
        self._image = Image.new("L", (width, height), 250)
        self.pen = ImageDraw.Draw(self._image)

    def print(self, text: str, left: int, base: int, size: int = 36) -> tuple[int, int, int, int]:
        """Prints text on a baseline; returns its left, top, right and bottom."""
        font = ImageFont.truetype(next(Path("/usr/share/fonts").rglob(_FONT)), size)
        self.pen.text((left, base), text, fill=20, font=font, anchor="ls")
        sides = self.pen.textbbox((left, base), text, font=font, anchor="ls")
        return round(sides[0]), round(sides[1]), round(sides[2]), round(sides[3])

    @property
    def grey(self) -> NDArray[np.uint8]:
        return np.array(self._image)

    def sloping(self, degrees: float) -> NDArray[np.uint8]:
        turned = self._image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=250)
        return np.array(turned)
