"""Fields and blanks of a paper that was filled in on a known form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.papers import Paper
from intake_ai.extraction import parts
from intake_ai.extraction.fields import Blank, BlankState, Field
from intake_ai.extraction.forms import field_of
from intake_ai.extraction.handwriting import hand_of
from intake_ai.extraction.lexicon import Label
from intake_ai.extraction.parts import Part
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.filling import Filling, Fit, fillings
from intake_ai.extraction.values import drop_noise, repair

# A bare number behind "Số" may be that of a person or a tax code: its structure tells.
_NUMBER = re.compile(r"\W*\d[\d\s.-]{8,14}\d\W*")
_DATES_OF_IDENTITY = frozenset({"id_issue_date", "id_issue_place"})


@dataclass(frozen=True)
class FormRead:
    """What a template tells of a paper.

    Attributes:
        fit: The template laid on the paper.
        fields: Of the blanks that are filled in.
        blanks: All whose place was found.
    """

    fit: Fit
    fields: tuple[Field, ...]
    blanks: tuple[Blank, ...]


def read_with_template(paper: Paper, fit: Fit) -> FormRead:
    """The fields and blanks that a template laid on `paper` tells."""
    found = fillings(fit, paper)
    by_hand = hand_of(paper).written
    fields = tuple(_fields(paper, found, by_hand=by_hand))
    return FormRead(fit, fields, tuple(_blank(paper, filling, by_hand) for filling in found))


def _fields(paper: Paper, found: Sequence[Filling], *, by_hand: bool) -> Iterator[Field]:
    document = ""
    for filling in found:
        if filling.state != "filled":
            continue
        page = paper.pages[filling.page]
        for part in _parts(filling):
            document = _document_after(part, document)
            is_foreign = part.kind in _DATES_OF_IDENTITY and document != "identity"
            told = replace(part, kind="other") if is_foreign else part
            yield field_of(paper, page, told, filling.blank.role, by_hand=by_hand)


def _document_after(part: Part, document: str) -> str:
    """Of which paper the next dates and places are: of an identity paper, or of another."""
    if part.kind == "id_number":
        return "identity"
    return "other" if part.kind == "tax_code" or part.form == "document_number" else document


def _parts(filling: Filling) -> Iterator[Part]:
    blank, value = filling.blank, filling.value
    if blank.shape == "box":
        if blank.kind != "other" and blank.group:
            yield Part(blank.kind, blank.group, blank.label, value, 0.8)
        return
    if blank.kind == "other" and blank.form == "text" and not _NUMBER.fullmatch(value.text):
        words = drop_noise(value)
        if words:
            is_number = plain(blank.label).split()[-1:] == ["so"]
            yield Part("other", blank.label, repair(words.text), words, 0.85, "document_number" if is_number else "")
        return
    yield from parts.read(blank.label, Label(blank.kind, blank.form, bare=True), value, value)


def _state(filling: Filling, *, by_hand: bool) -> BlankState:
    """`empty` only where ink would have been seen.

    Of 32 blanks of forms filled in by pen in which nothing was read and whose dots looked bare, 7 held something
    (development half of the filled forms, 2026-11-23): such forms leave it to a person.
    """
    if filling.state != "empty" or filling.blank.shape == "box":
        return filling.state
    return "unclear" if by_hand or filling.blank.shape == "space" else "empty"


def _blank(paper: Paper, filling: Filling, by_hand: bool) -> Blank:
    page = paper.pages[filling.page]
    ink = any(mark.kind == "handwriting" and mark.box.overlap(filling.box) > 0.3 for mark in page.reading.marks)
    blank = filling.blank
    return Blank(
        label=f"{blank.group}: {blank.label}" if blank.group else blank.label,
        kind=blank.kind,
        role=blank.role,
        state=_state(filling, by_hand=by_hand),
        is_optional=blank.is_optional,
        paper=paper.id,
        page=page.ref,
        box=filling.box,
        by_hand=filling.state != "empty" and (by_hand or ink),
    )
