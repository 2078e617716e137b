"""A value read from a paper, with the place that it was read at."""

from dataclasses import dataclass

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
