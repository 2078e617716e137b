"""How the text of a page flows: where its lines begin and end, which of them are full, how paragraphs are set in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr.page import Line, Word

# Fractions of the page's width.
_SAME_EDGE = 0.015
_SET_IN = 0.02
_SPACE = 0.008
_RAGGED = 0.02
_FEWEST_WORDS = 3
_HEIGHTS_APART = 2.2
_MOST_PITCHES = 1.15
_MOST_PITCH = 4.0
_FEWEST_LINES = 6


@dataclass(frozen=True, slots=True)
class Flow:
    """Where the lines of a text begin and end, in fractions of the page's width.

    Attributes:
        left: Where full lines begin.
        right: Where full lines end.
        sets_in: Each paragraph begins further in than its later lines.
        pitch: From one line to the next, as a fraction of the page's height.
    """

    left: float
    right: float
    sets_in: bool
    pitch: float = 0.0

    def is_full(self, last: Word, following: Word) -> bool:
        """Whether a line that ends with `last` had no room for `following`, the first word of the next line."""
        return last.box.right + _SPACE + following.box.width > self.right - _RAGGED

    def is_next(self, above: Line, line: Line, most: float) -> bool:
        """Whether a line stands below another by at most `most` heights of a line, or as the lines of the text do."""
        height = max(above.box.height, line.box.height)
        return line.box.top - above.box.top < max(most * height, _MOST_PITCHES * self.pitch)

    def opens_paragraph(self, word: Word) -> bool:
        """Whether a line that opens with `word` is set in as the first of a paragraph is."""
        return self.sets_in and word.box.left > self.left + _SET_IN


def flow_of(lines: Sequence[Line]) -> Flow:
    """The flow of these lines of one page."""
    long = [line for line in lines if len(line.words) >= _FEWEST_WORDS] or list(lines)
    if not long:
        return Flow(0.0, 1.0, sets_in=False)
    left = -_outermost([-line.box.left for line in long])
    right = _outermost([line.box.right for line in long])
    sets_in = any(_hangs(above, line, left) for above, line in pairwise(lines))
    return Flow(left, right, sets_in, _pitch(long))


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of lines below each other: wide text has lines further apart than they are high."""
    falls = [line.box.top - above.box.top for above, line in pairwise(lines)]
    below = [
        fall for fall, line in zip(falls, lines, strict=False) if line.box.height < fall < _MOST_PITCH * line.box.height
    ]
    return median(below) if len(below) >= _FEWEST_LINES else 0.0


def _outermost(edges: Sequence[float]) -> float:
    """The largest of `edges` that another one comes close to: a line alone may stand out."""
    ordered = sorted(edges, reverse=True)
    shared = (one for one, other in pairwise(ordered) if one - other < _SAME_EDGE)
    return next(shared, ordered[0])


def _hangs(above: Line, line: Line, left: float) -> bool:
    """Whether `line` goes on at the margin, in small letters, with a paragraph that began further in."""
    near = 0 < line.box.top - above.box.top < _HEIGHTS_APART * line.box.height
    goes_on = line.words[0].text[0].islower() and line.box.left < left + _SAME_EDGE
    return near and goes_on and above.box.left > left + _SET_IN
