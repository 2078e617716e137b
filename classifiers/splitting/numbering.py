"""The numbers that tell a page's place: of the page itself, and of the articles on it."""

import re
from dataclasses import dataclass

from classifiers.vietnamese import fold
from ocr.page import Box, PageReading

_NUMBERING = re.compile(r"^\W*(?:trang|page)?\W*(\d{1,2})\s*(?:/|tren)\s*(\d{1,2})\W*$")
_LONE_NUMBER = re.compile(r"^\W*(?:trang\s*)?(\d{1,2})\W*$")
_ARTICLE = re.compile(r"^\W*dieu\s+(\d{1,3})\b")
_OPENING_LINES = 3
_HEAD, _FOOT = 0.055, 0.93


@dataclass(frozen=True, slots=True)
class PageNumber:
    """What the page says of its place in the paper; `total` is None where only the number is printed."""

    number: int
    total: int | None


def page_number(reading: PageReading) -> PageNumber | None:
    """The page numbering printed at the head or foot ("Trang 2/3", or a lone number in the top margin)."""
    for line in reading.lines:
        if 0.1 < line.box.top < 0.88:
            continue
        folded = fold(line.text)
        if (match := _NUMBERING.match(folded)) and 1 <= int(match[1]) <= int(match[2]):
            return PageNumber(int(match[1]), int(match[2]))
        lone = _LONE_NUMBER.match(folded)
        if lone and _is_place_of_number(line.box) and 1 <= int(lone[1]) <= 60:
            return PageNumber(int(lone[1]), None)
    return None


def _is_place_of_number(box: Box) -> bool:
    """In the middle of head or foot, or at the outer edge of the text and well away from it."""
    is_apart = box.top < _HEAD or box.top > _FOOT
    return abs(box.centre[0] - 0.5) < 0.12 or (is_apart and 0.82 < box.centre[0] < 0.95)


def first_article(reading: PageReading) -> int | None:
    """Number of the article ("Điều 3.") that the page opens with; None where it opens with something else."""
    for line in reading.lines[:_OPENING_LINES]:
        if match := _ARTICLE.match(fold(line.text)):
            return int(match[1])
    return None
