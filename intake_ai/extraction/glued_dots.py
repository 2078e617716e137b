"""Parts the dots of a blank from the words typed into it: "........Nhà văn hóa......" is dots, two words, dots."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake_ai.extraction.leaders import LEADER
from intake_ai.extraction.runs import Run
from ocr.page import Line, Word

_DOTS = re.compile(r"\.{4,}|…+\.*")


def with_parted_dots(lines: Sequence[Line]) -> list[Line]:
    """The lines with a word of their own for each row of dots that other letters touch."""
    return [
        replace(line, words=tuple(part for word in line.words for part in _parted(word)))
        if any(_DOTS.search(word.text) for word in line.words)
        else line
        for line in lines
    ]


def _parted(word: Word) -> Iterator[Word]:
    rows = list(_DOTS.finditer(word.text))
    if not rows or not any(letter.isalnum() for letter in word.text):
        yield word
        return
    run = Run((word,))
    start = 0
    for row in rows:
        yield from run.slice(start, row.start()).words
        yield from (replace(dots, text=LEADER) for dots in run.slice(row.start(), row.end()).words)
        start = row.end()
    yield from run.slice(start, len(word.text)).words
