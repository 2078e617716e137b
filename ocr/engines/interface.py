"""What an engine that reads lines must do: crops of lines in, words with places and confidences out.

The interface is narrow on purpose: an engine knows nothing of pages, files and dossiers, keeps nothing between calls
and may be anything that reads a picture of a line, such as a transformer that writes the text of a line as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word of a line.

    Attributes:
        text: Without spaces, NFC.
        left, right: Where it stands, as fractions of the crop's width.
        confidence: 0-1, how likely every character is right.
        alternatives: Other readings of the whole word and how much less likely each is (differences of natural
            logarithms, below 0), likeliest first; empty where the engine has none.
    """

    text: str
    left: float
    right: float
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


class LineEngine(Protocol):
    """Reads single lines."""

    def read(self, crops: Sequence[Grey], alphabet: str = "") -> list[tuple[LineWord, ...]]:
        """Reads lines.

        Args:
            crops: Height x width each, dark print on light ground, a little paper around the print; upright.
            alphabet: If given, the only characters to expect.

        Returns:
            The words of each crop, left to right; none where there is no print.

        Raises:
            RuntimeError: The engine failed.
        """
