"""Joins what the papers of a dossier say of somebody into parties: persons and organisations with all their namings."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper
from classifiers.vietnamese import fold, normalise
from intake_ai.extraction.fields import Field
from intake_ai.parties.cues import Part
from intake_ai.parties.names import likeness, possibly_same, same_organisation
from intake_ai.parties.namings import Naming, namings, surety

_DOUBTFUL = 0.85
"""Confidence below which a name that differs in one misread letter is taken for the near one."""
_SLIP = 2
"""Two numbers of one person differ in at most so many digits where one was misread or miswritten."""

_NO_REASON_TO_LOOK: frozenset[Part] = frozenset({"official", "witness", "signing", "relative", "representative"})
_SHORT = 2
_LAST = (10_000, 0.0)
_Test = Callable[[Naming, Naming], bool]


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation of the dossier, with everything that its papers say of them."""

    namings: tuple[Naming, ...]

    @property
    def is_organisation(self) -> bool:
        return self.namings[0].is_organisation

    @property
    def name(self) -> str:
        """The name by the surest reading, with accents where one has them; empty where none was read."""
        named = [naming for naming in self.namings if naming.name]
        return max(named, key=surety).name if named else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The different names as read."""
        return tuple(dict.fromkeys(naming.name for naming in self.namings if naming.name))

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset().union(*(naming.numbers for naming in self.namings))

    @property
    def births(self) -> frozenset[str]:
        return frozenset().union(*(naming.births for naming in self.namings))

    @property
    def tax_codes(self) -> frozenset[str]:
        return frozenset().union(*(naming.tax_codes for naming in self.namings))

    @property
    def papers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(naming.paper for naming in self.namings))

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset().union(*(naming.parts for naming in self.namings))


def find_parties(papers: Sequence[Paper], fields: Sequence[Field]) -> tuple[Party, ...]:
    """Everybody whom the papers name, in the order in which they are named first.

    Namings are joined that share a number, have one name with nothing against it, or have nearly one name and a
    number or birth date in common. Two people named on one paper by two names stay two.
    """
    found = [naming for paper in papers for naming in namings(paper, fields)]
    groups = [[naming] for naming in found]
    for is_one in (_share_a_number, _share_a_name, _signs_for, _are_nearly_one):
        groups = _merged(groups, is_one)
    parties = (Party(tuple(group)) for group in groups)
    texts = {paper: normalise(paper.text).casefold() for paper in papers}
    return tuple(Party((*party.namings, *_mentions(party, texts))) for party in parties)


def _mentions(party: Party, texts: Mapping[Paper, str]) -> Iterator[Naming]:
    """The party on papers that hold its name somewhere in their text without a word that tells the part."""
    if not any(naming.parts - _NO_REASON_TO_LOOK for naming in party.namings):
        return
    names = [normalise(name).casefold() for name in party.names if len(name.split()) > _SHORT]
    for paper, text in texts.items():
        if paper.id not in party.papers and any(re.search(rf"\b{re.escape(name)}\b", text) for name in names):
            surest = max(party.namings, key=surety)
            nothing: frozenset[str] = frozenset()
            yield replace(
                surest, paper=paper.id, parts=frozenset({"mentioned"}), numbers=nothing, births=nothing,
                tax_codes=nothing, is_certain=False, page=paper.pages[0].ref, order=_LAST,
            )  # fmt: skip


def _merged(groups: list[list[Naming]], is_one: _Test) -> list[list[Naming]]:
    """Groups joined wherever a naming of one and a naming of the other pass the test and none speaks against it."""
    while True:
        merged: list[list[Naming]] = []
        for group in groups:
            host = next((other for other in merged if _are_one(other, group, is_one)), None)
            if host is None:
                merged.append(list(group))
            else:
                host.extend(group)
        if len(merged) == len(groups):
            return merged
        groups = merged


def _are_one(one: Sequence[Naming], other: Sequence[Naming], is_one: _Test) -> bool:
    return any(is_one(a, b) for a in one for b in other) and not _is_ruled_out(one, other, is_one)


def _is_ruled_out(one: Sequence[Naming], other: Sequence[Naming], is_one: _Test) -> bool:
    """Whether a paper names both by two names, so that they are two; one number read with both is stronger."""
    if is_one in (_share_a_number, _signs_for):
        return False
    return any(a.paper == b.paper and a.name and b.name and not is_one(a, b) for a in one for b in other)


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
    return len(one) == len(other) and Levenshtein.distance(one, other) <= _SLIP


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
