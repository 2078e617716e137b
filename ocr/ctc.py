"""Characters from the steps of a network trained by connectionist temporal classification (Graves et al. 2006)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

#: Characters surer than this have no alternatives worth naming.
_SURE = 0.995
_MOST_ALTERNATIVES = 4
_UNLIKELY = 0.002


@dataclass(frozen=True, slots=True)
class Character:
    """A character read from steps `start` to `end` (exclusive).

    Attributes:
        text: One character.
        start, end: Steps.
        probability: 0-1.
        alternatives: Other characters that could stand there and their probabilities, likeliest first.
    """

    text: str
    start: int
    end: int
    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()


def best_path(scores: Scores, alphabet: str) -> str:
    """The text of the likeliest class at each step, repeats and blanks left out.

    Args:
        scores: Steps x classes, log-probabilities; the blank is the last class.
        alphabet: The characters of the classes before it.
    """
    return "".join(character.text for character in characters_of(scores, alphabet))


def characters_of(scores: Scores, alphabet: str) -> list[Character]:
    """The characters of the best path with their places; arguments as of `best_path`."""
    best = scores.argmax(axis=1)
    starts = np.flatnonzero(np.concatenate([[True], best[1:] != best[:-1]]))
    ends = np.append(starts[1:], len(best))
    return [
        _character(scores[start:end], alphabet, int(best[start]), int(start))
        for start, end in zip(starts, ends, strict=True)
        if best[start] < len(alphabet)
    ]


def _character(steps: Scores, alphabet: str, chosen: int, start: int) -> Character:
    peak = steps[steps[:, chosen].argmax()]
    probability = float(np.exp(peak[chosen]))
    return Character(
        alphabet[chosen],
        start,
        start + len(steps),
        probability,
        () if probability >= _SURE else _alternatives(np.exp(peak[: len(alphabet)]), alphabet, chosen),
    )


def _alternatives(chances: Scores, alphabet: str, chosen: int) -> tuple[tuple[str, float], ...]:
    likely = np.argsort(chances)[::-1][: _MOST_ALTERNATIVES + 1]
    return tuple(
        (alphabet[place], float(chances[place])) for place in likely if place != chosen and chances[place] >= _UNLIKELY
    )
