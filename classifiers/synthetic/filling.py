"""From persons to the values that the recipes of papers name."""

from datetime import date

from classifiers.synthetic.markup import Composite, Entry
from classifiers.synthetic.numerals import date_in_words
from classifiers.synthetic.people import Commune, Person, written

Filling = dict[str, Entry]


def person_values(role: str, person: Person, number: str | None = None) -> Filling:
    """Everything that papers say of a person, under the name of their role ("mother.name").

    Args:
        role: Name in the recipes.
        person: Who it is.
        number: Instead of the person's own number, for a form that was filled in wrongly.
    """
    number = number or person.number
    facts: Filling = {
        "name": person.name,
        "birth": written(person.birth),
        "birth_year": str(person.birth.year),
        "birth_words": date_in_words(person.birth),
        "sex": person.sex,
        "number": number,
        "issued": written(person.issued),
        "paper": identity_paper(person, number),
        "address": person.address,
        "origin": str(person.commune),
        "ethnicity": person.ethnicity,
        "nationality": person.nationality,
    }
    return {f"{role}.{key}": value for key, value in facts.items()}


def identity_paper(person: Person, number: str) -> Composite:
    """The identity paper as forms ask for it: name of the card, number, issuer and day of issue."""
    text = f"{person.card_name} số {number} do {person.issuer} cấp ngày {written(person.issued)}"
    parts = {"id_number": number, "id_issue_place": person.issuer, "id_issue_date": written(person.issued)}
    return Composite(text, parts)


def signing(commune: Commune, day: date) -> Filling:
    """To which authority, where and when an application was signed."""
    authority = f"Ủy ban nhân dân {commune}"
    return {
        "authority": authority,
        "place": commune.short,
        "signed": written(day),
        "no_copies": "X",
        **authority_lines(commune),
    }


def authority_lines(commune: Commune) -> Filling:
    """The head of a paper of the commune's people's committee."""
    return {
        "authority.line1": "Ủy ban nhân dân",
        "authority.line2": commune.name,
        "authority.place": commune.province,
        "authority.head": "Đặng Mẫu Quyền",
    }


def hospital_values(commune: Commune) -> Filling:
    """A general hospital that does not exist."""
    return {
        "hospital.department": f"Sở Y tế {commune.province_name}",
        "hospital.name": f"Bệnh viện đa khoa {commune.short}",
        "hospital.place": commune.province,
        "hospital.head": "Lương Mẫu Tâm",
        "hospital.clerk": "Tô Mẫu Cẩn",
    }
