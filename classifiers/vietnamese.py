"""Vietnamese text made comparable: NFC, letters without accents, syllables."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_STROKED_D = str.maketrans("đĐ", "dD")


def normalise(text: str) -> str:
    """NFC text with every run of white space made one space, none at the ends."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower-case letters without accents, đ as d; length may differ from that of `text`."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED_D).lower())
    return unicodedata.normalize("NFC", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def syllables(text: str) -> list[str]:
    """The runs of letters and digits in `text`, NFC, lower case, accents kept."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
