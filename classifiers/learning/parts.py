"""Which examples are learned from, which choose between models, and which judge them: told by their procedure."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from classifiers.learning.examples import Example
from classifiers.vietnamese import fold

Part = Literal["learn", "choose", "judge"]
Item = TypeVar("Item")

_JUDGE, _CHOOSE = 102, 153  # of 256, of the held-out half: a fifth of all procedures, and a tenth
_NEWEST, _THEN = 0.3, 0.2


@dataclass(frozen=True)
class Parts:
    """Examples by what they are for; no procedure stands in two of them."""

    learn: tuple[Example, ...] = ()
    choose: tuple[Example, ...] = ()
    judge: tuple[Example, ...] = ()


def part_of(name: str) -> Part:
    """What dossiers of a procedure are for.

    It is always the same, so that no model in use has ever learned from a procedure that judges it: the models that
    ship learned only from procedures of the half of which none judges (`is_held_out`).

    Args:
        name: Of the procedure, or of the dossier where it is for none.
    """
    digest = hashlib.sha256(fold(name).encode()).digest()
    if not digest[0] % 2 or digest[1] >= _CHOOSE:
        return "learn"
    return "judge" if digest[1] < _JUDGE else "choose"


def is_held_out(name: str) -> bool:
    """Whether the models that ship were not allowed to learn from the procedure of this name."""
    return hashlib.sha256(fold(name).encode()).digest()[0] % 2 == 1


def by_procedure(examples: Iterable[Example], name_of: Callable[[Example], str]) -> Parts:
    """Divide made examples by the names of their procedures."""
    parts: dict[Part, list[Example]] = {"learn": [], "choose": [], "judge": []}
    for example in examples:
        parts[part_of(name_of(example))].append(example)
    return Parts(tuple(parts["learn"]), tuple(parts["choose"]), tuple(parts["judge"]))


def by_age(lessons: Sequence[Example], fewest: int) -> Parts:
    """Divide corrections, the oldest first: the newest judge, those before them choose.

    Args:
        lessons: In the order in which they were kept.
        fewest: That can judge; where the newest are fewer, all are learned from.
    """
    judging = round(len(lessons) * _NEWEST)
    if judging < fewest:
        return Parts(learn=tuple(lessons))
    choosing = round(len(lessons) * _THEN)
    first, second = len(lessons) - judging - choosing, len(lessons) - judging
    return Parts(tuple(lessons[:first]), tuple(lessons[first:second]), tuple(lessons[second:]))
