"""Whose paper it is, and whether that person belongs to the dossier."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from classifiers.wording import similarity
from intake_ai.extraction.fields import Field

_SAME_NAME = 86
"""Likeness of two folded names, 0-100, from which they are one name misread; two different names of three
syllables that share surname and middle name stay below it."""
_TELLING = frozenset({PaperType.APPLICATION_FORM, PaperType.IDENTITY_CARD, PaperType.PASSPORT})
_CREDIBLE = 0.5
_NAMED = 0.9


def owner_of(paper: Paper, fields: Sequence[Field]) -> str | None:
    """The person that the paper is about: the applicant on a form, else the first name read on it."""
    names = [field for field in fields if field.paper == paper.id and field.kind == "full_name"]
    first = [field for field in names if field.role == "applicant"] or names
    best = max(first, key=lambda field: field.source in ("qr", "mrz"), default=None)
    return best.value if best else None


def is_stranger(paper: Paper, papers: Sequence[Paper], fields: Sequence[Field]) -> bool:
    """Whether the paper names people, and none of them is named by the form or the identity papers.

    A paper of a type that tells who belongs to the dossier is never a stranger's by itself; nor is one whose
    names were read badly.
    """
    if paper.type in _TELLING:
        return False
    telling = {other.id for other in papers if other.type in _TELLING}
    belonging = [field for field in fields if field.paper in telling]
    here = [field for field in fields if field.paper == paper.id and field.kind == "full_name"]
    credible = [field for field in here if field.confidence >= _CREDIBLE and len(field.value.split()) >= 2]
    if not credible or not any(field.kind == "full_name" for field in belonging):
        return False
    return not any(_belongs(field, belonging) for field in credible) and not _is_named_in(paper, belonging)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, case, accents and a misread letter aside."""
    return fuzz.ratio(fold(one), fold(other)) >= _SAME_NAME


def _belongs(field: Field, belonging: Sequence[Field]) -> bool:
    return any(same_name(field.value, other.value) for other in belonging if other.kind == "full_name")


def _is_named_in(paper: Paper, belonging: Sequence[Field]) -> bool:
    """Whether the paper's text holds the name or number of a person of the dossier anywhere."""
    text = fold(paper.text)
    names = {fold(field.value) for field in belonging if field.kind == "full_name" and len(field.value.split()) >= 2}
    numbers = {field.value for field in belonging if field.kind == "id_number"}
    return any(similarity(name, text) >= _NAMED for name in names) or any(number in text for number in numbers)
