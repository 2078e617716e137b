"""What speaks for each procedure when a question is asked, as numbers, and how they are weighed."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from classifiers.abbreviations import Abbreviations
from classifiers.lexical import LexicalIndex
from classifiers.name_coverage import NameCoverage
from classifiers.search_encoder.interface import TextEncoder
from classifiers.typed_text import TypedTextReader
from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.searching.index import SearchIndex

WORDS = ("texts", "official_texts", "official_name", "name_share", "question")
"""Shared words: with all texts; with all texts and with the name when the official words for everyday ones are added;
the share of the name that is asked for; with the best of the questions written for the procedure."""
MEANING = ("meaning", "question_meaning")
"""Nearness of meaning: to the procedure's own texts, and to the nearest of its questions."""

_LEAST_SPREAD = 1e-3
Scores = npt.NDArray[np.float32]


class Evidence:
    """Weighs the procedures of one catalogue version against questions.

    Args:
        procedures: In the order of the documents of both indexes.
        index: Of all their texts.
        further: What search knows beside it.
        encoder: The one that made the vectors of `further`; None: words alone are compared.
    """

    def __init__(
        self, procedures: Sequence[Procedure], index: LexicalIndex, further: SearchIndex, encoder: TextEncoder | None
    ) -> None:
        self._index = index
        self._further = further
        self._encoder = encoder if further.vectors else None
        self._coverage = NameCoverage([procedure.name for procedure in procedures])
        phrases = (phrase for procedure in procedures for phrase in (procedure.name, *procedure.results))
        self._reader = TypedTextReader(index.frequencies, Abbreviations(phrases))

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns of `columns`."""
        return (*WORDS, *MEANING) if self._encoder else WORDS

    def columns(self, question: str) -> Scores:
        """What speaks for each procedure, shape (procedures, names); all 0 where no word of the question is known."""
        read = self._reader.read(question)
        official = with_official_words(read)
        further = self._further
        columns = [
            _relative(self._index.scores(read)),
            _relative(self._index.scores(official)),
            _relative(further.names.scores(official)),
            self._coverage.shares(official),
            _relative(further.best_questions(read)),
        ]
        if self._encoder and further.vectors:
            (vector,) = self._encoder.vectors([read])
            columns.extend(_standardised(nearness) for nearness in further.vectors.nearness(vector))
        result = np.stack(columns, axis=1)
        return result if result[:, : len(WORDS)].any() else np.zeros_like(result)

    def weighed(self, question: str) -> Scores:
        """One number a procedure, the logarithm of how likely it is meant but for a constant; -inf: nothing known."""
        columns = self.columns(question)
        if not columns.any():
            return np.full(len(columns), -np.inf, np.float32)
        weights = weighing()["words and meaning" if self._encoder else "words"]
        return np.asarray(columns @ np.array([weights[name] for name in self.names], np.float32), np.float32)


def with_official_words(question: str) -> str:
    """The question followed by the official words for what it says in everyday ones."""
    asked = " ".join(syllables(fold(question)))
    padded = f" {asked} "
    added = [official for everyday, official in _official_words().items() if f" {everyday} " in padded]
    return " ".join((question, *added))


@cache
def weighing() -> Mapping[str, Mapping[str, float]]:
    """The weights of the evidence, with and without an encoder; where they come from stands in the file."""
    with Path(__file__).with_name("search_weights.yaml").open(encoding="utf-8") as file:
        weights: dict[str, dict[str, float]] = yaml.safe_load(file)
    return weights


@cache
def _official_words() -> Mapping[str, str]:
    """Official words by everyday ones, the latter as folded syllables."""
    with Path(__file__).with_name("everyday_words.yaml").open(encoding="utf-8") as file:
        entries: dict[str, list[str]] = yaml.safe_load(file)
    return {" ".join(syllables(fold(word))): official for official, words in entries.items() for word in words}


def _relative(scores: Scores) -> Scores:
    """Scores as shares of the highest."""
    return np.asarray(scores / max(scores.max(initial=0.0), np.finfo(np.float32).tiny), np.float32)


def _standardised(nearness: Scores) -> Scores:
    """Tenths of a standard deviation above the mean: encoders differ in how near all texts lie to each other.

    A procedure without any text to be near to stands at the mean.
    """
    there = nearness > -1
    if not there.any():
        return np.zeros_like(nearness)
    spread = max(float(nearness[there].std()), _LEAST_SPREAD)
    return np.asarray(np.where(there, (nearness - nearness[there].mean()) / spread / 10, 0), np.float32)
