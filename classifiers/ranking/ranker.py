"""Which procedure a dossier is for: candidates of the whole catalogue, weighed by all that its papers say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifiers.papers import Paper
from classifiers.ranking.addressees import level_of
from classifiers.ranking.cases import case_choices
from classifiers.ranking.choices import choices
from classifiers.ranking.evidence import Evidence, gather
from classifiers.ranking.fitting import fitting
from classifiers.ranking.known import KnownProcedures
from classifiers.ranking.model import RankingModel, shipped_model
from classifiers.ranking.profiles import ProcedureProfile

ALTERNATIVES = 9

_HARDLY = 0.01
"""Chance below which the papers do not speak for the procedure that a person chose,"""
_CLEARLY = 0.9
"""and that another one must have for the choice to be contradicted. So no right choice was contradicted in 362 training
dossiers of procedures held back, and up to 65 % of wrong ones would be (weights/figures.json, 2026-11-23)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure with its probability (0-1) and the case that the papers fit best, None where it has no cases."""

    profile: ProcedureProfile
    confidence: float
    case: int | None = None
    case_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the papers tell about the procedure.

    Attributes:
        candidates: Best first; the one that a person chose first of all, with confidence 1.
        none: Probability that it is none of the catalogue's, 0-1.
        form: The application form, None where there is none.
        request: What the form asks for, as written, where it serves many procedures; else empty.
        addressee: To whom the form is sent, as written; empty where it does not say, or not this procedure's agency.
        fitting: Papers beside the form that satisfy rows of the first candidate.
        contradicted: The papers hardly speak for what was chosen, and clearly for `better`.
    """

    candidates: tuple[Candidate, ...]
    none: float = 0.0
    form: Paper | None = None
    request: str = ""
    addressee: str = ""
    fitting: tuple[Paper, ...] = ()
    contradicted: bool = False
    better: ProcedureProfile | None = None

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


class ProcedureRanker:
    """Ranks the procedures of one catalogue version.

    Args:
        known: The active procedures.
        model: Weighs them; the one that comes with the program where not given.
    """

    def __init__(self, known: KnownProcedures, model: RankingModel | None = None) -> None:
        self._known = known
        self._model = model or shipped_model()

    def rank(self, papers: Sequence[Paper], chosen: ProcedureProfile | None = None) -> Ranking:
        """The procedures that the papers may be for, best first.

        Args:
            papers: All papers of the dossier.
            chosen: What a person chose, be it among the procedures ranked or not: it comes first with confidence 1
                whatever the papers say; `contradicted` tells that they say otherwise.
        """
        evidence = gather(papers)
        if chosen is not None:
            return self._respecting(chosen, evidence)
        chances, none = self._chances(evidence)
        best = [(place, joint if rank == 0 else own) for rank, (place, own, joint) in enumerate(chances)]
        candidates = [self._candidate(place, chance, evidence) for place, chance in best[: ALTERNATIVES + 1]]
        return self._told(candidates, none, evidence)

    def _respecting(self, chosen: ProcedureProfile, evidence: Evidence) -> Ranking:
        """What was chosen first, the others after it."""
        place = self._known.place_of(chosen.code)
        chances, none = self._chances(evidence, () if place is None else (place,))
        others = [(other, own) for other, own, _ in chances if other != place][:ALTERNATIVES]
        candidates = [self._of_profile(chosen, 1.0, evidence)]
        candidates += [self._candidate(other, own, evidence) for other, own in others]
        ranking = self._told(candidates, none, evidence)
        if not chances or chances[0][2] < _CLEARLY:
            return ranking
        if place is None:
            spoken_for = self._chance_beside(chosen, chances, evidence)
        else:
            spoken_for = next(joint for other, _, joint in chances if other == place)
        if spoken_for >= _HARDLY:
            return ranking
        return replace(ranking, contradicted=True, better=self._known.profiles[chances[0][0]])

    def _chance_beside(
        self, chosen: ProcedureProfile, chances: Sequence[tuple[int, float, float]], evidence: Evidence
    ) -> float:
        """The chance of a procedure that is not ranked, were it the only one beside the likeliest of those that are."""
        rivals = (self._known.profiles[place] for place, _, _ in chances[:ALTERNATIVES])
        few = ProcedureRanker(KnownProcedures.by_words((chosen, *rivals)), self._model)
        return next(joint for place, _, joint in few._chances(evidence, (0,))[0] if place == 0)

    def _chances(self, evidence: Evidence, within: Sequence[int] = ()) -> tuple[list[tuple[int, float, float]], float]:
        """Of each shortlisted procedure its place, its own chance and that of all of its name, best first; of none."""
        if not evidence.papers or not len(self._known):
            return [], 1.0
        found = choices(evidence, self._known, within=within)
        chances = self._model.chances(found)
        names, members = np.unique(self._known.same[found.positions], return_inverse=True)
        joint = np.bincount(members, chances.of_choices, len(names))[members]
        order = np.lexsort((found.positions, -chances.of_choices, -joint))
        return [
            (int(found.positions[at]), float(chances.of_choices[at]), float(joint[at])) for at in order
        ], chances.of_none

    def _candidate(self, place: int, confidence: float, evidence: Evidence) -> Candidate:
        return self._of_profile(self._known.profiles[place], confidence, evidence)

    def _of_profile(self, profile: ProcedureProfile, confidence: float, evidence: Evidence) -> Candidate:
        case, sure = self._model.case(case_choices(evidence, profile))
        return Candidate(profile, min(1.0, confidence), case, sure)

    def _told(self, candidates: Sequence[Candidate], none: float, evidence: Evidence) -> Ranking:
        """With what speaks for the first."""
        if not candidates:
            return Ranking((), none, evidence.form)
        profile = candidates[0].profile
        return Ranking(
            tuple(candidates),
            none,
            evidence.form,
            evidence.written_request,
            evidence.written_addressee if _may_decide(profile, evidence.addressee) else "",
            fitting(evidence.papers, profile, evidence.form),
        )


def _may_decide(profile: ProcedureProfile, addressee: str) -> bool:
    """Whether the authority addressed stands at a level that decides this procedure."""
    level = level_of(addressee)
    return bool(level) and level in profile.level
