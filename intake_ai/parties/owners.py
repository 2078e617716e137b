"""Whose paper each paper is: the applicant of a form, the holder of a card or certificate, a party of the dossier."""

from collections.abc import Mapping, Sequence

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.people import CARDS
from intake_ai.parties.cues import Part, cues
from intake_ai.parties.namings import Naming
from intake_ai.parties.party import Party

_LEAST_CONFIDENCE = 0.5
_LEAST_BY_HAND = 0.3
_MENTIONED: frozenset[Part] = frozenset({"mentioned"})
_NAMED_BY_WHOEVER_HOLDS_IT = frozenset({PaperType.CONTRACT, PaperType.POWER_OF_ATTORNEY})
"""Papers of two sides, of which the one who is in the dossier handed them in."""


def owners(papers: Sequence[Paper], parties: Sequence[Party]) -> dict[str, Party]:
    """The owner of each paper by its id; papers that name nobody have none.

    Forms and cards come first: of a paper of two sides the side that they name is the owner.
    """
    found: dict[str, Party] = {}
    for paper in sorted(papers, key=_turn):
        owner = _owner(paper, _still_free(paper, papers, parties, found), found)
        if owner is not None:
            found[paper.id] = owner
    return found


def _still_free(
    paper: Paper, papers: Sequence[Paper], parties: Sequence[Party], found: Mapping[str, Party]
) -> Sequence[Party]:
    """The parties without those to whom another card on the same sheet belongs."""
    if paper.type not in CARDS:
        return parties
    pages = {page.ref for page in paper.pages}
    beside = [each for each in papers if each.id in found and each.type in CARDS and each.id != paper.id]
    taken = [found[each.id] for each in beside if not pages.isdisjoint(page.ref for page in each.pages)]
    return [party for party in parties if all(party is not other for other in taken)]


def _turn(paper: Paper) -> int:
    """Forms first, then what names its owner by itself, then papers of two sides."""
    if paper.type is PaperType.APPLICATION_FORM:
        return 0
    return 2 if paper.type in _NAMED_BY_WHOEVER_HOLDS_IT else 1


def _owner(paper: Paper, parties: Sequence[Party], found: Mapping[str, Party]) -> Party | None:
    known = {id(party) for party in found.values()}
    candidates = [
        (party, naming)
        for party in parties
        for naming in party.namings
        if naming.paper == paper.id and party.name and _is_read(naming)
    ]
    order = cues().owners[paper.type]
    ranked = [
        (_rank(paper, naming, order, is_known=id(party) in known), place, party)
        for place, (party, naming) in enumerate(sorted(candidates, key=lambda pair: pair[1].order))
    ]
    eligible = [each for each in ranked if each[0] is not None]
    return min(eligible, key=lambda each: (each[0], each[1]))[2] if eligible else None


def _is_read(naming: Naming) -> bool:
    return naming.confidence >= (_LEAST_BY_HAND if naming.by_hand else _LEAST_CONFIDENCE)


def _rank(paper: Paper, naming: Naming, order: Sequence[Sequence[Part]], *, is_known: bool) -> tuple[int, int] | None:
    """How soon a naming makes the owner; None where it never does."""
    places = [place for place, group in enumerate(order) if not naming.parts.isdisjoint(group)]
    if not places:
        return None
    if naming.parts == _MENTIONED and not is_known:
        return None
    other_side = int(paper.type in _NAMED_BY_WHOEVER_HOLDS_IT and not is_known)
    return other_side, min(places)
