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
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind

PERSONAL: frozenset[FieldKind] = frozenset(
    {"full_name", "date_of_birth", "sex", "id_number", "id_issue_date", "id_issue_place", "address", "phone", "email",
     "ethnicity", "nationality", "expiry_date"}
)  # fmt: skip
CARDS = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT})
# Two numbers of one person that differ in more digits than this are two different papers of his, not a slip of the pen.
_MOST_DIFFERENT_DIGITS = 3
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
        return any(near_numbers(one, other) for one in numbers[0] for other in numbers[1])
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


def near_numbers(one: str, other: str) -> bool:
    """Whether two numbers differ so little that one of them is the other with a slip."""
    return len(one) == len(other) and Levenshtein.distance(one, other) <= _MOST_DIFFERENT_DIGITS
