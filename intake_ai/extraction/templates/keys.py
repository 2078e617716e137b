"""What printed words are compared by."""

import re
import unicodedata

from intake_ai.extraction.runs import fold
from intake_ai.extraction.templates.rows import EMPTY_BOX, TICKED_BOX, is_leader
from ocr.page import Word

BOX = EMPTY_BOX
# A footnote's number glued to its word: "gửi2"; the number of a form ("CT01") stays.
_FOOTNOTED = re.compile(r"[^\W\d_][^\W\d_A-ZĐ]\d{1,2}\W*$")
_FOOTNOTE = re.compile(r"\d{1,2}$")


def key_of(word: Word) -> str:
    """Letters and figures of a word, all but the first small; empty for leaders, footnote marks and signs."""
    if word.text in (EMPTY_BOX, TICKED_BOX):
        return BOX
    if is_leader(word.text) or _is_mark(word.text):
        return ""
    text = unicodedata.normalize("NFC", word.text).lower()
    key = "".join(letter for letter in text if letter.isalnum())
    key = _FOOTNOTE.sub("", key) if _FOOTNOTED.search(word.text) else key
    first = next((letter for letter in word.text if letter.isalnum()), "")
    return key[:1].upper() + key[1:] if first.isupper() else key


def folded(key: str) -> str:
    """A key without accents."""
    return fold(key)


def _is_mark(text: str) -> bool:
    inner = text.strip("()[]. ")
    return text.startswith(("(", "[")) and inner.isdigit() and len(inner) < 3
