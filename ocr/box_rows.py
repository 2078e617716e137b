"""Finds rows of small adjacent boxes, as forms have for the digits of a number, by their walls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ocr.cleaning import INK, Grey

MM = 1 / 25.4  # inches

#: Boxes are 4.5 to 8 mm wide and high on the forms in use; the bounds leave room for copies made smaller or larger.
_NARROWEST, _WIDEST = 3.0, 12.0
_FEWEST = 6
#: Pixels that posts lose to the lines above and below, which are thickened before they are cut out.
_CUT = 4
#: Width over height of a box.
_SQUARE = (0.55, 1.8)


@dataclass(frozen=True, slots=True)
class Cell:
    """The inside of a box between its walls, in pixels; `right` and `bottom` lie outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class _Post:
    """A piece of a vertical line that stands between two horizontal lines."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def level_with(self, other: "_Post") -> bool:
        height = max(self.height, other.height)
        return abs(self.y - other.y) < 0.2 * height and abs(self.height - other.height) < 0.2 * height


def find_box_rows(grey: Grey, dots_per_inch: float) -> list[tuple[Cell, ...]]:
    """Rows of at least six adjacent boxes of one size, about square, that are not part of a larger table.

    Args:
        grey: The upright straightened page, rule lines in it.
        dots_per_inch: Of `grey`.

    Returns:
        The cells of every row from left to right; rows top to bottom.
    """
    mm = dots_per_inch * MM
    ink = (grey < INK).astype(np.uint8)
    thick = np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), dtype=np.uint8)  # a line may slope
    level = _runs(thick, (round(8 * mm), 1))
    if not level.any():
        return []
    upright = _runs(ink, (1, round(2.3 * mm)))
    runs = [run for chain in _chains(_posts(level, upright, mm), mm) for run in _regular_runs(chain, mm)]
    rows = [_cells(run) for run in runs if not _part_of_table(run, upright, mm)]
    return sorted(rows, key=lambda row: row[0].top)


def _runs(ink: Grey, line: tuple[int, int]) -> Grey:
    """Ink in unbroken lines of at least this width and height; a worn line has gaps of a pixel or two."""
    gap = (3, 1) if line[0] > 1 else (1, 3)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return np.asarray(
        cv2.morphologyEx(bridged, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, line)), dtype=np.uint8
    )


def _posts(level: Grey, upright: Grey, mm: float) -> list[_Post]:
    """Vertical lines cut where horizontal ones cross them; those that touch one above and one below."""
    side = 2 * round(0.4 * mm) + 1  # a line may end a pixel before the post that it meets
    crossing = cv2.dilate(level, np.ones((3, side), np.uint8))
    # outlines of few spots take a fifth of the time of numbering every pixel
    outlines, _ = cv2.findContours(cv2.bitwise_and(upright, 1 - crossing), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return []
    left, top, width, height = np.array([cv2.boundingRect(outline) for outline in outlines]).T
    near = cv2.dilate(level, np.ones((2 * round(0.6 * mm) + 1, side), np.uint8))
    middle, last = left + width // 2, np.minimum(top + height, level.shape[0] - 1)
    fits = (near[top, middle] > 0) & (near[last, middle] > 0) & (width <= 1.2 * mm)
    fits &= (height >= (_NARROWEST - 1) * mm) & (height <= _WIDEST * mm)
    return [
        _Post(int(left[i]), int(top[i]), int(left[i] + width[i]), int(top[i] + height[i])) for i in np.flatnonzero(fits)
    ]


def _chains(posts: Sequence[_Post], mm: float) -> list[list[_Post]]:
    """Posts that stand level with their neighbours, each chain from left to right."""
    chains: list[list[_Post]] = []
    for post in sorted(posts, key=lambda post: post.x):
        for chain in chains:
            if post.level_with(chain[-1]) and post.x - chain[-1].x < 2.2 * _WIDEST * mm:
                chain.append(post)
                break
        else:
            chains.append([post])
    return [chain for chain in chains if len(chain) >= _FEWEST]


def _regular_runs(chain: Sequence[_Post], mm: float) -> Iterator[list[_Post]]:
    """The parts of a chain in which posts stand at equal distances, as the walls of enough boxes."""
    start = 0
    while start < len(chain) - _FEWEST + 1:
        # the stems of a digit that fills its box may stand before the next wall
        run = max((_regular(chain, start, start + ahead, mm) for ahead in (1, 2, 3)), key=len)
        if len(run) > _FEWEST and _about_square(run):
            yield run
            start = chain.index(run[-1])  # the last wall of one row may be the first of the next
        else:
            start += 1


def _regular(chain: Sequence[_Post], first: int, second: int, mm: float) -> list[_Post]:
    """Posts from `first` on at the distance of `second`; a missing wall is put in, at most one at a place."""
    if second >= len(chain):
        return []
    run, pitch = [chain[first]], chain[second].x - chain[first].x
    if not _NARROWEST * mm <= pitch <= _WIDEST * mm:
        return run
    for post in chain[second:]:
        steps = (post.x - run[-1].x) / pitch
        if abs(steps - 2) < 0.15:
            run.append(_between(run[-1], post))
            steps -= 1
        if abs(steps - 1) < 0.15:
            run.append(post)
            pitch = (run[-1].x - run[0].x) / (len(run) - 1)
        elif steps > 1:
            break
    return run


def _between(first: _Post, second: _Post) -> _Post:
    middle, top, bottom = (
        round((first.x + second.x) / 2),
        (first.top + second.top) // 2,
        (first.bottom + second.bottom) // 2,
    )
    return _Post(middle - 1, top, middle + 1, bottom)


def _about_square(run: Sequence[_Post]) -> bool:
    pitch = (run[-1].x - run[0].x) / (len(run) - 1)
    height = float(np.median([post.height for post in run])) + _CUT
    return _SQUARE[0] <= pitch / height <= _SQUARE[1]


def _part_of_table(run: Sequence[_Post], upright: Grey, mm: float) -> bool:
    """Whether most of the walls between the boxes run on above or below."""
    return any(_going_on(run[1:-1], side, upright, mm) for side in ("above", "below"))


def _going_on(posts: Sequence[_Post], side: str, upright: Grey, mm: float) -> bool:
    """Whether most posts have a vertical line above or below them, 1.5 mm away."""
    reach, aside = round(1.5 * mm), round(0.4 * mm)
    rows = [post.top - reach if side == "above" else post.bottom + reach for post in posts]
    lined = [
        upright[min(max(row, 0), len(upright) - 1), max(0, post.left - aside) : post.right + aside].any()
        for row, post in zip(rows, posts, strict=True)
    ]
    return sum(map(bool, lined)) > 0.5 * len(posts)


def _cells(run: Sequence[_Post]) -> tuple[Cell, ...]:
    return tuple(
        Cell(before.right, max(before.top, after.top), after.left, min(before.bottom, after.bottom))
        for before, after in pairwise(run)
    )
