"""Whether other readings of a dossier bear a value out: a code, another paper, another place; or speak against it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from classifiers.papers import Paper
from intake_ai.extraction.copies import originals
from intake_ai.extraction.fields import Field
from intake_ai.extraction.people import Person
from intake_ai.extraction.runs import plain
from intake_ai.extraction.surety import Pages, pages_of, surety
from intake_ai.terms import FieldKind, FieldSource

Support = Literal["code", "paper", "place", "none", "against"]
"""Best first: a QR code or MRZ states the value, another paper prints it, the same paper prints it elsewhere too."""
CODES: frozenset[FieldSource] = frozenset({"qr", "mrz"})
_OF_ANYBODY: frozenset[FieldKind] = frozenset(
    {"full_name", "id_number", "address", "date_of_birth", "id_issue_date", "phone"}
)
"""Kinds with so many values that two readings agree by chance only of the same fact, or of a family's."""
_SINGLE: frozenset[FieldKind] = frozenset({"id_number", "date_of_birth", "sex", "expiry_date"})
_YEAR = len("1990")


@dataclass(frozen=True)
class Agreement:
    """All printed readings of a dossier, to look up what bears a value out.

    Attributes:
        people: The person that each field is about, by the field's identity.
        told: Fields by kind and value.
        pages: That they stand on.
        originals: Of each paper the first that it is a copy of, or itself.
    """

    people: Mapping[int, Person]
    told: Mapping[tuple[FieldKind, str], Sequence[Field]]
    pages: Pages
    originals: Mapping[str, str]

    def support(self, field: Field) -> Support:
        """The best that bears `field` out; a code on the same paper that states another value speaks against it."""
        if self._is_contradicted(field):
            return "against"
        others = [other for other in self._alike(field) if other is not field]
        if any(other.source in CODES for other in others):
            return "code"
        if any(self._is_another_paper(other, field) and self._is_read(other) for other in others):
            return "paper"
        return "place" if any(_stand_apart(other, field) and self._is_read(other) for other in others) else "none"

    def _is_read(self, field: Field) -> bool:
        return surety(field, self.pages) != "weak"

    def of_person(self, field: Field, kind: FieldKind) -> list[Field]:
        """What is told of a kind about the person that `field` is about."""
        person = self.people.get(id(field))
        return [other for other in person.fields if other.kind == kind] if person else []

    def _is_another_paper(self, one: Field, other: Field) -> bool:
        """Whether two fields are of different papers; a second copy of a paper says nothing that the first does not."""
        first, second = (self.originals.get(field.paper, field.paper) for field in (one, other))
        return first != second

    def _alike(self, field: Field) -> Sequence[Field]:
        """The fields with the value of `field`: of the same person, of kinds with many values anybody's."""
        if field.kind in _OF_ANYBODY and len(field.value) > _YEAR:
            return self.told[field.kind, same_text(field)]
        return [other for other in self.of_person(field, field.kind) if same_text(other) == same_text(field)]

    def _is_contradicted(self, field: Field) -> bool:
        if field.source in CODES:
            return False
        certain = [other for other in self.of_person(field, field.kind) if other.source in CODES]
        on_card = [other for other in certain if other.paper == field.paper]
        if field.kind == "address":
            return any(_is_cut_off(field, other) for other in on_card)
        if field.kind not in _SINGLE:
            return False
        return bool(on_card) and all(same_text(other) != same_text(field) for other in on_card)


def agreement_of(fields: Sequence[Field], people: Sequence[Person], papers: Sequence[Paper]) -> Agreement:
    """Looks up support among `fields` but for the handwritten ones, which bear nothing out."""
    told: dict[tuple[FieldKind, str], list[Field]] = defaultdict(list)
    for field in fields:
        if not field.by_hand and field.value:
            told[field.kind, same_text(field)].append(field)
    return Agreement(
        {id(field): person for person in people for field in person.fields},
        told,
        pages_of(papers),
        originals(papers, fields),
    )


def _stand_apart(one: Field, other: Field) -> bool:
    return one.page != other.page or one.box.overlap(other.box) == 0


def _is_cut_off(field: Field, whole: Field) -> bool:
    """Whether a value is no more than the beginning of another: the first line of an address that runs over two."""
    return same_text(whole) != same_text(field) and same_text(whole).startswith(same_text(field))


def same_text(field: Field) -> str:
    """A value by which two readings are compared: case and outer signs aside, accents kept."""
    return " ".join(field.value.casefold().split()).strip(" .,")


def differs_in_accents(one: Field, other: Field) -> bool:
    """Whether two values have the same letters but for their accents."""
    return same_text(one) != same_text(other) and plain(one.value) == plain(other.value)
