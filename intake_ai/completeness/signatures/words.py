"""The words by which places of signature are known (signing.yaml)."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml
from rapidfuzz import fuzz

from classifiers.vietnamese import fold
from classifiers.wording import word_likeness

Side = Literal["applicant", "party", "office", "authority", "helper", "unknown"]
"""Who signs: the applicant, one of two sides, the head of a body, an authority, somebody who helps or stands by."""
_LIKE = 0.88
_LIKE_INSTRUCTION = 86.0
_WORDS_BEFORE_INSTRUCTION = 3
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SigningWords:
    """signing.yaml, folded."""

    instructions: tuple[str, ...]
    sides: tuple[tuple[str, Side], ...]
    pairs: tuple[tuple[str, str], ...]


@cache
def signing_words() -> SigningWords:
    """The words as shipped.

    Raises:
        ValueError: The file names a side that there is not.
    """
    lists = yaml.safe_load(Path(__file__).with_name("signing.yaml").read_text(encoding="utf-8"))
    if unknown := lists["sides"].keys() - set(get_args(Side)):
        raise ValueError(f"signing.yaml: unknown side {sorted(unknown)[0]}")
    sides = [(phrase, side) for side, phrases in lists["sides"].items() for phrase in phrases]
    sides.sort(key=lambda entry: -len(entry[0]))
    return SigningWords(tuple(lists["instructions"]), tuple(sides), tuple((one, two) for one, two in lists["pairs"]))


def words_of(text: str) -> list[str]:
    """The words of a text, folded, without figures (of footnotes) and what stands between them."""
    return _WORD.findall(fold(text))


def instruction_at(text: str) -> int | None:
    """At which word of a text it begins to ask for a signature, a letter misread forgiven; None where it asks for none.

    What asks in the middle of a sentence ("ghi rõ nội dung đồng ý và ký tên vào tờ khai") asks at no place.
    """
    words = words_of(text)
    for start in range(min(_WORDS_BEFORE_INSTRUCTION + 1, len(words))):
        rest = " ".join(words[start : start + 6])
        for phrase in signing_words().instructions:
            if fuzz.ratio(phrase, rest[: len(phrase)]) >= _LIKE_INSTRUCTION:
                return start
    return None


def side_of(text: str) -> Side:
    """Who signs under these words: by the longest phrase that they hold, unless they open with another one."""
    words = words_of(text)
    opening = next((side for phrase, side in signing_words().sides if _likeness(phrase, words) >= _LIKE), None)
    if opening is not None:
        return opening
    for start in range(1, len(words)):
        for phrase, side in signing_words().sides:
            if _likeness(phrase, words[start:]) >= _LIKE:
                return side
    return "unknown"


def length_of_role(text: str) -> int:
    """How many words of a text, from its first, name who signs; 0 where it opens with none."""
    words = words_of(text)
    phrases = (phrase for phrase, _ in signing_words().sides if _likeness(phrase, words) >= _LIKE)
    return next((phrase.count(" ") + 1 for phrase in phrases), 0)


def names(phrase: str, text: str) -> bool:
    """Whether a text opens with a phrase, a letter misread forgiven."""
    return _likeness(phrase, words_of(text)) >= _LIKE


def _likeness(phrase: str, words: list[str]) -> float:
    """How well the words open with the phrase; one of a single word ("vợ") must be all of them: it may open a name."""
    if " " not in phrase and len(words) > 1:
        return 0.0
    return word_likeness(phrase.split(), words)
