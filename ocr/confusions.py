"""Puts right what recognisers confuse: by the neighbours of a word, and by what Vietnamese office text says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ocr.language.confusing import DEFAULT_ENGINE
from ocr.language.joined import parted
from ocr.language.repair import WordReading, repaired
from ocr.page import Box, Word

#: Other readings of a word and how much less likely each is (`ocr.engines.interface.LineWord`).
Alternatives = tuple[tuple[str, float], ...]

#: 6 is read as ó: measured on 24 dossiers, where no ó stands alone or beside a figure.
_SIX = re.compile(r"(?<=\d)ó(?=\d|/|$)|^ó(?=\d|\W*$)")
_LESS_SURE = 0.9


def mended(
    words: Sequence[Word], alternatives: Sequence[Alternatives] = (), engine: str = DEFAULT_ENGINE
) -> tuple[Word, ...]:
    """The words of a line, joined ones parted, wrong ones repaired (`ocr.language.repair`), and `corrected`.

    A changed word is less sure and keeps what was read as `raw`.

    Args:
        words: Left to right.
        alternatives: Of each word; empty where the engine has none.
        engine: Name of what read the line.
    """
    named = list(alternatives) or [()] * len(words)
    pieces = [piece for word, others in zip(words, named, strict=True) for piece in _pieces(word, others)]
    line = [WordReading(word.text, word.confidence, others) for word, others in pieces]
    texts = repaired(line, engine=engine)
    return corrected([_changed(word, text) for (word, _), text in zip(pieces, texts, strict=True)])


def corrected(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a line, left to right, with certain confusions undone; a changed word is less sure.

    - "ó" alone or among figures is a 6: "83ó/QĐ" -> "836/QĐ".
    - "la" before a capitalised word is "Ia", river in the languages of the Central Highlands and part of many
      names of communes there: "xã la Pa" -> "xã Ia Pa".
    """
    return tuple(
        _corrected(word, words[index + 1] if index + 1 < len(words) else None) for index, word in enumerate(words)
    )


def _corrected(word: Word, following: Word | None) -> Word:
    text = _SIX.sub("6", word.text)
    if text == "la" and following is not None and following.text[:1].isupper() and following.text[1:2].islower():
        text = "Ia"
    return _changed(word, text)


def _changed(word: Word, text: str) -> Word:
    if text == word.text:
        return word
    confidence = round(_LESS_SURE * word.confidence, 4)
    return replace(word, text=text, confidence=confidence, raw=word.text if word.raw is None else word.raw)


def _pieces(word: Word, alternatives: Alternatives) -> Iterator[tuple[Word, Alternatives]]:
    """A word, or the words that were run together in it, each with its share of the box by its letters."""
    parts = parted(word.text)
    if len(parts) == 1:
        yield word, alternatives
        return
    letter = word.box.width / len(word.text)
    left = word.box.left
    for part in parts:
        right = min(left + letter * len(part), word.box.right)
        box = Box(left, word.box.top, right, word.box.bottom)
        yield replace(_changed(word, part), box=box, raw=word.text), ()
        left = right
