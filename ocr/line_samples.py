"""A handful of text lines, well spread over a page: enough to tell which way up it is."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.skew import Letters, letters_of

Grey = NDArray[np.uint8]

#: Long side of the copy in which lines are looked for.
_OVERVIEW = 1170
#: A sample is at most this many times as long as it is high: four or five words.
_LONGEST = 14
_FEWEST_LETTERS = 4


@dataclass(frozen=True)
class LineBox:
    """A text line in pixels of the picture that its letters were found in; `letters` counts them."""

    left: int
    top: int
    right: int
    bottom: int
    letters: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


def sample_lines(grey: Grey, count: int) -> list[Grey]:
    """Pieces of level text lines, from different parts of the page, those with most letters first.

    Args:
        grey: Height x width, straight; upright or upside down.
        count: At most so many.

    Returns:
        Copies of parts of `grey`, with a white rim.
    """
    scale = min(1.0, _OVERVIEW / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    lines = _spread(line_boxes(letters_of(np.asarray(small, np.uint8)), small.shape), count, small.shape[0])
    return [_cut(grey, line, scale) for line in lines]


def line_boxes(letters: Letters, shape: tuple[int, ...]) -> list[LineBox]:
    """Rows of letters that follow each other closely, in a picture of height x width `shape`."""
    if not len(letters):
        return []
    boxes = np.stack([letters.left, letters.top, letters.right, letters.bottom], axis=1).astype(np.int64)
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    mask = np.zeros(shape[:2], np.uint8)
    for left, top, right, bottom in boxes.tolist():
        mask[top:bottom, left:right] = 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, max(5, round(2.2 * height))), np.uint8))
    _, labels, extents, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    middles = (boxes[:, 1] + boxes[:, 3]) // 2, (boxes[:, 0] + boxes[:, 2]) // 2
    members = np.bincount(labels[middles], minlength=len(extents))
    return [
        LineBox(left, top, left + width, top + tall, int(members[number]))
        for number, (left, top, width, tall, _) in enumerate(extents.tolist())
        # two lines that touch are no sample; nor is a stamp
        if number and members[number] >= _FEWEST_LETTERS and width >= 2.5 * tall and tall <= 3.2 * height
    ]


def _spread(lines: list[LineBox], count: int, height: int) -> list[LineBox]:
    """The richest line of each band of the page, then the next richest of each."""
    ranked: dict[int, list[LineBox]] = {}
    for line in sorted(lines, key=lambda line: -_richness(line)):
        ranked.setdefault((line.top + line.bottom) * count // (2 * height), []).append(line)
    ordered = [
        (position, -_richness(line), line.top, line) for band in ranked.values() for position, line in enumerate(band)
    ]
    return [line for *_, line in sorted(ordered, key=lambda entry: entry[:3])][:count]


def _richness(line: LineBox) -> int:
    """Letters that a sample of it would hold; a long line of few is a rule or leader dots."""
    share = min(1.0, _LONGEST * line.height / (line.right - line.left))
    return round(line.letters * share)


def _cut(grey: Grey, line: LineBox, scale: float) -> Grey:
    pad = 0.35 * line.height
    right = min(line.right, line.left + _LONGEST * line.height)
    rows = slice(max(0, round((line.top - pad) / scale)), round((line.bottom + pad) / scale))
    columns = slice(max(0, round((line.left - pad) / scale)), round((right + pad) / scale))
    return np.asarray(cv2.copyMakeBorder(grey[rows, columns], 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=255), np.uint8)
