"""Links letters to chains, and chains on one baseline to lines."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.text_components import Components, Flags, Numbers, nearest_owner

Mask = NDArray[np.bool_]
Reals = NDArray[np.float64]

#: Finer than this the links between letters are drawn at half the resolution.
_FINE = 140
#: A letter reaches for its neighbours on either side this far, in usual heights: spaces between words are half as wide.
_REACH = 0.65
#: Of a letter's height, the middle share by which it meets its neighbours: p and d do, lines above each other do not.
_CORE = 0.5
#: Spaces of justified lines are up to this many letter heights wide, and where a pen's stroke covers the letters.
_WIDEST_SPACE, _WIDEST_HIDDEN = 2.2, 6.0
#: Shares of the letters' height that a rule takes between two cells, and of a gap that pen strokes fill.
_BARRED, _HIDDEN = 0.8, 0.5
#: As few letters may be tone marks as large as letters: roofs with a hook on them.
_FEW = 3
#: Letters of a footnote mark: (10).
_NOTE = 5


@dataclass(frozen=True)
class Bands:
    """The strips between baseline and top of the small letters, one for each line.

    Attributes:
        left, right: Ends, in pixels.
        base, slope: The baseline is at `base + slope * (x - left)`.
        high: Usual height of the letters.
        count: Of letters.
    """

    left: Reals
    right: Reals
    base: Reals
    slope: Reals
    high: Reals
    count: Numbers

    def base_at(self, line: int, across: Reals | float) -> Reals:
        """The baseline of a line at columns of the page."""
        return np.asarray(self.base[line] + self.slope[line] * (across - self.left[line]), dtype=np.float64)

    @property
    def base_right(self) -> Reals:
        return np.asarray(self.base + self.slope * (self.right - self.left), dtype=np.float64)


def linked(
    parts: Components, letters: Numbers, usual: Reals, strokes: Flags, rules: Mask | None, inch: float
) -> Numbers:
    """The number of the line of each letter, -1 for what turns out to be a tone mark.

    Args:
        parts: Components of the page.
        letters: Which of them are letters; at least one.
        usual: The usual height of the letters around each component.
        strokes: Components that may cover letters.
        rules: Pixels of rules; no line runs across an upright one.
        inch: Pixels to an inch.
    """
    chains = _chains(parts, letters, usual[letters], rules, inch)
    bands = bands_of(parts, letters, chains)
    own = np.full(len(parts.left), -1)
    own[letters] = chains
    above = _above_letters(parts, letters, chains, bands, own, usual)
    lines = _joined(bands, _Ground(parts, strokes, rules), np.unique(chains[above]))[chains]
    lines[above] = -1
    return lines


def _chains(parts: Components, letters: Numbers, usual: Reals, rules: Mask | None, inch: float) -> Numbers:
    """A number for each letter; letters that follow each other without a wide gap share it."""
    step = 2 if inch >= _FINE else 1
    rows, columns = (-(-side // step) for side in parts.labels.shape)
    high = parts.height[letters]
    reach = _REACH * np.clip(high, usual, 1.5 * usual)
    rim = (1 - _CORE) / 2 * high
    left = np.clip((parts.left[letters] - reach) // step, 0, columns - 1).astype(np.int64)
    right = np.clip((parts.right[letters] + reach) // step + 1, 1, columns).astype(np.int64)
    top = np.clip((parts.top[letters] + rim) // step, 0, rows - 1).astype(np.int64)
    bottom = np.clip(np.maximum((parts.bottom[letters] - rim) // step, top + 1), 1, rows).astype(np.int64)
    canvas = np.zeros((rows, columns), dtype=np.uint8)
    for one, two, three, four in zip(top.tolist(), bottom.tolist(), left.tolist(), right.tolist(), strict=True):
        canvas[one:two, three:four] = 1
    if rules is not None and len(letters) > _FEW:
        barred = cv2.resize(rules.view(np.uint8), (columns, rows), interpolation=cv2.INTER_NEAREST)
        barred = cv2.max(
            barred, cv2.resize(rules[:, 1:].view(np.uint8), (columns, rows), interpolation=cv2.INTER_NEAREST)
        )
        canvas[barred.view(np.bool_)] = 0
    _, numbers = cv2.connectedComponents(canvas, connectivity=4, ltype=cv2.CV_32S)
    across = np.clip((parts.left + parts.right)[letters] // (2 * step), 0, columns - 1)
    chain = np.asarray(numbers, dtype=np.int64)[(top + bottom) // 2, across]
    # a letter on a rule is on no chain: it gets one of its own
    alone = chain == 0
    chain[alone] = numbers.max() + 1 + np.arange(int(alone.sum()))
    return np.asarray(np.unique(chain, return_inverse=True)[1], dtype=np.int64)


def bands_of(parts: Components, letters: Numbers, lines: Numbers) -> Bands:
    """The strips of lines; `lines` numbers, from 0 without a gap, that of each letter."""
    order = np.lexsort((parts.left[letters], lines))
    letters, lines = letters[order], lines[order]
    starts = np.searchsorted(lines, np.arange(int(lines[-1]) + 1))
    ends = np.append(starts[1:], len(lines))
    left = parts.left[letters][starts].astype(np.float64)
    right = np.maximum.reduceat(parts.right[letters], starts).astype(np.float64)
    bottoms, heights = parts.bottom[letters].astype(np.float64), parts.height[letters].astype(np.float64)
    middles = (parts.left + parts.right)[letters] / 2
    base, slope = _medians(bottoms, lines, starts, ends), np.zeros(len(starts))
    for line in np.flatnonzero(ends - starts >= 16).tolist():
        base[line], slope[line] = _baseline(middles[starts[line] : ends[line]], bottoms[starts[line] : ends[line]])
        base[line] += slope[line] * left[line]
    return Bands(left, right, base, slope, _medians(heights, lines, starts, ends), ends - starts)


def _medians(values: Reals, lines: Numbers, starts: Numbers, ends: Numbers) -> Reals:
    return np.asarray(values[np.lexsort((values, lines))][(starts + ends) // 2], dtype=np.float64)


def _baseline(middles: Reals, bottoms: Reals) -> tuple[float, float]:
    """Height at column 0 and slope of the line through the usual foot in the left and in the right half."""
    half = len(middles) // 2
    (x, y), (x_right, y_right) = (
        (float(part.mean()), float(np.sort(feet)[len(feet) // 2]))
        for part, feet in ((middles[:half], bottoms[:half]), (middles[half:], bottoms[half:]))
    )
    slope = float(np.clip((y_right - y) / max(1.0, x_right - x), -0.02, 0.02))
    return (y + y_right) / 2 - slope * (x + x_right) / 2, slope


def _above_letters(
    parts: Components, letters: Numbers, chains: Numbers, bands: Bands, own: Numbers, usual: Reals
) -> Mask:
    """Which letters are tone marks: in short chains, and close above a letter of a longer one."""
    short = (bands.count <= _FEW) & (bands.high > 0)
    result = short[chains] & (parts.height[letters] <= 0.95 * usual[letters])
    lone = letters[result]
    if not len(lone):
        return result
    longer = own.copy()
    longer[letters[short[chains]]] = -1
    _, distance = nearest_owner(parts, longer, lone, int(0.45 * usual[lone].max()) + 1, upwards=False)
    result[result] = distance <= 0.4 * usual[lone]
    return result


@dataclass(frozen=True)
class _Ground:
    """What may stand between two chains: pen strokes over the letters, rules."""

    parts: Components
    strokes: Flags
    rules: Mask | None


def _joined(bands: Bands, ground: _Ground, left_out: Numbers) -> Numbers:
    """The number of the line that each chain belongs to: chains on one baseline, a space apart, are one line."""
    line = np.arange(len(bands.left))
    open_ = np.ones(len(line), dtype=np.bool_)
    open_[left_out] = False
    for first in np.flatnonzero(open_)[np.argsort(bands.left[open_])].tolist():
        gap = bands.left - bands.right[first]
        high, low = np.maximum(bands.high, bands.high[first]), np.minimum(bands.high, bands.high[first])
        level = np.abs(bands.base - bands.base_right[first]) <= 0.3 * high
        raised = _raised(bands, first)
        follows = open_ & ((level & (high <= 1.9 * low)) | raised)
        follows &= (gap > -0.5 * high) & (bands.left > bands.left[first])
        near = np.flatnonzero(follows & (gap <= _WIDEST_HIDDEN * high))
        if not len(near):
            continue
        second = int(near[np.argmin(gap[near])])
        if _belong_together(bands, first, second, ground):
            line[line == line[second]] = line[first]
    return line


def _raised(bands: Bands, first: int) -> Mask:
    """Which chains are a footnote mark to the one before, or the other way round: few letters, small, at the top."""
    one, base = bands.high[first], bands.base_right[first]
    note = (bands.count <= _NOTE) & (bands.high <= 0.95 * one) & (bands.base < base - 0.25 * one)
    note &= (bands.base > base - 1.4 * one) & (bands.left - bands.right[first] <= 0.9 * one)
    after = (bands.base > base + 0.25 * bands.high) & (bands.base < base + 1.4 * bands.high)
    after &= (one <= 0.95 * bands.high) & (bands.left - bands.right[first] <= 0.9 * bands.high)
    return np.asarray(note | (after & (bands.count[first] <= _NOTE)), dtype=np.bool_)


def _belong_together(bands: Bands, first: int, second: int, ground: _Ground) -> bool:
    """Whether between two chains, at the height of their letters, there is no more than a space or a pen's strokes."""
    base = (bands.base_right[first] + bands.base[second]) / 2
    high = float(max(bands.high[first], bands.high[second]))
    left, right = round(bands.right[first]), round(bands.left[second])
    gap = slice(max(0, round(base - high)), max(1, round(base))), slice(left, max(left, right))
    if ground.rules is not None and bool((ground.rules[gap].mean(axis=0) > _BARRED).any()):
        return False
    if right - left <= _WIDEST_SPACE * high:
        return True
    return float(ground.strokes[ground.parts.labels[gap]].any(axis=0).mean()) > _HIDDEN
