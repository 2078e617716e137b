"""Which namings are worth comparing: of a thousand people on a stack of papers hardly two are possibly one.

Each test of `joining` has a `Blocking`: two namings can pass the test only where one offers a key that the other seeks.
The keys are exact, so nothing that would be joined is left out; what shares a key is still compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from classifiers.vietnamese import fold, syllables
from intake_ai.parties.names import LIKE_ORGANISATIONS, core_of, spelled_out
from intake_ai.parties.namings import Naming
from ocr.syllables import is_syllable

Key = tuple[object, ...]
_Pair = tuple[list[Key], list[Key]]
_NO_KEYS: tuple[Key, ...] = ()

SLIP = 2
"""Two numbers of one person differ in at most so many digits where one was misread or miswritten."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """Keys of namings for one test.

    Attributes:
        offered, sought: By identity of the naming; two namings meet where one seeks what the other offers.
    """

    offered: Mapping[int, Sequence[Key]]
    sought: Mapping[int, Sequence[Key]]

    def offered_by(self, group: Iterable[Naming]) -> set[Key]:
        """What any of a group offers."""
        return {key for naming in group for key in self.offered.get(id(naming), _NO_KEYS)}

    def sought_by(self, group: Iterable[Naming]) -> set[Key]:
        """What any of a group seeks."""
        return {key for naming in group for key in self.sought.get(id(naming), _NO_KEYS)}


def by_number(found: Sequence[Naming]) -> Blocking:
    """Those with a number in common: tax codes of organisations, personal numbers of people."""
    keys = {id(one): [(number,) for number in (one.tax_codes if one.is_organisation else one.numbers)] for one in found}
    return Blocking(keys, keys)


def by_name(found: Sequence[Naming]) -> Blocking:
    """Those with one name: people by its syllables without accents, organisations by what tells them apart."""
    alike = _alike_cores([one.name for one in found if one.is_organisation])
    offered, sought = {}, {}
    for one in found:
        if one.name and one.is_organisation:
            own: list[Key] = [("spelled", spelled_out(one.name))]
            offered[id(one)] = [*own, ("core", core_of(one.name))]
            sought[id(one)] = [*own, *(("core", core) for core in alike[core_of(one.name)])]
        elif one.name:
            offered[id(one)] = sought[id(one)] = _whole_name(one.name)
    return Blocking(offered, sought)


def by_signature(found: Sequence[Naming]) -> Blocking:
    """Names below a signature, and all others of the same paper."""
    signing = {"signing"}
    people = [one for one in found if one.name and not one.is_organisation]
    offered = {id(one): [(one.paper, one.parts == signing)] for one in people}
    return Blocking(offered, {id(one): [(one.paper, one.parts != signing)] for one in people})


def by_likeness(found: Sequence[Naming]) -> Blocking:
    """People with nearly one name, a birth date in common, or numbers of which a digit or two were misread."""
    people = [one for one in found if one.name and not one.is_organisation]
    slips = _alike_numbers({number for one in people for number in one.numbers})
    offered, sought = {}, {}
    for one in people:
        own, others = _near_names(one.name)
        own += [("born", birth) for birth in one.births]
        others += [("born", birth) for birth in one.births]
        offered[id(one)] = own + [("number", number) for number in one.numbers]
        sought[id(one)] = others + [("number", slip) for number in one.numbers for slip in slips[number]]
    return Blocking(offered, sought)


def _whole_name(name: str) -> list[Key]:
    return [("plain", *syllables(fold(name))), ("printed", *syllables(name))]


def _near_names(name: str) -> _Pair:
    """Keys for `likeness` "same" and "near": cut off at the end, broken inside a syllable, or one syllable misread.

    Of two names that differ in one syllable one holds there what is no syllable, so those without such a slip seek only
    those with one.
    """
    plain, printed = syllables(fold(name)), syllables(name)
    both: list[Key] = [*_whole_name(name), ("joined", "".join(plain))]
    offered, sought = [*both, ("cut", *plain[:-1])], [*both, ("plain", *plain[:-1]), ("cut", *plain)]
    for place in range(len(plain)):
        rest = (place, *plain[:place], "", *plain[place + 1 :])
        is_slip = len(printed) != len(plain) or not is_syllable(printed[place])
        offered += [("any", *rest), *([("slip", *rest)] if is_slip else [])]
        sought.append(("any" if is_slip else "slip", *rest))
    return offered, sought


def _alike_cores(names: Sequence[str]) -> dict[str, list[str]]:
    """For each organisation's core those that may be of the same one, itself among them."""
    cores = sorted({core_of(name) for name in names})
    if not cores:
        return {}
    like = process.cdist(cores, cores, scorer=fuzz.ratio, score_cutoff=LIKE_ORGANISATIONS, dtype=np.uint8)
    return _related(cores, like > 0)


def _alike_numbers(numbers: Iterable[str]) -> dict[str, list[str]]:
    """For each number those that may be it, misread: at most `SLIP` edits away, itself among them."""
    known = sorted(numbers)
    if not known:
        return {}
    far = process.cdist(known, known, scorer=Levenshtein.distance, score_cutoff=SLIP, dtype=np.uint8)
    return _related(known, far <= SLIP)


def _related(texts: Sequence[str], like: NDArray[np.bool_]) -> dict[str, list[str]]:
    np.fill_diagonal(like, True)
    return {text: [texts[int(other)] for other in np.flatnonzero(row)] for text, row in zip(texts, like, strict=True)}
