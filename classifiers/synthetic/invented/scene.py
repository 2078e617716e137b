"""Who asks whom for what, when and where: the persons and facts that all papers of an invented dossier share."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from classifiers.synthetic.invented.topics import Topic
from classifiers.synthetic.invented.wordbank import bank, plain, raised, said
from classifiers.synthetic.people import Commune, Person, Population, written

CARD_DAYS = (date(2021, 6, 1), date(2026, 5, 30))
YEARS = (1955, 2004)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
COUNTS = (2, 3, 4, 5, 8, 10, 12, 20, 35, 60, 120, 250)
RANGES = {"num": (1, 2400), "n": (1, 9), "n1": (1, 9), "n2": (45, 90), "hour": (7, 18)}
SECTIONS = {
    "unit": "units", "term": "terms", "who": "applicant_names", "english_name": "english_names", "code": "doc_codes",
}  # fmt: skip
"""Slots that are filled from a list of phrases.yaml."""


@dataclass(slots=True)
class Scene:
    """A dossier's world.

    Attributes:
        org: The organisation that applies, empty where a person does.
        agency: To which the application is addressed.
        day: When it was signed.
        issuer: Office that confirms something, for the paper in hand.
        partner: A second person who takes part: spouse, member, authorised person.
        form_number, case: Of the form and of the applicant's case, as the catalogue names them, or empty.
    """

    rng: random.Random
    topic: Topic
    people: Population
    applicant: Person
    org: str
    agency: str
    day: date
    issuer: str = ""
    partner: Person | None = None
    form_number: str = ""
    case: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def commune(self) -> Commune:
        return self.people.commune

    @property
    def owner(self) -> str:
        """Whose papers these are."""
        return self.org or self.applicant.name

    def say(self, section: str) -> str:
        """A sentence of phrases.yaml."""
        return self.fill(self.rng.choice(bank("phrases")[section]))

    def pick(self, section: str) -> str:
        """An entry of a list of phrases.yaml."""
        return str(self.rng.choice(bank("phrases")[section]))

    def fill(self, sentence: str) -> str:
        """A sentence with its choices made and slots filled."""
        return said(self.rng, sentence, self.slot)

    def slot(self, name: str) -> str:
        """Words for a slot of a sentence.

        Raises:
            KeyError: No slot has this name.
        """
        return self._lasting(name) or self._fleeting(name)

    def past(self, days: int = 3000) -> str:
        """A day before the dossier's."""
        return written(self.day - timedelta(days=self.rng.randrange(3, days)))

    def stranger(self) -> Person:
        """A person who is nobody else here."""
        return self.people.person(self.rng.choice(("Nam", "Nữ")), YEARS, CARD_DAYS)

    def organisation(self) -> str:
        """An invented organisation."""
        words = bank("phrases")
        kind, name = self.rng.choice(words["org_kinds"]), self.rng.choice(words["org_names"])
        middle = self.rng.choice(("", "", "Thương mại ", "Xây dựng ", "Dịch vụ ", "Sản xuất "))
        return f"{kind} {middle}{name}"

    def _lasting(self, name: str) -> str:
        person, commune = self.applicant, self.commune
        lasting = {
            "act": self.topic.act,
            "object": self.topic.object,
            "field": self.topic.field,
            "org": self.owner,
            "agency": self.agency,
            "person": person.name,
            "name": person.name,
            "birth": written(person.birth),
            "sex": person.sex,
            "id": person.number,
            "issued": written(person.issued),
            "address": person.address,
            "ethnicity": person.ethnicity,
            "nationality": person.nationality,
            "commune": commune.name,
            "province": commune.province_name,
            "short": commune.short,
            "year": str(self.day.year - 1),
            "issuer": self.issuer or f"Ủy ban nhân dân {commune.name}",
            **self.facts,
        }
        return lasting.get(name, "")

    def _fleeting(self, name: str) -> str:
        if name in SECTIONS:
            return self.pick(SECTIONS[name])
        made: Mapping[str, Callable[[], str]] = {
            "noun": lambda: self.rng.choice(self.topic.nouns),
            "place": self._place,
            "other_person": lambda: self.stranger().name,
            "other_org": self.organisation,
            "phone": self.people.phone,
            "day": self.past,
            "roman": lambda: self.rng.choice(ROMAN),
        }
        return made[name]() if name in made else self._number(name)

    def _place(self) -> str:
        return f"{self.people.house()}, {self.commune}" if self.rng.random() < 0.6 else str(self.commune)

    def _number(self, name: str) -> str:
        rng = self.rng
        if name == "money":
            return f"{rng.randrange(1, 900)}.{rng.randrange(10) * 100:03d}.000"
        if name == "count":
            return str(rng.choice(COUNTS))
        if name == "form_no":
            return f"{rng.randrange(1, 30):02d}{rng.choice(('', '', '', 'a', 'b'))}"
        return str(rng.randrange(*RANGES[name]))


def agency_named(text: str, commune: Commune, rng: random.Random) -> str:
    """An agency of the catalogue as a form addresses it: "cấp tỉnh" becomes a province."""
    first = plain(rng.choice([part for part in text.split(";") if part.strip()] or ["Ủy ban nhân dân cấp tỉnh"]))
    first = raised(first.replace("UBND", "Ủy ban nhân dân").split(" hoặc ")[0])
    if len(first.split()) > 14:
        first = "Ủy ban nhân dân cấp tỉnh"
    named = first.replace("cấp tỉnh", commune.province_name).replace("cấp xã", commune.name)
    if named.startswith("Sở") and commune.province not in named and rng.random() < 0.7:
        named = f"{named} {commune.province_name}"
    return named.replace("xã, phường, thị trấn", commune.name)


def person_facts(scene: Scene) -> dict[str, str]:
    """What the fields of fields.yaml ask for, by key."""
    rng, person = scene.rng, scene.applicant
    return {
        **{
            key: scene.slot(key)
            for key in ("name", "birth", "sex", "id", "issued", "address", "ethnicity", "nationality")
        },
        "issuer": person.issuer,
        "phone": scene.people.phone(),
        "email": f"lienhe{rng.randrange(100)}@example.com",
        "job": str(rng.choice(bank("fields")["jobs"])),
        "org": scene.org,
        "seat": scene.slot("place"),
        "tax": f"09{rng.randrange(10**8):08d}",
        "account": f"0990{rng.randrange(10**6):06d} tại ngân hàng",
    }
