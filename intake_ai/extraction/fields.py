"""What a paper says, value by value, with the place that each stands at, and the places that were left blank."""

from dataclasses import dataclass
from typing import Literal

from intake_ai.terms import FieldKind, FieldSource, FieldStatus
from ocr.page import Box, PageRef


@dataclass(frozen=True, slots=True)
class Field:
    """A value with its evidence.

    Attributes:
        role: Whose field: applicant, child, father, mother, husband, wife, spouse, deceased, representative, owner, ...
        label: As printed, without footnote marks; empty for QR code, MRZ and values that stand without a label.
        value: Dates are dd/mm/yyyy whatever the page prints; a date in words stays as written.
        raw: The words of the page that the value was made from.
        confidence: Probability that kind and value are right, 0-1.
        paper: Id of the paper it stands on.
        box: Around the value's words, in fractions of the upright page.
        by_hand: Written by hand; never accepted unseen.
        suggestions: Other values for a person to choose from: an address in the units of today.
    """

    kind: FieldKind
    role: str | None
    label: str
    value: str
    raw: str
    confidence: float
    source: FieldSource
    status: FieldStatus
    paper: str
    page: PageRef
    box: Box
    by_hand: bool = False
    suggestions: tuple[str, ...] = ()


BlankState = Literal["filled", "empty", "unclear"]


@dataclass(frozen=True, slots=True)
class Blank:
    """A place of a form that waits for a value: a dotted line, the space behind a label, a cell, boxes, a tick box.

    Attributes:
        label: As printed beside it, without footnote marks.
        kind: What belongs there.
        role: Whose value belongs there, as `Field.role`.
        state: `empty` only where ink would have been seen; `unclear` where it may hold what was not read.
        is_optional: The form itself says so ("nếu có"), or it is one of several to choose from.
        paper: Id of the paper it stands on.
        box: Of the blank itself, in fractions of the upright page.
        by_hand: What fills it is written by hand.
    """

    label: str
    kind: FieldKind
    role: str | None
    state: BlankState
    is_optional: bool
    paper: str
    page: PageRef
    box: Box
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """Everything read from the papers of a dossier, or from one of them.

    Attributes:
        told_subject: What one form says of the one whom it calls "người có tên dưới đây"; None of several papers.
    """

    fields: tuple[Field, ...] = ()
    blanks: tuple[Blank, ...] = ()
    told_subject: str | None = None
