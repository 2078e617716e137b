"""Words of a line that name a person: those of a name known from a field, and a surname with what follows it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from classifiers.vietnamese import fold, normalise
from intake_ai.extraction.lexicon import lexicon
from intake_ai.learning.masking_rules import rules

_ALIKE = 84
"""Least likeness (0-100) of words to a name to be that name misread; seen on the development dossiers."""
_SHORT = 8
"""Names of fewer letters are too like other words to be known misread."""
LONGEST_NAME = 6
_LONGEST_ALONE = 4
_SHORTEST_SURNAME = 2
_EDGES = "()[]\"'“”.,;:"


def named(texts: Sequence[str], names: Iterable[tuple[str, ...]]) -> set[int]:
    """Places of words that name a person.

    Args:
        texts: The words of a line.
        names: Known ones, as folded words.
    """
    folded = [re.sub(r"\W", "", fold(text)) for text in texts]
    places = set(_surnamed(texts, folded)) | set(_in_capitals(texts))
    for name in names:
        for start in range(len(texts) - len(name) + 1):
            window = range(start, start + len(name))
            if _is_alike(" ".join(folded[place] for place in window), " ".join(name)):
                places |= set(window)
    return places


def _is_alike(read: str, name: str) -> bool:
    return read == name if len(name) < _SHORT else fuzz.ratio(read, name) >= _ALIKE


def _surnamed(texts: Sequence[str], folded: Sequence[str]) -> Iterator[int]:
    """Words written as "Trần Thị Mẫu"."""
    place = 0
    while place < len(texts):
        end = place
        if folded[place] in lexicon().surnames:
            while end < min(len(texts), place + LONGEST_NAME) and _is_capitalised(texts[end]):
                end += 1
                if texts[end - 1][-1:] in ",;.:":
                    break
        if end - place >= 2 and " ".join(folded[place:end]) not in rules().not_names:
            yield from range(place, end)
        place = max(end, place + 1)


def _is_capitalised(text: str) -> bool:
    """Whether a word is written as those of a name: "Văn", but neither "VĂN", as all of a title is, nor "văn"."""
    letters = text.strip(_EDGES)
    return letters.isalpha() and letters[0].isupper() and (len(letters) == 1 or letters[1:].islower())


def _in_capitals(texts: Sequence[str]) -> Iterator[int]:
    """Words written as "TRẦN THỊ MẪU", where the first is a surname and does not belong to a title's words."""
    plain = [normalise(text).strip(_EDGES).lower() for text in texts]
    place = 0
    while place < len(texts):
        end = place
        if _opens_in_capitals(texts, plain, place):
            while end < min(len(texts), place + LONGEST_NAME) and _is_in_capitals(texts[end]):
                end += 1
                if texts[end - 1][-1:] in ",;.:":
                    break
        if end - place >= 2:
            yield from range(place, end)
        place = max(end, place + 1)


def _opens_in_capitals(texts: Sequence[str], plain: Sequence[str], place: int) -> bool:
    if len(plain[place]) < _SHORTEST_SURNAME or not _is_in_capitals(texts[place]):
        return False
    if not _may_open(texts, plain, place):
        return False
    pairs = {" ".join(plain[first : first + 2]) for first in (place - 1, place) if first >= 0}
    return not pairs & rules().capitals_not_names


def _may_open(texts: Sequence[str], plain: Sequence[str], place: int) -> bool:
    """Whether a word is a surname and no other; or any surname, where words before it call for a name or few follow."""
    if plain[place] in rules().capital_surnames | rules().plain_surnames:
        return True
    if plain[place] not in rules().doubtful_surnames:
        return False
    if place and (plain[place - 1] in rules().before_names or texts[place - 1].endswith(":")):
        return True
    return place == 0 and len(texts) <= _LONGEST_ALONE


def _is_in_capitals(text: str) -> bool:
    letters = text.strip(_EDGES)
    return letters.isalpha() and letters.isupper()
