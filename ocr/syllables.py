"""Whether a word could be a Vietnamese syllable: a cheap test of text against garbage."""

import re
import unicodedata

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_INITIAL = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RIME = (
    "(?:iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|uêu|oao|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    "[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(_INITIAL + _RIME + "(?:ch|ng|nh|[cmnpt])?")
_EDGES = "“”\"'‘’()[]{}<>.,;:!?…/-–—_*|"
#: Letters of Vietnamese and of the names in it, lower case.
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def is_syllable(word: str) -> bool:
    """True for a word that Vietnamese spelling allows, tone marks, case and outer punctuation aside."""
    bare = unicodedata.normalize("NFD", word.strip(_EDGES).casefold())
    without_tone = "".join(mark for mark in bare if mark not in _TONES)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", without_tone)))


def is_number(word: str) -> bool:
    """True for figures as they stand in papers: 12, 01/09/2023, 3.500.000, 079-12."""
    return bool(re.fullmatch(r"\d[\d./,:-]*", word.strip(_EDGES)))
