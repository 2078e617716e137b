"""Invented persons whose numbers, dates and addresses agree with each other as those of real ones do."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel

Sex = Literal["Nam", "Nữ"]
NEW_CARD_SINCE = date(2024, 7, 1)
CARD_AGES = (25, 40, 60)


@dataclass(frozen=True, slots=True)
class Commune:
    """An invented commune in a real province; `name` begins with its kind ("xã", "phường")."""

    name: str
    province: str
    city: bool
    birth_codes: tuple[str, ...]
    south: bool = False
    ethnicities: tuple[str, ...] = ("Kinh",)

    @property
    def province_name(self) -> str:
        return ("thành phố " if self.city else "tỉnh ") + self.province

    @property
    def short(self) -> str:
        """The name without its kind, as before a date: "Mây Ngàn, ngày ..."."""
        return self.name.split(" ", 1)[1]

    def __str__(self) -> str:
        return f"{self.name}, {self.province_name}"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person with the identity card that they hold."""

    name: str
    birth: date
    sex: Sex
    number: str
    issued: date
    commune: Commune
    house: str
    ethnicity: str = "Kinh"
    nationality: str = "Việt Nam"

    @property
    def address(self) -> str:
        return f"{self.house}, {self.commune}"

    @property
    def new_card(self) -> bool:
        """Whether the card is a "căn cước" of 2024 rather than a "căn cước công dân" of 2021."""
        return self.issued >= NEW_CARD_SINCE

    @property
    def card_name(self) -> str:
        return "Thẻ căn cước" if self.new_card else "Căn cước công dân"

    @property
    def issuer(self) -> str:
        return vocabulary().offices["card_since_2024" if self.new_card else "card_until_2024"]

    @property
    def expires(self) -> date | None:
        """The birthday up to which the card is valid, None for a card without end.

        Renewal falls at 25, 40 and 60; a card of the last two years before one holds until the next
        (Luật Căn cước 26/2023/QH15, Art. 21).
        """
        for age in CARD_AGES:
            birthday = anniversary(self.birth, age)
            if self.issued < anniversary(self.birth, age - 2):
                return birthday
        return None


def written(day: date | None) -> str:
    """dd/mm/yyyy as on papers."""
    return "Không thời hạn" if day is None else day.strftime("%d/%m/%Y")


def anniversary(birth: date, age: int) -> date:
    """The birthday at an age; 29 February falls on 1 March in other years."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


class _Province(BaseModel):
    codes: tuple[str, ...]
    city: bool = False


class _CommuneEntry(BaseModel):
    name: str
    province: str
    south: bool = False
    ethnicities: tuple[str, ...] = ("Kinh",)


class _Names(BaseModel):
    middle: tuple[str, ...]
    given: tuple[str, ...]


class Vocabulary(BaseModel):
    """The building blocks of people.yaml."""

    provinces: dict[str, _Province]
    communes: tuple[_CommuneEntry, ...]
    hamlets: dict[Literal["north", "south"], tuple[str, ...]]
    streets: tuple[str, ...]
    family_names: tuple[str, ...]
    men: _Names
    women: _Names
    offices: dict[str, str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """people.yaml, read once, NFC."""
    text = resources.files("classifiers.synthetic").joinpath("people.yaml").read_text("utf-8")
    return Vocabulary.model_validate(yaml.safe_load(unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=1)
def communes() -> tuple[Commune, ...]:
    """The invented communes."""
    words = vocabulary()
    made = []
    for entry in words.communes:
        province = words.provinces[entry.province]
        made.append(Commune(entry.name, entry.province, province.city, province.codes, entry.south, entry.ethnicities))
    return tuple(made)


def commune_named(name: str) -> Commune:
    """The commune of people.yaml with this name."""
    return next(commune for commune in communes() if commune.name == name)


def id_number(birth: date, sex: Sex, birth_code: str, serial: int) -> str:
    """A personal identification number: birth province, century and sex, year of birth, six further digits.

    Args:
        birth: Decides century and year digits (NĐ 70/2024/NĐ-CP; domain.md section 5).
        sex: Even century digit for men, odd for women.
        birth_code: Three digits of the province of birth registration.
        serial: 0 to 9,999; the six digits begin with 99 so that no number handed out so far is met.
    """
    century_sex = (birth.year // 100 - 19) * 2 + (sex == "Nữ")
    return f"{birth_code}{century_sex}{birth.year % 100:02d}99{serial:04d}"


class Population:
    """Makes invented persons from one generator; the same seed makes the same people in the same order."""

    def __init__(self, rng: random.Random, commune: Commune) -> None:
        self.rng = rng
        self.commune = commune
        self._taken: set[str] = set()

    def person(
        self, sex: Sex, birth: tuple[int, int], issued: tuple[date, date], family_name: str | None = None
    ) -> Person:
        """A person of this commune.

        Args:
            sex: Decides names and number.
            birth: First and last possible year of birth.
            issued: First and last possible day on which the card was issued.
            family_name: That of the father for a child, otherwise any.
        """
        born = self.day(date(birth[0], 1, 1), date(birth[1], 12, 28))
        number = id_number(born, sex, self.rng.choice(self.commune.birth_codes), self.rng.randrange(10_000))
        house = self.house()
        name = self.name(sex, family_name)
        return Person(
            name, born, sex, number, self.day(*issued), self.commune, house, self.rng.choice(self.commune.ethnicities)
        )

    def name(self, sex: Sex, family_name: str | None = None) -> str:
        """A full name that this population does not hold yet."""
        words = vocabulary().men if sex == "Nam" else vocabulary().women
        while True:
            family = family_name or self.rng.choice(vocabulary().family_names)
            name = f"{family} {self.rng.choice(words.middle)} {self.rng.choice(words.given)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def house(self) -> str:
        """A hamlet, or in a ward a house number and street."""
        if self.commune.name.startswith("phường"):
            return f"Số {self.rng.randrange(2, 190)} đường {self.rng.choice(vocabulary().streets)}"
        return self.rng.choice(vocabulary().hamlets["south" if self.commune.south else "north"])

    def phone(self) -> str:
        """Ten digits in the block 0900, which no operator hands out."""
        return f"0900{self.rng.randrange(10**6):06d}"

    def day(self, first: date, last: date) -> date:
        """A day between two days, both included."""
        return first + timedelta(days=self.rng.randrange((last - first).days + 1))
