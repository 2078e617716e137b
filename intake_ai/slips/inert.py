"""Makes any text safe to set in type: composed letters that the face has, no controls, lines that can be broken."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "□"
"""Stands for a letter that the face does not have, so that its loss is seen."""

_UNBROKEN = re.compile(r"\S{41,}")
"""More letters without a space than any word or ordinary e-mail address has: may break anywhere."""
_STEP = 6
"""Letters that fit the narrowest column of text."""
_BREAK = "\N{ZERO WIDTH SPACE}"


def inert(text: str) -> str:
    """The text in NFC without control and formatting characters (line ends stay), unknown letters as □.

    Formatting characters go because some of them turn the order of what is read around.
    """
    letters = (_letter(letter) for letter in unicodedata.normalize("NFC", text))
    return _UNBROKEN.sub(lambda run: _breakable(run.group()), "".join(letters)).strip()


def _letter(letter: str) -> str:
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Cs"} or "VARIATION SELECTOR" in unicodedata.name(letter, ""):
        return ""
    return letter if ord(letter) in _covered() else UNKNOWN


def _breakable(run: str) -> str:
    return _BREAK.join(run[start : start + _STEP] for start in range(0, len(run), _STEP))


@cache
def _covered() -> frozenset[int]:
    """Code points that all faces of the slips have."""
    return frozenset.intersection(*(_letters(path) for path in FONTS.glob("*.ttf")))


def _letters(face: Path) -> frozenset[int]:
    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())
