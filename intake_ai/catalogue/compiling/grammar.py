"""The grammar of requirement rows as data: regular expressions read once from `grammar.yaml`."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from classifiers.papers import PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import CaseRole

_FOLDER = Path(__file__).parent
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a condition is written in a row; group `condition` of the pattern is the condition itself.

    Attributes:
        style: parenthesis, exception or trailing.
    """

    style: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of grammar.yaml by their names there, compiled, and the paper names of paper_names.yaml."""

    lists: Mapping[str, Patterns]
    single: Mapping[str, re.Pattern[str]]
    channels: Mapping[str, re.Pattern[str]]
    data_sources: Mapping[str, re.Pattern[str]]
    fact_confidence: Mapping[str, float]
    words: Mapping[str, frozenset[str]]
    conditions: tuple[Condition, ...]
    case_roles: tuple[tuple[CaseRole, re.Pattern[str]], ...]
    starts_with_noun: re.Pattern[str]
    paper_names: Mapping[PaperType, re.Pattern[str]]


@cache
def grammar() -> Grammar:
    """The grammar, read at first use."""
    rules = _read("grammar.yaml")
    noun = "(?:" + "|".join(rules.pop("paper_nouns")) + r")\b"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{noun}", noun))

    conditions = tuple(Condition(rule["style"], compiled(rule["pattern"])) for rule in rules.pop("conditions"))
    case_roles = tuple((_role(rule["role"]), compiled(rule["pattern"])) for rule in rules.pop("case_roles"))
    channels = {name: compiled(pattern) for name, pattern in rules.pop("channels").items()}
    data_sources = {name: compiled(pattern) for name, pattern in rules.pop("data_sources").items()}
    fact_confidence = {name: float(share) for name, share in rules.pop("fact_confidence").items()}
    words = {name: frozenset(listed.split()) for name, listed in rules.pop("words").items()}
    return Grammar(
        lists={name: tuple(map(compiled, rule)) for name, rule in rules.items() if isinstance(rule, list)},
        single={name: compiled(_joined(rule)) for name, rule in rules.items() if isinstance(rule, str)},
        channels=channels,
        data_sources=data_sources,
        fact_confidence=fact_confidence,
        words=words,
        conditions=conditions,
        case_roles=case_roles,
        starts_with_noun=compiled(r"\s*{noun}\b"),
        paper_names={PaperType(name): _any(phrases) for name, phrases in _read("paper_names.yaml").items()},
    )


@cache
def fingerprint() -> str:
    """Changes whenever the rules, the model or the code of this package change: rows compiled before are then stale."""
    content = hashlib.sha256()
    for path in sorted((*_FOLDER.glob("*.yaml"), *_FOLDER.glob("*.py"), *_FOLDER.glob("*.npz"))):
        content.update(path.read_bytes())
    return content.hexdigest()[:8]


def plain(text: str) -> str:
    """`text` without accents in lower case, letter for letter: positions in it are positions in `text`."""
    return text.translate(_PLAIN_LETTERS)


def found(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    """Whether one of `patterns` stands in the plain `text`."""
    return any(pattern.search(text) for pattern in patterns)


class _PlainLetters(dict[int, str]):
    """Letters without accents by code point, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = (fold(letter) or letter)[0]
        return self[code]


_PLAIN_LETTERS = _PlainLetters()


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open(encoding="utf-8") as file:
        return cast(dict[str, Any], yaml.safe_load(file))


def _any(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b")


def _joined(rule: str) -> str:
    """A folded YAML scalar keeps a space where a long pattern was broken after `|`."""
    return rule.replace("| ", "|").strip()


def _role(name: str) -> CaseRole:
    if name not in get_args(CaseRole):
        raise ValueError(f"grammar.yaml: no case role {name}")
    return cast(CaseRole, name)
