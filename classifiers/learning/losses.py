"""What each model's mistakes on one dossier amount to: the figures that decide which model is used."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence

from rapidfuzz import fuzz

from classifiers.knowing import Knowing
from classifiers.learning.examples import Example, TruePaper
from classifiers.learning.outcomes import boundaries, outcome, right_codes
from classifiers.learning.weights import ModelName
from classifiers.splitting import PaperPages
from classifiers.vietnamese import fold

_LEAST = 0.001
"""Probability that a procedure counts as having at least: one dossier must not decide alone."""

Loss = Callable[[Example, Knowing, Collection[str]], float]


def splitting_loss(example: Example, knowing: Knowing, active: Collection[str]) -> float:  # noqa: ARG001 - a Loss
    """Boundaries between papers that were missed or invented."""
    true, told = boundaries(example, [group.pages for group in knowing.split(example.pages)])
    return len(true ^ told)


def typing_loss(example: Example, knowing: Knowing, active: Collection[str]) -> float:  # noqa: ARG001 - a Loss
    """Share of papers of a wrong type, and how far titles are from the true ones (0-2), of papers split rightly."""
    papers = knowing.identify(true_groups(example))
    wrong = [
        (told.type is not true.type) + 1 - fuzz.ratio(fold(told.title), fold(true.title)) / 100
        for told, true in zip(papers, _read(example), strict=True)
    ]
    return sum(wrong) / len(wrong) if wrong else 0.0


def ranking_loss(example: Example, knowing: Knowing, active: Collection[str]) -> float:
    """Surprise (negative log probability) at the right procedure, or at none being right, of papers split rightly."""
    ranking = knowing.rank(knowing.identify(true_groups(example)), None)
    right = right_codes(example, active)
    if not right:
        return -math.log(max(_LEAST, ranking.none))
    chances = [one.confidence for one in ranking.candidates if one.profile.code in right]
    # the first candidate's confidence is that of all procedures of its name together
    told = chances[0] if ranking.best and ranking.best.profile.code in right else sum(chances)
    return -math.log(min(1.0, max(_LEAST, told)))


def joint_loss(example: Example, knowing: Knowing, active: Collection[str]) -> float:
    """Mean of three mistakes of all models together: not split exactly, pages of a wrong type, procedure not first."""
    found = outcome(example, knowing, active)
    counts = found.counts
    types = 1 - counts.pages_typed_right / counts.pages if counts.pages else 0.0
    procedure = found.place != 1 if found.procedure is not None else found.first.confidence
    return ((not counts.is_split_exactly) + types + procedure) / 3


LOSSES: Mapping[ModelName, Loss] = {
    "splitting": splitting_loss,
    "typing": typing_loss,
    "ranking": ranking_loss,
}


def true_groups(example: Example) -> tuple[PaperPages, ...]:
    """The papers as they really are, for models that come after splitting."""
    return tuple(PaperPages(tuple(example.pages[page] for page in paper.pages), 1.0) for paper in _read(example))


def _read(example: Example) -> Sequence[TruePaper]:
    """Papers of which a page can be read."""
    return [paper for paper in example.papers if any(not example.pages[page].reading.blank for page in paper.pages)]
