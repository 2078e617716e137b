"""The words that labels are known by, read from labels.yaml, and how well they fit what OCR read."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Literal, get_args

import yaml
from rapidfuzz import fuzz, process

from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind

ValueForm = Literal["name", "date", "words", "sex", "short", "number", "count", "email", "document", "text"]
# Below this share of equal letters a label is another one, short ones sooner ("thông tư" is no "thường trú"):
# chosen by looking at the labels of the development dossiers, not by a search.
_LEAST_LIKENESS = 86.0
_LEAST_LIKENESS_OF_SHORT = 90.0
_SHORT = 12
_LEAST_LIKE_WORD = 50.0
_MOST_LONGER = 2
_EXACT_BELOW = 6


@dataclass(frozen=True, slots=True)
class Label:
    """What a label means: kind of field, form of its value, and whether it is known without a colon."""

    kind: FieldKind
    value: ValueForm
    bare: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """labels.yaml; patterns are folded words."""

    patterns: dict[str, Label]
    holds: tuple[tuple[str, Label], ...]
    ends: tuple[str, ...]
    notes: tuple[str, ...]
    citations: tuple[str, ...]
    sentences: tuple[str, ...]
    not_labels: tuple[str, ...]
    organisations: tuple[str, ...]
    organisation_openings: tuple[str, ...]
    bodies: tuple[str, ...]
    name_endings: tuple[str, ...]
    surnames: frozenset[str]
    dates: dict[str, FieldKind]
    inline: tuple[tuple[str, FieldKind], ...]


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A pattern that the front of a text fits. `words` of the text are covered; `likeness` is 0-1."""

    label: Label
    pattern: str
    words: int
    likeness: float


@cache
def lexicon() -> Lexicon:
    """The lexicon as shipped.

    Raises:
        ValueError: A kind or form of value in the file is unknown.
    """
    content = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text(encoding="utf-8"))
    patterns: dict[str, Label] = {}
    for entry in content["labels"]:
        if entry["kind"] not in get_args(FieldKind) or entry["value"] not in get_args(ValueForm):
            raise ValueError(f"labels.yaml: unknown kind or value in {entry}")
        label = Label(entry["kind"], entry["value"], bool(entry.get("bare", False)))
        for pattern in entry["starts"]:
            patterns.setdefault(pattern, label)
    named = Label("full_name", "name", bare=True)
    for name, person in product(content["person_names"]["names"], content["person_names"]["persons"]):
        patterns.setdefault(f"{name} {person}", named)
    return Lexicon(
        patterns=patterns,
        holds=tuple(
            (phrase, Label(entry["kind"], entry["value"], bare=False))
            for entry in content["holds"]
            for phrase in entry["phrases"]
        ),
        ends=tuple(content["ends"]),
        notes=tuple(content["notes"]),
        citations=tuple(content["citations"]),
        sentences=tuple(content["sentences"]),
        not_labels=tuple(content["not_labels"]),
        organisations=tuple(content["organisations"]),
        organisation_openings=tuple(content["organisation_openings"]),
        bodies=tuple(content["bodies"]),
        name_endings=tuple(content["name_endings"]),
        surnames=frozenset(content["surnames"]),
        dates=content["dates"],
        inline=tuple((entry["phrase"], entry["kind"]) for entry in content["inline"]),
    )


@lru_cache(maxsize=65536)
def match_label(words: tuple[str, ...]) -> LabelMatch | None:
    """The pattern of most words that the first of these folded `words` fit; a letter may be misread."""
    by_count = _patterns_by_count()
    if any(" ".join(words).startswith(phrase) for phrase in lexicon().not_labels):
        return None
    best: LabelMatch | None = None
    for count in range(1, len(words) + 1):
        text = " ".join(words[:count])
        patterns = by_count.get(count)
        for pattern in _near(text, patterns) if patterns else ():
            label = lexicon().patterns[pattern]
            likeness = _likeness(pattern, text)
            if likeness and (best is None or (count, likeness) > (best.words, best.likeness)):
                best = LabelMatch(label, pattern, count, likeness)
    return best


def _near(text: str, patterns: list[str]) -> list[str]:
    """The patterns that are at all like `text`, found in compiled code all at once."""
    near = process.extract(text, patterns, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=None)
    return [pattern for pattern, _, _ in near]


def meaning_of(printed: str) -> Label | None:
    """What a whole label means: by the words that it opens with, else by the leftmost words in it that tell.

    Args:
        printed: The label as printed, perhaps with a number ahead and an instruction in brackets.
    """
    words = plain(printed).split()
    while words and (words[0].isdigit() or len(words[0]) == 1):
        words = words[1:]
    found = match_label(tuple(words[:12]))
    if found is not None and (found.words > 1 or found.words == len(words)):
        return found.label
    outside = plain(re.sub(r"\([^()]*\)?", " ", printed)).split()
    text = f" {' '.join(outside or words)} "
    places = [(text.find(f" {phrase} "), -len(phrase), label) for phrase, label in lexicon().holds]
    if any(text.endswith(f" {ending} ") for ending in lexicon().name_endings):
        return Label("full_name", "name", bare=False)
    held = min((place for place in places if place[0] >= 0), key=lambda place: place[:2], default=None)
    return held[2] if held else None


@cache
def _patterns_by_count() -> dict[int, list[str]]:
    by_count: dict[int, list[str]] = {}
    for pattern in lexicon().patterns:
        by_count.setdefault(pattern.count(" ") + 1, []).append(pattern)
    return by_count


def _likeness(pattern: str, text: str) -> float:
    """Share of equal letters, 0-1; 0 where it is too small or a word at either end is another one."""
    if pattern == text:
        return 1.0
    longest_difference = 0.3 * len(pattern)  # beyond it the share of equal letters falls below every threshold
    if len(pattern) < _EXACT_BELOW or abs(len(pattern) - len(text)) > longest_difference:
        return 0.0
    least = _LEAST_LIKENESS_OF_SHORT if len(pattern) < _SHORT else _LEAST_LIKENESS
    likeness = fuzz.ratio(pattern, text, score_cutoff=least) / 100
    if not likeness:
        return 0.0
    pattern_words, words = pattern.split(), text.split()
    return likeness if all(_are_like(pattern_words[end], words[end]) for end in (0, -1)) else 0.0


def _are_like(word: str, other: str) -> bool:
    """Whether one word may be a misreading of another: "ho" of "hợ", but not of "thong"."""
    return abs(len(word) - len(other)) <= _MOST_LONGER and fuzz.ratio(word, other) >= _LEAST_LIKE_WORD


def opens_with(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether `text`, signs, marks and numbers at its front aside, opens with one of the folded `phrases`."""
    words = plain(text).lstrip("0123456789 ")
    first, _, rest = words.partition(" ")
    fronts = (words, rest) if len(first) <= 2 else (words,)
    return any(f"{front} ".startswith(f"{phrase} ") for phrase in phrases for front in fronts)


def names_organisation(text: str) -> bool:
    """Whether words of `text` are those of a body's name rather than a person's."""
    words = f" {plain(text)} "
    if any(f" {phrase} " in words for phrase in lexicon().organisations):
        return True
    return any(words.startswith(f" {phrase} ") for phrase in lexicon().organisation_openings)


def is_of_body(label: str) -> bool:
    """Whether a label asks for the name of a body and no person's: "Tên công ty", but not "Tên tổ chức, cá nhân"."""
    words = f" {plain(label)} "
    return any(f" {phrase} " in words for phrase in lexicon().bodies) and " ca nhan " not in words


def opens_with_surname(text: str) -> bool:
    """Whether the first syllable is a surname, as of nearly every person's name."""
    words = plain(text).split()
    return bool(words) and words[0] in lexicon().surnames
