"""What forms say in print of a card's holder that the card contradicts, looked for in the text itself.

Fields tell less than the text where a form's layout is unknown, or where print was taken for handwriting and the value
of the card was proposed instead: then the contradiction is seen only here.
"""

import re
from collections.abc import Iterator, Sequence

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.completeness.problems.holders import Holder, holders_of
from intake_ai.completeness.problems.print_rows import rows_of
from intake_ai.completeness.problems.printed_names import (
    SURE,
    has_label_of_name,
    is_other_name,
    named_above,
    named_in,
)
from intake_ai.extraction.fields import Field
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.extraction.people import near_numbers
from ocr.page import Box, Line, Page, Word

_NAME_IS_THE_HOLDERS = 0.8
_CERTAINTY = 0.9
_ROWS_BELOW = 6
_ROWS_ABOVE = 4
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_OF_BIRTH = re.compile(r"\b(?:sinh ngay|ngay sinh|ngay thang nam sinh|ngay,? thang,? nam sinh)\b")
_PART = " .,;:()"


def printed_mismatches(fields: Sequence[Field], papers: Sequence[Paper]) -> Iterator[Mismatch]:
    """Numbers, birth dates and names that a form prints of a card's holder other than the card, surely read both.

    A number is held against the card of whoever the form names; a birth date where it stands below the holder's name;
    a name where it stands above the holder's number. Nothing is told where the form says the card's value, too.
    """
    holders = holders_of(fields, papers)
    for paper in papers:
        if paper.type is PaperType.APPLICATION_FORM:
            for holder in holders:
                others = [other for other in holders if other is not holder]
                yield from _number(paper, holder, others)
                yield from _birth(paper, holder, others)
                yield from _name(paper, holder)


def _number(paper: Paper, holder: Holder, others: Sequence[Holder]) -> Iterator[Mismatch]:
    """A printed number that is nearly the holder's."""
    own = holder.of("id_number")[0]
    taken = {number for other in others for number in other.values("id_number")}
    printed = [(page, word, _figures(word)) for page in paper.pages for word in page.reading.words]
    if any(figures == own.value for _, _, figures in printed) or not _is_named(holder, paper):
        return
    for page, word, figures in printed:
        if word.confidence < SURE or figures in taken or not figures.isdigit():
            continue
        if near_numbers(figures, own.value):
            yield _told(paper, page, word.box, figures, own, holder)
            return


def _figures(word: Word) -> str:
    return word.text.strip(_PART)


def _is_named(holder: Holder, paper: Paper) -> bool:
    text = " ".join(fold(paper.text).split())
    return any(fold(name) in text for name in holder.values("full_name"))


def _birth(paper: Paper, holder: Holder, others: Sequence[Holder]) -> Iterator[Mismatch]:
    """A printed birth date below the holder's name, before the next name, that is not the holder's."""
    births = holder.of("date_of_birth")
    if not births or len(holder.values("date_of_birth")) > 1:
        return
    own, names = births[0], {fold(name) for name in holder.values("full_name")}
    taken = {birth for other in others for birth in other.values("date_of_birth")} | {own.value}
    for page in paper.pages:
        rows = rows_of(page)
        for start, row in enumerate(rows):
            name = named_in(row, page, _NAME_IS_THE_HOLDERS)
            if name is None or fold(name.name) not in names:
                continue
            for word in _birth_below(rows, start):
                if _figures(word) not in taken and _nearly(_figures(word), own.value):
                    yield _told(paper, page, word.box, _figures(word), own, holder)
                    return


def _nearly(one: str, other: str) -> bool:
    """Whether one date is the other with one part changed, or with day and month changed for each other."""
    first, second = one.split("/"), other.split("/")
    return sum(a == b for a, b in zip(first, second, strict=True)) >= 2 or sorted(first) == sorted(second)


def _birth_below(rows: Sequence[Sequence[Line]], start: int) -> Iterator[Word]:
    """The surely read date of birth in the rows below a name, up to the next one: the first behind the words for it."""
    for row in rows[start : start + _ROWS_BELOW]:
        if row is not rows[start] and has_label_of_name(row):
            return
        words = [word for line in row for word in line.words]
        before = ""
        for word in words:
            if _OF_BIRTH.search(before) and _DATE.fullmatch(_figures(word)):
                if word.confidence >= SURE:
                    yield word
                return
            before += f" {fold(word.text)}"
        if _OF_BIRTH.search(before):
            return


def _name(paper: Paper, holder: Holder) -> Iterator[Mismatch]:
    """A printed name above the holder's number, with none between, that is not the holder's."""
    numbers, names = holder.values("id_number"), holder.of("full_name")
    if not names or _is_named(holder, paper):
        return
    own = names[0]
    for page in paper.pages:
        rows = rows_of(page)
        for end, row in enumerate(rows):
            if any(_figures(word) in numbers for line in row for word in line.words):
                above = named_above(rows, end, page, _ROWS_ABOVE)
                if above is not None and is_other_name(above.name, own.value):
                    yield _told(paper, page, above.box, above.name, own, holder)
                    return


def _told(paper: Paper, page: Page, box: Box, value: str, own: Field, holder: Holder) -> Mismatch:
    printed = Field(own.kind, None, "", value, value, SURE, "ocr", "to_check", paper.id, page.ref, box)
    names = holder.of("full_name")
    return Mismatch(own.kind, printed, own, names[0].value if names else "", _CERTAINTY)
