"""Decides which values need no second look: `accepted` must practically never be wrong (design.md).

Accepted is what a QR code or a machine-readable zone with right check digits states, what is printed elsewhere and says
the same, numbers and dates that two different papers state alike, and values of a trusted text layer whose structure
can be checked. Handwriting never is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from classifiers.papers import Paper
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.handwriting import hand_of
from intake_ai.extraction.identity import fits_birth, is_personal_number, is_tax_code
from intake_ai.extraction.people import CARDS, Mismatch, Person, find_mismatches, find_people
from intake_ai.extraction.prefilling import prefilled
from intake_ai.extraction.runs import plain
from intake_ai.extraction.values import repair
from intake_ai.terms import FieldKind

_CERTAIN_SOURCES = frozenset({"qr", "mrz"})
# Kinds whose letters two engines' readings of two papers will hardly get wrong in the same way.
_NUMBERS_AND_DATES: frozenset[FieldKind] = frozenset({"id_number", "date_of_birth", "id_issue_date"})
_LEAST_CONFIDENCE = 0.7
_SINGLE: frozenset[FieldKind] = frozenset({"id_number", "date_of_birth", "sex", "expiry_date"})
_CONTRADICTED = 0.2
_REPAIRED = 0.9
_BY_HAND = 0.45
_DATES: frozenset[FieldKind] = frozenset({"date_of_birth", "id_issue_date", "issue_date", "expiry_date"})
_DATE = re.compile(r"\d\d/\d\d/\d{4}")


def settle(fields: Sequence[Field], papers: Sequence[Paper], blanks: Sequence[Blank] = ()) -> tuple[Field, ...]:
    """`fields` with confidence and status as all papers together justify them, and proposals for what is handwritten.

    Order and number stay, but for handwritten `blanks` whose fact other papers tell: each becomes a further field
    behind those of its paper.
    """
    people = find_people(fields, papers)
    person_of = {id(field): person for person in people for field in person.fields}
    in_conflict = _conflicting(find_mismatches(fields, papers), people)
    unseen_hands = _unseen_hands(papers)
    settled = []
    for field in fields:
        if id(field) in in_conflict:
            settled.append(replace(field, status="conflict"))
        else:
            person = person_of.get(id(field))
            done = _settled(_repaired(field, person), person)
            doubtful = done.source == "ocr" and done.paper in unseen_hands
            settled.append(replace(done, status="to_check") if doubtful else done)
    return prefilled(settled, blanks, papers)


def _conflicting(mismatches: Iterable[Mismatch], people: Iterable[Person]) -> set[int]:
    """All fields that repeat one of the two values of a mismatch."""
    values = {(field.kind, field.value) for mismatch in mismatches for field in (mismatch.first, mismatch.second)}
    return {id(field) for person in people for field in person.fields if (field.kind, field.value) in values}


def _settled(field: Field, person: Person | None) -> Field:
    if field.by_hand:
        return replace(field, confidence=min(field.confidence, _BY_HAND))
    if field.source in _CERTAIN_SOURCES:
        return replace(field, status="accepted")
    if field.kind in _DATES and not _DATE.fullmatch(field.value):
        return field  # a year alone agrees with too much
    others = [other for other in person.fields if other.kind == field.kind] if person else []
    if any(other.source in _CERTAIN_SOURCES and _same(field, other) for other in others) and _is_unrepaired(field):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.995))
    if field.kind in _NUMBERS_AND_DATES and any(_independent(field, other) and _same(field, other) for other in others):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.99))
    if any(_contradicts(other, field) for other in others):
        return replace(field, confidence=min(field.confidence, _CONTRADICTED))
    if field.source == "text_layer" and _structure_holds(field, person):
        return replace(field, status="accepted", confidence=max(field.confidence, 0.99))
    return field


def _contradicts(certain: Field, field: Field) -> bool:
    """Whether a code on the same card states another value of what a person has but one of: the print was misread."""
    same_card = certain.source in _CERTAIN_SOURCES and certain.paper == field.paper
    return same_card and field.kind in _SINGLE and not _same(certain, field)


def _is_unrepaired(field: Field) -> bool:
    """Whether the value is what was read, letter for letter, and not completed from another paper."""
    return field.kind not in ("full_name", "address") or _letters(field.value) == _letters(repair(field.raw))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_NOT_OF_BLANKS = frozenset({"seal", "signature", "photo", "handwriting"})
"""Marks that no blank form has."""


def _unseen_hands(papers: Sequence[Paper]) -> frozenset[str]:
    """Papers that may hold handwriting which was not seen as such.

    Those are forms of which it is unclear how they were filled in, and all but cards where no page of the dossier
    carries a mark that people put there: every real dossier has a seal, a signature or a photo, so marks were not
    looked for.
    """
    pages = [page.reading for paper in papers for page in paper.pages]
    if any(page.handwriting or any(mark.kind in _NOT_OF_BLANKS for mark in page.marks) for page in pages):
        return frozenset(paper.id for paper in papers if hand_of(paper).unclear)
    return frozenset(paper.id for paper in papers if paper.type not in CARDS)


def _repaired(field: Field, person: Person | None) -> Field:
    """`field` with what a QR code says of the same person where it has the same letters, accents aside.

    `raw` keeps what was read.
    """
    if person is None or field.source != "ocr" or field.by_hand or field.kind not in ("full_name", "address"):
        return field
    for other in person.fields:
        is_alike = plain(other.value) == plain(field.value)
        if other.source == "qr" and other.kind == field.kind and not _same(other, field) and is_alike:
            value = other.value.upper() if field.value.isupper() else other.value
            return replace(field, value=value, confidence=max(field.confidence, _REPAIRED))
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
            return True
        case "sex":
            return any(
                other.kind == "id_number" and fits_birth(other.value, "", field.value)
                for other in (person.fields if person else ())
            )
        case "phone":
            return bool(re.fullmatch(r"0\d{9}", field.value))
        case _:
            return plain(field.value) in ("viet nam", "kinh") and field.kind in ("nationality", "ethnicity")
