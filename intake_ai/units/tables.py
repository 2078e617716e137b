"""The tables of administrative units, by folded name.

communes.tsv lists the 3,321 communes of the 34 provinces with the codes of the statistics office; former_communes.tsv
the 10,040 communes of the 63 provinces before 1 July 2025, each with the communes that its ground belongs to now:
several where it was divided. Both were made by `python -m intake_ai.units` from the open data of vietnamadminunits
(MIT licence).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifiers.vietnamese import fold

COMMUNES = Path(__file__).with_name("communes.tsv")
FORMER_COMMUNES = Path(__file__).with_name("former_communes.tsv")

_PROVINCE_TYPES = ("tinh ", "thanh pho ", "tp ", "t ")
_DISTRICT_TYPES = ("huyen ", "quan ", "thi xa ", "thanh pho ", "tp ", "tx ", "h ", "q ")
_COMMUNE_TYPES = ("xa ", "phuong ", "thi tran ", "dac khu ", "tt ", "x ", "p ")
_SHORTEST = 2
"""Letters of a name: below it what is left of "Quận 1" is kept with its type."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today: `name` and `province` with their types ("Xã Kim Liên", "Tỉnh Nghệ An")."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune before 1 July 2025, and the codes of the communes that its ground belongs to now.

    Attributes:
        name: With its type; empty where an island district had no communes.
    """

    name: str
    district: str
    province: str
    now: tuple[str, ...]


@dataclass(frozen=True)
class Units:
    """The units by folded name without type; provinces are known by their present and their former names.

    Attributes:
        provinces: Names of today's provinces by folded name; of a former province, that which it became part of.
        communes: By folded names of province and commune.
        former: By folded names of former province, district and commune.
        by_code: Communes of today.
    """

    provinces: Mapping[str, str]
    communes: Mapping[tuple[str, str], Sequence[Commune]]
    former: Mapping[tuple[str, str, str], Sequence[FormerCommune]]
    by_code: Mapping[str, Commune]

    def now(self, former: FormerCommune) -> tuple[Commune, ...]:
        """The communes that the ground of `former` belongs to, the likeliest first."""
        return tuple(self.by_code[code] for code in former.now)


@cache
def units() -> Units:
    """The shipped tables, read once per process (about 0.1 s)."""
    communes = [Commune(code, name, province) for code, name, province in _rows(COMMUNES)]
    by_code = {commune.code: commune for commune in communes}
    named: defaultdict[tuple[str, str], list[Commune]] = defaultdict(list)
    provinces = {}
    for commune in communes:
        provinces[bare_province(commune.province)] = commune.province
        named[bare_province(commune.province), bare_commune(commune.name)].append(commune)
    former: defaultdict[tuple[str, str, str], list[FormerCommune]] = defaultdict(list)
    for province, district, name, codes in _rows(FORMER_COMMUNES):
        entry = FormerCommune(name, district, province, tuple(codes.split(",")))
        provinces.setdefault(bare_province(province), by_code[entry.now[0]].province)
        former[bare_province(province), bare_district(district), bare_commune(name)].append(entry)
    return Units(provinces, dict(named), dict(former), by_code)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)  # names of the columns
        yield from rows


def bare_province(name: str) -> str:
    """The folded name without its type; "tp" and "tp." are types too."""
    return _without(_folded(name), _PROVINCE_TYPES)


def bare_district(name: str) -> str:
    """As `bare_province`."""
    return _without(_folded(name), _DISTRICT_TYPES)


def bare_commune(name: str) -> str:
    """As `bare_province`."""
    return _without(_folded(name), _COMMUNE_TYPES)


def _folded(name: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())


def _without(folded: str, types: Sequence[str]) -> str:
    for kind in types:
        rest = folded.removeprefix(kind)
        if rest != folded and len(rest) >= _SHORTEST and not rest.isdecimal():
            return rest
    return folded
