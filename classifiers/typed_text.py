"""Reads what people type: keystrokes of an input method left off, words run together, slips of the finger.

Accents never matter here: search folds them away, so only letters can be wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from classifiers.abbreviations import Abbreviations
from classifiers.vietnamese import fold, is_plain_syllable, syllables

Frequency = Callable[[Sequence[str]], Sequence[int]]
"""Tells of each folded syllable, or pair of syllables with a space, in how many documents it stands."""

_LETTERS = "abcdeghiklmnopqrstuvxy"
_LONGEST_WORD = 24
_SHORTEST_MENDED = 3
#: Telex and VNI: doubled vowels and w or digits for letters, then the tone's key at the end of the syllable.
_TELEX_LETTERS = re.compile(r"aa|ee|oo|dd|[aou]w|w")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxj]$")
_VNI = re.compile(r"(?<=[a-z])[1-9]")
_RARE_SLIP = 5
"""Documents: sources have slips of their own, so a word that cannot be Vietnamese and is this rare may be one."""
_SURE = 20  # times more common must be what such a word is taken for
_MOST_MENDED = 12  # words of a question; more is no Vietnamese
_PAIR_COUNTS_AS = 20  # a neighbour that the word is known beside tells more than how common the word is
_BY_EAR = (
    *(("s", "x"), ("tr", "ch"), ("d", "gi"), ("gi", "r"), ("d", "r"), ("l", "n"), ("v", "d")),
    *(("k", "c"), ("ngh", "ng"), ("gh", "g"), ("f", "ph"), ("z", "d"), ("z", "gi"), ("j", "gi"), ("w", "qu")),
)


class TypedTextReader:
    """Reads the words of a question as they were meant.

    Args:
        frequency: Of words in the documents searched.
        abbreviations: That the documents' phrases explain.
    """

    def __init__(self, frequency: Frequency, abbreviations: Abbreviations) -> None:
        self._frequency = frequency
        self._abbreviations = abbreviations

    def read(self, text: str) -> str:
        """The words of `text` in lower case, abbreviations spelled out, slips mended, all others as they are."""
        words = syllables(text)
        known = self._frequency([fold(word) for word in words])
        slips_left = _MOST_MENDED
        result: list[str] = []
        for position, (word, count) in enumerate(zip(words, known, strict=True)):
            if meaning := self._abbreviations.meaning(word):
                result.extend((word, meaning) if count else (meaning,))
            elif slips_left and _is_suspicious(word, count):
                slips_left -= 1
                before = fold(words[position - 1]) if position else ""
                after = fold(words[position + 1]) if position + 1 < len(words) else ""
                result.append(self._mended(fold(word), count, before, after) or word)
            else:
                result.append(word)
        return " ".join(result)

    def _mended(self, word: str, count: int, before: str, after: str) -> str | None:
        least = 1 + _SURE * count
        for candidates in (_from_keystrokes(word), _slips(word)):
            if best := self._likeliest(sorted(set(candidates)), least, before, after):
                return best
        return self._parted(word)

    def _likeliest(self, candidates: Sequence[str], least: int, before: str, after: str) -> str | None:
        """Of the candidates in at least `least` documents that which stands most often beside its neighbours."""
        known = [
            (word, count)
            for word, count in zip(candidates, self._frequency(candidates), strict=True)
            if count >= least and is_plain_syllable(word)
        ]
        if not known:
            return None
        befores = self._frequency([f"{before} {word}" for word, _ in known])
        afters = self._frequency([f"{word} {after}" for word, _ in known])
        weighed = [
            (_PAIR_COUNTS_AS * (one + other) + count, word)
            for (word, count), one, other in zip(known, befores, afters, strict=True)
        ]
        return max(weighed)[1]

    def _parted(self, word: str) -> str | None:
        """The syllables that `word` is made of, written without spaces, where every pair of them is known."""
        partings = [parts for parts in _partings(word) if all(self._frequency(parts))]
        paired = [
            (min(self._frequency([f"{one} {other}" for one, other in pairwise(parts)])), " ".join(parts))
            for parts in partings
        ]
        count, best = max(paired, default=(0, ""))
        return best if count else None


def _is_suspicious(word: str, count: int) -> bool:
    if not _SHORTEST_MENDED <= len(word) <= _LONGEST_WORD or word.isdigit():
        return False
    return not count or (count <= _RARE_SLIP and not is_plain_syllable(fold(word)))


def _from_keystrokes(word: str) -> Iterator[str]:
    """What `word` says if it was typed for Telex or VNI with the input method off."""
    bare = _TELEX_LETTERS.sub(lambda keys: "u" if keys[0] == "w" else keys[0][0], word)
    for form in (bare, word):
        yield _TELEX_TONE.sub(r"\1", form)
        yield form
    yield _VNI.sub("", word)


def _slips(word: str) -> Iterator[str]:
    """What may have been meant by `word` if one letter was missed, doubled, swapped or hit wrongly, or misheard."""
    for position in range(len(word) + 1):
        head, tail = word[:position], word[position:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in _LETTERS)
    for one, other in _BY_EAR:
        for wrong, right in ((one, other), (other, one)):
            if word.startswith(wrong):
                yield right + word[len(wrong) :]


def _partings(word: str, most: int = 4) -> Iterator[list[str]]:
    """The ways to part `word` into 2 to `most` syllables."""
    for end in range(1, len(word)):
        head, tail = word[:end], word[end:]
        if not is_plain_syllable(head):
            continue
        if is_plain_syllable(tail):
            yield [head, tail]
        if most > 2:
            yield from ([head, *rest] for rest in _partings(tail, most - 1))
