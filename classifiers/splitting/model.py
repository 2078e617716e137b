"""The learned weights of the cues, and how far the probabilities made of them are to be believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.splitting.weighing import cue_list

WEIGHTS = Path(__file__).parent / "weights" / "splitting.npz"
LOWEST, HIGHEST = 0.02, 0.995
"""Probabilities are told within these bounds: the examples are not many enough to say more."""


@dataclass(frozen=True)
class SplittingModel:
    """Weights by cue, and the line that log-odds are put through to be true.

    Attributes:
        slope, offset: Of the calibration (Platt 1999): log-odds told = slope x log-odds of the model + offset.
    """

    weights: Mapping[str, float]
    slope: float = 1.0
    offset: float = 0.0

    def calibrated(self, probability: float) -> float:
        """What a probability of the model is worth."""
        inside = min(max(probability, 1e-9), 1 - 1e-9)
        odds = self.slope * float(np.log(inside / (1 - inside))) + self.offset
        return min(HIGHEST, max(LOWEST, float(1 / (1 + np.exp(-odds)))))


def judged_model() -> SplittingModel:
    """The model before any learning."""
    cues = cue_list()
    return SplittingModel(dict(zip(cues.names, cues.judged.tolist(), strict=True)))


def model_of(arrays: Mapping[str, NDArray[Any]]) -> SplittingModel:
    """The model of arrays as `SplittingLearner.learn` gives them; cues they do not know keep the judged weight."""
    known = dict(zip((str(name) for name in arrays["cues"]), arrays["weights"].tolist(), strict=True))
    weights = {name: known.get(name, judged) for name, judged in judged_model().weights.items()}
    slope, offset = (float(value) for value in arrays["calibration"])
    return SplittingModel(weights, slope, offset)


@cache
def shipped_model() -> SplittingModel:
    """The model of weights/splitting.npz; the judged one before the first training."""
    if not WEIGHTS.exists():
        return judged_model()
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return model_of(dict(arrays))
