"""Invented people of one dossier and the facts that a form may ask of them."""

import random
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from benchmarks.held_out_dossiers.persons import names, some_house, some_phone
from classifiers.synthetic.machine_readable import without_accents
from classifiers.synthetic.numerals import date_in_words
from classifiers.synthetic.people import Commune, Person, id_number, written
from classifiers.synthetic.seeds import seeded

ROLES = {
    "A": "applicant", "S": "spouse", "C": "child", "F": "father", "M": "mother", "D": "deceased", "H": "husband",
    "W": "wife", "G": "guardian", "K": "household_head", "O": "other", "P": "member", "R": "representative",
}  # fmt: skip
"""Letters of the annotations; husband and wife are the applicant and the spouse, by sex."""
FIRST_CARD = date(2021, 4, 1)
NOBODY = ""


@dataclass(frozen=True)
class Value:
    """What is written into a blank.

    Attributes:
        kind: Field kind of the report.
        text: As written.
        role: Whose fact it is, empty where nobody's.
        parts: Kind to value of a composite.
        day: For dates, which forms may print in parts.
        fact: Name that is equal wherever the same fact stands in the dossier ("A.id").
    """

    kind: str
    text: str
    role: str = NOBODY
    parts: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    fact: str = ""


@dataclass
class Cast:
    """People and days of a dossier; `slips` are facts that the form tells wrongly on purpose."""

    rng: random.Random
    commune: Commune
    people: dict[str, Person]
    phones: dict[str, str]
    signed: date
    days: dict[str, date] = field(default_factory=dict)
    slips: dict[str, str] = field(default_factory=dict)

    @property
    def applicant(self) -> Person:
        return self.people["A"]


@lru_cache(maxsize=1)
def regions() -> list[dict[str, Any]]:
    """real_places.yaml, NFC."""
    text = resources.files("benchmarks.filled_forms").joinpath("real_places.yaml").read_text("utf-8")
    loaded: list[dict[str, Any]] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def some_commune(rng: random.Random) -> Commune:
    """A commune that exists."""
    region = rng.choice(regions())
    return Commune(
        rng.choice(region["communes"]),
        region["province"],
        region.get("city", False),
        tuple(region["codes"]),
        region.get("south", False),
        tuple(region.get("ethnicities", ("Kinh",))),
    )


def some_cast(rng: random.Random) -> Cast:
    """A family: applicant, spouse, child, parents, and others; all invented."""
    commune = some_commune(rng)
    signed = date(2026, 1, 5) + timedelta(days=rng.randrange(340))
    years = signed.year - rng.randrange(27, 52)
    sex = rng.choice(("Nam", "Nữ"))
    other = "Nữ" if sex == "Nam" else "Nam"
    some = _Maker(rng, commune, signed)
    house = some_house(rng, commune)
    family = rng.choice(names()["family"])
    applicant = some.person(sex, years, family, house)
    people = {
        "A": applicant,
        "S": some.person(other, years + rng.randrange(-4, 5), None, house),
        "F": some.person("Nam", years - rng.randrange(23, 34), family),
        "M": some.person("Nữ", years - rng.randrange(21, 31), None),
        "D": some.person(rng.choice(("Nam", "Nữ")), years - rng.randrange(22, 34), family),
        "G": some.person(rng.choice(("Nam", "Nữ")), rng.randrange(1965, 1998), None),
        "K": some.person(rng.choice(("Nam", "Nữ")), rng.randrange(1960, 1995), None),
        "O": some.person(rng.choice(("Nam", "Nữ")), rng.randrange(1965, 2000), None),
        "P": some.person(rng.choice(("Nam", "Nữ")), rng.randrange(1965, 2000), None),
    }
    father = applicant if sex == "Nam" else people["S"]
    people["C"] = some.person(rng.choice(("Nam", "Nữ")), rng.randrange(2010, 2025), father.name.split()[0], house)
    people["H"], people["W"] = (applicant, people["S"]) if sex == "Nam" else (people["S"], applicant)
    phones = {letter: some_phone(rng) for letter in people}
    phones["H"], phones["W"] = (phones["A"], phones["S"]) if sex == "Nam" else (phones["S"], phones["A"])
    own = seeded("representative", applicant.number)
    people["R"] = _Maker(own, commune, signed, some.taken).person(
        own.choice(("Nam", "Nữ")), own.randrange(1965, 1998), None
    )
    phones["R"] = some_phone(own)
    return Cast(rng, commune, people, phones, signed)


@dataclass
class _Maker:
    rng: random.Random
    commune: Commune
    today: date
    taken: set[str] = field(default_factory=set)

    def person(self, sex: str, year: int, family: str | None, house: str | None = None) -> Person:
        rng, words = self.rng, names()
        kind = "men" if sex == "Nam" else "women"
        name = ""
        while not name or name in self.taken:
            surname = family or rng.choice(words["family"])
            name = f"{surname} {rng.choice(words[kind + '_middle'])} {rng.choice(words[kind + '_given'])}"
        self.taken.add(name)
        birth = date(year, 1, 1) + timedelta(days=rng.randrange(364))
        earliest = max(FIRST_CARD, birth + timedelta(days=40))
        span = max(1, (self.today - earliest).days - 30)
        born = "Nam" if sex == "Nam" else "Nữ"
        number = id_number(birth, born, rng.choice(self.commune.birth_codes), rng.randrange(10_000))  # type: ignore[arg-type]
        person = Person(
            name,
            birth,
            born,  # type: ignore[arg-type]
            number,
            earliest,
            self.commune,
            house or some_house(rng, self.commune),
            rng.choice(self.commune.ethnicities),
        )
        return self._with_valid_card(person, earliest, span)

    def _with_valid_card(self, person: Person, earliest: date, span: int) -> Person:
        """The person with a card that has not run out yet."""
        for _ in range(40):
            holder = replace(person, issued=earliest + timedelta(days=self.rng.randrange(span)))
            if holder.expires is None or holder.expires > self.today + timedelta(days=60):
                return holder
        return replace(person, issued=self.today - timedelta(days=30))


def email_of(person: Person) -> str:
    """An address at example.com."""
    words = without_accents(person.name).lower().split()
    return f"{words[-1]}{words[0]}{person.birth.year % 100:02d}@example.com"


def fact_of(cast: Cast, letter: str, attribute: str) -> Value:
    """A fact of a person, as forms ask for it.

    Raises:
        KeyError: No such person or fact.
    """
    person = cast.people[letter]
    number = cast.slips.get(f"{letter}.id", person.number)
    born = person.birth
    if f"{letter}.dob" in cast.slips:
        day, month, year = (int(part) for part in cast.slips[f"{letter}.dob"].split("/"))
        born = date(year, month, day)
    composite = {"id_number": number, "id_issue_place": person.issuer, "id_issue_date": written(person.issued)}
    commune = person.commune
    told = {
        "name": ("full_name", person.name),
        "NAME": ("full_name", person.name.upper()),
        "dob": ("date_of_birth", written(born)),
        "year": ("date_of_birth", str(born.year)),
        "dobw": ("date_of_birth", date_in_words(born)),
        "sex": ("sex", person.sex),
        "id": ("id_number", number),
        "idd": ("id_issue_date", written(person.issued)),
        "idp": ("id_issue_place", person.issuer),
        "paper": (
            "id_number",
            f"{person.card_name} số {number} do {person.issuer} cấp ngày {written(person.issued)}",
        ),
        "addr": ("address", person.address),
        "origin": ("address", str(commune)),
        "house": ("address", person.house),
        "commune": ("address", commune.short),
        "communef": ("address", str(commune)),
        "province": ("address", commune.province),
        "eth": ("ethnicity", person.ethnicity),
        "nat": ("nationality", person.nationality),
        "phone": ("phone", cast.phones[letter]),
        "email": ("email", email_of(person)),
        "family": ("full_name", person.name.split()[0]),
        "given": ("full_name", " ".join(person.name.split()[1:])),
        "job": ("other", JOBS[sum(map(ord, person.name)) % len(JOBS)]),
    }
    kind, text = told[attribute]
    dated = {"dob": born, "idd": person.issued}.get(attribute)
    same = {"NAME": "name", "year": "dob", "dobw": "dob", "paper": "id", "communef": "origin"}.get(attribute, attribute)
    value = Value(kind, text, ROLES[letter], day=dated, fact=f"{canonical(cast, letter)}.{same}")
    return replace(value, parts=composite) if attribute == "paper" else value


JOBS = ("Nông dân", "Giáo viên", "Công nhân", "Kế toán", "Lái xe", "Buôn bán tự do", "Nhân viên văn phòng")


def canonical(cast: Cast, letter: str) -> str:
    """The letter under which a person is first known: husband and wife are applicant and spouse."""
    person = cast.people[letter]
    return next(other for other in "ASFMDGKOPCR" if cast.people[other] is person)


def day_of(cast: Cast, name: str, least: int, most: int) -> date:
    """A day of an event some days before the form was signed; the same name is always the same day."""
    if name not in cast.days:
        cast.days[name] = cast.signed - timedelta(days=cast.rng.randrange(least, most + 1))
    return cast.days[name]


def general(cast: Cast, name: str) -> Value:
    """Facts of no person: authorities, place and day of signing.

    Raises:
        KeyError: No such fact.
    """
    commune = cast.commune
    region = f"khu vực {1 + sum(map(ord, commune.short)) % 9} - {commune.province}"
    told = {
        "authority": ("organisation_name", f"Ủy ban nhân dân {commune}"),
        "authority_after": ("other", str(commune)),
        "commune_after": ("other", commune.short),
        "police": ("organisation_name", f"Công an {commune}"),
        "police_after": ("other", f"{commune.short}, {commune.province_name}"),
        "court": ("organisation_name", f"Tòa án nhân dân {region}"),
        "court_after": ("other", region),
        "province_after": ("other", commune.province),
        "place": ("other", commune.short),
        "signed": ("other", written(cast.signed)),
        "business": ("organisation_name", f"Hộ kinh doanh Mẫu {cast.applicant.name.split()[-1]}"),
        "company": ("organisation_name", f"Công ty TNHH {cast.people['O'].name.split()[-1]} Phát Mẫu"),
        "tax": ("tax_code", tax_code(cast)),
    }
    kind, text = told[name]
    return Value(kind, text, day=cast.signed if name == "signed" else None, fact=name)


def tax_code(cast: Cast) -> str:
    """Ten digits whose last is the check digit (weights 31, 29, 23, 19, 17, 13, 7, 5, 3)."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    serial = sum(map(ord, cast.applicant.number + cast.applicant.name))
    while True:
        digits = f"59{serial % 10**7:07d}"
        check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if 0 <= check <= 9:
            return digits + str(check)
        serial += 1
