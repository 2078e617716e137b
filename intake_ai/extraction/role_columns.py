"""Two persons side by side: "NGƯỜI CHA | NGƯỜI MẸ" over two columns of the same labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.runs import Run, plain, run_of
from ocr.page import Box, Word

_FAR = 0.2
"""Fraction of the page's width that two columns are apart at least."""
_LEVEL = 0.5
"""Share of the height of two labels that stand on one line."""
_MOST_HEADING_WORDS = 6
_ABOVE = 4.0
"""Heights of a line within which the heading stands above the first labels."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A role and where the middle of its heading stands."""

    role: str
    middle: float


def with_columns(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a page; those of labels that stand twice on a line have the role of the heading above them."""
    settled = list(pairs)
    columns: tuple[_Column, ...] = ()
    for index, (pair, twin) in enumerate(_twins(settled)):
        if pair.place is None:
            continue
        if twin is None:
            columns = columns if columns and _goes_on(pair, settled[:index]) else ()
            continue
        columns = columns or _headed(settled[:index], pair.place)
        if columns:
            settled[index] = replace(pair, role=_nearest(pair.place, twin, columns))
    return settled


def _twins(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Box | None]]:
    """Each pair with the place of the same label further along its line."""
    for index, pair in enumerate(list(pairs)):
        near = pairs[max(0, index - _NEAR) : index + _NEAR + 1]
        yield pair, next((other.place for other in near if other.place is not None and _is_twin(pair, other)), None)


_NEAR = 6


def _is_twin(pair: Pair, other: Pair) -> bool:
    one, two = pair.place, other.place
    if one is None or two is None or plain(pair.printed) != plain(other.printed):
        return False
    shared = min(one.bottom, two.bottom) - max(one.top, two.top)
    return abs(one.left - two.left) > _FAR and shared > _LEVEL * min(one.height, two.height)


def _goes_on(pair: Pair, before: Sequence[Pair]) -> bool:
    """Whether a label without a twin stands level with others of the columns: the other one was not read."""
    last = next((each for each in reversed(before) if each.role is not None and each.place is not None), None)
    return last is not None and last.place is not None and pair.place is not None and pair.place.top < last.place.bottom


def _headed(before: Sequence[Pair], label: Box) -> tuple[_Column, ...]:
    """The roles in the words right above the first labels, where there are two of them."""
    near = [pair.value for pair in before if pair.value.words and _is_above(pair.value, label)]
    words = [word for value in near for word in value.words]
    columns = [
        _Column(role, (cell[0].box.left + cell[-1].box.right) / 2)
        for cell in _cells(words)
        if len(cell) <= _MOST_HEADING_WORDS and (role := role_in(run_of(cell).text)) is not None
    ]
    return tuple(columns) if len({column.role for column in columns}) == len(columns) > 1 else ()


def _is_above(value: Run, label: Box) -> bool:
    box = value.box
    return box.top < label.top and label.top - box.bottom < _ABOVE * label.height


def _cells(words: Sequence[Word]) -> list[list[Word]]:
    cells: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.box.left):
        if cells and word.box.left - cells[-1][-1].box.right < _FAR / 4:
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _nearest(place: Box, twin: Box, columns: Sequence[_Column]) -> str:
    """The column of a label: the left ones of two twins belong to the left heading."""
    ordered = sorted(columns, key=lambda column: column.middle)
    return ordered[0].role if place.left < twin.left else ordered[-1].role
