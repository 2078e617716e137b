"""Finds the words of running text that lead to a value: "sinh ngày", "thường trú tại", "CCCD số"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from intake_ai.extraction.clause_reading import listed
from intake_ai.extraction.runs import Run, fold
from intake_ai.terms import FieldKind
from intake_ai.wordlists import wordlists

# The words of a cue may be printed right behind a value: "xã hộicấp ngày".
_TOKEN = re.compile(r"[^\W\d_]{2,}?(?=cấp ngày|nơi cấp|ngày cấp|sinh ngày)|[^\W_]+")
# What may stand between the words of a cue: "ông/bà", "ông (bà)".
_INSIDE = re.compile(r"^[\s/(,]{1,3}$")
_CHOICE = re.compile(r"[/(]")
# What may stand between a cue and its value: a bracket's end, a footnote mark, an instruction, other choices, a colon,
# dots.
_TO_VALUE = re.compile(
    r"\)?(?:\s?[(\[]\s?\d{1,2}\s?[)\]]|[?°®©*^'’‘”\"]{1,2}\d?)?\s*(?:\([^()]{2,90}\)\s*)?(?:(?:là|số)\b\s*)?"
    r"(?:(?:\s?/\s?[^\W\d]+(?:\s[^\W\d]+){0,3})+(?=\s?:))?\s?[:;]?[\s.…]*"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What words say of the value behind them.

    Attributes:
        kind: Of the value.
        form: That the value must have.
        is_strong: The words also end the value before them.
        is_weak: They lead to a name only where it opens with a surname.
        is_small: They lead to a value in small letters only; with a capital they are of the value themselves.
        is_choice: They lead to a value only where a stroke or bracket makes them a choice: "tỉnh/thành phố".
    """

    kind: FieldKind
    form: str
    is_strong: bool = False
    is_weak: bool = False
    is_small: bool = False
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number in a text, from `start` to before `end`; `folded` is it in small letters without accents."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class Led:
    """A cue in a text: its words from `start` to before `end`, and where its value opens; it covers `count` tokens."""

    cue: Cue
    start: int
    end: int
    value: int
    count: int


def tokens_of(text: str) -> list[Token]:
    """The words and numbers of a text."""
    return [Token(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(text)]


def cue_at(run: Run, tokens: Sequence[Token], index: int) -> Led | None:
    """The longest cue that begins with the token at `index`."""
    for words, cue in _cues().get(tokens[index].folded, ()):
        last = index + len(words) - 1
        if last >= len(tokens) or any(
            tokens[index + offset].folded != word or not _joins(run.text, tokens, index + offset)
            for offset, word in enumerate(words)
            if offset
        ):
            continue
        start, end = tokens[index].start, tokens[last].end
        if run.text[start : tokens[index].end] in listed("lookalikes"):
            continue
        if (cue.is_small and not run.text[start].islower()) or (
            cue.is_choice and not _CHOICE.search(run.text, start, end)
        ):
            continue
        return Led(cue, start, end, value_behind(run, end), len(words))
    return None


def _joins(text: str, tokens: Sequence[Token], index: int) -> bool:
    return _INSIDE.match(text[tokens[index - 1].end : tokens[index].start]) is not None


def value_behind(run: Run, end: int) -> int:
    """Where the value of a cue that ends at `end` may open."""
    match = _TO_VALUE.match(run.text, end)
    return match.end() if match else end


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """The cues of clauses.yaml by their first word, longer ones first."""
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for entry in wordlists(__file__, "clauses.yaml")["cues"]:
        cue = _cue(entry)
        for phrase in entry["phrases"]:
            words = tuple(str(phrase).split())
            found.setdefault(words[0], []).append((words, cue))
    return {first: tuple(sorted(each, key=lambda pair: -len(pair[0]))) for first, each in found.items()}


def _cue(entry: dict[str, Any]) -> Cue:
    if entry["kind"] not in get_args(FieldKind):
        raise ValueError(f"clauses.yaml: unknown kind in {entry}")
    flags = (bool(entry.get(name)) for name in ("strong", "weak", "small", "choice"))
    return Cue(entry["kind"], str(entry["form"]), *flags)
