"""Vietnamese text made comparable: NFC, letters without accents, syllables."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_PLAIN_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    "(?:ieu|yeu|oai|oay|oeo|uay|uoi|uou|uya|uye|uyu|ueu|oao|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
)


class _PlainLetters(dict[int, str]):
    """Letters without their marks by code point, each found out once: a catalogue folds millions of them."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
        self[code] = plain
        return plain


_PLAIN_LETTERS = _PlainLetters({ord("đ"): "d"})


def normalise(text: str) -> str:
    """NFC text with every run of white space made one space, none at the ends."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower-case letters without accents, đ as d; length may differ from that of `text`."""
    lower = text.lower()
    return lower if lower.isascii() else unicodedata.normalize("NFC", lower.translate(_PLAIN_LETTERS))


def syllables(text: str) -> list[str]:
    """The runs of letters and digits in `text`, NFC, lower case, accents kept."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def is_plain_syllable(folded: str) -> bool:
    """True for what a Vietnamese syllable may look like when its accents are folded away."""
    return bool(_PLAIN_SYLLABLE.fullmatch(folded))
