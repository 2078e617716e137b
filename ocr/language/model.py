"""A small language model of Vietnamese syllables: how likely one is after the two before it."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.language.units import BOUNDARY, CODE, NUMBER, canonical, skeleton
from ocr.syllables import is_well_spelled

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Units that are no syllables; the first stands for every unknown word.
SPECIAL = ("?", BOUNDARY, NUMBER, CODE)
#: Natural logarithm of the smallest probability kept.
WORST = -20.0
_STEP = -WORST / 255
#: Natural logarithms of the probability of a word that no text of the model has: one that spelling allows, and not.
#: An unknown word that is spelled right (a name, a rare word) is about as likely as the rarest known one.
_UNKNOWN, _MISSPELLED = -14.0, -19.0
_SHIFT = 16
#: Where the model that ships is.
SHIPPED = Path(__file__).parent / "syllables.npz"


def quantised(logarithms: NDArray[np.float64]) -> Bytes:
    """Natural logarithms of probabilities in 256 steps from 0 to `WORST`."""
    return np.clip(np.round(-logarithms / _STEP), 0, 255).astype(np.uint8)


class LanguageModel:
    """Trigrams of syllables with backing off (Kneser-Ney); `ocr.language.counting` makes it, `load_model` loads it.

    Words are numbered by their place in ``words``; n-grams are sorted numbers of 16 bits a word, the last lowest.
    """

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        words: Sequence[str],
        unigram: Bytes,
        unigram_back: Bytes,
        bigrams: Integers,
        bigram: Bytes,
        bigram_back: Bytes,
        trigrams: Integers,
        trigram: Bytes,
    ) -> None:
        self.words = list(words)
        self._number = {word: index for index, word in enumerate(self.words)}
        self._unigram, self._unigram_back = unigram, unigram_back
        self._bigrams, self._bigram, self._bigram_back = bigrams, bigram, bigram_back
        self._trigrams, self._trigram = trigrams, trigram
        self._alike: dict[str, list[tuple[str, int]]] = {}
        for word, index in self._number.items():
            self._alike.setdefault(skeleton(word), []).append((word, index))
        self._cached = lru_cache(maxsize=20_000)(self._log_probability)

    def knows(self, syllable: str) -> bool:
        """Whether texts of the model or its word lists have this syllable, in any case."""
        return canonical(syllable) in self._number

    def alike(self, bare: str) -> Sequence[tuple[str, int]]:
        """The known syllables, with their numbers, that are `skeleton` ``bare`` without accents."""
        return self._alike.get(bare, ())

    def number(self, unit: str) -> int:
        """The number of a unit (`ocr.language.units`); 0 for an unknown one."""
        return self._number.get(unit, 0)

    def log_probability(self, previous: Sequence[str], syllable: str) -> float:
        """Natural logarithm of the probability of a syllable after others.

        Args:
            previous: Those before it, nearest last, in any case; two count. Empty where nothing is known of them.
            syllable: In any case. Outer punctuation must be off.
        """
        before = [self._number.get(canonical(word), 0) for word in previous[-2:]]
        return self.unit_log_probability(tuple(before), canonical(syllable))

    def unit_log_probability(self, before: tuple[int, ...], unit: str) -> float:
        """Natural logarithm of the probability of a unit after at most two numbered ones."""
        number = self._number.get(unit, 0)
        if not number:
            return _UNKNOWN if is_well_spelled(unit) else _MISSPELLED
        return self._cached(before, number)

    def numbered_log_probability(self, before: tuple[int, ...], number: int) -> float:
        """The same of a known unit by its number."""
        return self._cached(before, number)

    def follows(self, first: int, second: int) -> bool:
        """Whether the second numbered unit was seen after the first."""
        key = first << _SHIFT | second
        place = int(self._bigrams.searchsorted(key))
        return place < len(self._bigrams) and int(self._bigrams[place]) == key

    def log_probabilities(self, first: Integers, second: Integers, third: Integers) -> Floats:
        """Natural logarithms of the probabilities of many known units after two others each.

        Args:
            first, second, third: Numbers of the units, arrays of one length; 0 where one before is not known.
        """
        pair, context = second << _SHIFT | third, first << _SHIFT | second
        place, found = _found(self._trigrams, context << _SHIFT | third)
        pair_place, pair_found = _found(self._bigrams, pair)
        context_place, context_found = _found(self._bigrams, context)
        lower = np.where(
            pair_found,
            self._bigram[pair_place].astype(np.int64),
            self._unigram_back[second].astype(np.int64) + self._unigram[third],
        )
        steps = np.where(found, self._trigram[place], lower + context_found * self._bigram_back[context_place])
        return -_STEP * steps

    def _log_probability(self, before: tuple[int, ...], number: int) -> float:
        steps = 0
        if len(before) == 2 and before[0] and before[1]:
            context = before[0] << _SHIFT | before[1]
            key = context << _SHIFT | number
            place = int(self._trigrams.searchsorted(key))
            if place < len(self._trigrams) and int(self._trigrams[place]) == key:
                return -_STEP * float(self._trigram[place])
            place = int(self._bigrams.searchsorted(context))
            if place < len(self._bigrams) and int(self._bigrams[place]) == context:
                steps += int(self._bigram_back[place])
        if before and before[-1]:
            key = before[-1] << _SHIFT | number
            place = int(self._bigrams.searchsorted(key))
            if place < len(self._bigrams) and int(self._bigrams[place]) == key:
                return -_STEP * (steps + int(self._bigram[place]))
            steps += int(self._unigram_back[before[-1]])
        return -_STEP * (steps + int(self._unigram[number]))

    def save(self, path: Path) -> None:
        """Writes the model: of an n-gram its last word alone, as the step from the n-gram before it."""
        np.savez_compressed(
            path,
            words=np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8),
            unigram=self._unigram,
            unigram_back=self._unigram_back,
            bigrams_per_word=_group_sizes(self._bigrams, np.arange(len(self.words))),
            bigrams=_steps(self._bigrams),
            bigram=self._bigram,
            bigram_back=self._bigram_back,
            trigrams_per_bigram=_group_sizes(self._trigrams, self._bigrams),
            trigrams=_steps(self._trigrams),
            trigram=self._trigram,
        )


def load_model(path: Path | None = None) -> LanguageModel:
    """Loads a model.

    Args:
        path: Defaults to the one that ships.

    Raises:
        OSError, ValueError, KeyError: The file is not a model.
    """
    with np.load(path or SHIPPED) as arrays:
        words = bytes(arrays["words"]).decode().split("\n")
        bigrams = _keys(np.arange(len(words)), arrays["bigrams_per_word"], arrays["bigrams"])
        trigrams = _keys(bigrams, arrays["trigrams_per_bigram"], arrays["trigrams"])
        return LanguageModel(
            words,
            arrays["unigram"],
            arrays["unigram_back"],
            bigrams,
            arrays["bigram"],
            arrays["bigram_back"],
            trigrams,
            arrays["trigram"],
        )


@cache
def shipped_model() -> LanguageModel:
    """The model that ships, loaded once in this process."""
    return load_model()


def _found(keys: Integers, wanted: Integers) -> tuple[Integers, NDArray[np.bool_]]:
    """Where wanted numbers stand among sorted ones, and whether they do."""
    places = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
    return places, keys[places] == wanted


def _group_sizes(keys: Integers, contexts: Integers) -> NDArray[np.uint16]:
    sizes = np.bincount(np.searchsorted(contexts, keys >> _SHIFT), minlength=len(contexts))
    return sizes.astype(np.uint16)


def _steps(keys: Integers) -> NDArray[np.uint16]:
    last = keys & 0xFFFF
    before = np.concatenate([[0], last[:-1]])
    first = np.concatenate([[True], np.diff(keys >> _SHIFT) != 0])
    return np.where(first, last, last - before).astype(np.uint16)


def _keys(contexts: Integers, sizes: NDArray[np.uint16], steps: NDArray[np.uint16]) -> Integers:
    """The sorted n-grams that `_group_sizes` and `_steps` tell of."""
    sums = np.cumsum(steps, dtype=np.int64)
    starts = np.cumsum(sizes, dtype=np.int64) - sizes
    before = np.concatenate([[0], sums])[starts]
    base = (contexts << _SHIFT) - before
    result: Integers = np.repeat(base, sizes) + sums
    return result
