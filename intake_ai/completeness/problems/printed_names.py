"""Names of people as they are printed: behind a label, inside a sentence, or wherever they nearly are a known one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper
from classifiers.vietnamese import fold, is_plain_syllable
from intake_ai.completeness.problems.print_rows import rows_of
from intake_ai.extraction.values import looks_like_name
from ocr.page import Box, Line, Page, Word, enclosing

SURE = 0.97
"""Confidence of words from which they are taken for read as they are printed (as `surety`)."""
_OTHER_LETTERS = 2
_GAP = 1.6
"""Of a word's height: so far apart do two words not belong to one name."""
_LEAST, _LONGEST = 2, 6
_OF_NAME = re.compile(r"\b(?:ho va ten|ho ten|ho chu dem|ho,? chu dem|toi ten la|ten toi la|toi la)\b")
_OF_OTHERS = re.compile(r"\b(?:cha|me|vo|chong|con|uy quyen|dai dien|giam ho)\b")
_OF_FAMILY = re.compile(r"\b(?:cha|bo|me|vo|chong|con|chau|anh|chi|em|ong ba|ba noi|ba ngoai|giam ho)\b")
_PART = " .,;:()"


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name and where it is printed."""

    name: str
    page: Page
    box: Box


def is_other_name(one: str, other: str) -> bool:
    """Whether two names of one family differ in letters, and not only by a slip of the reading."""
    first, second = fold(one), fold(other)
    return first.split()[:1] == second.split()[:1] and Levenshtein.distance(first, second) >= _OTHER_LETTERS


def is_other_given_name(one: str, other: str) -> bool:
    """Whether two names differ in the last word alone, in more than one letter."""
    first, second = fold(one).split(), fold(other).split()
    return len(first) > 2 and first[:-1] == second[:-1] and is_other_name(one, other)


def says(line: Line, wanted: Sequence[str], least: float) -> bool:
    """Whether these folded words stand in a line, each read with this confidence."""
    words = [fold(word.text.strip(_PART)) if word.confidence >= least else "" for word in line.words]
    return any(words[start : start + len(wanted)] == list(wanted) for start in range(len(words)))


def named_in(row: Sequence[Line], page: Page, least: float = SURE) -> PrintedName | None:
    """The name behind a label for it in a row, read with this confidence at least; none of a relative or helper.

    Either all that follows is the name, or it stands in a sentence ("Tôi là ..., sinh ngày ...").
    """
    words = [word for line in row for word in line.words]
    for start in range(1, len(words)):
        before = _text(words[:start])
        if not _OF_NAME.search(before) or _OF_OTHERS.search(before):
            continue
        for name in (words[start:], _name_at(words, start)):
            if name and all(word.confidence >= least for word in name) and looks_like_name(_plain(name)):
                return PrintedName(_plain(name), page, enclosing([word.box for word in name]))
    return None


def has_label_of_name(row: Sequence[Line]) -> bool:
    """Whether a row asks for a name, whoever's it is."""
    return _OF_NAME.search(_text([word for line in row for word in line.words])) is not None


def named_above(rows: Sequence[Sequence[Line]], end: int, page: Page, most: int) -> PrintedName | None:
    """The nearest name behind a label in a row or in those right above it."""
    above = (named_in(row, page) for row in rows[max(0, end - most) : end + 1][::-1])
    return next((name for name in above if name is not None), None)


def nearly_named(paper: Paper, name: str) -> Iterator[PrintedName]:
    """Names on a paper that are `name` but for the given name, surely read; those that a word calls a relative not."""
    head = fold(name).split()[:-1]
    if len(head) < _LEAST:
        return
    for page in paper.pages:
        for words in ([word for line in row for word in line.words] for row in rows_of(page)):
            for start in range(len(words) - len(head)):
                found = _name_at(words, start)
                if not _is_given_name_of(found, head) or _OF_FAMILY.search(_text(words[:start])):
                    continue
                if is_other_given_name(_plain(found), name):
                    yield PrintedName(_plain(found), page, enclosing([word.box for word in found]))


def _is_given_name_of(found: Sequence[Word], head: Sequence[str]) -> bool:
    """Whether surely read words are these family and middle names with one syllable more."""
    is_sure = all(word.confidence >= SURE for word in found)
    return len(found) == len(head) + 1 and is_sure and is_plain_syllable(fold(_plain(found[-1:])))


def _name_at(words: Sequence[Word], start: int) -> list[Word]:
    """The words of the name that begins at a place; none where what is before or behind may belong to it, too."""
    if start and _may_go_on(words[start - 1], words[start]):
        return []
    name: list[Word] = []
    for word in words[start:]:
        if (name and not _may_go_on(name[-1], word)) or not _is_of_name(word):
            break
        name.append(word)
    return name if _LEAST <= len(name) <= _LONGEST else []


def _may_go_on(left: Word, right: Word) -> bool:
    """Whether two neighbours may belong to one name: both of its kind, with nothing between them."""
    height = max(left.box.height, right.box.height)
    is_near = 0 <= right.box.left - left.box.right + height < (1 + _GAP) * height
    same_letters = left.text.isupper() == right.text.isupper()
    return is_near and same_letters and left.text[-1:].isalpha() and _is_of_name(left) and _is_of_name(right)


def _is_of_name(word: Word) -> bool:
    letters = word.text.strip(_PART)
    return letters[:1].isupper() and letters.isalpha()


def _plain(words: Sequence[Word]) -> str:
    return " ".join(word.text.strip(_PART) for word in words)


def _text(words: Sequence[Word]) -> str:
    return " ".join(fold(" ".join(word.text for word in words)).split())
