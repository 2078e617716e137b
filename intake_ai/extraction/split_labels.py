"""Mends labels that a page shows in pieces: set apart by justified print, or with a footnote mark read as a line."""

from collections.abc import Sequence
from dataclasses import replace

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import match_label
from intake_ai.extraction.runs import plain
from ocr.page import Box, Line

_MOST_PIECE = 3
_SAME_LEVEL = 0.6


def with_whole_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines with the pieces of a label on one, and without footnote marks that stand for themselves."""
    kept: list[Line] = []
    for line in lines:
        if _is_mark(line):
            continue
        if kept and _is_rest(line, kept[-1]):
            kept[-1] = replace(kept[-1], words=kept[-1].words + line.words)
        else:
            kept.append(line)
    return kept


def _is_mark(line: Line) -> bool:
    """Whether a line is a colon with no word ahead of it: "(9):" read as "n9):"."""
    words = plain(line.text).split()
    return line.text.endswith(":") and len(words) == 1 and len(words[0]) < _MOST_PIECE and not words[0].isdigit()


def _is_rest(line: Line, before: Line) -> bool:
    """Whether two short pieces that stand level make a known label: "Thường" and, at the end of the line, "trú:"."""
    rest = line.words[0].text
    if not rest[0].islower() or not line.text.endswith(":") or before.text.endswith(":"):
        return False
    if len(line.words) > _MOST_PIECE or len(before.words) > _MOST_PIECE or is_leader(before.words[-1]):
        return False
    if line.box.left < before.box.right or not _are_level(before.box, line.box):
        return False
    words = tuple(plain(f"{before.text} {line.text}").split())
    found = match_label(words)
    return found is not None and found.words == len(words)


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_LEVEL * min(one.height, other.height)
