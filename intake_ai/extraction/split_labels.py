"""Mends labels that a page shows in pieces: set apart by justified print, or with a footnote mark read as a line."""

from collections.abc import Iterator, Sequence
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
        index = next((index for index in _lately(kept) if _is_rest(line, kept[index])), None)
        if index is None:
            kept.append(line)
        else:
            kept[index] = replace(kept[index], words=kept[index].words + line.words)
    return kept


def _lately(kept: Sequence[Line]) -> Iterator[int]:
    """The last line, and those before it where only dots were read between."""
    for index in range(len(kept) - 1, max(-1, len(kept) - 1 - _MOST_BETWEEN), -1):
        yield index
        if not all(is_leader(word) for word in kept[index].words):
            return


_MOST_BETWEEN = 3


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
