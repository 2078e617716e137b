"""Types of papers by the phrases of paper_types.yaml, misread letters forgiven."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from classifiers.papers import PaperType
from classifiers.vietnamese import fold, normalise
from classifiers.wording import similarity, word_likeness

_TITLE_LIKENESS = 0.86
_SKIPPED_WORDS = 3
_TELLING_WORDS = 4
"""Words of a phrase that leave no doubt: all titles of 454 invented dossiers that open with so many are of its type."""
_ALIKE = 0.93
_MOST_WORDS = 12
_PUNCTUATION = re.compile(r"[^\w\s]+")


@dataclass(frozen=True, slots=True)
class TypeWording:
    """Folded phrases of one type."""

    type: PaperType
    title: tuple[str, ...]
    text: tuple[str, ...]


@cache
def type_wordings() -> tuple[TypeWording, ...]:
    entries = yaml.safe_load(Path(__file__).with_name("paper_types.yaml").read_text(encoding="utf-8"))
    return tuple(
        TypeWording(PaperType(name), tuple(lists.get("title", ())), tuple(lists.get("text", ())))
        for name, lists in entries.items()
    )


def type_by_title(title: str) -> PaperType | None:
    """The type whose phrase the title opens with, a scrap or two aside; the longest phrase that fits wins."""
    words = _plain(title).split()
    for start in range(min(_SKIPPED_WORDS, len(words))):
        fits = [
            (len(phrase), wording.type)
            for wording in type_wordings()
            for phrase in wording.title
            if word_likeness(phrase.split(), words[start:]) >= _TITLE_LIKENESS
        ]
        if fits:
            return max(fits, key=lambda fit: fit[0])[1]
    return None


def type_beyond_doubt(title: str) -> PaperType | None:
    """The type that a long phrase at the very start of the title names; OTHER is never beyond doubt."""
    words = _plain(title).split()[:_MOST_WORDS]
    fits = [
        (len(phrase), wording.type)
        for wording in type_wordings()
        for phrase in wording.title
        if len(phrase.split()) >= _TELLING_WORDS and word_likeness(phrase.split(), words) >= _ALIKE
    ]
    longest = max(fits, key=lambda fit: fit[0])[1] if fits else PaperType.OTHER
    return longest if longest is not PaperType.OTHER else None


@lru_cache(maxsize=64)
def type_by_text(text: str) -> PaperType | None:
    """The type of which at least two phrases stand in the text; the one with the most."""
    plain = _plain(text)
    hits = [
        (sum(similarity(phrase, plain) >= 0.9 for phrase in wording.text), wording.type)
        for wording in type_wordings()
        if wording.text
    ]
    count, best = max(hits, key=lambda hit: hit[0])
    return best if count >= 2 else None


def _plain(text: str) -> str:
    return normalise(_PUNCTUATION.sub(" ", fold(text)))
