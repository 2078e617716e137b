"""Which rows of two versions of a procedure are the same: by their words, wherever they stand."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from classifiers.vietnamese import normalise

_Item = TypeVar("_Item")
_SIMILAR = 0.7
"""Share of letters in common from which two rows left over count as one that was changed. In 800 procedures of the
2026-07 file 17 % of the rows have another row of their procedure that is so like them (26 % at 0.6, 10 % at 0.8); they
can be taken for each other only where one is dropped and the other is new, which then reads as a change of words."""

_SAME_CODE = 0.25
"""Added where the national portal gives both papers the same code: then they are one paper, reworded."""

_ENDS = " .,;:"


@dataclass(frozen=True, slots=True)
class Matched:
    """Positions in the old and the new sequence: pairs, and what has no partner."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def comparable(text: str) -> str:
    """The text without what export and typist change: case, spaces, a stop at the end."""
    return normalise(text).casefold().strip(_ENDS)


def match(
    old: Sequence[_Item],
    new: Sequence[_Item],
    keys: Sequence[Callable[[_Item], Hashable]],
    words: Callable[[_Item], str],
    code: Callable[[_Item], str] = lambda _item: "",
) -> Matched:
    """Pair `old` and `new`: equal by the first key, of the rest by the next one, then those most alike.

    Args:
        keys: From strict to lax; equal keys pair in their order.
        words: What likeness is measured on.
        code: Items of the same code, where they have one, count as more alike.
    """
    pairs: list[tuple[int, int]] = []
    old_left, new_left = list(range(len(old))), list(range(len(new)))
    for key in keys:
        found = _equal(old, new, old_left, new_left, key)
        pairs += found
        old_left, new_left = _rest(old_left, new_left, found)
    found = _alike(old, new, old_left, new_left, words, code)
    old_left, new_left = _rest(old_left, new_left, found)
    return Matched(tuple(sorted(pairs + found)), tuple(old_left), tuple(new_left))


def likeness(left: str, right: str) -> float:
    """Share of letters in common, 0-1."""
    return Indel.normalized_similarity(comparable(left), comparable(right))


def _equal(
    old: Sequence[_Item],
    new: Sequence[_Item],
    old_left: Sequence[int],
    new_left: Sequence[int],
    key: Callable[[_Item], Hashable],
) -> list[tuple[int, int]]:
    waiting: dict[Hashable, list[int]] = {}
    for position in reversed(new_left):
        waiting.setdefault(key(new[position]), []).append(position)
    return [(position, waiting[k].pop()) for position in old_left if waiting.get(k := key(old[position]))]


def _alike(
    old: Sequence[_Item],
    new: Sequence[_Item],
    old_left: Sequence[int],
    new_left: Sequence[int],
    words: Callable[[_Item], str],
    code: Callable[[_Item], str],
) -> list[tuple[int, int]]:
    """The pairing with the greatest likeness in all (Kuhn-Munkres), without pairs too unlike."""
    if not old_left or not new_left:
        return []
    scores = np.asarray(
        cdist(
            [comparable(words(old[position])) for position in old_left],
            [comparable(words(new[position])) for position in new_left],
            scorer=Indel.normalized_similarity,
        ),
        np.float64,
    )
    for row, column in np.ndindex(scores.shape):
        before, after = old[old_left[row]], new[new_left[column]]
        if code(before) and code(before) == code(after):
            scores[row, column] += _SAME_CODE
        if _goes_on(comparable(words(before)), comparable(words(after))):
            scores[row, column] = max(float(scores[row, column]), _SIMILAR)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [
        (old_left[row], new_left[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if scores[row, column] >= _SIMILAR
    ]


def _goes_on(left: str, right: str) -> bool:
    """Whether one begins with all words of the other: a short name that was made more exact."""
    shorter, longer = sorted((left, right), key=len)
    return longer.startswith(f"{shorter} ")


def _rest(
    old_left: Sequence[int], new_left: Sequence[int], found: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    taken_old, taken_new = {pair[0] for pair in found}, {pair[1] for pair in found}
    return (
        [position for position in old_left if position not in taken_old],
        [position for position in new_left if position not in taken_new],
    )
