"""Papers that hold a party's name somewhere in their text, without a word that tells the part."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from classifiers.papers import Paper
from classifiers.vietnamese import normalise
from intake_ai.parties.cues import Part
from intake_ai.parties.namings import Naming, surety
from intake_ai.parties.party import Party

_NO_REASON_TO_LOOK: frozenset[Part] = frozenset({"official", "witness", "signing", "relative", "representative"})
_SHORT = 2
_LAST = (10_000, 0.0)
_WORD = re.compile(r"\w+")
_Index = Mapping[tuple[str, str], Sequence[tuple[int, str]]]


def with_mentions(parties: Sequence[Party], papers: Sequence[Paper]) -> tuple[Party, ...]:
    """The parties with the papers, other than their own, that hold a name of theirs; one pass over each paper."""
    index = _names_by_ending(parties)
    own = [frozenset(party.papers) for party in parties]
    added: dict[int, list[Naming]] = defaultdict(list)
    for paper in papers:
        for place in sorted(set(_named_in(normalise(paper.text).casefold(), index))):
            if paper.id not in own[place]:
                added[place].append(_mention(parties[place], paper))
    return tuple(Party((*party.namings, *added[place])) for place, party in enumerate(parties))


def _names_by_ending(parties: Sequence[Party]) -> _Index:
    """Names to look for and whose they are, by their last two words."""
    index: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for place, party in enumerate(parties):
        if any(naming.parts - _NO_REASON_TO_LOOK for naming in party.namings):
            for name in party.names:
                told = normalise(name).casefold()
                words = _WORD.findall(told)
                if len(name.split()) > _SHORT and len(words) > 1:
                    index[words[-2], words[-1]].append((place, told))
    return index


def _named_in(text: str, index: _Index) -> Iterator[int]:
    """Places of the parties with a name in a text."""
    for pair in set(pairwise(_WORD.findall(text))):
        for place, name in index.get(pair, ()):
            if re.search(rf"\b{re.escape(name)}\b", text):
                yield place


def _mention(party: Party, paper: Paper) -> Naming:
    nothing: frozenset[str] = frozenset()
    return replace(
        max(party.namings, key=surety), paper=paper.id, parts=frozenset({"mentioned"}), numbers=nothing, births=nothing,
        tax_codes=nothing, is_certain=False, page=paper.pages[0].ref, order=_LAST,
    )  # fmt: skip
