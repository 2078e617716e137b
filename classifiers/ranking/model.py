"""Weighs choices: a conditional logit over the shortlisted procedures and "none of these" (McFadden 1974)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.ranking.cases import CaseChoices
from classifiers.ranking.choices import OF_NONE, Choices
from classifiers.ranking.logit import Floats, shares

_LEAST = 1e-6
WEIGHTS = Path(__file__).parent / "weights" / "ranking.npz"


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities of the choices in their order, and of none of them; together 1."""

    of_choices: Floats
    of_none: float


class RankingModel:
    """Weights that turn choices into chances.

    Args:
        weights: Arrays by name, as `classifiers.ranking.training` makes them: `names` of the columns of choices,
            `mean` and `scale` of these and of the columns of "none", `weights` and `temperature`; `slope` and `offset`
            for `sharpened`; `case_scale` and `case_weights` for cases.

    Raises:
        KeyError: One is missing.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self.names = tuple(str(name) for name in weights["names"])
        self._mean, self._scale = weights["mean"], weights["scale"]
        self._weights = weights["weights"]
        self._temperature = float(weights["temperature"])
        self._sharpness = (float(weights["slope"]), float(weights["offset"]))
        self._case_scale, self._case_weights = weights["case_scale"], weights["case_weights"]

    def chances(self, choices: Choices) -> Chances:
        """The chances of each choice and of none."""
        numbers = standardised(alternatives(choices, self.names), self._mean, self._scale)
        chance = sharpened(shares(numbers @ self._weights / self._temperature, np.zeros(1, np.intp)), *self._sharpness)
        return Chances(chance[:-1], float(chance[-1]))

    def case(self, found: CaseChoices) -> tuple[int | None, float]:
        """The likeliest case and its probability; None where the procedure has no cases to choose from."""
        if len(found.indices) < 2:
            return (found.indices[0], 1.0) if found.indices else (None, 0.0)
        chance = shares(found.numbers / self._case_scale @ self._case_weights, np.zeros(1, np.intp))
        best = int(chance.argmax())
        return found.indices[best], float(chance[best])


def sharpened(chance: Floats, slope: float, offset: float) -> Floats:
    """Chances with that of the likeliest choice set right by the logarithm of its odds (Platt 1999).

    Args:
        chance: Of the choices and, last, of none.

    Returns:
        As many, in the same order of choices; the others share what is left as they did.
    """
    if len(chance) < 2:
        return chance
    best = int(chance[:-1].argmax())
    right = float(1 / (1 + np.exp(-(slope * log_odds(chance[best]) + offset))))
    right = max(right, float(np.delete(chance[:-1], best).max(initial=0.0)))
    result = np.asarray(chance * (1 - right) / max(1 - float(chance[best]), _LEAST), np.float64)
    result[best] = right
    return result


def log_odds(chance: float) -> float:
    """The logarithm of the odds; of certainty, that of nearly."""
    clipped = min(1 - _LEAST, max(_LEAST, float(chance)))
    return float(np.log(clipped / (1 - clipped)))


def alternatives(choices: Choices, names: Sequence[str]) -> Floats:
    """The choices as rows and "none of these" as the last one.

    Returns:
        Shape (choices + 1, names + len(OF_NONE) + 1): the first columns are the choices' and nan for "none", the next
        those of "none" and nan for the choices, the last 1 for "none". Columns of unknown name are nan.
    """
    places = {name: place for place, name in enumerate(choices.names)}
    count = len(choices.positions)
    result = np.full((count + 1, len(names) + len(OF_NONE) + 1), np.nan)
    for column, name in enumerate(names):
        if name in places:
            result[:count, column] = choices.numbers[:, places[name]]
    result[count, len(names) : -1] = choices.of_none
    result[:, -1] = 0
    result[count, -1] = 1
    return result


def standardised(numbers: Floats, mean: Floats, scale: Floats) -> Floats:
    """Columns but the last less their mean, divided by their spread; what an alternative does not have is 0."""
    result = numbers.copy()
    result[:, :-1] = np.nan_to_num((numbers[:, :-1] - mean) / scale)
    return result


@cache
def shipped_model() -> RankingModel:
    """The model that comes with the program."""
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return RankingModel({name: arrays[name] for name in arrays.files})
