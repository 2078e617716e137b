"""Text of imported files made uniform: NFC, no invisible letters, no list marks."""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

from classifiers.vietnamese import normalise

_LIST_MARK = re.compile(r"^[\s\-–—−+*•·●▪◦…)]+(?=\S)")
_INVISIBLE = frozenset({"Cf", "Co", "Cs"})  # format characters, private use (bullets of symbol fonts), surrogates


class _Visible(dict[int, int | None]):
    """What becomes of a code point: itself, or nothing; worked out when it is first met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in _INVISIBLE else code
        return self[code]


_VISIBLE = _Visible()


def visible(text: str) -> str:
    """NFC without format characters (joiners, direction marks, soft hyphens); line breaks stay."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in {"Cf", "Co", "Cs"}
    )


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


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"text expected, not {type(value).__name__}")


OneLine = Annotated[str, BeforeValidator(one_line)]
Paragraphs = Annotated[str, BeforeValidator(paragraphs)]
Count = Annotated[int, BeforeValidator(count)]
