"""From a stored picture to a straight sheet: a photographed page cut out and rectified, a crooked scan deskewed."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import IDENTITY, Corners, Transform, scaling, shift, turn_about
from ocr.pictures import READING_DPI, Picture, Pixels

#: Images without a known resolution are read at A4's long side at `READING_DPI`.
_LONG_SIDE = 2340
_SMALL = 640  # long side of the picture in which a sheet is looked for
_PROFILE = 1100  # long side of the picture in which skew is measured; a text line is still 8 pixels high
_STEEPEST = 12.0  # degrees


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


def straighten(picture: Picture) -> Sheet:
    """Finds the sheet in the picture and how crooked it is, and undoes both in one warp."""
    corners = find_sheet(picture.pixels)
    if corners is None:
        height, width = picture.pixels.shape[:2]
        rectified, size = IDENTITY, (float(width), float(height))
    else:
        rectified, size = _rectifying(corners)
    preview_scale = min(1.0, _PROFILE / max(size))
    preview = _warp(picture.pixels, rectified.then(scaling(preview_scale, preview_scale)), size, preview_scale)
    skew, sideways = measure_skew(np.asarray(cv2.cvtColor(preview, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    # the header of a photo tells nothing about the sheet that was cut out of it
    stored_dpi = picture.dots_per_inch if corners is None else None
    scale = min(1.0, max(_LONG_SIDE / max(size), READING_DPI / stored_dpi if stored_dpi else 0.0))
    straight = rectified.then(turn_about(-skew, size[0] / 2, size[1] / 2)) if abs(skew) >= 0.15 else rectified
    whole = straight.then(scaling(scale, scale))
    colour = picture.pixels if whole == IDENTITY else _warp(picture.pixels, whole, size, scale)
    dpi = stored_dpi * scale if stored_dpi else READING_DPI * max(colour.shape[:2]) / _LONG_SIDE
    return Sheet(colour, whole.inverse(), dpi, corners is not None, skew, sideways)


def find_sheet(pixels: Pixels) -> Corners | None:
    """The corners of a bright sheet on a darker ground, clockwise from top left; None where it fills the picture."""
    scale = min(1.0, _SMALL / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    best: tuple[float, Corners] | None = None
    for mask in _sheet_masks(np.asarray(small, dtype=np.uint8)):
        corners = _corners_of_largest(mask)
        if corners is None:
            continue
        quality = _fit(mask, corners)
        if best is None or quality > best[0]:
            best = quality, corners
    if best is None or best[0] < 0.9:
        return None
    return np.asarray(best[1] / scale, dtype=np.float64)


def _sheet_masks(small: Pixels) -> Iterator[NDArray[np.uint8]]:
    """Guesses at what is paper: bright, colourless, of another colour than the rim of the picture, or smooth.

    A shadow across the paper defeats brightness but not colour; a grey table defeats colour but is not smooth.
    """
    blurred = cv2.GaussianBlur(small, (5, 5), 0)
    hsv = cv2.cvtColor(blurred, cv2.COLOR_RGB2HSV)
    lab = cv2.cvtColor(blurred, cv2.COLOR_RGB2LAB).astype(np.float32)
    rim = np.concatenate([edge.reshape(-1, 3) for edge in (lab[:6], lab[-6:], lab[:, :6], lab[:, -6:])])
    away = lab - np.median(rim, axis=0)
    rough = cv2.GaussianBlur(cv2.absdiff(small, blurred).max(axis=2).astype(np.float32), (0, 0), 4)
    planes = (
        hsv[:, :, 2].astype(np.float32),
        hsv[:, :, 2] - hsv[:, :, 1] / np.float32(2),
        np.linalg.norm(away, axis=2),
        8 * np.linalg.norm(away[:, :, 1:], axis=2),
        255 - 16 * rough,
    )
    for plane in planes:
        level = np.clip(plane, 0, 255).astype(np.uint8)
        threshold, _ = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        for factor in (1.0, 0.8):
            mask = (level > factor * threshold).astype(np.uint8) * 255
            closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
            yield np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)), dtype=np.uint8)


def _corners_of_largest(mask: NDArray[np.uint8]) -> Corners | None:
    height, width = mask.shape
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    ordered = sorted(contours, key=cv2.contourArea, reverse=True)
    if not ordered or (len(ordered) > 1 and cv2.contourArea(ordered[1]) > 0.15 * cv2.contourArea(ordered[0])):
        return None  # two bright things: cutting out one would lose the other
    hull = cv2.convexHull(ordered[0])
    share = cv2.contourArea(hull) / (height * width)
    if not 0.15 <= share <= 0.95 or cv2.contourArea(ordered[0]) < 0.85 * cv2.contourArea(hull):
        return None
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        outline = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, closed=True), closed=True)
        if len(outline) == 4:
            return _clockwise(outline.reshape(4, 2).astype(np.float64))
    return None


def _clockwise(corners: Corners) -> Corners:
    """Top left, top right, bottom right, bottom left."""
    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [int(total.argmin()), int(difference.argmin()), int(total.argmax()), int(difference.argmax())]
    return corners[order]


def _fit(mask: NDArray[np.uint8], corners: Corners) -> float:
    """How well the quadrangle tells the mask from its surroundings: 1 is exactly; low where it is no quadrangle."""
    if len({(round(x), round(y)) for x, y in corners}) < 4:
        return 0.0
    inside = np.zeros_like(mask)
    cv2.fillConvexPoly(inside, corners.round().astype(np.int32), 255)
    both, either = np.count_nonzero(inside & mask), np.count_nonzero(inside | mask)
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    opposite = min(edges[0], edges[2]) / max(edges[0], edges[2]), min(edges[1], edges[3]) / max(edges[1], edges[3])
    # a sheet photographed from above a desk keeps its opposite sides within a third of each other
    return float(both / either) if min(opposite) > 0.6 else 0.0


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
    mode = cv2.BORDER_REPLICATE
    return np.asarray(
        cv2.warpPerspective(pixels, transform.matrix, target, flags=cv2.INTER_LINEAR, borderMode=mode), dtype=np.uint8
    )


def measure_skew(grey: NDArray[np.uint8]) -> tuple[float, bool]:
    """How far the text lines are turned, degrees clockwise, and whether they run vertically.

    Ink of letter-sized spots is projected at trial angles; at the right one lines and gaps alternate most sharply
    (Postl 1986). Rules, pictures and borders are no letters and do not vote.
    """
    across, down = _letter_points(grey)
    if len(across) < 400:
        return 0.0, False
    level, level_sharpness = _best_angle(across, down)
    upright, upright_sharpness = _best_angle(-down, across)
    sideways = upright_sharpness > 1.3 * level_sharpness
    return (upright if sideways else level), sideways


def letter_mask(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Ink of spots as large as letters are in a page about 1,100 pixels long."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    widths, heights, areas = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT], boxes[:, cv2.CC_STAT_AREA]
    letters = (np.maximum(widths, heights) <= 40) & (np.minimum(widths, heights) >= 2) & (areas >= 8)
    letters[0] = False
    return np.asarray(letters[labels], dtype=np.bool_)


def _letter_points(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    down, across = np.nonzero(letter_mask(grey))
    step = max(1, len(down) // 40_000)
    return across[::step].astype(np.float64), down[::step].astype(np.float64)


def _best_angle(across: NDArray[np.float64], down: NDArray[np.float64]) -> tuple[float, float]:
    coarse = np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.75)
    best = max(coarse, key=lambda angle: _sharpness(across, down, angle))
    fine = np.arange(best - 0.75, best + 0.76, 0.15)
    angle = max(fine, key=lambda angle: _sharpness(across, down, angle))
    return float(angle), _sharpness(across, down, angle)


def _sharpness(across: NDArray[np.float64], down: NDArray[np.float64], degrees: float) -> float:
    angle = np.deg2rad(degrees)
    rows = down * np.cos(angle) - across * np.sin(angle)
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum() / counts.sum())
