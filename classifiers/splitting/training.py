"""Learns to split from examples: for what ships by `python -m classifiers.splitting`, else by `intake-ai train`."""

import random
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

from classifiers.learning.examples import Example
from classifiers.learning.learner import Weights
from classifiers.splitting.decoding import best_ways, probabilities
from classifiers.splitting.fitting import Sequenced, batches, fit
from classifiers.splitting.lattice import scores
from classifiers.splitting.made_letters import made_letters
from classifiers.splitting.measuring import measure_splitting
from classifiers.splitting.model import SplittingModel, model_of
from classifiers.splitting.stacks import loose_papers, stacks
from classifiers.splitting.traits import PageTraits, traits_of, traits_of_same
from classifiers.splitting.weighing import Vector, cue_list
from ocr.page import Page

if TYPE_CHECKING:
    from classifiers.ranking.known import KnownProcedures

_FOLDS = 4
_STACKS_PER_EXAMPLE = 0.25
_LETTERS_PER_EXAMPLE = 0.15


class SplittingLearner:
    """Learns the weights of the cues, and how far the probabilities made of them are to be believed."""

    name = "splitting"

    def learn(self, examples: Sequence[Example], known: "KnownProcedures | None" = None, seed: int = 0) -> Weights:
        """Fit the weights on all examples; the calibration on folds of procedures that a fit did not see."""
        del known  # papers are told apart without a catalogue
        folds = [sequences_of(fold, seed + number) for number, fold in enumerate(folds_of(examples, seed))]
        prepared = [batches(fold) for fold in folds]
        told: list[tuple[float, bool]] = []
        for number, fold in enumerate(folds):
            others = [batch for place, other in enumerate(prepared) if place != number for batch in other]
            if others:
                told += _outcomes(fold, _model(fit(others)))
        weights = fit([batch for fold in prepared for batch in fold])
        return {
            "cues": np.array(cue_list().names),
            "weights": weights,
            "calibration": _calibration(told),
            "features": np.array(crc32("\n".join(cue_list().names).encode())),
        }

    def measure(
        self, weights: Weights, examples: Sequence[Example], known: "KnownProcedures | None" = None
    ) -> dict[str, float]:
        """Boundaries, exact dossiers, calibration and time over examples."""
        del known
        return measure_splitting(examples, model_of(weights))


def folds_of(examples: Sequence[Example], seed: int) -> list[list[Example]]:
    """Examples by procedure, so that no form stands in two folds."""
    folds: list[list[Example]] = [[] for _ in range(_FOLDS)]
    for example in examples:
        name = f"{seed} {example.code or example.name}"
        folds[sha256(name.encode()).digest()[0] % _FOLDS].append(example)
    return [fold for fold in folds if fold]


def sequences_of(examples: Sequence[Example], seed: int) -> list[Sequenced]:
    """Examples as they are, stacks made of them, and letters with annexes among their papers."""
    rng = random.Random(seed)  # noqa: S311 - nothing here is secret
    letters = list(made_letters(round(len(examples) * _LETTERS_PER_EXAMPLE), rng))
    more = stacks([*examples, *letters], round(len(examples) * _STACKS_PER_EXAMPLE), rng) if examples else ()
    known: dict[int, PageTraits] = {}
    return [one for example in (*examples, *letters, *more) if (one := sequence_of(example, known)).lengths]


def sequence_of(example: Example, known: dict[int, PageTraits]) -> Sequenced:
    """The pages of an example paper by paper; papers that share a page are left out.

    Args:
        example: To learn from.
        known: Traits by the identity of their reading, which stands in many stacks; grows.
    """
    papers = [
        [_traits(page, known) for page in paper.pages if not page.reading.blank] for paper in loose_papers(example)
    ]
    papers = [paper for paper in papers if paper]
    return Sequenced(tuple(page for paper in papers for page in paper), tuple(len(paper) for paper in papers))


def _traits(page: Page, known: dict[int, PageTraits]) -> PageTraits:
    found = known.get(id(page.reading))
    if found is None:
        found = known[id(page.reading)] = traits_of(page)
    return traits_of_same(page, found)


def _model(weights: Vector) -> SplittingModel:
    return SplittingModel(dict(zip(cue_list().names, weights.tolist(), strict=True)))


def _outcomes(sequences: Sequence[Sequenced], model: SplittingModel) -> list[tuple[float, bool]]:
    """Probability of each paper told by the best splitting, and whether it is one."""
    told = []
    for one in sequences:
        table = scores(one.traits, model.weights)
        sure = probabilities(table)
        true = set(zip(np.cumsum([0, *one.lengths[:-1]]).tolist(), one.lengths, strict=True))
        starts = best_ways(table, 1)[0].starts
        for start, end in zip(starts, (*starts[1:], len(one.traits)), strict=True):
            told.append((float(sure[start, end - start - 1]), (start, end - start) in true))
    return told


def _calibration(told: Sequence[tuple[float, bool]]) -> Vector:
    """Slope and offset of Platt's line over log-odds; the identity where there is nothing to learn from."""
    if not told or all(right for _, right in told):
        return np.array([1.0, 0.0])
    sure = np.clip([probability for probability, _ in told], 1e-9, 1 - 1e-9)
    odds, right = np.log(sure / (1 - sure)), np.array([right for _, right in told])

    def loss(line: Vector) -> float:
        logits = line[0] * odds + line[1]
        prior = 0.5 * ((line[0] - 1) ** 2 + line[1] ** 2)
        return float(np.logaddexp(0, np.where(right, -logits, logits)).sum() + prior)

    result: Vector = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return result
