"""How much of each name a question says: of two names with the words asked for, the one that adds less is meant."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers.vietnamese import fold, syllables


class NameCoverage:
    """Compares questions with names by syllables, the rarer ones counting more; accents aside.

    Args:
        names: Of procedures.
    """

    def __init__(self, names: Sequence[str]) -> None:
        spoken = [sorted(set(syllables(fold(name)))) for name in names]
        self._columns = {
            syllable: column for column, syllable in enumerate(sorted({s for said in spoken for s in said}))
        }
        columns = [self._columns[syllable] for said in spoken for syllable in said]
        rows = np.repeat(np.arange(len(names)), [len(said) for said in spoken])
        stands = sparse.csr_array(
            (np.ones(len(columns), np.float32), (rows, columns)), (len(names), len(self._columns))
        )
        spread = np.bincount(columns, minlength=len(self._columns))
        self._rarity = np.log(1 + len(names) / np.maximum(spread, 1)).astype(np.float32)
        self._stands = stands
        self._totals = np.maximum(stands @ self._rarity, np.finfo(np.float32).tiny)

    def shares(self, question: str) -> npt.NDArray[np.float32]:
        """The share of each name that `question` says, 0-1, shape (names,)."""
        said = np.zeros(len(self._rarity), np.float32)
        for syllable in syllables(fold(question)):
            if (column := self._columns.get(syllable)) is not None:
                said[column] = self._rarity[column]
        return np.asarray(self._stands @ said / self._totals, np.float32)
