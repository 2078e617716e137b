"""What the printed papers and codes of a dossier tell of each person, as facts that handwriting can be filled from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from classifiers.papers import Paper
from classifiers.vietnamese import fold
from intake_ai.extraction.fields import Field
from intake_ai.extraction.people import Person, find_people
from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind
from intake_ai.units import read_address

AddressSort = Literal["residence", "birth", "origin", "another", "unknown"]
Unit = Literal["detail", "commune", "district", "province"]
_CERTAIN_SOURCES = frozenset({"qr", "mrz"})
_CREDIBLE = 0.6
"""Confidence from which a printed value speaks against another."""
_CLEARLY_BETTER = 0.15
_TYPE = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
_PARTS = 3
"""Of an address of today: house or village, commune, province."""


@dataclass(frozen=True, slots=True)
class PrefillingWords:
    """prefilling.yaml."""

    lists: dict[FieldKind, tuple[str, ...]]
    addresses: dict[AddressSort, tuple[str, ...]]
    units: dict[Unit, tuple[str, ...]]
    sexes: dict[str, str]
    signing: dict[str, tuple[str, ...]]


@cache
def words() -> PrefillingWords:
    """The words as shipped."""
    content = yaml.safe_load(Path(__file__).with_name("prefilling.yaml").read_text(encoding="utf-8"))
    return PrefillingWords(
        lists={kind: tuple(values) for kind, values in content["lists"].items()},
        addresses={sort: tuple(phrases) for sort, phrases in content["addresses"].items()},
        units={unit: tuple(phrases) for unit, phrases in content["units"].items()},
        sexes=dict(content["sexes"]),
        signing={role: tuple(phrases) for role, phrases in content["signing"].items()},
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a person: the field that tells it best, and whether another one contradicts."""

    field: Field
    is_disputed: bool = False


@dataclass(frozen=True)
class Known:
    """A person with the facts that printed papers tell, and the roles in which these name them."""

    person: Person
    roles: frozenset[str]
    has_card: bool

    def fact(self, kind: FieldKind, sort: AddressSort = "residence") -> Fact | None:
        """The best fact of a kind; of addresses the residence alone, unless another sort is asked for."""
        told = [field for field in self.person.fields if field.kind == kind and field.value]
        if kind == "address":
            told = [field for field in told if sort_of(field) == sort and read_address(field.value) is not None]
        if not told:
            return None
        ranked = sorted(told, key=_rank, reverse=True)
        return Fact(ranked[0], any(_disputes(other, ranked[0]) for other in ranked[1:]))

    def values(self, kind: FieldKind) -> tuple[Field, ...]:
        """Every different value of a kind, the surest field of each."""
        ranked = sorted((field for field in self.person.fields if field.kind == kind), key=_rank, reverse=True)
        return tuple({_same_text(field): field for field in reversed(ranked) if field.value}.values())


def known_people(fields: Sequence[Field], papers: Sequence[Paper], cards: frozenset[str]) -> tuple[Known, ...]:
    """The persons whom print and codes tell of, with a name or number.

    Args:
        cards: Ids of the identity cards and passports among the papers.
    """
    printed = [field for field in fields if not field.by_hand]
    return tuple(_known(person, cards) for person in find_people(printed, papers) if _is_somebody(person))


def _known(person: Person, cards: frozenset[str]) -> Known:
    roles = {field.role for field in person.fields if field.role and field.paper not in cards}
    return Known(person, frozenset(roles), any(field.paper in cards for field in person.fields))


def _is_somebody(person: Person) -> bool:
    """Whether a name or number tells the person; a name below a signature alone is mostly written by hand itself."""
    telling = [field for field in person.fields if field.kind in ("full_name", "id_number") and field.value]
    return any("ghi ro ho" not in plain(field.label) for field in telling)


def sort_of(field: Field) -> AddressSort:
    """Which address a value is by its label; a QR code states the residence."""
    return "residence" if field.source == "qr" else sort_of_label(field.label)


def sort_of_label(label: str) -> AddressSort:
    """Which address a label asks for."""
    told = plain(label)
    sorts = (sort for sort, phrases in words().addresses.items() if any(phrase in told for phrase in phrases))
    return next(sorts, "unknown")


def unit_asked(label: str) -> Unit | None:
    """The unit of an address that a label asks for, None where it asks for a whole address."""
    if sort_of_label(label) != "unknown":
        return None
    told = f" {plain(label)} "
    return next((unit for unit, names in words().units.items() if any(f" {name} " in told for name in names)), None)


def unit_of(address: str, unit: Unit) -> str:
    """A unit of an address without the word for its type, which the label has; empty where it has none."""
    parts = [part.strip() for part in address.split(",")]
    found = read_address(address)
    if found is None or unit == "district" or len(parts) != _PARTS:
        return ""
    part = parts[{"detail": 0, "commune": 1, "province": 2}[unit]]
    return part if unit == "detail" else _TYPE.sub("", part)


def _rank(field: Field) -> tuple[bool, bool, bool, float]:
    """Codes first, names with accents, whole dates, then the surest reading."""
    has_accents = field.kind != "full_name" or fold(field.value) != field.value.lower()
    is_whole = "/" in field.value or field.kind not in ("date_of_birth", "id_issue_date")
    return has_accents and is_whole, field.source in _CERTAIN_SOURCES, field.status == "accepted", field.confidence


def _disputes(other: Field, best: Field) -> bool:
    """Whether another credible value of one and the same fact stands against the best."""
    if best.source in _CERTAIN_SOURCES or best.status == "accepted":
        return False
    if other.confidence < max(_CREDIBLE, best.confidence - _CLEARLY_BETTER):
        return False
    return not _agree(other, best)


def _agree(one: Field, other: Field) -> bool:
    first, second = _same_text(one), _same_text(other)
    is_year = one.kind == "date_of_birth" and min(len(first), len(second)) == len("1990")
    return first == second or (is_year and first[-4:] == second[-4:])


def _same_text(field: Field) -> str:
    return plain(field.value) if field.kind == "full_name" else " ".join(field.value.casefold().split()).strip(" .,")
