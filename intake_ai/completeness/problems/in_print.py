"""What forms say in print of a card's holder that the card contradicts, looked for in the text itself.

Fields tell less than the text where a form's layout is unknown, or where print was taken for handwriting and the value
of the card was proposed instead: then the contradiction is seen only here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.extraction.agreement import CODES
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.extraction.people import CARDS, near_numbers
from intake_ai.extraction.surety import Pages, pages_of, surety
from intake_ai.extraction.values import looks_like_name
from intake_ai.terms import FieldKind
from ocr.page import Line, Page, Word

_SURE = 0.97
"""Confidence of words from which they are taken for read as they are printed (as `surety`)."""
_BORNE_OUT = {"full_name": 0.8}
_BORNE_OUT_OTHERWISE = 0.9
_NAME_IS_THE_HOLDERS = 0.8
_CERTAINTY = 0.9
_DOUBTFUL = 0.3
_HAND_IN = frozenset({"applicant", "representative", "owner"})
_OTHER_LETTERS = 2
_ROWS_BELOW = 6
_ROWS_ABOVE = 4
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_OF_BIRTH = re.compile(r"\b(?:sinh ngay|ngay sinh|ngay thang nam sinh|ngay,? thang,? nam sinh)\b")
_OF_NAME = re.compile(r"\b(?:ho va ten|ho ten|ho chu dem|ho,? chu dem|toi ten la|ten toi la|toi la)\b")
_OF_OTHERS = re.compile(r"\b(?:cha|me|vo|chong|con|uy quyen|dai dien|giam ho)\b")
_PART = " .,;:()"


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whom a card is of: its values, those surely read alone."""

    fields: tuple[Field, ...]

    def of(self, kind: FieldKind) -> list[Field]:
        return [field for field in self.fields if field.kind == kind]

    def values(self, kind: FieldKind) -> set[str]:
        return {field.value for field in self.of(kind)}


def printed_mismatches(fields: Sequence[Field], papers: Sequence[Paper]) -> Iterator[Mismatch]:
    """Numbers, birth dates and names that a form prints of a card's holder other than the card, surely read both.

    A number is held against the card of whoever the form names; a birth date where it stands below the holder's name;
    a name where it stands above the holder's number. Nothing is told where the form says the card's value, too.
    """
    holders = _holders(fields, papers)
    for paper in papers:
        if paper.type is PaperType.APPLICATION_FORM:
            for holder in holders:
                others = [other for other in holders if other is not holder]
                yield from _number(paper, holder, others)
                yield from _birth(paper, holder, others)
                yield from _name(paper, holder)


def unnamed_holders(fields: Sequence[Field], papers: Sequence[Paper]) -> Iterator[Mismatch]:
    """Names of those who hand a dossier in that are a card's but for the given name, where no paper names its holder.

    It may be a slip in the name, or the card of a brother or sister: a person has to look.
    """
    holders, pages = _holders(fields, papers), pages_of(papers)
    texts = [" ".join(fold(paper.text).split()) for paper in papers if paper.type not in CARDS]
    held = {fold(name) for holder in holders for name in holder.values("full_name")}
    said = [
        field
        for field in fields
        if field.kind == "full_name" and field.role in _HAND_IN and not field.by_hand and fold(field.value) not in held
    ]
    for holder in holders:
        known = {*map(fold, holder.values("full_name")), *holder.values("id_number")}
        if holder.of("full_name") and not any(value in text for value in known for text in texts):
            own = holder.of("full_name")[0]
            like = (each for each in said if is_other_given_name(each.value, own.value))
            for field in [each for each in like if surety(each, pages) == "sure"][:1]:
                yield Mismatch("full_name", field, own, own.value, _DOUBTFUL)


def is_other_given_name(one: str, other: str) -> bool:
    """Whether two names differ in the last word alone, in more than one letter."""
    first, second = fold(one).split(), fold(other).split()
    return len(first) > 2 and first[:-1] == second[:-1] and _is_other_name(one, other)


def _holders(fields: Sequence[Field], papers: Sequence[Paper]) -> list[_Holder]:
    """The holders of cards, one for each number."""
    pages = pages_of(papers)
    told: dict[str, list[Field]] = {}
    for card in (paper for paper in papers if paper.type in CARDS):
        mine = [field for field in fields if field.paper == card.id and _is_certain(field, pages)]
        numbers = {field.value for field in mine if field.kind == "id_number" and is_personal_number(field.value)}
        if len(numbers) == 1:
            told.setdefault(numbers.pop(), []).extend(mine)
    return [_Holder(tuple(mine)) for mine in told.values()]


def _is_certain(field: Field, pages: Pages) -> bool:
    is_read = surety(field, pages) == "sure" or field.confidence >= _BORNE_OUT.get(field.kind, _BORNE_OUT_OTHERWISE)
    return not field.by_hand and (field.source in CODES or is_read)


def _number(paper: Paper, holder: _Holder, others: Sequence[_Holder]) -> Iterator[Mismatch]:
    """A printed number that is nearly the holder's."""
    own = holder.of("id_number")[0]
    taken = {number for other in others for number in other.values("id_number")}
    printed = [(page, word, _figures(word)) for page in paper.pages for word in page.reading.words]
    if any(figures == own.value for _, _, figures in printed) or not _is_named(holder, paper):
        return
    for page, word, figures in printed:
        if word.confidence < _SURE or figures in taken or not figures.isdigit():
            continue
        if near_numbers(figures, own.value):
            yield _told(paper, page, word, figures, own, holder)
            return


def _figures(word: Word) -> str:
    return word.text.strip(_PART)


def _is_named(holder: _Holder, paper: Paper) -> bool:
    text = " ".join(fold(paper.text).split())
    return any(fold(name) in text for name in holder.values("full_name"))


def _birth(paper: Paper, holder: _Holder, others: Sequence[_Holder]) -> Iterator[Mismatch]:
    """A printed birth date below the holder's name, before the next name, that is not the holder's."""
    births = holder.of("date_of_birth")
    if not births or len(holder.values("date_of_birth")) > 1:
        return
    own, names = births[0], {fold(name) for name in holder.values("full_name")}
    taken = {birth for other in others for birth in other.values("date_of_birth")} | {own.value}
    for page in paper.pages:
        rows = _rows(page)
        for start, row in enumerate(rows):
            if fold(_named(row, _NAME_IS_THE_HOLDERS) or "") not in names:
                continue
            for word in _birth_below(rows, start):
                if _figures(word) not in taken and _nearly(_figures(word), own.value):
                    yield _told(paper, page, word, _figures(word), own, holder)
                    return


def _nearly(one: str, other: str) -> bool:
    """Whether one date is the other with one part changed, or with day and month changed for each other."""
    first, second = one.split("/"), other.split("/")
    return sum(a == b for a, b in zip(first, second, strict=True)) >= 2 or sorted(first) == sorted(second)


def _birth_below(rows: Sequence[Sequence[Line]], start: int) -> Iterator[Word]:
    """The surely read dates of birth in the rows below a name, up to the next one."""
    for row in rows[start : start + _ROWS_BELOW]:
        if row is not rows[start] and _OF_NAME.search(_text(row)):
            return
        if _OF_BIRTH.search(_text(row)):
            for word in (word for line in row for word in line.words):
                if word.confidence >= _SURE and _DATE.fullmatch(_figures(word)):
                    yield word
            return


def _name(paper: Paper, holder: _Holder) -> Iterator[Mismatch]:
    """A printed name above the holder's number, with none between, that is not the holder's."""
    numbers, names = holder.values("id_number"), holder.of("full_name")
    if not names or _is_named(holder, paper):
        return
    own = names[0]
    for page in paper.pages:
        rows = _rows(page)
        for end, row in enumerate(rows):
            if any(_figures(word) in numbers for line in row for word in line.words):
                above = [name for name in map(_named, rows[max(0, end - _ROWS_ABOVE) : end + 1][::-1]) if name]
                if above and _is_other_name(above[0], own.value):
                    line = next(line for other in rows for line in other if above[0] in line.text)
                    yield _told(paper, page, line, above[0], own, holder)
                    return


def _is_other_name(one: str, other: str) -> bool:
    """Whether two names of one family differ in letters, and not only by a slip of the reading."""
    first, second = fold(one), fold(other)
    return first.split()[0] == second.split()[0] and Levenshtein.distance(first, second) >= _OTHER_LETTERS


def _named(row: Sequence[Line], least: float = _SURE) -> str | None:
    """The name behind a label for it in a row, read with this confidence at least; none of a relative or helper."""
    if not _OF_NAME.search(_text(row)) or _OF_OTHERS.search(_text(row)):
        return None
    words = [word for line in row for word in line.words]
    for start in range(1, len(words)):
        rest = words[start:]
        text = " ".join(word.text.strip(_PART) for word in rest)
        if all(word.confidence >= least for word in rest) and looks_like_name(text):
            return text
    return None


def _rows(page: Page) -> list[list[Line]]:
    """The lines of a page that stand on one height together, from the left, and so down the page."""
    rows: list[list[Line]] = []
    for line in sorted(page.reading.lines, key=lambda each: each.box.centre[1]):
        if rows and line.box.centre[1] - rows[-1][0].box.centre[1] < 0.6 * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _text(row: Sequence[Line]) -> str:
    return " ".join(fold(" ".join(line.text for line in row)).split())


def _told(paper: Paper, page: Page, where: Word | Line, value: str, own: Field, holder: _Holder) -> Mismatch:
    printed = Field(own.kind, None, "", value, value, _SURE, "ocr", "to_check", paper.id, page.ref, where.box)
    names = holder.of("full_name")
    return Mismatch(own.kind, printed, own, names[0].value if names else "", _CERTAINTY)
