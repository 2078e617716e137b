"""Where the picture of a page stands on it: the matrices of PDF, and the turns of EXIF."""

from dataclasses import dataclass
from typing import Literal

#: A matrix a b c d e f of PDF: (x, y) goes to (a x + c y + e, b x + d y + f).
Placement = tuple[float, float, float, float, float, float]
Encoding = Literal["jpeg", "png"]

AS_STORED: Placement = (1, 0, 0, 1, 0, 0)
#: How each EXIF orientation moves the unit square, y upwards (EXIF 2.32, tag 274).
OF_EXIF: dict[int, Placement] = {
    1: AS_STORED,
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True)
class PageScan:
    """A picture of a page, and where it stands on it.

    Attributes:
        encoding: ``jpeg``: a JPEG file; ``png``: the packed pixels of a PNG (its IDAT), predictor 15.
        width, height: Pixels as stored.
        channels: 1 (grey) or 3 (RGB).
        bits: Of each channel: 8, or 1.
        placement: From the unit square to the page as displayed, in fractions of it, y upwards.
        page_size: Width and height of the page as displayed, in points.
    """

    encoding: Encoding
    width: int
    height: int
    channels: int
    bits: int
    placement: Placement
    page_size: tuple[float, float]


def then(first: Placement, second: Placement) -> Placement:
    """The placement that does `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def turned_square(degrees: int) -> Placement:
    """Turns the unit square clockwise by 0, 90, 180 or 270 degrees."""
    return OF_EXIF[{0: 1, 90: 6, 180: 3, 270: 8}[degrees % 360]]
