"""How far told probabilities are from what comes true: expected calibration error, and the bins of its diagram."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.learning.outcomes import Certainty

EQUAL_MASS_BINS = 15
EQUAL_WIDTH_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of like probability: how many, how probable they were said to be, and how many came true (0-1)."""

    count: int
    confidence: float
    accuracy: float


def equal_mass(certainties: Sequence[Certainty], bins: int = EQUAL_MASS_BINS) -> tuple[Bin, ...]:
    """Bins of as many statements each, by rising probability (Nixon et al. 2019, "Measuring Calibration")."""
    told, true = _arrays(certainties)
    order = np.argsort(told, kind="stable")
    return tuple(_bin(told[part], true[part]) for part in np.array_split(order, bins) if len(part))


def equal_width(certainties: Sequence[Certainty], bins: int = EQUAL_WIDTH_BINS) -> tuple[Bin, ...]:
    """Bins between probabilities of equal distance (Guo et al. 2017); empty ones are left out."""
    told, true = _arrays(certainties)
    place = np.minimum((told * bins).astype(int), bins - 1)
    return tuple(_bin(told[place == at], true[place == at]) for at in range(bins) if (place == at).any())


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of probability and accuracy over the bins, weighted by their statements: 0-1; 0 for none."""
    total = sum(part.count for part in bins)
    return sum(part.count * abs(part.confidence - part.accuracy) for part in bins) / total if total else 0.0


def brier_score(certainties: Sequence[Certainty]) -> float:
    """Mean square of the distance from what came true, 0-1; 0 for none."""
    told, true = _arrays(certainties)
    return float(np.mean((told - true) ** 2)) if len(told) else 0.0


def _arrays(certainties: Sequence[Certainty]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    told = np.array([certainty.confidence for certainty in certainties], np.float64)
    return told, np.array([certainty.right for certainty in certainties], np.float64)


def _bin(told: NDArray[np.float64], true: NDArray[np.float64]) -> Bin:
    return Bin(len(told), float(told.mean()), float(true.mean()))
