"""Conditions and titles as plain clauses: without introduction, citations, brackets and counts of copies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from classifiers.vietnamese import normalise
from intake_ai.catalogue.compiling.grammar import plain
from intake_ai.catalogue.compiling.rows import MARKS

LONGEST = 20
"""Syllables of a clause in a question; with the words around it that makes at most about 25."""
_FEWEST_LEFT = 2
_SHORTEST_CUT = 9
_BEYOND = 3
_GENERAL = 5
"""Syllables up to which a noun with "quy định tại ..." means only those that the law names there."""
_QUOTES = str.maketrans("", "", "“”\"'‘’")


@dataclass(frozen=True, slots=True)
class Clause:
    """What a condition says.

    Attributes:
        words: As written, without what only surrounds it; whole, however long.
        exempting: Who is in the case is released from the paper.
        of_case: It is something that is the case ("trường hợp ..."), not somebody or something ("đối với ...").
    """

    words: str
    exempting: bool = False
    of_case: bool = False

    @property
    def plain(self) -> str:
        return plain(self.words)


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules of question_wording.yaml by their names there."""

    single: Mapping[str, re.Pattern[str]]
    lists: Mapping[str, tuple[re.Pattern[str], ...]]


@cache
def wording() -> Wording:
    """The rules, read at first use."""
    rules: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("question_wording.yaml").read_text(encoding="utf-8")
    )
    return Wording(
        single={name: re.compile(rule) for name, rule in rules.items() if isinstance(rule, str)},
        lists={name: tuple(map(re.compile, rule)) for name, rule in rules.items() if isinstance(rule, list)},
    )


def clause_of(condition: str) -> Clause:
    """The clause that `condition` is made of: a row's condition or the title of a case."""
    text = without_brackets(condition)
    numbering = wording().single["numbering"].match(small(text))
    text, exempting = _without_release(text[numbering.end() :] if numbering else text)
    text, of_case = _without_lead(text)
    text = without_dangling(without_citations(_without_footing(text)))
    plain = normalise(condition)
    return Clause(text or plain.strip(MARKS) or plain, exempting, of_case)


def without_brackets(text: str) -> str:
    """`text` without what stands in parentheses, nested ones too, and without quotation marks."""
    rules = wording().single
    text = normalise(text.translate(_QUOTES))
    while (less := rules["brackets"].sub(" ", text)) != text:
        text = less
    cut = rules["open_bracket"].sub("", text)
    return normalise((cut if len(cut.split()) >= _FEWEST_LEFT else text).replace(" ,", ","))


def without_citations(text: str) -> str:
    """`text` without references to law, unless what is left of it then says next to nothing."""
    rules = wording()
    restricting = rules.single["restricting"].search(small(text))
    if restricting and len(text[: restricting.start()].split()) <= _GENERAL:
        return _cut_out(text, rules.lists["citations"][-1]).strip(MARKS)
    less = text
    for pattern in rules.lists["citations"]:
        less = _cut_out(less, pattern)
    less = less.strip(MARKS)
    return text if rules.single["general"].search(small(less)) else less


def shortened_clause(text: str, longest: int = LONGEST) -> str:
    """`text` cut at the end of a part of the clause where it has more than `longest` syllables.

    Where none ends near there the last syllable that fits is the last, and marks of omission tell so.
    """
    if len(text.split()) <= longest:
        return text
    ends = {
        len(text[: hit.start()].split()): hit.start() for hit in wording().single["boundaries"].finditer(small(text))
    }
    before = [count for count in ends if _SHORTEST_CUT <= count <= longest]
    behind = [count for count in ends if longest < count <= longest + _BEYOND]
    if before or behind:
        return without_dangling(text[: ends[max(before) if before else min(behind)]], was_cut=True)
    return without_dangling(" ".join(text.split()[:longest]), was_cut=True) + "…"


def without_dangling(text: str, was_cut: bool = False) -> str:
    """`text` without words at its end that need others behind them ("và", "của")."""
    rules = wording().single
    text = text.rstrip(MARKS)
    while hit := rules["dangling"].search(small(text)) or (was_cut and rules["dangling_of_cut"].search(small(text))):
        text = text[: hit.start()].rstrip(MARKS)
    return text.strip(MARKS)


def small(text: str) -> str:
    """`text` in lower case, letter for letter: positions in it are positions in `text`."""
    return "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)


def without_first(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """`text` without what any of `patterns` takes off, unless next to nothing is left of it then."""
    for pattern in patterns:
        text = _cut_out(text, pattern)
    return text


def _without_release(text: str) -> tuple[str, bool]:
    rules = wording().single
    letters = small(text)
    lead = rules["exempting_lead"].match(letters)
    if lead:
        return text[lead.end() :], True
    tail = rules["exempting_tail"].search(letters)
    if tail and len(letters[: tail.start()].split()) > _FEWEST_LEFT:
        return text[: tail.start()], True
    return text, False


def _without_lead(text: str) -> tuple[str, bool]:
    """The text behind its introduction, and whether that says that something is the case."""
    rules = wording().single
    letters = small(text)
    start, said = 0, ""
    while hit := rules["lead"].match(letters[start:]):
        said = f"{said} {hit.group().strip(MARKS)}"
        start += hit.end()
    return text[start:].strip(MARKS), bool(rules["lead_of_clause"].match(said.strip() + " ")) or not said


def _without_footing(text: str) -> str:
    for pattern in wording().lists["footing"]:
        text = _cut_out(text, pattern)
    return text.strip(MARKS)


def _cut_out(text: str, pattern: re.Pattern[str]) -> str:
    """`text` without the places where `pattern` stands, unless fewer than two syllables are left."""
    kept, end = "", 0
    for hit in pattern.finditer(small(text)):
        kept, end = kept + text[end : hit.start()] + " ", hit.end()
    less = normalise((kept + text[end:]).replace(" ,", ","))
    return less if len(less.strip(MARKS).split()) >= _FEWEST_LEFT else text
