"""The words by which papers speak of persons and organisations, read from cues.yaml and organisations.yaml."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from classifiers.papers import PaperType

Part = Literal[
    "holder", "subject", "applicant", "child", "deceased", "husband", "wife", "spouse", "principal", "guardian", "ward",
    "party", "organisation", "named", "relative", "representative", "witness", "predecessor", "official", "signing",
    "issuer", "mentioned",
]  # fmt: skip
"""What somebody is on a paper: whom it is about, or somebody beside them."""
_LONGEST_CUE = 8


@dataclass(frozen=True, slots=True)
class Cues:
    """cues.yaml; phrases are folded words, but for `not_surnames`, which keep their accents.

    Attributes:
        parts: The part that a phrase right before a name tells.
        owners: By type of paper, the parts that make somebody its owner: of the first group that there is, whoever is
            named first.
        principal: Parts by which a paper is somebody's.
    """

    parts: dict[str, Part]
    honorifics: frozenset[str]
    not_persons: frozenset[str]
    not_surnames: frozenset[str]
    offices: tuple[str, ...]
    details: tuple[str, ...]
    authorities: tuple[str, ...]
    owners: dict[PaperType, tuple[tuple[Part, ...], ...]]
    principal: frozenset[Part]


@dataclass(frozen=True, slots=True)
class OrganisationWords:
    """organisations.yaml."""

    openings: tuple[str, ...]
    ends: tuple[str, ...]
    inner: frozenset[str]
    abbreviations: dict[str, str]
    forms: tuple[str, ...]


@cache
def cues() -> Cues:
    """The cues as shipped.

    Raises:
        ValueError: The file names a part that there is not.
    """
    content = _read("cues.yaml")
    owners = {PaperType(name): tuple(map(_several, parts)) for name, parts in content["owners"].items()}
    for part in (*content["parts"], *content["principal"], *(p for each in owners.values() for q in each for p in q)):
        if part not in get_args(Part):
            raise ValueError(f"cues.yaml: unknown part {part}")
    return Cues(
        parts={phrase: part for part, phrases in content["parts"].items() for phrase in phrases},
        honorifics=frozenset(content["honorifics"]),
        not_persons=frozenset(content["not_persons"]),
        not_surnames=frozenset(content["not_surnames"]),
        offices=tuple(content["offices"]),
        details=tuple(content["details"]),
        authorities=tuple(content["authorities"]),
        owners=owners,
        principal=frozenset(content["principal"]),
    )


@cache
def organisation_words() -> OrganisationWords:
    """The words of organisations' names as shipped."""
    content = _read("organisations.yaml")
    return OrganisationWords(
        openings=tuple(sorted(content["openings"], key=len, reverse=True)),
        ends=tuple(content["ends"]),
        inner=frozenset(content["inner"]),
        abbreviations={str(short): str(long) for short, long in content["abbreviations"].items()},
        forms=tuple(sorted(content["forms"], key=len, reverse=True)),
    )


def ends_in(words: Sequence[str], phrases: frozenset[str]) -> int:
    """How many of the last `words` are the longest of the folded `phrases`; 0 where none."""
    for count in range(min(_LONGEST_CUE, len(words)), 0, -1):
        if " ".join(words[-count:]) in phrases:
            return count
    return 0


def part_told(words: Sequence[str]) -> Part | None:
    """The part that the longest cue at the end of the folded `words` tells; None where there is none."""
    for count in range(min(_LONGEST_CUE, len(words)), 0, -1):
        part = cues().parts.get(" ".join(words[-count:]))
        if part is not None:
            return part
    return None


def _several(entry: Part | list[Part]) -> tuple[Part, ...]:
    return tuple(entry) if isinstance(entry, list) else (entry,)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return loaded
