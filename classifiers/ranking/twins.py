"""Words by which procedures differ that share all others: renew or issue, commune or province, foreign or not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TwinWords:
    """Which of the meanings of twin_words.yaml each name has, by kind ("actions", "conditions").

    Attributes:
        of_names: Arrays of shape (names, meanings).
    """

    of_names: Mapping[str, Flags]

    def of_text(self, kind: str, text: str) -> Flags:
        """Which meanings the folded `text` has, shape (meanings,)."""
        return np.array([meaning.is_in(text) for meaning in _meanings()[kind]])


def twin_words(names: Sequence[str]) -> TwinWords:
    """Of folded names."""
    return TwinWords(
        {
            kind: np.array([[meaning.is_in(name) for meaning in meanings] for name in names]).reshape(
                len(names), len(meanings)
            )
            for kind, meanings in _meanings().items()
        }
    )


@dataclass(frozen=True)
class _Meaning:
    """Phrases that say one thing."""

    phrases: tuple[str, ...]
    pattern: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Whether one stands there as whole words; most names have none, which is told far faster without these."""
        return any(phrase in text for phrase in self.phrases) and bool(self.pattern.search(text))


@cache
def _meanings() -> Mapping[str, tuple[_Meaning, ...]]:
    kinds = yaml.safe_load(Path(__file__).with_name("twin_words.yaml").read_text(encoding="utf-8"))
    return {
        kind: tuple(
            _Meaning(tuple(phrases), re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b"))
            for phrases in meanings.values()
        )
        for kind, meanings in kinds.items()
    }
