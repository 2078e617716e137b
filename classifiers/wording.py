"""The words by which papers are known (wording.yaml), and matching that forgives misread letters."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from classifiers.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of wording.yaml, folded."""

    motto: tuple[str, ...]
    title_openings: tuple[str, ...]
    abstract_openings: tuple[str, ...]
    issuers: tuple[str, ...]
    form_heads: tuple[str, ...]
    continuations: tuple[str, ...]
    endings: tuple[str, ...]
    card_front: tuple[str, ...]
    card_title: tuple[str, ...]
    card_labels: tuple[str, ...]
    passport: tuple[str, ...]
    card_back: tuple[str, ...]


@cache
def wording() -> Wording:
    lists = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8"))
    return Wording(**{name: tuple(phrases) for name, phrases in lists.items()})


def similarity(phrase: str, text: str) -> float:
    """How well `phrase` is found somewhere inside `text`, both folded: 0-1, 1 where it stands literally.

    A phrase longer than the text is compared with the whole text, so that a short scrap is no proof.
    """
    if not phrase or not text:
        return 0.0
    if phrase in text:
        return 1.0
    compare = fuzz.partial_ratio if len(phrase) <= len(text) else fuzz.ratio
    return compare(phrase, text) / 100


def contains_any(phrases: tuple[str, ...], text: str, least: float = 0.85) -> bool:
    """Whether one of the folded `phrases` is in the raw `text`, misread letters forgiven."""
    folded = fold(text)
    return any(similarity(phrase, folded) >= least for phrase in phrases)


def opens_with_any(phrases: tuple[str, ...], text: str, least: float = 0.85) -> bool:
    """Whether the raw `text` begins with the words of one of the folded `phrases`, misread letters forgiven."""
    words = _WORD.findall(fold(text))
    return any(word_likeness(phrase.split(), words) >= least for phrase in phrases)


def word_likeness(phrase: list[str], words: list[str]) -> float:
    """How well the first words of `words` are those of `phrase`, word by word: 0-1, 0 where one word is another.

    Whole phrases of Vietnamese differ by one short syllable (giấy chứng tử, giấy chứng sinh), so letters alone
    do not tell them apart.
    """
    if len(words) < len(phrase):
        return 0.0
    total = 0.0
    for one, other in zip(phrase, words, strict=False):
        likeness = 1.0 if one == other else fuzz.ratio(one, other) / 100
        if likeness < 0.6:
            return 0.0
        total += likeness
    return total / len(phrase)
