"""How well a model splits: boundaries, exact dossiers, calibration, time."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifiers.learning.calibration import calibration_error, equal_mass
from classifiers.learning.examples import Example
from classifiers.learning.outcomes import Certainty
from classifiers.splitting.model import SplittingModel
from classifiers.splitting.papers import PaperPages, split


@dataclass(frozen=True)
class SplitOutcome:
    """One example, split.

    Attributes:
        true, told: First pages of the papers as places in the example.
        exact: Every paper holds the pages that it should, and there are no others.
        papers: Confidence of each paper told, and whether its pages are right.
        seconds: Of one processor that the splitting took.
    """

    true: frozenset[int]
    told: frozenset[int]
    exact: bool
    papers: tuple[Certainty, ...]
    pages: int
    seconds: float


def outcome_of(example: Example, model: SplittingModel | None = None) -> SplitOutcome:
    """Split one example and compare."""
    began = time.process_time()
    papers = split(example.pages, model)
    seconds = time.process_time() - began
    place = {page.ref: index for index, page in enumerate(example.pages)}
    true = [frozenset(paper.pages) for paper in example.papers]
    told = [frozenset(place[page.ref] for page in paper.pages) for paper in papers]
    return SplitOutcome(
        true=frozenset(min(pages) for pages in true),
        told=frozenset(min(pages) for pages in told),
        exact=sorted(map(sorted, true)) == sorted(map(sorted, told)),
        papers=tuple(_certainties(papers, told, true)),
        pages=len(example.pages),
        seconds=seconds,
    )


def _certainties(
    papers: Sequence[PaperPages], told: Sequence[frozenset[int]], true: Sequence[frozenset[int]]
) -> Iterable[Certainty]:
    return (Certainty(paper.confidence, pages in true) for paper, pages in zip(papers, told, strict=True))


def measure_splitting(examples: Sequence[Example], model: SplittingModel | None = None) -> dict[str, float]:
    """The figures over examples.

    Returns:
        boundary_recall, boundary_precision, splits_exact (share of examples), split_ece, seconds_per_page, examples.
    """
    outcomes = [outcome_of(example, model) for example in examples]
    right = sum(len(one.true & one.told) for one in outcomes)
    certainties = [certainty for one in outcomes for certainty in one.papers]
    return {
        "boundary_recall": right / max(sum(len(one.true) for one in outcomes), 1),
        "boundary_precision": right / max(sum(len(one.told) for one in outcomes), 1),
        "splits_exact": sum(one.exact for one in outcomes) / max(len(outcomes), 1),
        "split_ece": calibration_error(equal_mass(certainties)) if certainties else 0.0,
        "seconds_per_page": sum(one.seconds for one in outcomes) / max(sum(one.pages for one in outcomes), 1),
        "examples": float(len(outcomes)),
    }
