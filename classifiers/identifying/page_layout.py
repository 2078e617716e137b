"""Where the text of a page stands: its segments, its edges, the nation's name, and what follows below what."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from classifiers.identifying.segments import Segment, segments
from classifiers.vietnamese import is_plain_syllable
from classifiers.wording import similarity, wording
from ocr.page import Box, PageReading

TITLE_BAND = 0.62
"""Titles stand above this fraction of the page: a land certificate's stands lowest (0.45 of its page)."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class PageLayout:
    """The segments of a page and where its text stands."""

    segments: tuple[Segment, ...]
    nation: Box | None
    left: float
    right: float
    height: float

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """Segments that may open the title."""
        return tuple(place for place, seg in enumerate(self.segments) if _may_open(seg))

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def page_layout(reading: PageReading) -> PageLayout:
    """The layout of a page as read."""
    found = segments(reading)
    written = [segment for segment in found if segment.letters >= 12] or list(found)
    nation = next((seg.box for seg in found if seg.box.top < 0.5 and is_nation(seg.folded)), None)
    if not written:
        return PageLayout(found, nation, 0.0, 1.0, 0.015)
    left, right = _text_edges(written)
    return PageLayout(found, nation, left, right, statistics.median(segment.height for segment in written))


def following(layout: PageLayout, parts: Sequence[Segment]) -> Segment | None:
    """The nearest segment below the last of `parts` in the same column, if any is near."""
    last, column = parts[-1].box, Box(*_column(parts))
    best: Segment | None = None
    for segment in layout.segments:
        box = segment.box
        below = box.centre[1] - last.centre[1]
        shared = min(box.right, column.right) - max(box.left, column.left)
        beside = shared < 0.5 * min(box.width, column.width)
        if below < 0.7 * min(parts[-1].height, layout.height) or beside or _is_scrap(segment):
            continue
        if best is None or box.centre[1] < best.box.centre[1] - 0.3 * box.height:
            best = segment
    return best if best is not None and best.box.top - last.bottom < 4 * max(last.height, 0.012) else None


def is_nation(folded: str) -> bool:
    """Whether folded text holds the nation's name or motto."""
    return any(similarity(motto, folded) >= 0.8 for motto in wording().motto) if len(folded) >= 12 else False


def is_foreign(segment: Segment) -> bool:
    """Whether most words cannot be Vietnamese: the second language of a bilingual paper."""
    words = [word for word in _WORD.findall(segment.folded) if len(word) > 1]
    accented = any(ord(letter) > 0x7F for letter in segment.text if letter.isalpha())
    plain = sum(is_plain_syllable(word) for word in words)
    return len(words) >= 1 and plain <= (0.25 if accented else 0.6) * len(words)


def _may_open(segment: Segment) -> bool:
    return segment.box.top < TITLE_BAND and segment.letters >= 4 and not is_nation(segment.folded)


def _text_edges(written: Sequence[Segment]) -> tuple[float, float]:
    lefts, rights = sorted(segment.box.left for segment in written), sorted(segment.box.right for segment in written)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _column(parts: Sequence[Segment]) -> tuple[float, float, float, float]:
    return (min(part.box.left for part in parts), 0.0, max(part.box.right for part in parts), 1.0)


def _is_scrap(segment: Segment) -> bool:
    """Whether it is a speck or a bit of a seal rather than words."""
    return segment.letters < 2 or (segment.letters < 6 and segment.confidence < 0.5)
