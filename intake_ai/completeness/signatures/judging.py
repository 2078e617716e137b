"""Whether a paper lacks a signature: every place that its own side must sign is empty, or one of two sides' is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.signatures.ink import Ink, ink_in
from intake_ai.completeness.signatures.places import SigningPlace, signing_places
from intake_ai.completeness.signatures.words import Side, names, signing_words

_OF_THE_APPLICANT: tuple[tuple[Side, ...], ...] = (("applicant", "party"), ("office",), ("unknown",))
"""Who signs for the one who hands a form in, by the first kind that it has places for."""
_OF_OTHERS: tuple[tuple[Side, ...], ...] = (("applicant", "party"),)
Surety = Literal["empty", "named"]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A place that must be signed and is not.

    Attributes:
        found: It is empty; or a name is printed in it, and over that strokes may have been overlooked: of 354 signed
            forms of invented dossiers 27 look so (2026-11-23), of 22 of the development dossiers none.
        is_of_one_party: Another party did sign.
    """

    place: SigningPlace
    found: Surety
    is_of_one_party: bool = False


def unsigned(paper: Paper) -> Unsigned | None:
    """The place that lacks a signature; None where all is signed, or where no place is found for sure.

    One signed place is enough, but of two parties who each have their place (bride and groom) both sign. Where a helper
    or an authority signs nothing is told: a form is handed in without.
    """
    found = [(place, ink_in(place, paper.pages)) for place in signing_places(paper) if place.is_sure]
    lacking = _lacking_party(found)
    if lacking is not None:
        return _unsigned(*lacking, is_of_one_party=True)
    own = _own(found, _OF_THE_APPLICANT if paper.type is PaperType.APPLICATION_FORM else _OF_OTHERS)
    if not own or any(ink in ("signed", "sealed") for _, ink in own):
        return None
    return _unsigned(*next((each for each in own if each[1] == "named"), own[0]))


def _unsigned(place: SigningPlace, ink: Ink, *, is_of_one_party: bool = False) -> Unsigned:
    return Unsigned(place, "empty" if ink == "empty" else "named", is_of_one_party)


def _own(found: Sequence[tuple[SigningPlace, Ink]], kinds: Sequence[Sequence[Side]]) -> list[tuple[SigningPlace, Ink]]:
    """The places of the side that hands the paper in."""
    for sides in kinds:
        if own := [each for each in found if each[0].side in sides]:
            return own
    return []


def _lacking_party(found: Sequence[tuple[SigningPlace, Ink]]) -> tuple[SigningPlace, Ink] | None:
    """The party who did not sign while the other did."""
    for pair in signing_words().pairs:
        first, second = ([each for each in found if names(party, each[0].role)] for party in pair)
        if not first or not second:
            continue
        signed = [any(ink in ("signed", "sealed") for _, ink in party) for party in (first, second)]
        if signed == [True, False]:
            return second[0]
        if signed == [False, True]:
            return first[0]
    return None
