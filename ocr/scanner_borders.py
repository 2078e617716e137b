"""The black edges that a scanner leaves where the sheet does not cover the glass: found, and painted as paper."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pictures import Pixels

Mask = NDArray[np.bool_]

#: Bands reach no further into the page than this share of its side.
_DEEPEST = 0.12
_DARK, _COLOURFUL = 110, 40
#: Strokes of print are thinner than this many pixels of a picture 640 long (2.3 mm).
_THICKNESS = 5


def dark_bands(small: Pixels) -> Mask:
    """Dark, colourless regions along the rim, without print that touches them.

    Args:
        small: Height x width x 3, RGB, about 640 pixels long.
    """
    darkest, brightest = small.min(axis=2), small.max(axis=2)
    dark = ((brightest < _DARK) & (brightest.astype(np.int16) - darkest < _COLOURFUL)).astype(np.uint8)
    height, width = dark.shape
    deep_rows, deep_columns = round(_DEEPEST * height), round(_DEEPEST * width)
    dark[deep_rows : height - deep_rows, deep_columns : width - deep_columns] = 0
    # beyond the rim a band goes on: one of a single pixel is as good as a wide one
    beyond = cv2.copyMakeBorder(dark, _THICKNESS, _THICKNESS, _THICKNESS, _THICKNESS, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(beyond, cv2.MORPH_OPEN, np.ones((_THICKNESS, _THICKNESS), np.uint8))
    _, labels = cv2.connectedComponents(thick, connectivity=8)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.zeros(int(labels.max()) + 1, dtype=np.bool_)
    touching[rim] = True
    touching[0] = False
    inner = slice(_THICKNESS, -_THICKNESS)
    return np.asarray(touching[labels][inner, inner], dtype=np.bool_)


def painted_as_paper(pixels: Pixels, bands: Mask) -> Pixels:
    """A copy of the picture with its dark bands, and their soft edges, in the colour of the paper.

    Args:
        pixels: Height x width x 3, RGB.
        bands: Of a smaller copy.
    """
    grown = cv2.dilate(bands.astype(np.uint8), np.ones((5, 5), np.uint8))
    paper = np.median(pixels[::16, ::16].reshape(-1, 3), axis=0).astype(np.uint8)
    painted = pixels.copy()
    down, across = pixels.shape[0] / bands.shape[0], pixels.shape[1] / bands.shape[1]
    for small, large in _strips(grown.astype(np.bool_), down, across):
        part = painted[large]
        covered = cv2.resize(grown[small], (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST)
        part[covered > 0] = paper
    return painted


def _strips(bands: Mask, down: float, across: float) -> list[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """The strips along the rim that hold bands: in the small copy and in the picture."""
    height, width = bands.shape
    everything = slice(0, None)
    strips = []
    deep_rows, deep_columns = round(_DEEPEST * height) + 3, round(_DEEPEST * width) + 3
    for rows, columns in (
        (slice(0, deep_rows), everything),
        (slice(height - deep_rows, height), everything),
        (everything, slice(0, deep_columns)),
        (everything, slice(width - deep_columns, width)),
    ):
        if bands[rows, columns].any():
            strips.append(((rows, columns), (_scaled(rows, down), _scaled(columns, across))))
    return strips


def _scaled(window: slice, factor: float) -> slice:
    stop = None if window.stop is None else round(window.stop * factor)
    return slice(round(window.start * factor), stop)
