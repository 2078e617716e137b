"""From a stored picture to a straight sheet: a photographed page cut out and rectified, a crooked scan deskewed."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.geometry import IDENTITY, Corners, Transform, scaling, shift, turn_about
from ocr.pictures import READING_DPI, Picture, Pixels
from ocr.scanner_borders import dark_bands, painted_as_paper, reduced_to
from ocr.sheet_finding import find_sheet
from ocr.skew import Skew, letters_of, measure_skew

#: Images without a known resolution are read at A4's long side at `READING_DPI`.
_LONG_SIDE = 2340
#: Coarser pictures show no print; they are measured as if this fine, so that no length comes to less than a pixel.
_COARSEST_DPI = 30.0
_BORDERS = 640  # long side of the picture in which black borders are looked for
_PROFILE = 1170  # long side of the picture in which skew is measured; a text line is still 8 pixels high
#: Less skew than this harms neither reading nor boxes: half a pixel along a word.
_STRAIGHT = 0.1


@dataclass(frozen=True)
class Sheet:
    """A page ready to be read, still in the orientation in which it was stored.

    Attributes:
        colour: Height x width x 3, RGB.
        to_stored: From its pixels to pixels of the stored picture.
        dots_per_inch: Of `colour`; an estimate for images.
        photographed: It was cut out of a photo.
        skew: Degrees clockwise that the print was turned by before straightening.
        sideways: The text lines run vertically.
    """

    colour: Pixels
    to_stored: Transform
    dots_per_inch: float
    photographed: bool
    skew: float
    sideways: bool


def straighten(picture: Picture, dots_per_inch: float = READING_DPI, *, flat: bool = False) -> Sheet:
    """Finds the sheet in the picture and how crooked it is, and undoes both in one warp.

    Args:
        picture: As stored.
        dots_per_inch: That finer pictures are reduced to.
        flat: It comes from a scanner: neither table nor black borders are looked for.
    """
    long_side = _LONG_SIDE * dots_per_inch / READING_DPI
    overview = _overview(picture.pixels)
    reduced = max(overview.shape[:2]) / max(picture.pixels.shape[:2])
    corners = None if flat else find_sheet(overview)
    if corners is None:
        height, width = picture.pixels.shape[:2]
        rectified, size = IDENTITY, (float(width), float(height))
        pixels = picture.pixels if flat else _without_borders(picture.pixels, overview)
        skew = _skew_of(overview)
    else:
        pixels = picture.pixels
        rectified, size = _rectifying(corners / reduced)
        scale = min(1.0, _PROFILE / max(size))
        skew = _skew_of(_warp(pixels, rectified.then(scaling(scale, scale)), size, scale))
    # the header of a photo tells nothing about the sheet that was cut out of it
    stored_dpi = picture.dots_per_inch if corners is None else None
    scale = min(1.0, max(long_side / max(size), dots_per_inch / stored_dpi if stored_dpi else 0.0))
    turn = turn_about(-skew.degrees, size[0] / 2, size[1] / 2) if abs(skew.degrees) >= _STRAIGHT else IDENTITY
    whole = rectified.then(turn).then(scaling(scale, scale))
    colour = pixels if whole == IDENTITY else _warp(pixels, whole, size, scale)
    dpi = stored_dpi * scale if stored_dpi else READING_DPI * max(colour.shape[:2]) / _LONG_SIDE
    return Sheet(colour, whole.inverse(), max(dpi, _COARSEST_DPI), corners is not None, skew.degrees, skew.sideways)


def _overview(pixels: Pixels) -> Pixels:
    """A copy about `_PROFILE` pixels long; a whole factor is quicker by far."""
    factor = max(1, round(max(pixels.shape[:2]) / _PROFILE))
    scale = 1 / factor if max(pixels.shape[:2]) / factor < 1.2 * _PROFILE else _PROFILE / max(pixels.shape[:2])
    if scale == 1:
        return pixels
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _without_borders(pixels: Pixels, overview: Pixels) -> Pixels:
    bands = dark_bands(reduced_to(overview, _BORDERS))
    return painted_as_paper(pixels, bands) if bands.any() else pixels


def _skew_of(page: Pixels) -> Skew:
    return measure_skew(letters_of(np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)))


def _rectifying(corners: Corners) -> tuple[Transform, tuple[float, float]]:
    """The map that makes the quadrangle a rectangle, and the rectangle's width and height."""
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = float(max(edges[0], edges[2])), float(max(edges[1], edges[3]))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    margin = 0.004 * max(width, height)  # the contour is found to within a pixel or two of the small picture
    whole = Transform.of(np.asarray(matrix, dtype=np.float64)).then(shift(margin, margin))
    return whole, (width + 2 * margin, height + 2 * margin)


def _warp(pixels: Pixels, transform: Transform, size: tuple[float, float], scale: float) -> Pixels:
    target = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    if scale < 0.6:  # linear interpolation would skip pixels
        reduced = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        across, down = reduced.shape[1] / pixels.shape[1], reduced.shape[0] / pixels.shape[0]
        pixels, transform = np.asarray(reduced, dtype=np.uint8), scaling(1 / across, 1 / down).then(transform)
        if target == (pixels.shape[1], pixels.shape[0]) and np.allclose(transform.matrix, np.eye(3), atol=1e-3):
            return pixels
    flags, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    # OpenCV warps four channels in half the time of three
    four = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    if transform.rows[2] == (0.0, 0.0, 1.0):  # a third of the time of a projective map
        warped = cv2.warpAffine(four, transform.matrix[:2], target, flags=flags, borderMode=border)
    else:
        warped = cv2.warpPerspective(four, transform.matrix, target, flags=flags, borderMode=border)
    return np.asarray(cv2.cvtColor(warped, cv2.COLOR_RGBA2RGB), dtype=np.uint8)
