"""How much of a short text another one says: shared syllables and pairs of syllables, the rare ones counting more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from scipy import sparse

from classifiers.vietnamese import fold, syllables

Shares: TypeAlias = npt.NDArray[np.float32]
Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"

_PAIR_WEIGHT = 0.6
"""Of a pair of syllables against a syllable alone: order tells names apart that are made of the same words."""
_LONG_ENOUGH = 4
"""Letters of a syllable from which one misread letter is forgiven: shorter ones turn into other words."""


@dataclass(frozen=True, slots=True)
class Said:
    """How texts and documents cover each other, both arrays of shape (documents, texts), 0-1.

    Attributes:
        document: Share of the document that the text says.
        text: Share of the text that the document says.
    """

    document: Shares
    text: Shares


class PhraseTable:
    """Short documents (names, rows, agencies) to be compared with texts.

    Args:
        documents: As written; accents and case play no part.
    """

    def __init__(self, documents: Sequence[str]) -> None:
        found_in = {document: sorted(set(_terms(document))) for document in dict.fromkeys(documents)}
        terms = [found_in[document] for document in documents]  # agencies, fields and rows repeat each other
        spread = Counter(term for found in terms for term in found)
        self._columns = {term: column for column, term in enumerate(spread)}
        self._syllables = [term for term in spread if " " not in term]
        self._rarest = float(np.log(1 + max(1, len(documents))))
        self._weights = np.array(
            [_weight(term, np.log(1 + len(documents) / number)) for term, number in spread.items()], np.float32
        )
        self._table = _matrix([[self._columns[term] for term in found] for found in terms], len(spread))
        self._totals = np.maximum(self._table @ self._weights, np.finfo(np.float32).tiny)
        self._weighed = sparse.csr_array(self._table * self._weights[np.newaxis, :])

    def __len__(self) -> int:
        return len(self._totals)

    def compare(self, texts: Sequence[str]) -> Said:
        """Compare every document with every text."""
        asked = [set(_terms(text)) for text in texts]
        known = [[self._columns[term] for term in found if term in self._columns] for found in asked]
        shared = np.asarray((self._weighed @ _matrix(known, len(self._columns)).T).todense(), np.float32)
        lengths = np.array([self._length(found) for found in asked], np.float32)
        of_documents = shared / self._totals[:, np.newaxis]
        of_texts = shared / np.maximum(lengths, 1e-6)[np.newaxis, :]
        return Said(of_documents.astype(np.float32), of_texts.astype(np.float32))

    def repaired(self, text: str) -> str:
        """`text`, folded, its unknown syllables replaced by the known one that differs in a letter, if there is any."""
        return " ".join(self._nearest(syllable) for syllable in syllables(fold(text)))

    def _nearest(self, syllable: str) -> str:
        if syllable in self._columns or len(syllable) < _LONG_ENOUGH or not syllable.isalpha():
            return syllable
        found = process.extractOne(syllable, self._syllables, scorer=Levenshtein.distance, score_cutoff=1)
        return str(found[0]) if found else syllable

    def _length(self, terms: Iterable[str]) -> float:
        """The weight of a text's terms; those that no document has weigh as the rarest."""
        columns = ((term, self._columns.get(term)) for term in terms)
        return sum(
            _weight(term, self._rarest) if column is None else float(self._weights[column]) for term, column in columns
        )


def _weight(term: str, rarity: float) -> float:
    return float(rarity) * (_PAIR_WEIGHT if " " in term else 1.0)


def _terms(text: str) -> Iterable[str]:
    plain = syllables(fold(text))
    yield from plain
    for first, second in pairwise(plain):
        yield f"{first} {second}"


def _matrix(rows: Sequence[Sequence[int]], width: int) -> Matrix:
    columns = np.fromiter((column for row in rows for column in row), np.int32)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return sparse.csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(rows), width))
