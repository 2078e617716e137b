"""Words that tell where papers begin and end (words.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of words.yaml, folded."""

    annex_titles: tuple[str, ...]
    annex_remarks: tuple[str, ...]
    issued_with: tuple[str, ...]
    drafts: tuple[str, ...]
    proposals: tuple[str, ...]
    signing: tuple[str, ...]
    signers: tuple[str, ...]
    recipients: tuple[str, ...]
    card_back_labels: tuple[str, ...]
    notes: tuple[str, ...]


@cache
def words() -> Words:
    """The lists, read once in each process."""
    lists = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return Words(**{name: tuple(phrases) for name, phrases in lists.items()})
