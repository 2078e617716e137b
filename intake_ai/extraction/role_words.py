"""The words of labels and headings that tell whose value it is: "Họ tên người chết", "Năm sinh của cha"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from intake_ai.extraction.runs import plain
from intake_ai.wordlists import phrases, wordlists

_IN_BRACKETS = re.compile(r"\([^()]*\)?")
_MARKS = re.compile(r"[?°®©*^'’‘“”\"]+\d?")
_SHORTEST_WORD = 2
_MOST_NOUN_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Told:
    """A role that words tell, and where: the numbers of the first word and of the one behind the last."""

    role: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def role_in(text: str) -> str | None:
    """The role that words of a label or heading name; the leftmost words decide. None where none is named."""
    words = _without_look_alikes(text)
    told = [*_phrases_in(words), *_nouns_in(words)]
    return min(told, key=lambda each: (each.start, -each.end)).role if told else None


def role_of_label(label: str) -> str | None:
    """The role that a label names of itself.

    What stands behind "quan hệ với" is another person than the one spoken of, what stands in brackets is a choice
    or an instruction: "Họ và tên (Chủ hộ hoặc người đại diện)".
    """
    if tells_relation(label):
        return None
    counterpart = counterpart_in(label)
    if counterpart is not None:
        return counterpart[1]
    bare = _MARKS.sub(" ", _IN_BRACKETS.sub(" ", label))
    role = role_in(bare) or role_in(_without_footnote(bare))
    return "spouse" if role in ("wife", "husband") and _couple_in(label) else role


def tells_relation(label: str) -> bool:
    """Whether a label asks how one person is related to another."""
    return opens(plain(label), phrases(__file__, "roles.yaml", "relations"))


def opens(words: str, openings: Sequence[str]) -> bool:
    """Whether folded words, single letters and numbers at their front aside, open with one of the phrases."""
    words = re.sub(r"^(?:(?:\d+|[a-z]) )+(?=\w)", "", words)
    return any(words == phrase or words.startswith(f"{phrase} ") for phrase in openings)


def inverse_of(relation: str) -> str | None:
    """What somebody is to the one who is `relation` of them: whose cha somebody is, that one is a child."""
    words = plain(relation)
    own = next((phrase for phrase in _inverses()["applicant"] if f" {phrase} " in f" {words} "), None)
    return "applicant" if own else next((role for role, known in _inverses().items() if words in known), None)


def relation_of(relation: str) -> str | None:
    """What the one is of whom a paper says "Quan hệ với người khai: Con"."""
    words = plain(relation)
    return next((role for role, known in _relations().items() if words in known), None)


def counterpart_in(text: str) -> tuple[str, str | None] | None:
    """Of "Là cha của người dưới đây" the relationship "cha" and the role of the one behind it; None of other texts."""
    found = _IS_SOMEBODYS.match(plain(text))
    if found is None:
        return None
    role = inverse_of(found["relation"])
    if role is None:
        return None
    if role == "parent":
        role = {"ong": "father", "ba": "mother"}.get(found["whom"] or "", role)
    return found["relation"], role


_IS_SOMEBODYS = re.compile(
    r"^(?:\d+ )?(?:toi )?la (?P<relation>[a-z]+(?: (?!cua|voi|cho)[a-z]+){0,2}?)(?: hoac nguoi giam ho)? "
    r"(?:(?:cua|voi|cho)(?: (?P<whom>ong|ba)\b)?|(?:chau|em)\b)"
)


def _couple_in(label: str) -> bool:
    """Whether a label offers both sides of a marriage: "Họ tên vợ (chồng)"."""
    words = set(plain(label).split())
    return {"vo", "chong"} <= words


def _without_footnote(label: str) -> str:
    """The label without a letter that a footnote mark was read as: "tên của chat" for "tên của cha⁽¹⁾"."""
    words = plain(label).split()
    names = len(words) > 1 and words[-2] in ("ten", "cua") and len(words[-1]) > _SHORTEST_WORD
    return " ".join([*words[:-1], words[-1][:-1]]) if names else ""


def _without_look_alikes(text: str) -> list[str]:
    """The folded words; one that is a noun but for its accents is left as it is: "Bộ" is no "bố"."""
    words = [match.group() for match in _WORD.finditer(unicodedata.normalize("NFC", text).lower())]
    return [word if word in phrases(__file__, "role_words.yaml", "look_alikes") else plain(word) for word in words]


_WORD = re.compile(r"[^\W_]+")


def _phrases_in(words: Sequence[str]) -> Iterator[_Told]:
    """Known phrases among the words; a noun that ends one of them is not told apart from it."""
    known = _phrases()
    for start in range(len(words)):
        for length in range(min(_longest(), len(words) - start), 0, -1):
            role = known.get(" ".join(words[start : start + length]))
            if role is not None:
                yield from _with_next(role, words, start, start + length)
                break


def _with_next(role: str, words: Sequence[str], start: int, end: int) -> Iterator[_Told]:
    """A role, or what it is with the noun behind it: "cha/mẹ" a parent; "cha, mẹ, con" names nobody."""
    other = _nouns().get(words[end]) if end < len(words) else None
    if other in (None, role):
        yield _Told(role, start, end)
        return
    joined = _joined(role, other)
    if joined is not None:
        yield from _with_next(joined, words, start, end + 1)


def _nouns_in(words: Sequence[str]) -> Iterator[_Told]:
    """Single nouns where they end the words or are followed as a person is: "cha", "con tôi là"."""
    nouns, followers = _nouns(), phrases(__file__, "role_words.yaml", "followers")
    for start in range(len(words)):
        if start and words[start - 1] in phrases(__file__, "role_words.yaml", "not_before"):
            continue
        for length in range(min(_MOST_NOUN_WORDS, len(words) - start), 0, -1):
            role = nouns.get(" ".join(words[start : start + length]))
            if role is None:
                continue
            end = start + length
            if end == len(words) or words[end] in followers or words[end] in nouns:
                yield from _with_next(role, words, start, end)
            break


def _joined(role: str, other: str | None) -> str | None:
    """What two nouns side by side name together: "cha/mẹ" a parent, "vợ/chồng" a spouse."""
    table: dict[str, str] = wordlists(__file__, "role_words.yaml")["joined"]
    return table.get(f"{role} {other}")


@cache
def _phrases() -> dict[str, str]:
    content: dict[str, list[str]] = wordlists(__file__, "role_words.yaml")["phrases"]
    return {phrase: role for role, known in content.items() for phrase in known}


@cache
def _longest() -> int:
    return max(phrase.count(" ") + 1 for phrase in _phrases())


@cache
def _nouns() -> dict[str, str]:
    content: dict[str, list[str]] = wordlists(__file__, "role_words.yaml")["nouns"]
    return {noun: role for role, known in content.items() for noun in known}


@cache
def _relations() -> dict[str, frozenset[str]]:
    content: dict[str, list[str]] = wordlists(__file__, "role_words.yaml")["relations"]
    return {role: frozenset(known) for role, known in content.items()}


@cache
def _inverses() -> dict[str, frozenset[str]]:
    content: dict[str, list[str]] = wordlists(__file__, "role_words.yaml")["inverse"]
    return {role: frozenset(known) for role, known in content.items()}
