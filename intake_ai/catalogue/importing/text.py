"""Text of imported files made uniform: NFC, no invisible letters, no list marks."""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

from classifiers.vietnamese import normalise

_LIST_MARK = re.compile(r"^[\s\-–—−+*•·●▪◦…)]+(?=\S)")
# format characters, private use (bullets of symbol fonts), surrogates, unassigned ones
_INVISIBLE = frozenset({"Cf", "Co", "Cs", "Cn"})
_NATIONAL_DECIMALS = 6


class _Visible(dict[int, int | None]):
    """What becomes of a code point: itself, or nothing; worked out when it is first met."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        category = unicodedata.category(letter)
        control = category == "Cc" and not letter.isspace()  # NUL, which PostgreSQL refuses, and its like
        self[code] = None if control or category in _INVISIBLE else code
        return self[code]


_VISIBLE = _Visible()


def visible(text: str) -> str:
    """NFC without format and control characters (joiners, direction marks, soft hyphens, NUL); line breaks stay."""
    return unicodedata.normalize("NFC", text.translate(_VISIBLE))


def one_line(value: object) -> str:
    """A name as one line without the dash, plus or star that marks it as a list item; empty for null."""
    line = normalise(visible(_as_text(value)))
    return _LIST_MARK.sub("", line)


def paragraphs(value: object) -> str:
    """Longer text with its line breaks; empty for null."""
    lines = (normalise(line) for line in visible(_as_text(value)).splitlines())
    return "\n".join(line for line in lines if line)


def count(value: object) -> int:
    """A number of papers, 0 where none is given; exports write numbers as text too.

    Raises:
        ValueError: It is no number, or negative.
    """
    if value is None or value == "":
        return 0
    number = int(str(value).strip())
    if number < 0:
        raise ValueError(f"{number} papers")
    return number


def code(value: object) -> str:
    """A procedure's code without white space; of a number the decimals that national codes have (1.01 is 1.010000)."""
    if isinstance(value, float):
        return f"{value:.{_NATIONAL_DECIMALS}f}"
    return "".join(one_line(value).split())


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"text expected, not {type(value).__name__}")


Code = Annotated[str, BeforeValidator(code)]
OneLine = Annotated[str, BeforeValidator(one_line)]
Paragraphs = Annotated[str, BeforeValidator(paragraphs)]
Count = Annotated[int, BeforeValidator(count)]
