"""Joins what the papers of a dossier say of somebody into parties: persons and organisations with all their namings."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper
from classifiers.vietnamese import fold
from intake_ai.extraction.fields import Field
from intake_ai.parties.blocking import SLIP, Blocking, Key, by_likeness, by_name, by_number, by_signature
from intake_ai.parties.mentioned import with_mentions
from intake_ai.parties.names import likeness, possibly_same, same_organisation
from intake_ai.parties.namings import Naming, namings
from intake_ai.parties.party import Party

_DOUBTFUL = 0.75
"""Confidence below which a name that differs in one misread letter is taken for the near one: that of names with a word
read below 0.85; of better read ones it is 0.8 (`acceptance_classes.yaml`)."""


@dataclass(frozen=True, slots=True)
class SameParty:
    """What makes two namings one.

    Attributes:
        is_one: Whether it does.
        block: Which of all namings are compared.
        is_stronger: It also joins two names on one paper.
    """

    is_one: Callable[[Naming, Naming], bool]
    block: Callable[[Sequence[Naming]], Blocking]
    is_stronger: bool = False


def find_parties(papers: Sequence[Paper], fields: Sequence[Field]) -> tuple[Party, ...]:
    """Everybody whom the papers name, in the order in which they are named first.

    Namings are joined that share a number, have one name with nothing against it, or have nearly one name and a
    number or birth date in common. Two people named on one paper by two names stay two.
    """
    own: dict[str, list[Field]] = defaultdict(list)
    for field in fields:
        own[field.paper].append(field)
    found = [naming for paper in papers for naming in namings(paper, own[paper.id])]
    return with_mentions(tuple(Party(tuple(group)) for group in joined(found, TESTS)), papers)


def joined(found: Sequence[Naming], tests: Sequence[SameParty]) -> list[list[Naming]]:
    """Namings in groups of those that are one, in the order of the first of each."""
    groups = [[naming] for naming in found]
    for test in tests:
        groups = _merged(groups, test, test.block(found))
    return groups


def _merged(groups: list[list[Naming]], test: SameParty, blocking: Blocking) -> list[list[Naming]]:
    """Groups joined wherever a naming of one and a naming of the other pass the test and none speaks against it."""
    while True:
        merged: list[list[Naming]] = []
        hosts: dict[Key, set[int]] = defaultdict(set)
        for group in groups:
            near = sorted(set().union(*(hosts.get(key, ()) for key in blocking.sought_by(group))))
            host = next((place for place in near if _are_one(merged[place], group, test)), len(merged))
            if host == len(merged):
                merged.append([])
            merged[host].extend(group)
            for key in blocking.offered_by(group):
                hosts[key].add(host)
        if len(merged) == len(groups):
            return merged
        groups = merged


def _are_one(one: Sequence[Naming], other: Sequence[Naming], test: SameParty) -> bool:
    return any(test.is_one(a, b) for a in one for b in other) and not _is_ruled_out(one, other, test)


def _is_ruled_out(one: Sequence[Naming], other: Sequence[Naming], test: SameParty) -> bool:
    """Whether a paper names both by two names, so that they are two."""
    if test.is_stronger:
        return False
    return any(a.paper == b.paper and a.name and b.name and not test.is_one(a, b) for a in one for b in other)


def _share_a_number(one: Naming, other: Naming) -> bool:
    """Whether a number is common to both; one that stands beside two quite different names was put to the wrong one."""
    if one.is_organisation != other.is_organisation:
        return False
    if one.is_organisation:
        return bool(one.tax_codes & other.tax_codes)
    return bool(one.numbers & other.numbers) and (
        not one.name or not other.name or possibly_same(one.name, other.name, by_hand=one.by_hand or other.by_hand)
    )


def _share_a_name(one: Naming, other: Naming) -> bool:
    if one.is_organisation != other.is_organisation or not (one.name and other.name):
        return False
    if one.is_organisation:
        return same_organisation(one.name, other.name)
    return likeness(one.name, other.name) == "same" and not contradict(one, other)


def _signs_for(one: Naming, other: Naming) -> bool:
    """Whether one is the name below the signature of the other, whom the same paper names; such names are misread."""
    signing = {"signing"}
    if one.paper != other.paper or one.is_organisation or other.is_organisation or not (one.name and other.name):
        return False
    return (one.parts == signing) != (other.parts == signing) and possibly_same(one.name, other.name)


def _are_nearly_one(one: Naming, other: Naming) -> bool:
    """Whether nearly one name is told to be one by a birth date, a number read nearly alike, or a doubtful reading."""
    if one.is_organisation or other.is_organisation or not (one.name and other.name) or contradict(one, other):
        return False
    agree = bool(one.births & other.births) or _numbers_agree(one, other)
    by_hand = one.by_hand or other.by_hand
    if likeness(one.name, other.name) == "near":
        is_doubtful = by_hand or min(one.confidence, other.confidence) < _DOUBTFUL
        return agree or is_doubtful or _is_no_other_name(one.name, other.name)
    return agree and possibly_same(one.name, other.name, by_hand=by_hand)


def _is_no_other_name(one: str, other: str) -> bool:
    """Whether the names differ in letters and not in accents: one of them holds a syllable that there is not."""
    return fold(one) != fold(other) and len(one.split()) == len(other.split())


def _numbers_agree(one: Naming, other: Naming) -> bool:
    return any(_is_slip(a, b) for a in one.numbers for b in other.numbers)


def _is_slip(one: str, other: str) -> bool:
    return len(one) == len(other) and Levenshtein.distance(one, other) <= SLIP


def contradict(one: Naming, other: Naming) -> bool:
    """Whether numbers or years of birth show two people; what was written by hand shows nothing.

    An old number of nine digits says nothing against a new one of twelve.
    """
    if one.by_hand or other.by_hand or one.births & other.births:
        return False
    pairs = [(a, b) for a in one.numbers for b in other.numbers if len(a) == len(b)]
    if pairs:
        return not any(_is_slip(a, b) for a, b in pairs)
    years = [{birth[-4:] for birth in each.births} for each in (one, other)]
    return bool(years[0] and years[1] and not years[0] & years[1])


TESTS = (
    SameParty(_share_a_number, by_number, is_stronger=True),
    SameParty(_share_a_name, by_name),
    SameParty(_signs_for, by_signature, is_stronger=True),
    SameParty(_are_nearly_one, by_likeness),
)
"""The strongest first."""
