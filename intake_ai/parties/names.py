"""Whether two names as read are one: accents lost, letters misread, never two names of one family.

Nothing is cached: names are of citizens and must not outlive their dossier in a worker.
"""

import re
import unicodedata
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from classifiers.vietnamese import fold, syllables
from intake_ai.extraction.lexicon import lexicon
from intake_ai.parties.cues import organisation_words
from ocr.syllables import is_syllable

Likeness = Literal["same", "near", "other"]
_NEAR_LETTERS = 2
LIKE_ORGANISATIONS = 92.0
"""Ratio, 0-100, from which what tells two organisations from others is one name misread."""
_POSSIBLY = 86.0
_POSSIBLY_BY_HAND = 65.0


def likeness(one: str, other: str) -> Likeness:
    """How alike two names of persons are.

    Returns:
        same: Equal but for case, or one of the two has no accents at all, as in a machine-readable zone.
        near: They may be one name of which letters or accents were misread or cut off: something else must tell.
        other: Two names; "Nguyễn Văn An" and "Nguyễn Văn Ân" are near, with "Nguyễn Thị Án" both are other.
    """
    first, second = syllables(one), syllables(other)
    if first == second:
        return "same"
    plain_first, plain_second = syllables(fold(one)), syllables(fold(other))
    if plain_first == plain_second:
        return "same" if plain_first in (first, second) or _only_surname_differs(first, second) else "near"
    if len(first) != len(second):
        return _likeness_of_lengths(plain_first, plain_second)
    differing = [index for index, pair in enumerate(zip(plain_first, plain_second, strict=True)) if pair[0] != pair[1]]
    if len(differing) == 1 and _is_misreading(first[differing[0]], second[differing[0]]):
        return "near"
    return "other"


def _only_surname_differs(first: list[str], second: list[str]) -> bool:
    """Whether only the accents of the surname differ: a family name with other accents is mostly none ("Nguyên")."""
    return first[1:] == second[1:] and fold(first[0]) in lexicon().surnames


def _likeness_of_lengths(first: list[str], second: list[str]) -> Likeness:
    """A name that was cut off at its end, or broken inside a syllable, may be the longer one."""
    short, long = sorted((first, second), key=len)
    is_cut_off = len(short) >= 2 and long[: len(short)] == short and len(long) - len(short) == 1
    return "near" if is_cut_off or "".join(first) == "".join(second) else "other"


def is_cut_off(one: str, other: str) -> bool:
    """Whether one of two names is the other without its last syllable: broken over a line on the same paper."""
    short, long = sorted((syllables(one), syllables(other)), key=len)
    return len(short) >= 2 and long[:-1] == short


def _is_misreading(one: str, other: str) -> bool:
    """Whether one of two syllables may be the other misread: few letters differ and one of them is no syllable."""
    if is_syllable(one) and is_syllable(other):
        return False
    return Levenshtein.distance(fold(one), fold(other)) <= _NEAR_LETTERS


def possibly_same(one: str, other: str, *, by_hand: bool = False) -> bool:
    """Whether a careful person would not swear that two names are two: for deciding that somebody is a stranger."""
    if likeness(one, other) != "other":
        return True
    return fuzz.ratio(fold(one), fold(other)) >= (_POSSIBLY_BY_HAND if by_hand else _POSSIBLY)


def same_organisation(one: str, other: str) -> bool:
    """Whether two names are of one organisation: case, accents and abbreviations aside, legal forms written out."""
    first, second = core_of(one), core_of(other)
    if not first or not second:
        return spelled_out(one) == spelled_out(other)
    return first == second or (min(len(first), len(second)) >= 6 and fuzz.ratio(first, second) >= LIKE_ORGANISATIONS)


def spelled_out(name: str) -> str:
    """An organisation's name folded, with its abbreviations written out."""
    words = re.findall(r"[^\W_]+", fold(unicodedata.normalize("NFC", name)))
    return " ".join(organisation_words().abbreviations.get(word, word) for word in words)


def core_of(name: str) -> str:
    """What tells an organisation from others of its legal form."""
    rest = f" {spelled_out(name)} "
    for form in organisation_words().forms:
        rest = rest.replace(f" {form} ", " ")
    return " ".join(rest.split())
