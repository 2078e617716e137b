"""Proposes for each handwritten value what other papers say of the same fact; a person confirms it at the picture.

A value is proposed where the reading comes near to exactly one known value of its kind, or where the values around it
tell whose it is and that person's other papers hold the fact. Where two candidates differ and nothing decides, where
what was read speaks clearly against it, or where the papers dispute the fact, the reading stays.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.people import CARDS, PERSONAL
from intake_ai.extraction.prefilling.deciding import Meant, applicant_among, whom
from intake_ai.extraction.prefilling.known import (
    Known,
    Unit,
    known_people,
    sort_of,
    sort_of_label,
    unit_asked,
    unit_of,
    words,
)
from intake_ai.extraction.prefilling.likeness import is_readable, likeness
from intake_ai.extraction.prefilling.signing import signed_names
from intake_ai.extraction.prefilling.written import Place, placed, written_groups
from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind

# Least likeness of a reading to a value for which it alone is enough, and the greatest at which it speaks against one.
_ENOUGH: Mapping[FieldKind, float] = {
    "full_name": 0.8, "id_number": 0.7, "date_of_birth": 0.74, "id_issue_date": 0.74, "address": 0.8, "phone": 0.7,
    "email": 0.75, "tax_code": 0.7, "organisation_name": 0.88, "expiry_date": 0.8,
}  # fmt: skip
_AGAINST: Mapping[FieldKind, float] = {
    "full_name": 0.6, "id_number": 0.35, "date_of_birth": 0.45, "id_issue_date": 0.45, "address": 0.62, "sex": 0.5,
    "phone": 0.6,
}  # fmt: skip
# What was hardly read speaks less; both set on the development forms.
_HARDLY_READ, _OF_HARDLY_READ = 0.4, 0.75
_OWN_NUMBER = 0.8
"""Likeness below which a whole number that was read is another number, and not misread."""
_YEAR_LENGTH = len("1990")
_UNIT_READ = 0.5
_AHEAD = 0.08
_LISTED = 0.7
_WORDS_ENOUGH = 0.87
_FEWEST_LETTERS = 4
_BY_READING = 0.9
_BY_PERSON = 0.8
_YEAR = re.compile(r"\d{4}")
_FREE: frozenset[FieldKind] = frozenset(
    {"organisation_name", "document_number", "issuer", "other", "requested_content", "address", "relationship"}
)


_RECONCILABLE: frozenset[FieldKind] = frozenset({"address", "id_issue_place", "ethnicity", "nationality"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a handwritten place with the field that it comes from."""

    donor: Field
    value: str
    confidence: float


def prefilled(fields: Sequence[Field], blanks: Sequence[Blank], papers: Sequence[Paper]) -> tuple[Field, ...]:
    """`fields` with proposals for those written by hand, and new ones for handwritten blanks of which a fact is known.

    Printed fields stay as they are, and so do handwritten ones of which nothing is known; new fields stand behind those
    of their paper.
    """
    cards = frozenset(paper.id for paper in papers if paper.type in CARDS)
    people = known_people(fields, papers, cards)
    printed = [field for field in fields if not field.by_hand]
    found: dict[int, Field] = {}
    added: dict[str, list[Field]] = defaultdict(list)
    replaced: set[int] = set()
    of_role: dict[str, dict[str, Field]] = defaultdict(dict)
    for paper in papers:
        for place, meant in _places(paper, fields, blanks, people):
            if meant is not None and (name := meant.known.fact("full_name")) is not None:
                of_role[paper.id].setdefault(place.role or "applicant", name.field)
            proposal = _proposal(place, meant, people, printed)
            if proposal is not None and _may_be_filled(place, proposal):
                field = placed(place, proposal.donor, proposal.value, proposal.confidence)
                if place.field is not None:
                    found[id(place.field)] = field
                else:
                    added[paper.id].append(field)
                    replaced.update(id(scrap) for scrap in place.scraps)
    kept = [found.get(id(field), field) for field in fields if id(field) not in replaced]
    names = [field for field in kept if field.kind == "full_name" and (not field.by_hand or field.value != field.raw)]
    for paper in papers:
        if paper.type is PaperType.APPLICATION_FORM:
            own = [field for field in (*kept, *added[paper.id]) if field.paper == paper.id]
            added[paper.id] += signed_names(paper, own, names, _by_role(paper.id, of_role))
    return tuple(_with_added(kept, added))


def _may_be_filled(place: Place, proposal: Proposal) -> bool:
    """Whether a proposal may take the place of what was read: by hand, or of a kind that papers do not differ by.

    Numbers, birth dates and names of other letters stay where a form may be typed, so that differences are seen.
    """
    if place.field is None or place.field.by_hand:
        return True
    same_letters = plain(place.read) == plain(proposal.value)
    return place.field.status == "to_check" and (place.kind in _RECONCILABLE or same_letters)


def _by_role(paper: str, of_role: Mapping[str, Mapping[str, Field]]) -> dict[str, Field]:
    """The names of those whom a paper speaks of, by role; of its own, else where all papers with the role agree."""
    told: dict[str, list[Field]] = defaultdict(list)
    for names in of_role.values():
        for role, name in names.items():
            told[role].append(name)
    agreed = {role: each[0] for role, each in told.items() if len({plain(name.value) for name in each}) == 1}
    return {**agreed, **of_role.get(paper, {})}


def as_read(field: Field) -> Field:
    """A handwritten field with what was read instead of what was proposed; others as they are."""
    if not field.by_hand or field.value == field.raw:
        return field
    return replace(field, value=field.raw, source="ocr")


def _with_added(fields: Sequence[Field], added: Mapping[str, Sequence[Field]]) -> Iterator[Field]:
    last = {field.paper: index for index, field in enumerate(fields)}
    for index, field in enumerate(fields):
        yield field
        if last[field.paper] == index:
            yield from added.get(field.paper, ())
    for paper, more in added.items():
        if paper not in last:
            yield from more


def _places(
    paper: Paper, fields: Sequence[Field], blanks: Sequence[Blank], people: Sequence[Known]
) -> Iterator[tuple[Place, Meant | None]]:
    groups = written_groups(paper, fields, blanks)
    applicant = applicant_among(groups)
    for group in groups:
        meant = whom(group, people, is_applicant=group is applicant)
        for place in group.places:
            yield place, meant


def _proposal(place: Place, meant: Meant | None, people: Sequence[Known], printed: Sequence[Field]) -> Proposal | None:
    if "bang chu" in plain(place.label):
        return None  # a date in words, which no other paper has
    if place.kind in PERSONAL:
        found = _of_person(place, meant) or _by_reading(place, people)
        if found is not None:
            return found
    return _listed(place) or _in_words(place, printed)


def _of_person(place: Place, meant: Meant | None) -> Proposal | None:
    """The fact of the person that the values around tell."""
    if meant is None:
        return None
    if place.kind == "address" and (unit := unit_asked(place.label)) is not None:
        return _unit(unit, place, meant)
    sort = sort_of_label(place.label) if place.kind == "address" else "residence"
    fact = meant.known.fact(place.kind, sort)
    if fact is None or (fact.is_disputed and not _is_near(place, fact.field)):
        return None
    if _speaks_against(place, fact.field):
        return None
    return Proposal(fact.field, _as_asked(fact.field.value, place), _BY_PERSON)


def _unit(unit: Unit, place: Place, meant: Meant) -> Proposal | None:
    """A unit of the residence, where a form asks for each by itself; a house only where it was read, for one moves."""
    fact = meant.known.fact("address")
    value = unit_of(fact.field.value, unit) if fact is not None and not fact.is_disputed else ""
    if fact is None or not value or (unit == "detail" and likeness("address", place.read, value) < _ENOUGH["address"]):
        return None
    if place.read and likeness("full_name", place.read, value) < _UNIT_READ:
        return None
    return Proposal(fact.field, value, _BY_PERSON)


def _speaks_against(place: Place, fact: Field) -> bool:
    if len(fact.value) == _YEAR_LENGTH and "/" in place.read:
        return True  # a year alone tells less than what was read
    if place.kind == "id_number" and is_personal_number(_figures(place.read)):
        return likeness(place.kind, place.read, fact.value) < _OWN_NUMBER
    least = _AGAINST.get(place.kind)
    if least is None or not is_readable(place.kind, place.read):
        return False
    if place.field is not None and place.field.confidence < _HARDLY_READ:
        least *= _OF_HARDLY_READ
    return likeness(place.kind, place.read, fact.value) < least


def _is_near(place: Place, fact: Field) -> bool:
    return bool(place.read) and likeness(place.kind, place.read, fact.value) >= _ENOUGH.get(place.kind, 0.85)


def _by_reading(place: Place, people: Sequence[Known]) -> Proposal | None:
    """The one known value of the kind that the reading comes near to, whosever it is."""
    if not place.read or place.kind not in _ENOUGH:
        return None
    ranked = sorted((_likest(place, known) for known in people if known.values(place.kind)), key=lambda each: -each[0])
    if not ranked or ranked[0][0] < _ENOUGH[place.kind]:
        return None
    best = ranked[0][1]
    if any(
        ranked[0][0] - alike < _AHEAD and other.value.casefold() != best.value.casefold() for alike, other in ranked
    ):
        return None
    return Proposal(best, _as_asked(best.value, place), _BY_READING)


def _likest(place: Place, known: Known) -> tuple[float, Field]:
    """The value of a person that a reading comes nearest to, with its likeness."""
    told = [(likeness(place.kind, place.read, field.value), field) for field in known.values(place.kind)]
    return max(told, key=lambda each: each[0])


def _listed(place: Place) -> Proposal | None:
    """The nearest of the few values that a kind has."""
    listed = words().lists.get(place.kind, ())
    if not listed or not place.read or place.field is None:
        return None
    likest = max(listed, key=lambda value: (fuzz.ratio(value, place.read), fuzz.ratio(plain(value), plain(place.read))))
    if likeness(place.kind, place.read, likest) < _LISTED:
        return None
    return Proposal(place.field, likest, _BY_READING)


def _in_words(place: Place, printed: Sequence[Field]) -> Proposal | None:
    """A printed value of words that the reading comes near to, accents lost and single letters misread."""
    if place.kind not in _FREE or place.field is None or sum(map(str.isalpha, place.read)) < _FEWEST_LETTERS:
        return None
    ranked = sorted(((_words_alike(place, field), field) for field in printed), key=lambda each: -each[0])
    ranked = [each for each in ranked if each[0] >= _WORDS_ENOUGH]
    near = [field for alike, field in ranked if ranked[0][0] - alike < _AHEAD]
    if not near or any(plain(other.value) != plain(near[0].value) for other in near):
        return None
    return Proposal(near[0], near[0].value, _BY_READING)


def _words_alike(place: Place, field: Field) -> float:
    if field.kind not in _FREE or _figures(place.read) != _figures(field.value):
        return 0.0
    if place.kind == "address" and sort_of(field) != sort_of_label(place.label):
        return 0.0
    return fuzz.ratio(plain(place.read), plain(field.value)) / 100


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _as_asked(value: str, place: Place) -> str:
    """The value as the place wants it: a name in capitals where it was written so, the year alone of a birth date."""
    is_year = _YEAR.fullmatch(place.read.strip()) is not None and "ngay" not in plain(place.label)
    if place.kind == "date_of_birth" and (is_year or _asks_year(place.label)):
        return value[-4:]
    if place.kind != "full_name":
        return value
    if place.read.isupper() and len(place.read) > 1:
        return value.upper()
    return value.title() if value.isupper() else value


def _asks_year(label: str) -> bool:
    return plain(label).endswith("nam sinh") and "ngay" not in plain(label)
