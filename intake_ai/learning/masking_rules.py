"""The word lists of masking.yaml: what stays of a page, and what goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Rules:
    """As explained in masking.yaml; tuples of `card_print` are the folded words of a phrase."""

    kept_kinds: frozenset[str]
    half_kept_kinds: frozenset[str]
    naming_kinds: frozenset[str]
    public_bodies: tuple[str, ...]
    number_words: frozenset[str]
    not_number_words: frozenset[str]
    laws: frozenset[str]
    not_names: frozenset[str]
    capital_surnames: frozenset[str]
    doubtful_surnames: frozenset[str]
    plain_surnames: frozenset[str]
    capitals_not_names: frozenset[str]
    before_names: frozenset[str]
    card_print: tuple[tuple[str, ...], ...]


@cache
def rules() -> Rules:
    content: Mapping[str, list[str]] = yaml.safe_load(
        Path(__file__).with_name("masking.yaml").read_text(encoding="utf-8")
    )
    lists = {name: frozenset(words) for name, words in content.items() if name not in {"public_bodies", "card_print"}}
    return Rules(
        public_bodies=tuple(f"{name} " for name in content["public_bodies"]),
        card_print=tuple(tuple(phrase.split()) for phrase in content["card_print"]),
        **lists,
    )
