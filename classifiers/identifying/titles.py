"""The title of a page: the segments that say which document it is, found by learned weights of their cues."""

import re
from dataclasses import dataclass

import numpy as np

from classifiers.identifying.model import TypingModel, shipped_model
from classifiers.identifying.page_layout import PageLayout, following, is_foreign, is_nation, page_layout
from classifiers.identifying.segments import Segment
from classifiers.identifying.title_cues import GOES_ON_CUES, goes_on_cues, start_cues
from classifiers.vietnamese import fold, normalise
from ocr.page import Box, Line, PageReading, enclosing

_NOISE = re.compile(r"^[^\w(\"“]+|\(\s*ký\b.*$|[\s|_*'`~^°]+$", re.IGNORECASE)
"""Marks at the ends, and the words of a signature block that a narrow column put on the same line."""
_FOOTNOTE = re.compile(r"\s*\(\d{1,2}\)$|(?<=[^\W\d_])\d{1,2}$|\s*\|.*$")
_MOST_PARTS = 8
_ENDS = [GOES_ON_CUES.index(cue) for cue in ("motto", "recipient", "note")]
"""Cues that no title goes on with, whatever the others say."""


@dataclass(frozen=True, slots=True)
class Title:
    """What the title says, where it stands, and the probability that it is one (0-1)."""

    text: str
    box: Box
    strength: float


def find_title(reading: PageReading, model: TypingModel | None = None) -> Title | None:
    """The title of the page, None where no segment is likelier to be one than none."""
    return title_in(page_layout(reading), model)


def title_in(layout: PageLayout, model: TypingModel | None = None) -> Title | None:
    """As `find_title`, for a layout already known."""
    model = model or shipped_model()
    if not layout.candidates:
        return None
    odds = start_cues(layout) @ model.title_start
    shares = np.exp(odds - max(odds.max(), 0.0))
    shares /= shares.sum() + np.exp(-max(odds.max(), 0.0))
    best = int(shares.argmax())
    if shares[best] < 1 - shares.sum():
        return None
    parts = title_parts(layout, layout.segments[layout.candidates[best]], model)
    text = title_text(parts)
    return Title(text, enclosing([part.box for part in parts]), float(shares[best])) if text else None


def title_parts(layout: PageLayout, first: Segment, model: TypingModel) -> list[Segment]:
    """The segments of the title that opens with `first`."""
    parts = [first]
    while len(parts) < _MOST_PARTS:
        more = following(layout, parts)
        if more is None or not _goes_on(layout, parts, more, model):
            break
        parts.append(more)
    return parts


def _goes_on(layout: PageLayout, parts: list[Segment], more: Segment, model: TypingModel) -> bool:
    cues = goes_on_cues(layout, parts, more)
    return not cues[_ENDS].any() and float(cues @ model.title_goes_on) > 0


def title_text(parts: list[Segment]) -> str:
    """The text of a title's segments, without a second language's."""
    own = [part for part in parts if not is_foreign(part)] or parts
    text = normalise(" ".join(_NOISE.sub("", part.text) for part in own))
    text = _FOOTNOTE.sub("", text).rstrip(" .,;:-")
    return text + ")" * (text.count("(") - text.count(")") == 1)


def is_motto(line: Line) -> bool:
    """Whether the line holds the nation's name or motto."""
    return is_nation(fold(line.text))
