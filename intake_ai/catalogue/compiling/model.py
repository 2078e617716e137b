"""The learned model of the rows: how likely each reading of a row is, and how sure the whole row.

Logistic regressions over the features of features.py, trained by training.py, evaluated with numpy alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake_ai.catalogue.compiling.features import Features

QUESTIONS = ("paper", "if", "options", "choice")
"""What is asked of every row: is it a paper, due on a condition, naming alternatives, one of several rows?"""

MODEL = Path(__file__).with_name("model.npz")


@dataclass(frozen=True, slots=True)
class RowModel:
    """Weights of the regressions.

    Attributes:
        weights: Of the features, float32 of shape (questions, places).
        biases: Of shape (questions,).
        scales: Slope and offset that make margins probabilities, of shape (questions, 2).
        whole: Weights of `whole_row` for a row being right in all, and the bias behind them.
        roles: Share of cases whose role is right, by the rule of cases.py that found it.
    """

    weights: NDArray[np.float32]
    biases: NDArray[np.float64]
    scales: NDArray[np.float64]
    whole: NDArray[np.float64]
    roles: Mapping[str, float]

    def scores(self, features: Features) -> NDArray[np.float64]:
        """Log odds of yes for each of QUESTIONS; of shape (questions,)."""
        scored: NDArray[np.float64] = self.weights[:, features.places] @ features.values + self.biases
        return scored

    def sureness(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities that the answers taken are right.

        Args:
            margins: Log odds in favour of the answers taken, of shape (questions,).
        """
        return logistic(self.scales[:, 0] * margins + self.scales[:, 1])

    def whole_sureness(self, margins: NDArray[np.float64], is_paper: bool, in_choice: bool) -> float:
        """Probability that kind, need, options and choice of a row are all right."""
        return float(logistic(self.whole[:-1] @ whole_row(margins, is_paper, in_choice) + self.whole[-1]))


def whole_row(margins: NDArray[np.float64], is_paper: bool, in_choice: bool) -> NDArray[np.float64]:
    """What the sureness of a whole row is made of: each margin, clipped, where its question is asked at all."""
    asked = np.array([1.0, is_paper, is_paper, is_paper])
    near = np.clip(margins, -4, 6) * asked
    weakest = np.min(np.where(asked > 0, np.clip(margins, -4, 6), 6.0))
    return np.concatenate([near, [weakest, float(is_paper), float(in_choice)]])


def logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from log odds."""
    sure: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return sure


@cache
def row_model() -> RowModel:
    """The model that ships with the program, read at first use."""
    with np.load(MODEL) as stored:
        return RowModel(
            stored["weights"].astype(np.float32),
            stored["biases"],
            stored["scales"],
            stored["whole"],
            dict(zip(map(str, stored["role_rules"]), map(float, stored["role_shares"]), strict=True)),
        )


def save(model: RowModel, path: Path) -> None:
    """Write `model` as `row_model` reads it; weights at half precision."""
    np.savez_compressed(
        path,
        weights=model.weights.astype(np.float16),
        biases=model.biases,
        scales=model.scales,
        whole=model.whole,
        role_rules=np.array(sorted(model.roles)),
        role_shares=np.array([model.roles[rule] for rule in sorted(model.roles)]),
    )
