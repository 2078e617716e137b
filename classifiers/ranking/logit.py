"""Learns a conditional logit: which of several alternatives, of which there are more or fewer each time, is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, minimize

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Situations:
    """Many choices laid end to end.

    Attributes:
        numbers: Of all alternatives, shape (alternatives, columns); standardised.
        starts: Where each situation begins.
        right: Whether each alternative is a right one; in each situation at least one is.
        weights: Of each situation.
    """

    numbers: Floats
    starts: npt.NDArray[np.intp]
    right: npt.NDArray[np.bool_]
    weights: Floats

    @property
    def lengths(self) -> npt.NDArray[np.intp]:
        return np.diff(np.append(self.starts, len(self.numbers)))


@dataclass(frozen=True)
class Beforehand:
    """What is known of the weights before any example is seen, each of shape (columns,).

    Attributes:
        judged: To depart from these costs.
        least, most: Bounds: what speaks for an alternative never counts against it.
        penalty: Cost of the square of a departure.
    """

    judged: Floats
    least: Floats
    most: Floats
    penalty: float


def laid_end_to_end(
    numbers: Sequence[Floats], right: Sequence[npt.NDArray[np.bool_]], weights: Sequence[float]
) -> Situations:
    """Join situations; those without a right alternative must have been left out."""
    lengths = np.array([len(rows) for rows in numbers], np.intp)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp)
    return Situations(np.concatenate(numbers), starts, np.concatenate(right), np.array(weights, np.float64))


def learn(situations: Situations, beforehand: Beforehand) -> Floats:
    """The weights of least mean logarithmic loss and departure, with L-BFGS-B (Byrd, Lu, Nocedal, Zhu 1995).

    Returns:
        Shape (columns,).
    """
    first = np.clip(beforehand.judged, beforehand.least, beforehand.most)
    bounds = Bounds(beforehand.least, beforehand.most)

    def cost(weights: Any) -> tuple[float, Any]:
        return _cost(weights, situations, beforehand)

    found: Any = minimize(cost, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return np.asarray(found.x, np.float64)


def shares(utilities: Floats, starts: npt.NDArray[np.intp]) -> Floats:
    """Probabilities of alternatives within each situation."""
    lengths = np.diff(np.append(starts, len(utilities)))
    powers = np.exp(utilities - np.repeat(np.maximum.reduceat(utilities, starts), lengths))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, starts), lengths), np.float64)


def _cost(weights: Floats, situations: Situations, beforehand: Beforehand) -> tuple[float, Floats]:
    numbers, starts, lengths = situations.numbers, situations.starts, situations.lengths
    chance = shares(numbers @ weights, starts)
    of_right = np.maximum(np.add.reduceat(np.where(situations.right, chance, 0), starts), 1e-300)
    total = situations.weights.sum()
    loss = -(situations.weights * np.log(of_right)).sum() / total
    # of the logarithm of the right alternatives' joint chance: each one's chance among all less that among the right
    among = np.where(situations.right, chance, 0) / np.repeat(of_right, lengths)
    slope = (chance - among) * np.repeat(situations.weights, lengths) / total
    departed = weights - beforehand.judged
    cost = float(loss) + beforehand.penalty * float(departed @ departed)
    return cost, np.asarray(numbers.T @ slope + 2 * beforehand.penalty * departed, np.float64)
