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
        return np.array([bool(pattern.search(text)) for pattern in _patterns()[kind]])


def twin_words(names: Sequence[str]) -> TwinWords:
    """Of folded names."""
    return TwinWords(
        {
            kind: np.array([[bool(pattern.search(name)) for pattern in patterns] for name in names]).reshape(
                len(names), len(patterns)
            )
            for kind, patterns in _patterns().items()
        }
    )


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    kinds = yaml.safe_load(Path(__file__).with_name("twin_words.yaml").read_text(encoding="utf-8"))
    return {
        kind: tuple(re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b") for phrases in meanings.values())
        for kind, meanings in kinds.items()
    }
