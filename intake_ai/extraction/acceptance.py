"""Decides which values need no second look: `accepted` must practically never be wrong (docs/acceptance.md).

Every value belongs to a class of evidence whose right and wrong values were counted on dossiers with known truth
(`acceptance_classes.yaml`, made by `python -m benchmarks.acceptance`). A class is accepted where the upper bound of its
error is small enough; its share of right values is the confidence. Handwriting is never accepted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from classifiers.papers import Paper
from intake_ai.extraction.agreement import agreement_of, differs_in_accents
from intake_ai.extraction.evidence import evidence_for, spelt_as_listed
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.handwriting import hand_of, may_hide_hand
from intake_ai.extraction.mismatches import Mismatch, find_disputes
from intake_ai.extraction.people import CARDS, Person, find_people
from intake_ai.extraction.prefilling import complete_cards, prefilled
from intake_ai.wordlists import wordlists

_REPAIRED = 0.9
_BY_HAND = 0.45
_IN_CONFLICT = 0.5
_UNKNOWN_CLASS = 0.5


@dataclass(frozen=True, slots=True)
class EvidenceClass:
    """A class as counted.

    Attributes:
        confidence: Probability that a value of it is right, 0-1.
        is_accepted: The bound of its error is small enough.
    """

    confidence: float
    is_accepted: bool


@cache
def evidence_classes() -> dict[str, EvidenceClass]:
    """The classes as shipped, by name."""
    counted = wordlists(__file__, "acceptance_classes.yaml")["classes"]
    return {name: EvidenceClass(entry["confidence"], entry["accepted"]) for name, entry in counted.items()}


def settle(fields: Sequence[Field], papers: Sequence[Paper], blanks: Sequence[Blank] = ()) -> tuple[Field, ...]:
    """`fields` with confidence and status as all papers together justify them, and proposals for what is handwritten.

    Order and number stay, but for handwritten `blanks` whose fact other papers tell: each becomes a further field
    behind those of its paper.
    """
    repaired = _repaired(fields, find_people(fields, papers))
    people = find_people(repaired, papers)
    agreement = agreement_of(repaired, people, papers)
    in_conflict = _conflicting(find_disputes(repaired, papers), people)
    unseen_hands = _unseen_hands(papers, repaired)
    settled = []
    for field in repaired:
        judged = _judged(field, evidence_for(field, agreement).name)
        if id(field) in in_conflict:
            judged = replace(judged, status="conflict", confidence=min(judged.confidence, _IN_CONFLICT))
        elif field.source == "ocr" and field.paper in unseen_hands:
            judged = replace(judged, status="to_check")
        settled.append(judged)
    return complete_cards(prefilled(settled, blanks, papers), papers)


def disputed_anew(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Field, ...]:
    """Settled `fields` after a person set some of them: what these contradict is in conflict, what none does is not.

    Values that a person set stay accepted.
    """
    people = find_people(fields, papers)
    in_conflict = _conflicting(find_disputes(fields, papers), people)
    agreement = agreement_of(fields, people, papers)
    settled = []
    for field in fields:
        judged = field
        if field.source != "officer" and id(field) in in_conflict:
            judged = replace(field, status="conflict", confidence=min(field.confidence, _IN_CONFLICT))
        elif field.status == "conflict":
            judged = _judged(replace(field, status="to_check"), evidence_for(field, agreement).name)
        settled.append(judged)
    return tuple(settled)


def _judged(field: Field, name: str) -> Field:
    """`field` with status and confidence of its class; of weak classes what reading and form told may be less."""
    if field.by_hand:
        return replace(field, confidence=min(field.confidence, _BY_HAND))
    counted = evidence_classes().get(name, EvidenceClass(_UNKNOWN_CLASS, is_accepted=False))
    if counted.is_accepted and field.kind != "other":
        return replace(field, confidence=counted.confidence, status="accepted")
    return replace(field, confidence=counted.confidence)


def _conflicting(mismatches: Iterable[Mismatch], people: Iterable[Person]) -> set[int]:
    """All fields that repeat one of the two values of a mismatch."""
    values = {(field.kind, field.value) for mismatch in mismatches for field in (mismatch.first, mismatch.second)}
    return {id(field) for person in people for field in person.fields if (field.kind, field.value) in values}


_NOT_OF_BLANKS = frozenset({"seal", "signature", "photo", "handwriting"})
"""Marks that no blank form has."""


def _unseen_hands(papers: Sequence[Paper], fields: Sequence[Field]) -> frozenset[str]:
    """Papers that may hold handwriting which was not seen as such.

    Those are forms of which it is unclear how they were filled in, and all but cards where no page of the dossier
    carries a mark that people put there: every real dossier has a seal, a signature or a photo, so marks were not
    looked for.
    """
    pages = [page.reading for paper in papers for page in paper.pages]
    if any(page.handwriting or any(mark.kind in _NOT_OF_BLANKS for mark in page.marks) for page in pages):
        return frozenset(paper.id for paper in papers if hand_of(paper).unclear or _hides_hand(paper, fields))
    return frozenset(paper.id for paper in papers if paper.type not in CARDS)


def _hides_hand(paper: Paper, fields: Sequence[Field]) -> bool:
    return may_hide_hand(paper, [(field.page, field.box) for field in fields if field.paper == paper.id])


def _repaired(fields: Sequence[Field], people: Sequence[Person]) -> list[Field]:
    """Printed values with the accents of the person's QR code or of a kind's few words; `raw` keeps the reading."""
    person_of = {id(field): person for person in people for field in person.fields}
    return [_with_accents(field, person_of.get(id(field))) for field in fields]


def _with_accents(field: Field, person: Person | None) -> Field:
    if field.source != "ocr" or field.by_hand:
        return field
    if (listed := spelt_as_listed(field)) != field.value:
        return replace(field, value=listed)
    if person is None or field.kind not in ("full_name", "address"):
        return field
    for other in person.fields:
        if other.source == "qr" and other.kind == field.kind and differs_in_accents(other, field):
            value = other.value.upper() if field.value.isupper() else other.value
            return replace(field, value=value, confidence=max(field.confidence, _REPAIRED))
    return field
