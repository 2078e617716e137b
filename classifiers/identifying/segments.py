"""Lines of a page cut where a wide gap or the nation's name shows that two columns were read as one line."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from classifiers.vietnamese import fold
from classifiers.wording import similarity
from ocr.page import Box, Line, PageReading, Word, enclosing

_GAP = 1.6
"""Heights of its letters that part two columns; a space is 0.3, in justified lines up to 1 (scanned letters)."""
_NATION = "cong hoa xa hoi"


@dataclass(frozen=True)
class Segment:
    """Words that stand together on a line; `row` counts the lines they come from."""

    words: tuple[Word, ...]
    row: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def box(self) -> Box:
        return enclosing([word.box for word in self.words])

    @cached_property
    def height(self) -> float:
        """Of its words in the middle, as a fraction of the page."""
        return statistics.median(word.box.height for word in self.words)

    @cached_property
    def confidence(self) -> float:
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / max(letters, 1)

    @cached_property
    def capitals(self) -> float:
        """Share of capital letters, 0-1."""
        letters = [character for character in self.text if character.isalpha()]
        return sum(letter.isupper() for letter in letters) / len(letters) if letters else 0.0

    @cached_property
    def letters(self) -> int:
        return sum(character.isalpha() for character in self.text)


def segments(reading: PageReading) -> tuple[Segment, ...]:
    """All segments of a page in reading order."""
    wide = reading.width / max(reading.height, 1)
    return tuple(Segment(words, row) for row, line in enumerate(reading.lines) for words in _cut(line, wide))


def _cut(line: Line, wide: float) -> Iterator[tuple[Word, ...]]:
    """The words of a line in runs; `wide` is the page's width by its height."""
    height = statistics.median(word.box.height for word in line.words)
    nation = _start_of_nation(line.words)
    begin = 0
    for place in range(1, len(line.words)):
        gap = (line.words[place].box.left - line.words[place - 1].box.right) * wide
        if gap > _GAP * height or place == nation:
            yield line.words[begin:place]
            begin = place
    yield line.words[begin:]


def _start_of_nation(words: Sequence[Word]) -> int | None:
    """Where the nation's name begins behind other words, None where it does not."""
    folded = [fold(word.text) for word in words]
    for place in range(1, len(words) - 3):
        if folded[place][:1] == "c" and similarity(_NATION, " ".join(folded[place : place + 4])) >= 0.8:
            return place
    return None
