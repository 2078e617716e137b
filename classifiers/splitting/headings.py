"""Numbers of headings, points and rows, which go on from page to page within a paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ocr.page import Line

Kind = Literal["article", "roman", "point", "letter"]
KINDS: tuple[Kind, ...] = ("article", "roman", "point", "letter")

_ARTICLE = re.compile(r"^\W*dieu\s+(\d{1,3})\b")
_ROMAN = re.compile(r"^\W{0,2}([ivx]{1,5})\s*[.)/-]\s*\w")
_POINT = re.compile(r"^\W{0,2}(\d{1,2})\s*[.)]\s*\D")
_ROW = re.compile(r"^\W{0,2}(\d{1,2})$")
_LETTER = re.compile(r"^\W{0,2}([a-hk-m])\s*\)\s*\w")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_LETTERS = "abcdeghiklm"
_LEFT_PART = 0.3
"""Numbers of points and rows stand in this part of the page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens with a number of its series."""

    kind: Kind
    number: int


def headings(lines: list[tuple[Line, str]]) -> tuple[Heading, ...]:
    """Headings of a page from top to bottom.

    Args:
        lines: Each with its folded text.
    """
    return tuple(found for line, folded in lines for found in _heading_of(line, folded))


def _heading_of(line: Line, folded: str) -> Iterator[Heading]:
    if match := _ARTICLE.match(folded):
        yield Heading("article", int(match[1]))
    elif line.box.left > _LEFT_PART:
        return
    elif match := _ROMAN.match(folded):
        yield Heading("roman", _roman(match[1]))
    elif match := _POINT.match(folded) or _ROW.match(folded):
        yield Heading("point", int(match[1]))
    elif (match := _LETTER.match(folded)) and match[1] in _LETTERS:
        yield Heading("letter", _LETTERS.index(match[1]) + 1)


def _roman(text: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in text]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))
