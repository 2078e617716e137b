"""Takes dots out of words: of a value typed over a dotted line the network reads "Quỳnh.Mẫu" and "khu. vực"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.runs import Run, fold
from intake_ai.wordlists import phrases
from ocr.page import Line, Word
from ocr.syllables import is_syllable

_PIECE = re.compile(r"[^.]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NUMBERING = re.compile(r"\d{1,2}")


def without_dots(lines: Sequence[Line]) -> list[Line]:
    """The lines with words of their own for syllables that dots joined, and without dots in the middle of a phrase."""
    return [replace(line, words=_spelled(line.words)) for line in lines]


def _spelled(words: Sequence[Word]) -> tuple[Word, ...]:
    split = [piece for word in words for piece in _pieces(word)]
    if all("." not in word.text for word in split):
        return tuple(split)
    return tuple(_without_end(word, split[index + 1 : index + 3]) for index, word in enumerate(split))


def _pieces(word: Word) -> Iterator[Word]:
    """A word for each syllable or number that dots joined; abbreviations, numbers and addresses of the net stay."""
    found = list(_PIECE.finditer(word.text))
    if len(found) < 2 or is_leader(word) or not _is_joined([match.group() for match in found]):
        yield word
        return
    run = Run((word,))
    for number, match in enumerate(found):
        end = match.end() + (number == 0 and _NUMBERING.fullmatch(match.group()) is not None)
        yield from run.slice(match.start(), end if number < len(found) - 1 else len(word.text)).words


def _is_joined(pieces: Sequence[str]) -> bool:
    """Whether each piece is a syllable or a number, and two numbers never meet: "Số.57.đường", not "1.2" or "T.P"."""
    bare = [piece.strip(",;:()-–") for piece in pieces]
    syllables = [bool(_LETTERS.fullmatch(piece)) and is_syllable(piece) and not piece.isupper() for piece in bare]
    shouted = all(_LETTERS.fullmatch(piece) and is_syllable(piece) for piece in bare) and max(map(len, bare)) > 2
    numbers = [piece.isdigit() or not piece for piece in bare]
    met = any(one and other for one, other in pairwise(numbers))
    mixed = any(syllables) and not met and all(a or b for a, b in zip(syllables, numbers, strict=True))
    return mixed or shouted


def _without_end(word: Word, behind: Sequence[Word]) -> Word:
    """`word` without a dot at its end that no sentence ends with; a comma ahead of the next unit of an address."""
    bare = word.text.rstrip(".")
    if not behind or bare == word.text or not (_LETTERS.fullmatch(bare) and is_syllable(bare)):
        return word
    if not behind[0].text[0].islower():
        return word
    text = " ".join(fold(each.text) for each in behind)
    opens_unit = any(
        f"{text} ".startswith(f"{name} ") for name in phrases(__file__, "values.yaml", "units_of_addresses")
    )
    return replace(word, text=f"{bare}," if opens_unit else bare)
