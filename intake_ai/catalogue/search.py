"""Finds procedures by what a person asks in their own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from classifiers.lexical import LexicalIndex, LexicalSettings
from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.models import Procedure

_NAME_SETTINGS = LexicalSettings(field_weights={"name": 1.0}, length_norm=0.9, saturation=1.5)
_NAME_SHARE = 0.6
"""A name that says little beside what was asked for counts again on its own, so that of "đăng ký khai sinh" and
"đăng ký khai sinh kết hợp nhận cha, mẹ, con" the former answers the shorter question. Measured on 515 questions of
citizens over 1,849 procedures (2026-11): top-1 71 -> 73 %, top-5 90 -> 93 %; on written needs 51 -> 53, 69 -> 75 %."""

_SHARPNESS = 20.0
"""Fitted on the same questions: the confidence of the first hit is then right on average."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found; `confidence` is the probability that it is the one meant, 0-1."""

    procedure: Procedure
    confidence: float


class ProcedureSearch:
    """Searches one catalogue version.

    Args:
        procedures: In the order of the documents of `index`.
        index: Fitted on their texts (intake_ai.catalogue.profiles.documents).
    """

    def __init__(self, procedures: Sequence[Procedure], index: LexicalIndex) -> None:
        self._procedures = procedures
        self._index = index
        self._names = LexicalIndex(_NAME_SETTINGS).fit([{"name": procedure.name} for procedure in procedures])
        self._positions = {procedure.code: position for position, procedure in enumerate(procedures)}

    def find(self, question: str, limit: int = 10) -> list[Hit]:
        """The best `limit` procedures, best first; a procedure's code in the question finds that procedure."""
        for word in question.split():
            position = self._positions.get(word.strip(".,;:()"))
            if position is not None:
                return [Hit(self._procedures[position], 1.0)]
        asked = with_official_words(question)
        scores = _relative(self._index.scores(asked)) + _NAME_SHARE * _relative(self._names.scores(asked))
        confidences = _confidences(scores)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Hit(self._procedures[index], float(confidences[index])) for index in best if scores[index] > 0]


def with_official_words(question: str) -> str:
    """The question followed by the official words for what it says in everyday ones."""
    asked = " ".join(syllables(fold(question)))
    padded = f" {asked} "
    added = [official for everyday, official in _official_words().items() if f" {everyday} " in padded]
    return " ".join((question, *added))


@cache
def _official_words() -> Mapping[str, str]:
    """Official words by everyday ones, the latter as folded syllables."""
    with Path(__file__).with_name("everyday_words.yaml").open(encoding="utf-8") as file:
        entries: dict[str, list[str]] = yaml.safe_load(file)
    return {" ".join(syllables(fold(word))): official for official, words in entries.items() for word in words}


def _relative(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Scores as shares of the highest."""
    return np.asarray(scores / max(scores.max(initial=0.0), np.finfo(np.float32).tiny), np.float64)


def _confidences(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scores relative to the best as probabilities that sum to 1."""
    highest = scores.max(initial=0.0)
    if highest <= 0:
        return np.zeros_like(scores)
    weights = np.exp(_SHARPNESS * (scores / highest - 1))
    return np.asarray(weights / weights.sum(), np.float64)
