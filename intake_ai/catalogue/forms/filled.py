"""Whether a form that is offered as blank is somebody's: what he wrote must not stay in the catalogue."""

from collections.abc import Sequence

from classifiers.papers import Paper
from intake_ai.extraction import extract
from intake_ai.terms import FieldKind

_NUMBERS: frozenset[FieldKind] = frozenset({"id_number", "phone", "email", "tax_code"})
_OF_PEOPLE: frozenset[FieldKind] = frozenset({"full_name", "date_of_birth", "sex", "ethnicity", "id_issue_date"})
_MARKS = frozenset({"signature", "photo"})
_CLEAR = 2
"""Of 50 real blank forms three show one thing of a person by mistake (a name, a day, a signature) and none shows two,
nor any number; handwriting is seen by mistake on most of them and so tells nothing."""


def is_filled(papers: Sequence[Paper]) -> bool:
    """Whether the forms hold a person's number, or two other things of a person: values, a signature, a photo."""
    kinds = {field.kind for field in extract(papers).fields}
    marks = {mark.kind for paper in papers for page in paper.pages for mark in page.reading.marks}
    return bool(kinds & _NUMBERS) or len(kinds & _OF_PEOPLE) + len(marks & _MARKS) >= _CLEAR
