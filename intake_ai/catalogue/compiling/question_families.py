"""Families of conditions that mean the same: which answer to which question makes a condition hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intake_ai.catalogue.compiling.clauses import Clause
from intake_ai.catalogue.compiling.grammar import plain

Patterns = tuple[re.Pattern[str], ...]
_CHANNELS = ("online", "direct", "postal")
_ON_PAPER = ("direct", "postal")
"""Both bring paper: "direct" stands for both where a condition names it without the post, or with it."""


@dataclass(frozen=True, slots=True)
class Family:
    """Conditions with one meaning; attributes as explained at the head of question_families.yaml."""

    id: str
    if_yes: Patterns = ()
    if_no: Patterns = ()
    none: re.Pattern[str] | None = None
    scope: re.Pattern[str] | None = None
    choices: Mapping[str, Patterns] = field(default_factory=dict)
    any: re.Pattern[str] | None = None
    not_any: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    alone: str = ""
    named: bool = False
    of_paper: bool = False
    releases: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    decided_by: str = ""

    def offers(self, chosen: frozenset[str]) -> tuple[str, ...]:
        """The choices to be offered where rows hold under `chosen`, in the order of the file."""
        known = dict.fromkeys((*self.choices, *self.offered))
        order = self.offered if set(self.choices) <= set(self.offered) else tuple(known)
        return tuple(choice for choice in order if choice in self.offered or choice in chosen)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a condition means.

    Attributes:
        holds_if: The answer, of yes and no, under which the condition holds.
        chosen: The choices under which it holds; empty for yes and no, and where it holds under any.
        named: The choice in the words of the condition, of families that list none.
        values: For the question's words.
    """

    family: Family
    holds_if: bool = True
    chosen: frozenset[str] = frozenset()
    named: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def meant_by(clause: Clause) -> Meant | None:
    """The family of `clause`; None where it is of none."""
    words = clause.plain
    return next((meant for one in families() if (meant := _meant(one, words, clause.words))), None)


def family(identifier: str) -> Family | None:
    """The family that asks the question `identifier`, whatever is added to it behind a colon."""
    name = identifier.partition(":")[0]
    return next((one for one in families() if one.id == name), None)


def choices_named(identifier: str, words: str) -> frozenset[str]:
    """The choices of the question `identifier` that the plain `words` name, wherever they stand in them."""
    one = family(identifier)
    return frozenset(name for name, patterns in one.choices.items() if _found(patterns, words)) if one else frozenset()


def channels_of(clause: Clause) -> tuple[str, ...]:
    """The ways for a dossier to come in that the condition is on: online, direct, postal; none for most."""
    rules, words = _rules(), clause.plain
    if not rules.channels["scope"].fullmatch(words):
        return ()
    named = tuple(channel for channel in _CHANNELS if rules.channels[channel].search(words))
    return ("direct",) if named == _ON_PAPER else named


def says_if_present(condition: str) -> bool:
    """Whether the paper is due to whoever has it ("nếu có")."""
    return _rules().if_present.fullmatch(plain(condition)) is not None


def families() -> tuple[Family, ...]:
    """In the order in which they are tried."""
    return _rules().families


def _meant(one: Family, words: str, written: str) -> Meant | None:
    if one.none is not None and one.none.fullmatch(words):
        return None
    if one.scope is not None:
        return _chosen(one, words, written)
    for holds_if, patterns in ((False, one.if_no), (True, one.if_yes)):
        for pattern in patterns:
            if hit := pattern.fullmatch(words):
                return Meant(one, holds_if, values={**one.values, **hit.groupdict()})
    return None


def _chosen(one: Family, words: str, written: str) -> Meant | None:
    hit = one.scope.fullmatch(words) if one.scope else None
    if hit is None:
        return None
    if one.named:
        return Meant(one, named=written[slice(*hit.span("named"))].strip())
    chosen = frozenset(name for name, patterns in one.choices.items() if _found(patterns, words))
    if chosen or (one.any is not None and one.any.fullmatch(words)):
        return Meant(one, chosen=chosen)
    return None


def _found(patterns: Sequence[re.Pattern[str]], words: str) -> bool:
    return any(pattern.search(words) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class _Rules:
    families: tuple[Family, ...]
    channels: Mapping[str, re.Pattern[str]]
    if_present: re.Pattern[str]


@cache
def _rules() -> _Rules:
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("question_families.yaml").read_text(encoding="utf-8")
    )
    return _Rules(
        families=tuple(_family(entry) for entry in content["families"]),
        channels={name: re.compile(rule) for name, rule in content["channels"].items()},
        if_present=re.compile(content["if_present"]),
    )


def _family(entry: Mapping[str, Any]) -> Family:
    values: dict[str, Any] = dict(entry)
    for name in ("if_yes", "if_no"):
        values[name] = tuple(map(re.compile, entry.get(name, ())))
    for name in ("none", "scope", "any"):
        values[name] = re.compile(entry[name]) if name in entry else None
    values["choices"] = {name: tuple(map(re.compile, rules)) for name, rules in entry.get("choices", {}).items()}
    for name in ("not_any", "offered"):
        values[name] = tuple(entry.get(name, ()))
    return Family(**values)
