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


def is_plain_syllable(folded: str) -> bool:
    """True for what a Vietnamese syllable may look like when its accents are folded away."""
    return bool(_PLAIN_SYLLABLE.fullmatch(folded))
