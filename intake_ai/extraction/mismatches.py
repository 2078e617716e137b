"""Values of one person that two papers state differently: contradictions, told apart from slips of the reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from classifiers.papers import Paper
from intake_ai.extraction.agreement import CODES, same_text
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number
from intake_ai.extraction.people import Person, find_people, near_numbers
from intake_ai.extraction.runs import plain
from intake_ai.extraction.surety import Pages, pages_of, surety
from intake_ai.terms import FieldKind, FieldSource

# Slips of the reading: counted once each on the printed 12-digit numbers of the development and sample dossiers, three
# slips in all, so the two rates are rough. The prior, the rate of two equal readings and of a code, and the shares of
# look-alike and fitting digits are ASSUMED, not measured. The least certainty was set on the few cases there are: it
# parts the mismatch of the samples (0.49) from slips (0.45 and below).
_LEAST_CERTAINTY = 0.47
_PRIOR = 0.05
_SLIP_OF_SURE = 0.014  # 1 of 74
_SLIP_OF_DOUBTFUL = 0.22  # 2 of 9
_SLIP_OF_TWO = 0.0005
_SLIP_OF_CODE = 0.0001
# Assumed: a slip mostly takes a digit for one that looks like it, a wrong number has any digit.
_CONFUSABLE = frozenset(
    frozenset(pair) for pair in ("06", "08", "09", "17", "27", "29", "35", "38", "56", "68", "69", "89")
)
_SLIP_CONFUSABLE = 0.8
_SLIP_AGAIN = 0.2
"""Assumed: how often a slip in one figure comes with a slip in another of the same value."""
_TRUE_CONFUSABLE = 0.3
# Three of twelve digits are tied to birth and sex, so a slip anywhere fits them still in 3 of 4; assumed: who writes a
# wrong number mostly errs in the running digits.
_SLIP_FITTING = 0.75
_TRUE_FITTING = 0.9
_NEVER_MISREAD: frozenset[FieldSource] = CODES | {"officer"}
_DATE = len("04/05/1990")
_SEXES = frozenset({"nam", "nữ"})
_OTHER_SEX_STATED = 0.85
"""Assumed: a sex that differs from the code's is mostly stated so, for a tick box may have been misread."""
_LEAST_LIKE_NAMES = 60.0
_DISPUTED = 0.3


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two papers that state a different value of one person, both read credibly.

    Attributes:
        first, second: The two values, the one from the surer source first.
        person: Name of the person.
        certainty: Probability that the papers really differ and neither was misread, 0-1.
    """

    kind: FieldKind
    first: Field
    second: Field
    person: str
    certainty: float


def find_mismatches(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Mismatch, ...]:
    """Identity numbers, birth dates and sexes that two papers state differently of one person, one of each at most.

    Left out are handwritten values, values of a paper that was read in two ways, and differences of which a slip of
    the reading is the likelier reason (`Mismatch.certainty` below 0.47).
    """
    pages = pages_of(papers)
    found = (mismatch for person in find_people(fields, papers) for mismatch in _mismatches(person, pages))
    return tuple(mismatch for mismatch in found if mismatch.certainty >= _LEAST_CERTAINTY)


def find_disputes(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Mismatch, ...]:
    """The mismatches, and names and days of issue stated differently beside one identity number.

    Of the latter a slip or another, older card may be the reason: a person has to look, but no paper is wrong for it.
    """
    pages = pages_of(papers)
    people = find_people(fields, papers)
    return (*find_mismatches(fields, papers), *(found for person in people for found in _beside_number(person, pages)))


def _mismatches(person: Person, pages: Pages) -> Iterator[Mismatch]:
    numbers = [field for field in person.fields if field.kind == "id_number" and is_personal_number(field.value)]
    births = [field for field in person.fields if field.kind == "date_of_birth" and len(field.value) == _DATE]
    for told in map(_not_contradicted, (numbers, births)):
        found = [_differing(one, other, person, pages) for one, other in _pairs(told) if not _waver(one, other, told)]
        yield from sorted(found, key=lambda mismatch: -mismatch.certainty)[:1]
    if _are_several(person):
        return
    sexes = [field for field in person.fields if field.kind == "sex" and same_text(field) in _SEXES]
    yield from list(_other_sex(sexes, person, pages))[:1]


def _are_several(person: Person) -> bool:
    """Whether codes give more than one number: cards of a couple that were copied on one sheet are told as one."""
    return len({field.value for field in person.fields if field.kind == "id_number" and field.source in CODES}) > 1


def _not_contradicted(told: Sequence[Field]) -> list[Field]:
    """The values without print of which a code on the same paper says otherwise: that was misread."""
    certain = {(field.paper, field.value) for field in told if field.source in _NEVER_MISREAD}
    coded = {paper for paper, _ in certain}
    return [field for field in told if field.paper not in coded or (field.paper, field.value) in certain]


def _pairs(told: Sequence[Field]) -> Iterator[tuple[Field, Field]]:
    """Printed values of two papers that differ in few figures."""
    for one, other in combinations(told, 2):
        are_printed = not (one.by_hand or other.by_hand)
        if one.paper != other.paper and are_printed and one.value != other.value:
            yield from [(one, other)] if near_numbers(one.value, other.value) else []


def _waver(one: Field, other: Field, told: Sequence[Field]) -> bool:
    """Whether a paper was read in two ways, so that a reading slipped; codes do not count, they are never misread."""
    return any(_wavers(field.paper, told) for field in (one, other))


def _wavers(paper: str, told: Sequence[Field]) -> bool:
    read = {field.value for field in told if field.paper == paper and field.source not in _NEVER_MISREAD}
    certain = {field.value for field in told if field.paper == paper and field.source in _NEVER_MISREAD}
    return len(read) > 1 and not certain


def _differing(one: Field, other: Field, person: Person, pages: Pages) -> Mismatch:
    first, second = sorted((one, other), key=lambda field: _slip(field, person, pages))
    return Mismatch(one.kind, first, second, person.name, _certainty(one, other, person, pages))


def _certainty(one: Field, other: Field, person: Person, pages: Pages) -> float:
    """Probability (Bayes' rule) that two values of figures differ on paper and not only in the reading, 0-1."""
    slipped = 1 - (1 - _slip(one, person, pages)) * (1 - _slip(other, person, pages))
    differing = [(first, second) for first, second in zip(one.value, other.value, strict=True) if first != second]
    confusable = all(frozenset(pair) in _CONFUSABLE for pair in differing)
    wrong = _PRIOR * (_TRUE_CONFUSABLE if confusable else 1 - _TRUE_CONFUSABLE)
    misread = slipped * (_SLIP_CONFUSABLE if confusable else 1 - _SLIP_CONFUSABLE)
    misread *= _SLIP_AGAIN ** (len(differing) - 1)
    if one.kind == "id_number":
        births = [field.value for field in person.fields if field.kind == "date_of_birth" and not field.by_hand]
        fitting = not any(fits_birth(field.value, birth) is False for field in (one, other) for birth in births[:1])
        wrong *= _TRUE_FITTING if fitting else 1 - _TRUE_FITTING
        misread *= _SLIP_FITTING if fitting else 1 - _SLIP_FITTING
    return round(wrong / (wrong + misread), 3)


def _slip(field: Field, person: Person, pages: Pages) -> float:
    """Probability that a printed value of figures, of right structure, was misread, 0-1."""
    if field.source in _NEVER_MISREAD:
        return _SLIP_OF_CODE
    places = {
        (other.page, other.box)
        for other in person.fields
        if other.kind == field.kind and other.value == field.value and other.source not in CODES
    }
    if len(places) > 1:
        return _SLIP_OF_TWO
    return _SLIP_OF_DOUBTFUL if surety(field, pages) == "weak" else _SLIP_OF_SURE


def _other_sex(told: Sequence[Field], person: Person, pages: Pages) -> Iterator[Mismatch]:
    """A printed sex that differs from what a code says."""
    for certain in told:
        for field in told:
            differs = certain.source in CODES and field.source not in CODES and same_text(field) != same_text(certain)
            if differs and field.paper != certain.paper and not field.by_hand and surety(field, pages) != "weak":
                yield Mismatch("sex", certain, field, person.name, _OTHER_SEX_STATED)


def _beside_number(person: Person, pages: Pages) -> Iterator[Mismatch]:
    """Names that nearly agree, and days of issue, stated differently on papers that name one identity number."""
    if _are_several(person):
        return
    papers = {field.paper for field in person.fields if field.kind == "id_number" and is_personal_number(field.value)}
    for one, other in combinations(_disputable(person), 2):
        if one.kind != other.kind or one.paper == other.paper or not {one.paper, other.paper} <= papers:
            continue
        if any(field.by_hand or surety(field, pages) == "weak" for field in (one, other)):
            continue
        if _are_two_names(one, other) or _are_two_days(one, other):
            yield Mismatch(one.kind, one, other, person.name, _DISPUTED)


def _disputable(person: Person) -> list[Field]:
    """Names and days of issue that stand beside their labels; names below signatures are mostly written by hand."""
    kinds: tuple[FieldKind, ...] = ("full_name", "id_issue_date")
    told = [_not_contradicted([field for field in person.fields if field.kind == kind]) for kind in kinds]
    return [field for fields in told for field in fields if "ghi ro ho" not in plain(field.label)]


def _are_two_names(one: Field, other: Field) -> bool:
    """Whether names differ in letters, accents aside, but not so much that they are of two people."""
    first, second = plain(one.value), plain(other.value)
    return one.kind == "full_name" and first != second and fuzz.ratio(first, second) >= _LEAST_LIKE_NAMES


def _are_two_days(one: Field, other: Field) -> bool:
    return one.kind == "id_issue_date" and one.value != other.value and len(one.value) == len(other.value) == _DATE
