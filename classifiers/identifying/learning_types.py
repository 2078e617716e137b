"""Learns the weights that types are told by, from papers whose types are known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix, hstack

from classifiers.identifying.type_cues import PLACES, TYPE_CUES, TYPES, TypeFeatures
from classifiers.papers import PaperType

_PENALTY_OF_WORDS = 1.0
_PENALTY_OF_CUES = 1.0


@dataclass(frozen=True, slots=True)
class TypedPaper:
    """What was seen of a paper, what it is, and how much it counts."""

    features: TypeFeatures
    type: PaperType
    weight: float = 1.0


def learn_types(papers: Sequence[TypedPaper]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights of words, (PLACES, types), and of cues, (TYPE_CUES, types), by penalised logistic regression."""
    table = matrix([paper.features for paper in papers])
    right = np.array([TYPES.index(paper.type) for paper in papers])
    counts = np.array([paper.weight for paper in papers])
    penalty = np.repeat([_PENALTY_OF_WORDS, _PENALTY_OF_CUES], [PLACES, len(TYPE_CUES)])[:, None]
    one_hot = np.eye(len(TYPES))[right]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(-1, len(TYPES))
        shares, value = _shares(table @ weights, right, counts)
        slope = table.T @ ((shares - one_hot) * counts[:, None]) + penalty * weights
        return value + 0.5 * float((penalty * weights**2).sum()), np.asarray(slope).ravel()

    start = np.zeros((PLACES + len(TYPE_CUES)) * len(TYPES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights = found.x.reshape(-1, len(TYPES)).astype(np.float32)
    return weights[:PLACES], weights[PLACES:]


def best_sharpness(odds: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    """The factor of log-odds, shape (papers, types), under which papers that were not learned from are likeliest."""
    ones = np.ones(len(right))
    found = minimize_scalar(lambda factor: _shares(odds * factor, right, ones)[1], bounds=(0.05, 3.0), method="bounded")
    return float(found.x)


def matrix(features: Sequence[TypeFeatures]) -> csr_matrix:
    """Features of papers as a sparse matrix, words first."""
    rows = np.repeat(np.arange(len(features)), [len(one.places) for one in features])
    places = np.concatenate([one.places for one in features])
    values = np.concatenate([one.values for one in features])
    words = csr_matrix((values, (rows, places)), shape=(len(features), PLACES))
    return csr_matrix(hstack([words, csr_matrix(np.stack([one.cues for one in features]))]))


def _shares(
    odds: NDArray[np.float64], right: NDArray[np.int64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Probabilities of the types, and the surprise at the right ones."""
    odds = odds - odds.max(axis=1, keepdims=True)
    sums = np.exp(odds).sum(axis=1, keepdims=True)
    surprise = np.log(sums[:, 0]) - odds[np.arange(len(right)), right]
    return np.exp(odds) / sums, float((surprise * counts).sum())
