"""The figures of knowing what was handed in, over the outcomes of many dossiers."""

import math
from collections.abc import Callable, Sequence

from classifiers.learning.calibration import brier_score, calibration_error, equal_mass, equal_width
from classifiers.learning.outcomes import Certainty, Outcome

SURE = 0.95
"""Confidence from which a statement counts as one that nobody checks (issue 5)."""

Figure = Callable[[Sequence[Outcome]], float]


def _ratio(right: int, of: int) -> float:
    return right / of if of else math.nan


def with_procedure(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Dossiers for a procedure of the catalogue."""
    return [one for one in outcomes if one.procedure is not None]


def without_procedure(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Dossiers for a procedure outside the catalogue, and stacks of unrelated papers: every candidate is wrong."""
    return [one for one in outcomes if one.procedure is None]


def _top(places: int) -> Figure:
    def figure(outcomes: Sequence[Outcome]) -> float:
        known = with_procedure(outcomes)
        return _ratio(sum(one.place is not None and one.place <= places for one in known), len(known))

    return figure


def _firsts(outcomes: Sequence[Outcome]) -> list[Certainty]:
    return [one.first for one in outcomes]


def _cases(outcomes: Sequence[Outcome]) -> list[Certainty]:
    return [one.case for one in outcomes if one.case is not None]


def _papers(outcomes: Sequence[Outcome]) -> list[Certainty]:
    return [certainty for one in outcomes for certainty in one.papers]


def _splits(outcomes: Sequence[Outcome]) -> list[Certainty]:
    return [certainty for one in outcomes for certainty in one.splits]


def _error(of: Callable[[Sequence[Outcome]], list[Certainty]]) -> Figure:
    return lambda outcomes: calibration_error(equal_mass(told)) if (told := of(outcomes)) else math.nan


def _accuracy(of: Callable[[Sequence[Outcome]], list[Certainty]]) -> Figure:
    return lambda outcomes: _ratio(sum(one.right for one in of(outcomes)), len(of(outcomes)))


def _wide_error(outcomes: Sequence[Outcome]) -> float:
    return calibration_error(equal_width(_firsts(outcomes))) if outcomes else math.nan


def _sure(outcomes: Sequence[Outcome]) -> list[Certainty]:
    return [one.first for one in outcomes if one.first.confidence >= SURE]


def _counted(hits: str, of: str) -> Figure:
    def figure(outcomes: Sequence[Outcome]) -> float:
        counts = [one.counts for one in outcomes]
        return _ratio(sum(getattr(one, hits) for one in counts), sum(getattr(one, of) for one in counts))

    return figure


def _wrongly_sure(outcomes: Sequence[Outcome]) -> float:
    return sum(not told.right for told in _sure(outcomes))


FIGURES: dict[str, Figure] = {
    "dossiers": len,
    "procedure_top_1": _top(1),
    "procedure_top_5": _top(5),
    "procedure_top_10": _top(10),
    "procedure_ece": _error(_firsts),
    "procedure_ece_equal_width": _wide_error,
    "procedure_brier": lambda outcomes: brier_score(_firsts(outcomes)) if outcomes else math.nan,
    "sure_share": lambda outcomes: _ratio(len(_sure(outcomes)), len(outcomes)),
    "sure_right": _accuracy(_sure),
    "sure_and_wrong": _wrongly_sure,
    "case_right": _accuracy(_cases),
    "case_ece": _error(_cases),
    "splits_exact": lambda outcomes: _ratio(sum(one.counts.is_split_exactly for one in outcomes), len(outcomes)),
    "boundary_recall": _counted("boundaries_right", "boundaries_true"),
    "boundary_precision": _counted("boundaries_right", "boundaries_told"),
    "paper_type_by_page": _counted("pages_typed_right", "pages"),
    "paper_ece": _error(_papers),
    "split_ece": _error(_splits),
}
"""By name; NaN where the outcomes do not tell it. The figures of certainty (ece, brier, sure) are over all dossiers
given, those for no procedure of the catalogue among them, the places over the others."""

MAIN = (
    "procedure_top_1", "procedure_top_5", "procedure_ece", "sure_share", "sure_right", "splits_exact",
    "boundary_recall", "boundary_precision", "paper_type_by_page", "case_right",
)  # fmt: skip
"""Those that are told with their bounds."""


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """All figures over these outcomes."""
    return {name: figure(outcomes) for name, figure in FIGURES.items()}
