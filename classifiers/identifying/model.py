"""The learned weights that titles and types are told by."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights") / "typing.npz"


@dataclass(frozen=True)
class TypingModel:
    """Weights as learned.

    Attributes:
        title_start: Of `START_CUES`: log-odds that a segment opens the title, against none doing so.
        title_goes_on: Of `GOES_ON_CUES`: log-odds that a segment goes on with the title.
        type_words: (words, types) weights of hashed words.
        type_cues: (cues, types) weights of everything else that tells a type, the bias first.
        sharpness: Factor of the log-odds of types that makes them probabilities.
    """

    title_start: NDArray[np.float32]
    title_goes_on: NDArray[np.float32]
    type_words: NDArray[np.float32]
    type_cues: NDArray[np.float32]
    sharpness: float

    @classmethod
    def of(cls, weights: Mapping[str, NDArray[Any]]) -> "TypingModel":
        """The model of arrays as a file keeps them.

        Raises:
            KeyError: An array is not there.
        """
        names = ("title_start", "title_goes_on", "type_words", "type_cues")
        arrays = {name: np.asarray(weights[name], np.float32) for name in names}
        return cls(**arrays, sharpness=float(weights["sharpness"]))

    def weights(self) -> dict[str, NDArray[Any]]:
        """Arrays to keep; those of words take half the room."""
        return {
            "title_start": self.title_start,
            "title_goes_on": self.title_goes_on,
            "type_words": self.type_words.astype(np.float16),
            "type_cues": self.type_cues,
            "sharpness": np.array(self.sharpness, np.float32),
        }


@cache
def shipped_model() -> TypingModel:
    """The model of this package."""
    with np.load(WEIGHTS) as weights:
        return TypingModel.of(weights)
