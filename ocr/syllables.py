"""Whether a word could be a Vietnamese syllable: a cheap test against garbage, and the full rules of spelling."""

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
#: Every rime that Vietnamese spelling has, tone aside, by what stands before its first letter: the front rimes
#: follow k, gh and ngh, the others c, g and ng; those with a glide are spelled with o or u before the nucleus.
_FRONT = "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|im|in|inh|ip|it|iu|iêc|iêm|iên|iêng|iêp|iêt|iêu"
_BACK = (
    "a|ai|ao|au|ay|ac|ach|am|an|ang|anh|ap|at|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "o|oi|oc|om|on|ong|op|ot|oong|ooc|ô|ôi|ôc|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|ui|uc|um|un|ung|up|ut|"
    "ư|ưa|ưi|ưu|ưc|ưng|ưm|ưt|uôi|uôc|uôm|uôn|uông|uôt|ươi|ươu|ươc|ươm|ươn|ương|ươp|ươt|"
    "oa|oai|oay|oao|oac|oach|oam|oan|oang|oanh|oap|oat|oăc|oăm|oăn|oăng|oăt|oe|oen|oeo|oet|"
    "uân|uâng|uât|uây|uê|uêch|uên|uênh|uơ|uy|uya|uych|uyn|uynh|uyt|uyp|uyu|uyên|uyêt"
)
_AFTER_QU = (
    "a|ai|ao|au|ay|ac|ach|am|an|ang|anh|ap|at|ăc|ăm|ăn|ăng|ăp|ăt|ân|âng|ât|ây|âu|âc|e|en|eo|et|"
    "ê|êch|ên|ênh|êt|i|in|inh|it|ơ|ơi|y|yên|yêt|ynh|ych|yt|ôc"
)
_AFTER_GI = "|".join(
    rime for rime in _BACK.split("|") if not rime.startswith(("oa", "oă", "oe", "uâ", "uê", "uy", "uơ"))
)
_SPELLED = re.compile(
    f"(?:k|gh|ngh)(?:{_FRONT}|y)|(?:c|g|ng)(?:{_BACK})|qu(?:{_AFTER_QU})|"
    f"gi(?:{_AFTER_GI}|e|eo|ec|em|en|et|ep|êng|êt|êm|êc|ên|êu|n|p|m)?|gin|gip|"
    f"(?:nh|ch|kh|ph|th|tr|[bdđhlmnrstvx])?(?:{_FRONT}|{_BACK})|(?:[hlmstvx]|th)y|y|yêm|yên|yêng|yêt|yêu"
)
_STOPPED = re.compile(r"(?:ch|[cpt])$")
_STOPPED_TONES = {"\u0301", "\u0323"}
_EDGES = "“”\"'‘’()[]{}<>.,;:!?…/-–—_*|"
#: Letters of Vietnamese and of the names in it, lower case.
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def is_syllable(word: str) -> bool:
    """True for a word that Vietnamese spelling allows, tone marks, case and outer punctuation aside."""
    bare = unicodedata.normalize("NFD", word.strip(_EDGES).casefold())
    without_tone = "".join(mark for mark in bare if mark not in _TONES)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", without_tone)))


def is_well_spelled(syllable: str) -> bool:
    """True for a syllable that the rules of spelling allow, used or not; far stricter than `is_syllable`.

    Initials and rimes must go together (k before e, ê, i and y; c before the others), at most one tone mark may
    stand, and a syllable that ends in c, ch, p or t carries the acute or the dot: "kêt" and "quyền" → False, True.

    Args:
        syllable: Letters alone, in any case.
    """
    letters = unicodedata.normalize("NFD", syllable.casefold())
    tones = [mark for mark in letters if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))
    if len(tones) > 1 or not _SPELLED.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or (bool(tones) and tones[0] in _STOPPED_TONES)


def is_number(word: str) -> bool:
    """True for figures as they stand in papers: 12, 01/09/2023, 3.500.000, 079-12."""
    return bool(re.fullmatch(r"\d[\d./,:-]*", word.strip(_EDGES)))
