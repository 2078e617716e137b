"""Counts a language model: interpolated Kneser-Ney trigrams of syllables, pruned to what a small file holds.

Method: Chen and Goodman, An empirical study of smoothing techniques for language modeling (1999), section 3:
modified Kneser-Ney with three discounts for each order; what is pruned is covered by the weight of backing off.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.language.model import SPECIAL, WORST, LanguageModel, quantised
from ocr.language.units import BOUNDARY, units_of
from ocr.syllables import is_well_spelled

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: A word that spelling forbids (UBND, VNeID) is known when it occurs so often.
_KNOWN_FROM = 5
#: Share of the unigrams' mass that every known word gets alike.
_EVEN_SHARE = 0.02
_SHIFT = 16


@dataclass(frozen=True)
class _Grams:
    """Distinct n-grams, sorted; ``keys`` packs 16 bits a word, the last word lowest."""

    keys: Integers
    counts: Floats

    @property
    def contexts(self) -> Integers:
        return self.keys >> _SHIFT

    @property
    def last(self) -> Integers:
        return self.keys & 0xFFFF


def count_model(
    sentences: Iterable[str],
    known_words: Iterable[str] = (),
    known_pairs: Iterable[tuple[str, str]] = (),
    most_trigrams: int = 700_000,
    most_bigrams: int = 300_000,
) -> LanguageModel:
    """Counts a model.

    Args:
        sentences: Different ones; words parted by spaces.
        known_words: Further syllables that exist.
        known_pairs: Pairs of words that follow one another elsewhere; each counts as seen once more.
        most_trigrams, most_bigrams: Kept at most, those whose loss would cost the text most.
    """
    texts = [[BOUNDARY, *(unit.text for unit in units_of(sentence.split())), BOUNDARY] for sentence in sentences]
    words = _vocabulary(texts, known_words)
    number = {word: index for index, word in enumerate(words)}
    stream = np.array([number.get(word, 0) for text in texts for word in text], dtype=np.int64)
    trigrams = _without_gaps(_counted(_packed(stream, 3)), 3)
    bigrams = _without_gaps(_counted(_packed(stream, 2)), 2)
    pairs = np.array(
        [number[a] << _SHIFT | number[b] for a, b in known_pairs if a in number and b in number], dtype=np.int64
    )
    return _estimated(words, trigrams, bigrams, np.unique(pairs), most_trigrams, most_bigrams)


def _vocabulary(texts: Sequence[Sequence[str]], known: Iterable[str]) -> list[str]:
    counts = Counter(word for text in texts for word in text)
    seen = {word for word, count in counts.items() if count >= _KNOWN_FROM or is_well_spelled(word)}
    return [*SPECIAL, *sorted((seen | set(known)) - set(SPECIAL))]


def _packed(stream: Integers, order: int) -> Integers:
    result = np.zeros(len(stream) - order + 1, dtype=np.int64)
    for place in range(order):
        result = result << _SHIFT | stream[place : len(stream) - order + 1 + place]
    return result


def _counted(keys: Integers) -> _Grams:
    distinct, counts = np.unique(keys, return_counts=True)
    return _Grams(distinct, counts.astype(np.float64))


def _without_gaps(grams: _Grams, order: int) -> _Grams:
    """Without n-grams that hold an unknown word or span two sentences."""
    parts = [(grams.keys >> _SHIFT * place) & 0xFFFF for place in range(order)]
    good = np.all([part != 0 for part in parts], axis=0)
    boundary = SPECIAL.index(BOUNDARY)
    for later, earlier in pairwise(parts):
        good &= ~((later == boundary) & (earlier == boundary))
    return _Grams(grams.keys[good], grams.counts[good])


def _continuations(higher: _Grams, order: int, extra: Integers) -> _Grams:
    """How many different words precede each n-gram of the next lower order."""
    lower = higher.keys & ((1 << _SHIFT * order) - 1)
    return _counted(np.concatenate([lower, extra]))


def _discounts(counts: Floats) -> Floats:
    """What is taken from counts of 0, 1, 2 and more."""
    one, two, three, four = (max(float(np.sum(counts == value)), 1.0) for value in (1, 2, 3, 4))
    share = one / (one + 2 * two)
    values = [0.0, 1 - 2 * share * two / one, 2 - 3 * share * three / two, 3 - 4 * share * four / three]
    result: Floats = np.clip(np.array(values), 0.0, np.array([0, 0.95, 1.9, 2.9]))
    return result


def _interpolated(grams: _Grams, lower: Floats) -> Floats:
    """Probabilities of n-grams, those of the lower order (aligned with ``grams``) mixed in."""
    discount = _discounts(grams.counts)[np.minimum(grams.counts, 3).astype(np.int64)]
    _, group = np.unique(grams.contexts, return_inverse=True)
    totals = np.bincount(group, grams.counts)[group]
    left_over = np.bincount(group, discount)[group] / totals
    result: Floats = (grams.counts - discount) / totals + left_over * lower
    return result


def _estimated(
    words: list[str], trigrams: _Grams, bigrams: _Grams, pairs: Integers, most_trigrams: int, most_bigrams: int
) -> LanguageModel:
    size = len(words)
    two = _continuations(trigrams, 2, np.concatenate([pairs, bigrams.keys[bigrams.contexts == 1]]))
    one = np.bincount(two.last, minlength=size).astype(np.float64)
    one[0] = 0
    unigram = (1 - _EVEN_SHARE) * one / one.sum() + _EVEN_SHARE / (size - 1)
    bigram = _interpolated(two, unigram[two.last])
    kept_two, chance_two = _pruned(two, bigram, unigram[two.last], most_bigrams)
    back_one = _backing_off(kept_two.contexts, chance_two, unigram[kept_two.last], np.arange(size))
    lower = _looked_up(trigrams.keys & 0xFFFFFFFF, kept_two.keys, chance_two, back_one, unigram)
    full_lower = bigram[np.searchsorted(two.keys, trigrams.keys & 0xFFFFFFFF)]
    trigram = _interpolated(trigrams, full_lower)
    held = np.isin(trigrams.contexts, kept_two.keys)
    candidates = _Grams(trigrams.keys[held], trigrams.counts[held])
    kept_three, chance_three = _pruned(candidates, trigram[held], lower[held], most_trigrams)
    below = _looked_up(kept_three.keys & 0xFFFFFFFF, kept_two.keys, chance_two, back_one, unigram)
    back_two = _backing_off(kept_three.contexts, chance_three, below, kept_two.keys)
    return LanguageModel(
        words,
        quantised(np.log(np.maximum(unigram, np.exp(WORST)))),
        quantised(np.log(back_one)),
        kept_two.keys,
        quantised(np.log(chance_two)),
        quantised(np.log(back_two)),
        kept_three.keys,
        quantised(np.log(chance_three)),
    )


def _pruned(grams: _Grams, chances: Floats, lower: Floats, most: int) -> tuple[_Grams, Floats]:
    gain = grams.counts * (np.log(chances) - np.log(lower))
    keep = np.sort(np.argsort(-gain, kind="stable")[:most])
    return _Grams(grams.keys[keep], grams.counts[keep]), chances[keep]


def _backing_off(contexts: Integers, chances: Floats, lower: Floats, every: Integers) -> Floats:
    """The weight of the lower order after each context of ``every``, so that what may follow sums to one."""
    place = np.searchsorted(every, contexts)
    kept = np.bincount(place, chances, minlength=len(every))
    covered = np.bincount(place, lower, minlength=len(every))
    weight: Floats = np.clip((1 - kept) / np.maximum(1 - covered, 1e-6), 1e-6, 1.0)
    return weight


def _looked_up(keys: Integers, known: Integers, chances: Floats, back: Floats, unigram: Floats) -> Floats:
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = known[place] == keys
    result: Floats = np.where(found, chances[place], back[keys >> _SHIFT] * unigram[keys & 0xFFFF])
    return result
