"""Ranks documents by the words that they share with a text: BM25F over syllables and pairs of syllables.

Vietnamese words are mostly two syllables, so pairs stand in for words and no word splitter is needed. Every
syllable counts twice: without accents (people type and OCR reads them wrongly) and, where it has accents,
as written, so that text with right accents profits.

The scoring is BM25F (Robertson, Zaragoza, Taylor 2004: Simple BM25 extension to multiple weighted fields).
"""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers.vietnamese import fold, syllables

Document = Mapping[str, str]
"""A document as text by field name."""

Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"

_FORMAT = 1
_ARRAYS = "index.npz"
_SETTINGS = "index.json"
#: What JSON, zip files, NumPy and SciPy raise on damaged files.
_DAMAGE = (
    *(ValueError, LookupError, TypeError, OSError, EOFError),
    *(NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, slots=True)
class LexicalSettings:
    """How words are weighed. Defaults chosen on 515 citizens' questions over 1,849 procedures (2026-11):
    top-1 71 % on most, 51 % on written needs; at BM25's usual 0.75 and 1.5 they are 64 % and 43 %.

    Attributes:
        field_weights: Weight of a word by the field it stands in; fields not named here are not indexed.
        length_norm: 0 (the length of a field plays no part) to 1 (counts are divided by relative length).
        saturation: BM25's k1; how soon further occurrences stop counting.
        pair_weight, accent_weight: Of a pair of syllables, and of the form with accents, against a plain syllable.
        query_saturation: As `saturation`, for words repeated in the query; matters for long texts.
    """

    field_weights: Mapping[str, float] = field(
        default_factory=lambda: {"name": 6.0, "cases": 0.5, "rows": 1.0, "results": 1.5, "field": 1.5, "context": 0.5}
    )
    length_norm: float = 0.3
    saturation: float = 4.0
    pair_weight: float = 0.8
    accent_weight: float = 0.5
    query_saturation: float = 2.0


class LexicalIndex:
    """An inverted index of documents in fields, fitted once, then asked for scores.

    Args:
        settings: How words are weighed.
    """

    def __init__(self, settings: LexicalSettings | None = None) -> None:
        self.settings = settings or LexicalSettings()
        self._terms: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._weights = _zeros(0, 0)

    def __len__(self) -> int:
        return int(self._weights.shape[1])

    def fit(self, documents: Sequence[Document]) -> "LexicalIndex":
        """Index `documents`; their positions are what queries answer with. Returns itself."""
        fields = [name for name in self.settings.field_weights if any(name in document for document in documents)]
        counted = {name: [_term_counts(document.get(name, "")) for document in documents] for name in fields}
        terms = {term for counts in counted.values() for count in counts for term in count}
        self._terms = np.array(sorted(terms), np.uint32)
        frequency = _zeros(len(self._terms), len(documents))
        for name, counts in counted.items():
            frequency = frequency + self.settings.field_weights[name] * self._normalised(counts)
        self._weights = self._saturated(sparse.csr_array(frequency))
        return self

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """How well each document answers `text`, however long and noisy.

        Returns:
            One score of at least 0 a document, shape (documents,); comparable within one query only.
        """
        counts = self._known(self._query_counts(text))
        if not counts:
            return np.zeros(len(self), np.float32)
        rows = np.fromiter(counts, np.intp, len(counts))
        values = np.fromiter(counts.values(), np.float32, len(counts))
        return np.asarray(values @ self._weights[rows], np.float32)

    def query(self, text: str, limit: int = 10) -> list[tuple[int, float]]:
        """The best `limit` documents with a score above 0, best first; equal scores by position."""
        scores = self.scores(text)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(index), float(scores[index])) for index in best if scores[index] > 0]

    def frequencies(self, words: Sequence[str]) -> list[int]:
        """In how many documents each folded syllable, or pair of syllables with a space between, stands."""
        if not len(self._terms):
            return [0] * len(words)
        asked = np.array([_hashed(("p" if " " in word else "s") + word) for word in words], np.uint32)
        rows = np.minimum(np.searchsorted(self._terms, asked), len(self._terms) - 1)
        spread = self._weights.indptr[rows + 1] - self._weights.indptr[rows]
        return [int(number) for number in np.where(self._terms[rows] == asked, spread, 0)]

    def save(self, folder: Path) -> None:
        """Write the index as files of plain arrays and JSON into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        matrix = self._weights
        np.savez(
            folder / _ARRAYS,
            terms=self._terms,
            values=matrix.data,
            columns=matrix.indices,
            starts=matrix.indptr,
            documents=np.array(matrix.shape[1]),
        )
        settings = {"format": _FORMAT, "settings": asdict(self.settings)}
        (folder / _SETTINGS).write_text(json.dumps(settings), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """The index that `save` wrote.

        Raises:
            FileNotFoundError: There is none in `folder`.
            ValueError: It was written in another format, or is broken or unreadable.
        """
        try:
            return cls._loaded(folder)
        except FileNotFoundError:
            raise
        except _DAMAGE as error:
            raise ValueError(f"{folder}: not an index: {error}") from error

    @classmethod
    def _loaded(cls, folder: Path) -> "LexicalIndex":
        stored = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
        if stored["format"] != _FORMAT:
            raise ValueError(f"index format {stored['format']}, not {_FORMAT}")
        index = cls(LexicalSettings(**stored["settings"]))
        # opened here: NumPy leaves the file of a broken archive open
        with (folder / _ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            index._terms = arrays["terms"]
            shape = (len(index._terms), int(arrays["documents"]))
            index._weights = sparse.csr_array((arrays["values"], arrays["columns"], arrays["starts"]), shape=shape)
        index._weights.check_format(full_check=True)
        return index

    def _normalised(self, counts: Sequence[Counter[int]]) -> Matrix:
        """Counts divided by the relative length of the field, terms x documents."""
        lengths = np.array([sum(count.values()) for count in counts], np.float64)
        mean = lengths[lengths > 0].mean() if lengths.any() else 1.0
        divisor = 1 - self.settings.length_norm + self.settings.length_norm * lengths / mean
        sizes = [len(count) for count in counts]
        terms = np.fromiter((term for count in counts for term in count), np.uint32, sum(sizes))
        values = np.fromiter((number for count in counts for number in count.values()), np.float32, sum(sizes))
        relative = values / np.repeat(divisor, sizes).astype(np.float32)
        columns = np.repeat(np.arange(len(counts)), sizes)
        rows = np.searchsorted(self._terms, terms)
        return sparse.csr_array((relative, (rows, columns)), shape=(len(self._terms), len(counts)))

    def _saturated(self, frequency: Matrix) -> Matrix:
        """BM25's weight of each term in each document, its rarity included."""
        documents = frequency.shape[1]
        containing = np.diff(frequency.indptr)
        rarity = np.log(1 + (documents - containing + 0.5) / (containing + 0.5))
        k1 = self.settings.saturation
        values = frequency.data * (k1 + 1) / (frequency.data + k1) * np.repeat(rarity, containing)
        return sparse.csr_array((values.astype(np.float32), frequency.indices, frequency.indptr), shape=frequency.shape)

    def _query_counts(self, text: str) -> dict[int, float]:
        k3 = self.settings.query_saturation
        weights = {"s": 1.0, "p": self.settings.pair_weight, "a": self.settings.accent_weight}
        weights["b"] = weights["a"] * weights["p"]
        result: dict[int, float] = {}
        for term, count in Counter(_terms(text)).items():
            result[_hashed(term)] = weights[term[0]] * count * (k3 + 1) / (count + k3)
        return result

    def _known(self, counts: Mapping[int, float]) -> dict[int, float]:
        """Weights by row of the matrix, for the terms that stand in some document."""
        if not len(self._terms) or not counts:
            return {}
        asked = np.fromiter(counts, np.uint32, len(counts))
        rows = np.minimum(np.searchsorted(self._terms, asked), len(self._terms) - 1)
        found = self._terms[rows] == asked
        return {int(row): weight for row, weight, hit in zip(rows, counts.values(), found, strict=True) if hit}


def _terms(text: str) -> Iterable[str]:
    """Plain syllables (s), their pairs (p), and both with accents (a, b), each marked by its first letter."""
    written = syllables(text)
    plain = [fold(syllable) for syllable in written]
    for syllable in plain:
        yield "s" + syllable
    for first, second in pairwise(plain):
        yield f"p{first} {second}"
    for syllable in written:
        if not syllable.isascii():
            yield "a" + syllable
    for first, second in pairwise(written):
        if not (first.isascii() and second.isascii()):
            yield f"b{first} {second}"


def _term_counts(text: str) -> Counter[int]:
    return Counter(_hashed(term) for term in _terms(text))


def _hashed(term: str) -> int:
    """32 bits are enough: of 500,000 terms, one in 8,000 shares its number with another."""
    return zlib.crc32(term.encode())


def _zeros(rows: int, columns: int) -> Matrix:
    nothing = np.zeros(0, np.intp)
    return sparse.csr_array((np.zeros(0, np.float32), (nothing, nothing)), shape=(rows, columns))
