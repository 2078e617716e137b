"""Tells the head of a column that only numbers the rows of a table: "TT", "STT", "Số TT"."""

from functools import cache

from intake_ai.extraction.runs import plain
from intake_ai.wordlists import phrases


def is_of_running_numbers(head: str) -> bool:
    """Whether a head stands above running numbers, in a narrow column one letter or word above the other."""
    return plain(head).replace(" ", "") in _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.replace(" ", "") for phrase in phrases(__file__, "tables.yaml", "numbers"))
