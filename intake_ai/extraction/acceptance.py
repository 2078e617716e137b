"""Decides which values need no second look: `accepted` must practically never be wrong (design.md).

Accepted is what a QR code or a machine-readable zone with right check digits states, what is printed elsewhere and says
the same, numbers and dates that two different papers state alike, and values of a trusted text layer whose structure
can be checked. Handwriting never is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from classifiers.papers import Paper
from intake_ai.dossier.report import FieldKind
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number, is_tax_code
from intake_ai.extraction.people import Mismatch, Person, find_mismatches, find_people
from intake_ai.extraction.runs import plain

_CERTAIN_SOURCES = frozenset({"qr", "mrz"})
# Kinds whose letters two engines' readings of two papers will hardly get wrong in the same way.
_NUMBERS_AND_DATES: frozenset[FieldKind] = frozenset({"id_number", "date_of_birth", "id_issue_date"})
_LEAST_CONFIDENCE = 0.7
_DATE = re.compile(r"\d\d/\d\d/\d{4}")


def settle(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Field, ...]:
    """`fields` with confidence and status as all papers together justify them; order and number stay."""
    people = find_people(fields, papers)
    person_of = {id(field): person for person in people for field in person.fields}
    in_conflict = _conflicting(find_mismatches(fields, papers), people)
    settled = []
    for field in fields:
        if id(field) in in_conflict:
            settled.append(replace(field, status="conflict"))
        else:
            settled.append(_settled(field, person_of.get(id(field))))
    return tuple(settled)


def _conflicting(mismatches: Iterable[Mismatch], people: Iterable[Person]) -> set[int]:
    """All fields that repeat one of the two values of a mismatch."""
    values = {(field.kind, field.value) for mismatch in mismatches for field in (mismatch.first, mismatch.second)}
    return {id(field) for person in people for field in person.fields if (field.kind, field.value) in values}


def _settled(field: Field, person: Person | None) -> Field:
    if field.by_hand:
        return replace(field, confidence=min(field.confidence, 0.35))
    if field.source in _CERTAIN_SOURCES:
        return replace(field, status="accepted")
    others = [other for other in person.fields if other.kind == field.kind] if person else []
    if any(other.source in _CERTAIN_SOURCES and _same(field, other) for other in others):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.995))
    if field.kind in _NUMBERS_AND_DATES and any(_independent(field, other) and _same(field, other) for other in others):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.99))
    if field.source == "text_layer" and _structure_holds(field, person):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.99))
    return field


def _same(one: Field, other: Field) -> bool:
    return " ".join(one.value.casefold().split()).strip(" .,") == " ".join(other.value.casefold().split()).strip(" .,")


def _independent(one: Field, other: Field) -> bool:
    """Two papers, both read without much doubt."""
    surest = min(one.confidence, other.confidence)
    return one.paper != other.paper and not other.by_hand and surest >= _LEAST_CONFIDENCE


def _structure_holds(field: Field, person: Person | None) -> bool:
    """Whether the value has a structure that an arbitrary value would not have."""
    births = [other.value for other in person.fields if other.kind == "date_of_birth"] if person else []
    match field.kind:
        case "id_number":
            return is_personal_number(field.value) and any(fits_birth(field.value, birth) for birth in births)
        case "tax_code":
            return is_tax_code(field.value)
        case "date_of_birth" | "id_issue_date" | "issue_date" | "expiry_date":
            return bool(_DATE.fullmatch(field.value))
        case "sex":
            return any(
                other.kind == "id_number" and fits_birth(other.value, "", field.value)
                for other in (person.fields if person else ())
            )
        case "phone":
            return bool(re.fullmatch(r"0\d{9}", field.value))
        case _:
            return plain(field.value) in ("viet nam", "kinh") and field.kind in ("nationality", "ethnicity")
