"""Numbers of rows and items as people write them in an option: "1,3"."""

_MOST_DIGITS = 4
"""No dossier has ten thousand rows; and numbers of thousands of digits are none that Python reads."""


def read_numbers(value: str | None) -> frozenset[int]:
    """The numbers of a list with commas; none where nothing is said.

    Raises:
        ValueError: It is no list of numbers, or one of them is longer than any row's.
    """
    parts = [part.strip() for part in (value or "").split(",") if part.strip()]
    if not all(part.isdecimal() and part.isascii() and len(part) <= _MOST_DIGITS for part in parts):
        raise ValueError("no list of numbers")
    return frozenset(map(int, parts))
