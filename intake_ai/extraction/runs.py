"""Words of a page as one text whose every slice still knows its box."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ocr.page import Box, Word, enclosing

_NARROW = frozenset(".,:;'`’‘·…-_|!()[]ilI ")


# How many times its words' area the box of a value may have: two full lines with the space between them have 2 to 3.
_MOST_EMPTY = 4.0


def _fold_letter(letter: str) -> str:
    if letter in "đĐÐð":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


class _Letters(dict[int, str]):
    """What each letter becomes, worked out when it is first met: `str.translate` then runs in compiled code."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = self._change(chr(code))
        return self[code]


_FOLDED = _Letters(_fold_letter)
_PLAIN = _Letters(lambda letter: folded if (folded := _fold_letter(letter)).isalnum() else " ")


def fold(text: str) -> str:
    """`text` in lower case without accents, one letter for each letter of the input."""
    return text.translate(_FOLDED)


def plain(text: str) -> str:
    """`text` folded, with anything but letters and digits turned into single spaces."""
    return " ".join(text.translate(_PLAIN).split())


def _weight(letter: str) -> float:
    # A stop of a leader line is about half as wide as a letter; enough to find where a word ends.
    return 0.5 if letter in _NARROW else 1.0


def _cut(word: Word, start: int, end: int) -> Word:
    """The letters `start` to `end` of a word with the part of its box that they take up."""
    if start <= 0 and end >= len(word.text):
        return word
    weights = [_weight(letter) for letter in word.text]
    unit = word.box.width / sum(weights)
    left = word.box.left + unit * sum(weights[:start])
    right = left + unit * sum(weights[start:end])
    box = Box(left, word.box.top, min(right, word.box.right), word.box.bottom)
    return Word(word.text[start:end], box, word.confidence)


@dataclass(frozen=True)
class Run:
    """Consecutive words, perhaps over several lines; `text` joins them with single spaces."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents, letter by letter as long as `text`."""
        return fold(self.text)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offset of each word in `text`."""
        offsets, position = [], 0
        for word in self.words:
            offsets.append(position)
            position += len(word.text) + 1
        return tuple(offsets)

    @property
    def box(self) -> Box:
        """Around the words.

        Of a short value broken over two lines only the fuller line: a box around both would hold other values too.
        """
        whole = enclosing([word.box for word in self.words])
        inked = sum(word.box.width * word.box.height for word in self.words)
        if whole.width * whole.height <= _MOST_EMPTY * inked:
            return whole
        lines = self._lines()
        return enclosing([word.box for word in max(lines, key=lambda line: sum(len(word.text) for word in line))])

    def _lines(self) -> list[list[Word]]:
        lines: list[list[Word]] = []
        for word in self.words:
            if not lines or word.box.right < lines[-1][-1].box.left:
                lines.append([])
            lines[-1].append(word)
        return lines

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by length, 0-1; 0 without words."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    @property
    def worst(self) -> float:
        """Lowest word confidence, 0-1; 0 without words."""
        return min((word.confidence for word in self.words), default=0.0)

    def slice(self, start: int, end: int) -> "Run":
        """The part of the text from offset `start` to before `end`; words that are cut keep their share of the box."""
        kept = []
        first_word, behind = max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end)
        for word, offset in zip(self.words[first_word:behind], self.starts[first_word:behind], strict=True):
            first, last = max(start - offset, 0), min(end - offset, len(word.text))
            if first < last:
                kept.append(_cut(word, first, last))
        return Run(tuple(kept))

    def __add__(self, other: "Run") -> "Run":
        return Run(self.words + other.words)

    def __bool__(self) -> bool:
        return bool(self.words)


def run_of(words: Sequence[Word]) -> Run:
    """A run of those words that hold any letter."""
    return Run(tuple(word for word in words if word.text.strip()))
