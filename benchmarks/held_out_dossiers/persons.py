"""Invented persons and organisations of the held-out dossiers, from names.yaml."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from classifiers.synthetic.people import Commune, Person, id_number


@dataclass(frozen=True)
class Organisation:
    """An invented organisation.

    Attributes:
        name: With its kind, MẪU among its words.
        number: Of the enterprise or of its founding decision.
        head: Who signs for it.
        position: Of the head.
        founded: Day of the first registration.
    """

    name: str
    number: str
    head: Person
    position: str
    address: str
    phone: str
    founded: date


@dataclass(frozen=True)
class Cast:
    """Who takes part in a dossier: a place, the applicant, others, perhaps an organisation that applies."""

    commune: Commune
    applicant: Person
    others: tuple[Person, ...]
    stranger: Person
    organisation: Organisation | None
    today: date

    @property
    def owner(self) -> str:
        """Who applies, as a paper would name them."""
        return self.organisation.name if self.organisation else self.applicant.name


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    """names.yaml, NFC."""
    text = resources.files("benchmarks.held_out_dossiers").joinpath("names.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def some_commune(rng: random.Random) -> Commune:
    entry = rng.choice(names()["communes"])
    return Commune(
        entry["name"],
        entry["province"],
        entry.get("city", False),
        tuple(entry["codes"]),
        entry.get("south", False),
        tuple(entry.get("ethnicities", ("Kinh",))),
    )


def some_person(rng: random.Random, commune: Commune, today: date, ages: tuple[int, int] = (24, 62)) -> Person:
    """A person of a commune with a card issued since 2021."""
    words, man = names(), rng.random() < 0.55
    birth = today - timedelta(days=rng.randrange(ages[0] * 366, ages[1] * 365))
    kind = "men" if man else "women"
    name = f"{rng.choice(words['family'])} {rng.choice(words[kind + '_middle'])} {rng.choice(words[kind + '_given'])}"
    issued = date(2021, 4, 1) + timedelta(days=rng.randrange((today - date(2021, 5, 1)).days))
    sex = "Nam" if man else "Nữ"
    number = id_number(birth, sex, rng.choice(commune.birth_codes), rng.randrange(10_000))
    return Person(name, birth, sex, number, issued, commune, some_house(rng, commune), rng.choice(commune.ethnicities))


def some_house(rng: random.Random, commune: Commune) -> str:
    """A hamlet, or in a ward a house number and a street."""
    if commune.name.startswith("phường"):
        return f"Số {rng.randrange(3, 400)} đường {rng.choice(names()['streets'])}"
    return str(rng.choice(names()["hamlets_south" if commune.south else "hamlets_north"]))


def some_phone(rng: random.Random) -> str:
    """Ten digits in the block 0900, which no operator hands out."""
    return f"0900{rng.randrange(10**6):06d}"


def some_organisation(rng: random.Random, kind: str, head: Person, today: date) -> Organisation:
    """An organisation of a kind ("Công ty TNHH", "Trường Tiểu học", ...)."""
    name = f"{kind} {rng.choice(names()['brands'])} Mẫu"
    number = f"{rng.randrange(10, 99)}99{rng.randrange(10**6):06d}"
    founded = today - timedelta(days=rng.randrange(500, 5000))
    position = "Chủ nhiệm" if "hội" in kind.lower() else str(rng.choice(names()["positions"]))
    if kind.startswith(("Trường", "Trung tâm")):
        position = "Hiệu trưởng" if kind.startswith("Trường") else "Giám đốc"
    if kind.startswith("Văn phòng"):
        position = "Trưởng Văn phòng"
    address = f"{some_house(rng, head.commune)}, {head.commune}"
    return Organisation(name, number, head, position, address, some_phone(rng), founded)
