"""The Vietnamese alphabets before Unicode: TCVN 5712 (fonts .VnTime) and Windows-1258."""

import codecs

from classifiers.vietnamese import normalise, syllables
from ocr.syllables import is_syllable

#: Bytes from 0xA1 on, TCVN 5712:1993 (VN3, "ABC"); a point where there is no Vietnamese letter.
_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
_TCVN = {0xA1 + offset: letter for offset, letter in enumerate(_FROM_A1) if letter != "."}
_SURE = 0.95
"""Share of words with accented letters that must be Vietnamese syllables: in another alphabet hardly any is."""


def decoded(content: bytes) -> str | None:
    """`content` read in the older alphabet that makes Vietnamese of it; None where none surely does."""
    read = {_share(text): text for text in (_windows(content), _tcvn(content)) if text is not None}
    best = max(read, default=0.0)
    return read[best] if best >= _SURE else None


def _windows(content: bytes) -> str | None:
    try:
        return normalise_lines(codecs.decode(content, "cp1258"))
    except UnicodeDecodeError:
        return None


def _tcvn(content: bytes) -> str | None:
    if any(byte >= 0x80 and byte not in _TCVN for byte in content):
        return None
    return "".join(_TCVN.get(byte, chr(byte)) for byte in content)


def normalise_lines(text: str) -> str:
    """Composed letters: Windows-1258 writes tone marks behind their letter."""
    return "\n".join(normalise(line) if "\t" not in line else _composed(line) for line in text.split("\n"))


def _composed(line: str) -> str:
    return "\t".join(normalise(cell) for cell in line.split("\t"))


def _share(text: str) -> float:
    """Of the words with other letters than ASCII those that are Vietnamese syllables."""
    words = [word for word in syllables(text) if not word.isascii()]
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0
