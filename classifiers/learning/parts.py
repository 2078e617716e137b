"""Which examples are learned from, which choose between models, and which judge them: told by their procedure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from classifiers.learning.examples import Example
from classifiers.vietnamese import fold

Part = Literal["learn", "choose", "judge"]
Item = TypeVar("Item")

_JUDGE, _CHOOSE = 102, 153  # of 256, of the held-out half: a fifth of all procedures, and a tenth
_JUDGING_LESSONS, _CHOOSING_LESSONS = 77, 128  # of 256: 30% of all corrections judge, 20% choose


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


def lesson_part(dossier: str) -> Part:
    """What the correction of a dossier is for.

    It never changes, whatever is kept later or forgotten: a correction that judges has taught no model in use.

    Args:
        dossier: Its id.
    """
    first = hashlib.sha256(b"lesson " + dossier.encode()).digest()[0]
    if first >= _CHOOSING_LESSONS:
        return "learn"
    return "judge" if first < _JUDGING_LESSONS else "choose"


def by_dossier(lessons: Iterable[Example]) -> Parts:
    """Divide corrections by the ids of their dossiers, which are their names."""
    parts: dict[Part, list[Example]] = {"learn": [], "choose": [], "judge": []}
    for lesson in lessons:
        parts[lesson_part(lesson.name)].append(lesson)
    return Parts(tuple(parts["learn"]), tuple(parts["choose"]), tuple(parts["judge"]))
