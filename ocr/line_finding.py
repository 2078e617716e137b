"""Finds the text lines of a cleaned page: letters are linked to lines, marks above and below given to their letters.

Reading a line costs a few milliseconds and nonsense is dropped later, so that a line too many does little harm and a
line missed does much.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr.line_chains import Bands, bands_of, linked
from ocr.text_components import Components, Flags, Numbers, components_of, least_letter, nearest_owner, sizes_of

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Reals = NDArray[np.float64]

#: In letter heights: how far above a letter its tone mark begins, and how far below it its dot.
_MARK_ABOVE, _MARK_BELOW = 0.65, 0.5
#: Wider ones are remains of rules.
_WIDEST_MARK = 1.3
#: In letter heights: how far ends of letters that touch another line may reach above and below their own baseline.
_HIGHEST, _LOWEST = 2.1, 0.5
#: So many marks side by side are small print.
_ROW_OF_MARKS = 4
#: Lines of a block are at most so many letter heights apart.
_BLOCK_GAP = 1.3


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text line in pixels of the page; tight: from its highest mark to its lowest tail, from first to last letter.

    Attributes:
        block: Lines that stand close below each other share it.
        baseline: Where the letters stand, at the line's middle.
        x_height: How high most letters are: small letters, or capitals in a line of capitals.
    """

    left: int
    top: int
    right: int
    bottom: int
    block: int
    baseline: int
    x_height: int


def find_lines(
    grey: Grey, dots_per_inch: float, rules: Mask | None = None, parts: Components | None = None
) -> list[TextLine]:
    """The lines of an upright page, top to bottom.

    Args:
        grey: Height x width, dark print on light ground, straight to within half a degree.
        dots_per_inch: Of `grey`.
        rules: Where rules stood that were taken out of `grey`; no line runs across an upright one.
        parts: Its components where they are known already.
    """
    parts = parts or components_of(grey, dots_per_inch)
    sizes = sizes_of(parts, dots_per_inch)
    strokes = (sizes.drawing | sizes.tall) & (parts.width < 0.5 * grey.shape[1])
    owner = np.full(len(parts.left), -1)
    linking = _Linking(parts, strokes, rules, dots_per_inch)
    linking.add(owner, np.flatnonzero(sizes.letter), sizes.usual)
    # small print among large has the size of marks, but marks do not stand side by side
    print_ = sizes.mark & (owner < 0) & (parts.height >= least_letter(dots_per_inch)) & (parts.width < 3 * parts.height)
    linking.add(owner, np.flatnonzero(print_), parts.height.astype(np.float64), fewest=_ROW_OF_MARKS)
    bands = _numbered(parts, owner)
    tall = np.flatnonzero(sizes.tall)
    large = tall[~_lines_touched(parts, tall, bands).any(axis=1)]
    linking.add(owner, large, parts.height.astype(np.float64))
    bands = _numbered(parts, owner)
    if not len(bands.left):
        return []
    tall = tall[owner[tall] < 0]
    marks = np.flatnonzero((sizes.mark | sizes.letter) & (owner < 0) & (parts.area >= 3))
    _give_marks(parts, marks, sizes.usual, owner, bands)
    return _in_blocks(_boxes(parts, owner, bands, tall, _lines_touched(parts, tall, bands)))


@dataclass(frozen=True)
class _Linking:
    """What letters are linked to lines on; see `ocr.line_chains.linked`."""

    parts: Components
    strokes: Flags
    rules: Mask | None
    inch: float

    def add(self, owner: Numbers, letters: Numbers, usual: Reals, fewest: int = 1) -> None:
        """Gives letters to new lines of at least so many, numbered on in `owner`."""
        if not len(letters):
            return
        lines = linked(self.parts, letters, usual, self.strokes, self.rules, self.inch)
        lines[np.bincount(lines + 1)[lines + 1] < fewest] = -1
        owner[letters] = np.where(lines >= 0, lines + owner.max() + 1, -1)


def _numbered(parts: Components, owner: Numbers) -> Bands:
    """Numbers the lines without gaps, in `owner`, and measures them."""
    letters = np.flatnonzero(owner >= 0)
    if not len(letters):
        nothing = np.zeros(0)
        return Bands(nothing, nothing, nothing, nothing, nothing, np.zeros(0, dtype=np.int64))
    owner[letters] = np.unique(owner[letters], return_inverse=True)[1]
    return bands_of(parts, letters, owner[letters])


# Marks -----------------------------------------------------------------------------------------------------------


def _give_marks(parts: Components, marks: Numbers, usual: Reals, owner: Numbers, bands: Bands) -> None:
    """Gives every mark to the line of the letter that it stands above, below or beside; writes into `owner`."""
    if not len(marks):
        return
    reach = int(np.clip(max(np.percentile(usual[marks], 95), bands.high.max()) * 1.2, 6, 60))
    over, under = (nearest_owner(parts, owner, marks, reach, upwards=upwards) for upwards in (True, False))
    # of two letters equally far, the lower: tone marks above letters outnumber dots below
    lower = under[1] <= 1.4 * over[1] + 1
    chosen, distance = np.where(lower, under[0], over[0]), np.where(lower, under[1], over[1])
    # a line of large letters among small print has large marks
    high = np.maximum(usual[marks], bands.high[chosen])
    chosen[distance > np.where(lower, _MARK_ABOVE, _MARK_BELOW) * high] = -1
    chosen[parts.width[marks] > _WIDEST_MARK * high] = -1
    beside = _beside(parts, marks, bands)
    owner[marks] = np.where(beside >= 0, beside, chosen)


def _beside(parts: Components, marks: Numbers, bands: Bands) -> Numbers:
    """The line between or next to whose letters a mark stands: commas, dashes; -1 for none."""
    across, down = (parts.left + parts.right)[marks] / 2, (parts.top + parts.bottom)[marks] / 2
    result = np.full(len(marks), -1)
    for line in np.flatnonzero(bands.count >= 2).tolist():
        high, base = bands.high[line], bands.base_at(line, across)
        near = (across > bands.left[line] - 1.6 * high) & (across < bands.right[line] + high)
        result[near & (down > base - 1.05 * high) & (down < base + 0.12 * high)] = line
    return result


def _lines_touched(parts: Components, tall: Numbers, bands: Bands) -> Flags:
    """Tall components x lines: whether the component runs through most of the line's letter height."""
    middle = (parts.left + parts.right)[tall, None] / 2
    base = bands.base + bands.slope * (middle - bands.left)
    top, bottom = parts.top[tall, None], parts.bottom[tall, None]
    shared = np.minimum(bottom, base) - np.maximum(top, base - bands.high)
    across = (middle > bands.left - 1.5 * bands.high) & (middle < bands.right + 1.5 * bands.high)
    return np.asarray(across & (shared >= 0.7 * bands.high) & (bands.count >= 3), dtype=np.bool_)


# Boxes -----------------------------------------------------------------------------------------------------------


def _boxes(parts: Components, owner: Numbers, bands: Bands, tall: Numbers, touching: Flags) -> list[TextLine]:
    owned = np.flatnonzero(owner >= 0)
    order = owned[np.argsort(owner[owned], kind="stable")]
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    left, top = (np.minimum.reduceat(side[order], starts) for side in (parts.left, parts.top))
    right, bottom = (np.maximum.reduceat(side[order], starts) for side in (parts.right, parts.bottom))
    for stroke, line in zip(*np.nonzero(touching), strict=True):
        number = tall[stroke]
        base = float(bands.base_at(line, (parts.left + parts.right)[number] / 2))
        left[line], right[line] = min(left[line], parts.left[number]), max(right[line], parts.right[number])
        top[line] = min(top[line], max(parts.top[number], base - _HIGHEST * bands.high[line]))
        bottom[line] = max(bottom[line], min(parts.bottom[number], base + _LOWEST * bands.high[line]))
    middle = (bands.base + bands.base_right) / 2
    sides = np.stack([left, top, right, bottom, np.zeros(len(left)), middle, bands.high], axis=1)
    return [TextLine(*line) for line in sides.round().astype(np.int64).tolist()]


def _in_blocks(lines: list[TextLine]) -> list[TextLine]:
    """The lines from top to bottom; those that stand closely above each other get the same block."""
    ordered = sorted(lines, key=lambda line: (line.top, line.left))
    if not ordered:
        return []
    left, top, right, bottom, high = np.array(
        [(line.left, line.top, line.right, line.bottom, line.x_height) for line in ordered]
    ).T
    block = np.arange(len(ordered))
    for index, line in enumerate(ordered):
        apart = top[:index] - line.bottom, line.top - bottom[:index]
        usual = np.maximum(high[:index], line.x_height)
        close = (np.maximum(*apart) <= _BLOCK_GAP * usual) & (usual <= 1.6 * np.minimum(high[:index], line.x_height))
        close &= np.minimum(right[:index], line.right) > np.maximum(left[:index], line.left)
        if close.any():
            block[index] = block[np.flatnonzero(close)[-1]]
    return [replace(line, block=int(number)) for line, number in zip(ordered, block, strict=True)]
