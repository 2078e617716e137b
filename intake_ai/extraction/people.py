"""Brings together what several papers say of one person: agreement raises confidence, disagreement is a conflict.

Fields of a paper are gathered into mentions: a name with the values that follow it up to the next name; a card is one
mention. Mentions are of one person where they share an identity number, or a name with nothing against it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper, PaperType
from classifiers.people import PersonMention
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number
from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind

PERSONAL: frozenset[FieldKind] = frozenset(
    {"full_name", "date_of_birth", "sex", "id_number", "id_issue_date", "id_issue_place", "address", "phone", "email",
     "ethnicity", "nationality", "expiry_date"}
)  # fmt: skip
_CERTAIN_SOURCES = frozenset({"qr", "mrz"})
CARDS = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT})
# Two numbers of one person that differ in more digits than this are two different papers of his, not a slip of the pen.
_MOST_DIFFERENT_DIGITS = 3
# Slips of the reading: counted once each on the printed 12-digit numbers of the development and sample dossiers, three
# slips in all, so the two rates are rough. The prior, the rate of two equal readings and of a code, and the shares of
# look-alike and fitting digits are ASSUMED, not measured. The least certainty was set on the few cases there are: it
# parts the mismatch of the samples (0.49) from slips (0.45 and below). All of it awaits an unseen set (issue 6).
_LEAST_CERTAINTY = 0.47
_PRIOR = 0.05
_SURE = 0.8
_SLIP_OF_SURE = 0.014  # 1 of 74
_SLIP_OF_DOUBTFUL = 0.22  # 2 of 9
_SLIP_OF_TWO = 0.0005
_SLIP_OF_CODE = 0.0001
# Assumed: a slip mostly takes a digit for one that looks like it, a wrong number has any digit.
_CONFUSABLE = frozenset(
    frozenset(pair) for pair in ("06", "08", "09", "17", "27", "29", "35", "38", "56", "68", "69", "89")
)
_SLIP_CONFUSABLE = 0.8
_TRUE_CONFUSABLE = 0.3
# Three of twelve digits are tied to birth and sex, so a slip anywhere fits them still in 3 of 4; assumed: who writes a
# wrong number mostly errs in the running digits.
_SLIP_FITTING = 0.75
_TRUE_FITTING = 0.9
_LEAST_LIKENESS_BY_HAND = 85.0


@dataclass(frozen=True, slots=True)
class Mention:
    """One person as one paper speaks of them."""

    paper: str
    fields: tuple[Field, ...]

    def values(self, kind: FieldKind) -> tuple[str, ...]:
        """The different values of a kind, in reading order."""
        return tuple(dict.fromkeys(field.value for field in self.fields if field.kind == kind))


@dataclass(frozen=True, slots=True)
class Person:
    """All mentions of one person in a dossier."""

    mentions: tuple[Mention, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for mention in self.mentions for field in mention.fields)

    @property
    def name(self) -> str:
        """The name by the surest reading, empty where none was read."""
        names = [field for field in self.fields if field.kind == "full_name"]
        return max(names, key=lambda field: field.confidence).value if names else ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two papers that state a different number or date of one person, both read credibly.

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


def find_people(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Person, ...]:
    """The persons whom the papers name, each with all that is said of them."""
    mentions = [mention for paper in papers for mention in mentions_of(paper, fields)]
    group = list(range(len(mentions)))
    for first, second in combinations(range(len(mentions)), 2):
        if same_person(mentions[first], mentions[second]):
            _join(group, first, second)
    roots = sorted({_root(group, index) for index in range(len(mentions))})
    return tuple(
        Person(tuple(mention for index, mention in enumerate(mentions) if _root(group, index) == root))
        for root in roots
    )


def person_mentions(fields: Sequence[Field], papers: Sequence[Paper]) -> dict[str, tuple[PersonMention, ...]]:
    """The persons that each paper names, by paper id, as the classifiers want to know them."""
    return {
        paper.id: tuple(
            PersonMention(name, _first(mention, "id_number"), _first(mention, "date_of_birth"))
            for mention in mentions_of(paper, fields)
            for name in mention.values("full_name")[:1]
        )
        for paper in papers
    }


def _first(mention: Mention, kind: FieldKind) -> str:
    return next(iter(mention.values(kind)), "")


def _root(group: list[int], index: int) -> int:
    while group[index] != index:
        index = group[index]
    return index


def _join(group: list[int], first: int, second: int) -> None:
    low, high = sorted((_root(group, first), _root(group, second)))
    group[high] = low


def mentions_of(paper: Paper, fields: Sequence[Field]) -> Iterator[Mention]:
    """The persons of a paper, each a name with the values that follow it up to the next name; a card is one."""
    own = [field for field in fields if field.paper == paper.id and field.kind in PERSONAL]
    if paper.type in CARDS:
        if own:
            yield Mention(paper.id, tuple(own))
        return
    gathered: list[Field] = []
    for field in own:
        if field.kind == "full_name" and gathered:
            yield Mention(paper.id, tuple(gathered))
            gathered = []
        gathered.append(field)
    if gathered:
        yield Mention(paper.id, tuple(gathered))


def same_person(first: Mention, second: Mention) -> bool:
    """Whether two mentions are of one person: one number, or one name with no birth date or number against it."""
    numbers = _personal_numbers(first), _personal_numbers(second)
    if numbers[0] & numbers[1]:
        return True
    if not _share_a_name(first, second):
        return False
    if _births_differ(first, second):
        return False
    if numbers[0] and numbers[1]:
        return any(_near(one, other) for one in numbers[0] for other in numbers[1])
    return True


def _share_a_name(first: Mention, second: Mention) -> bool:
    """Whether one name stands in both, a misread letter aside where either was written by hand."""
    by_hand = any(field.by_hand for field in (*first.fields, *second.fields))
    least = _LEAST_LIKENESS_BY_HAND if by_hand else 100.0
    return any(
        fuzz.ratio(plain(one), plain(other)) >= least
        for one in first.values("full_name")
        for other in second.values("full_name")
    )


def _personal_numbers(mention: Mention) -> set[str]:
    return {value for value in mention.values("id_number") if is_personal_number(value)}


def _births_differ(first: Mention, second: Mention) -> bool:
    births = first.values("date_of_birth"), second.values("date_of_birth")
    years = [{birth[-4:] for birth in each if birth[-4:].isdigit()} for each in births]
    return bool(years[0] and years[1] and not years[0] & years[1])


def _near(one: str, other: str) -> bool:
    return len(one) == len(other) and Levenshtein.distance(one, other) <= _MOST_DIFFERENT_DIGITS


def find_mismatches(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Mismatch, ...]:
    """Identity numbers that two papers state differently of one person, at most one for each person.

    Left out are handwritten numbers, numbers of a paper that was read in two ways, and differences of which a slip of
    the reading is the likelier reason (`Mismatch.certainty` below 0.47).
    """
    return tuple(mismatch for person in find_people(fields, papers) if (mismatch := _number_mismatch(person)))


def _number_mismatch(person: Person) -> Mismatch | None:
    best: Mismatch | None = None
    numbers = [field for field in person.fields if field.kind == "id_number" and is_personal_number(field.value)]
    for one, other in combinations(numbers, 2):
        if one.paper == other.paper or one.value == other.value or not _near(one.value, other.value):
            continue
        if any(_wavers(field.paper, numbers) for field in (one, other)):
            continue  # one paper was read in two ways, so a reading slipped
        certainty = _certainty(one, other, person)
        if certainty >= _LEAST_CERTAINTY and (best is None or certainty > best.certainty):
            first, second = sorted((one, other), key=lambda field: _slip(field, person))
            best = Mismatch("id_number", first, second, person.name, certainty)
    return best


def _wavers(paper: str, numbers: Sequence[Field]) -> bool:
    """Whether numbers of one person on one paper were read differently; codes do not count, they are never misread."""
    read = {field.value for field in numbers if field.paper == paper and field.source not in _CERTAIN_SOURCES}
    certain = {field.value for field in numbers if field.paper == paper and field.source in _CERTAIN_SOURCES}
    return len(read) > 1 and not certain


def _certainty(one: Field, other: Field, person: Person) -> float:
    """Probability (Bayes' rule) that two numbers differ on paper and not only in the reading, 0-1."""
    if one.by_hand or other.by_hand:
        return 0.0
    slipped = 1 - (1 - _slip(one, person)) * (1 - _slip(other, person))
    differing = [(first, second) for first, second in zip(one.value, other.value, strict=True) if first != second]
    confusable = all(frozenset(pair) in _CONFUSABLE for pair in differing)
    births = [field.value for field in person.fields if field.kind == "date_of_birth"]
    fitting = not any(fits_birth(field.value, birth) is False for field in (one, other) for birth in births[:1])
    wrong = _PRIOR * (_TRUE_CONFUSABLE if confusable else 1 - _TRUE_CONFUSABLE)
    wrong *= _TRUE_FITTING if fitting else 1 - _TRUE_FITTING
    misread = slipped * (_SLIP_CONFUSABLE if confusable else 1 - _SLIP_CONFUSABLE)
    misread *= _SLIP_FITTING if fitting else 1 - _SLIP_FITTING
    return round(wrong / (wrong + misread), 3)


def _slip(field: Field, person: Person) -> float:
    """Probability that a printed number of right structure was misread, 0-1."""
    if field.source in _CERTAIN_SOURCES:
        return _SLIP_OF_CODE
    places = {
        (other.page, other.box)
        for other in person.fields
        if other.kind == field.kind and other.value == field.value and other.source not in _CERTAIN_SOURCES
    }
    if len(places) > 1:
        return _SLIP_OF_TWO
    return _SLIP_OF_SURE if field.confidence >= _SURE else _SLIP_OF_DOUBTFUL
