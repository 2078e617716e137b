"""What abbreviations stand for: the usual ones from a list, others by the first letters of words in known phrases."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

import yaml

from classifiers.vietnamese import fold, is_plain_syllable, syllables

_SHORTEST_GUESSED = 3
_LONGEST = 12
_LEAST_COUNT = 2  # phrases that begin so; once may be chance


class Abbreviations:
    """Knows what abbreviations stand for.

    Args:
        phrases: In which the words stand one after the other that people abbreviate, such as procedures' names.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)

    def meaning(self, word: str) -> str:
        """What `word` stands for; empty where it is no abbreviation that anyone knows."""
        plain = fold(word)
        if listed := usual().get(word) or usual().get(plain):
            return listed
        if not _SHORTEST_GUESSED <= len(word) <= _LONGEST or not word.isalpha() or is_plain_syllable(plain):
            return ""
        return self._guessed(word, 0) or self._guessed(plain, 1)

    @cached_property
    def _words(self) -> list[tuple[str, str, list[str]]]:
        """The words of each phrase after their first letters, with đ and without; most questions never ask for it."""
        split = [words for phrase in self._phrases if (words := syllables(phrase))]
        initials = ["".join(word[0] for word in words) for words in split]
        return [(first, fold(first), words) for first, words in zip(initials, split, strict=True)]

    def _guessed(self, letters: str, form: int) -> str:
        """The words that most often begin with `letters` one after the other."""
        found = Counter(
            " ".join(entry[2][start : start + len(letters)])
            for entry in self._words
            if (start := str(entry[form]).find(letters)) >= 0
        )
        meaning, count = max(found.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return meaning if count >= _LEAST_COUNT else ""


@cache
def usual() -> Mapping[str, str]:
    """Meanings by usual abbreviations, in lower case; also without accents where that is not a word."""
    with Path(__file__).with_suffix(".yaml").open(encoding="utf-8") as file:
        entries: dict[str, str] = yaml.safe_load(file)
    lowered = {short.lower(): meaning for short, meaning in entries.items()}
    plain = {fold(short): meaning for short, meaning in lowered.items() if not is_plain_syllable(fold(short))}
    return plain | lowered
