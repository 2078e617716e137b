"""Tells whether the end of a line falls within the name of a unit: "tỉnh Lâm" over "Đồng", "TP. Hồ" over "Chí Minh"."""

from collections.abc import Iterator
from functools import cache

from classifiers.vietnamese import fold
from intake_ai.units.tables import units

_SHORT_TYPES = {"thanh pho": "tp", "thi xa": "tx", "thi tran": "tt"}
_MOST_WORDS = 7
"""Of the longest name with its type: "thành phố Phan Rang - Tháp Chàm"."""


def breaks_name(above: str, below: str) -> bool:
    """Whether `above` ends with the beginning of a unit's name, type included, and `below` begins with its rest.

    Names are known by their letters without accents, marks between them aside.
    """
    ahead, behind = _words(above)[-_MOST_WORDS:], _words(below)[:_MOST_WORDS]
    names = _names()
    return any(
        " ".join([*ahead[start:], *behind[:end]]) in names
        for start in range(len(ahead))
        for end in range(1, len(behind) + 1)
        if len(ahead) - start + end <= _MOST_WORDS
    )


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()


@cache
def _names() -> frozenset[str]:
    table = units()
    whole: set[str] = {one.name for entries in table.communes.values() for one in entries}
    whole |= {one.province for entries in table.communes.values() for one in entries}
    for entries in table.former.values():
        for one in entries:
            whole |= {one.name, one.district, one.province}
    return frozenset(spelling for name in whole for spelling in _spellings(" ".join(_words(name))))


def _spellings(name: str) -> Iterator[str]:
    """A folded name with its type in full and as it is shortened."""
    yield name
    for long, short in _SHORT_TYPES.items():
        if name.startswith(f"{long} "):
            yield f"{short} {name.removeprefix(f'{long} ')}"
