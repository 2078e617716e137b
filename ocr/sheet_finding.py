"""Where the sheet lies in a photo: its four corners, by what looks like paper and by where its edges run."""

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Corners
from ocr.pictures import Pixels
from ocr.scanner_borders import dark_bands, reduced_to
from ocr.sheet_edges import corners_by_edges, edge_support, without_print

_SMALL = 640  # long side of the picture in which a sheet is looked for
#: A quadrangle must cover what looks like paper this well (share of shared area).
_FIT = 0.9
#: Share of each side along which paper and ground differ; true sheets of synthetic photos are above 0.6 on all sides.
_WEAKEST_SIDE, _MEAN_SIDE = 0.45, 0.7


def find_sheet(pixels: Pixels) -> Corners | None:
    """The corners of a bright sheet on another ground, clockwise from top left; None where it fills the picture."""
    small = reduced_to(pixels, _SMALL)
    scale = max(small.shape[:2]) / max(pixels.shape[:2])
    blurred = np.asarray(cv2.GaussianBlur(small, (5, 5), 0), dtype=np.uint8)
    lab = cv2.cvtColor(blurred, cv2.COLOR_RGB2LAB).astype(np.float32)
    if _is_scan(lab, dark_bands(small)):
        return None
    bare = without_print(small)
    smooth = cv2.cvtColor(bare, cv2.COLOR_RGB2LAB).astype(np.float32)
    corners = _corners_by_paper(small, blurred, lab, smooth)
    if corners is None:
        corners = corners_by_edges(bare, smooth)
    return None if corners is None else np.asarray(corners / scale, dtype=np.float64)


def _rim(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([edge.reshape(-1, lab.shape[2]) for edge in (lab[:6], lab[-6:], lab[:, :6], lab[:, -6:])])


def _is_scan(lab: NDArray[np.float32], bands: NDArray[np.bool_]) -> bool:
    """The rim of the picture is paper, in the even light that only a scanner gives, or the scanner's black."""
    # the soft edge of a band is neither
    grown = np.asarray(cv2.dilate(bands.astype(np.float32), np.ones((13, 13), np.uint8)), np.float32)
    dark = _rim(grown[:, :, None])[:, 0] > 0
    paper = np.median(lab[::4, ::4].reshape(-1, 3), axis=0)
    # scans: above 0.84 but for a few; photos, even on a white table: below 0.5
    is_paper = np.abs(_rim(lab) - paper).max(axis=1) <= 8
    return float(dark.mean()) < 0.85 and float(is_paper[~dark].mean()) > 0.8


def _corners_by_paper(
    small: Pixels, blurred: Pixels, lab: NDArray[np.float32], smooth: NDArray[np.float32]
) -> Corners | None:
    best: tuple[float, Corners] | None = None
    for mask in _sheet_masks(small, blurred, lab):
        corners = _corners_of_largest(mask)
        if corners is None or _fit(mask, corners) < _FIT:
            continue
        support = edge_support(smooth, corners)
        if support.min() < _WEAKEST_SIDE or support.mean() < _MEAN_SIDE:
            continue
        quality = _fit(mask, corners) + float(support.mean())
        if best is None or quality > best[0]:
            best = quality, corners
    return best[1] if best else None


def _sheet_masks(small: Pixels, blurred: Pixels, lab: NDArray[np.float32]) -> Iterator[NDArray[np.uint8]]:
    """Guesses at what is paper: bright, colourless, of another colour than the rim of the picture, or smooth.

    A shadow across the paper defeats brightness but not colour; a grey table defeats colour but is not smooth.
    """
    hsv = cv2.cvtColor(blurred, cv2.COLOR_RGB2HSV)
    away = lab - np.median(_rim(lab), axis=0)
    red, green, blue = cv2.split(cv2.absdiff(small, blurred))
    rough = cv2.GaussianBlur(cv2.max(cv2.max(red, green), blue).astype(np.float32), (0, 0), 4)
    planes = (
        hsv[:, :, 2].astype(np.float32),
        hsv[:, :, 2] - hsv[:, :, 1] / np.float32(2),
        np.linalg.norm(away, axis=2),
        8 * np.linalg.norm(away[:, :, 1:], axis=2),
        255 - 16 * rough,
    )
    for plane, factor in product(planes, (1.0, 0.8)):
        level = np.clip(plane, 0, 255).astype(np.uint8)
        threshold, _ = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
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
