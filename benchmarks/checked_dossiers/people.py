"""Applicants whose cards are in force, and the cards that ran out before."""

from dataclasses import replace
from datetime import date, timedelta

from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.planning import cast_of
from classifiers.synthetic.people import CARD_AGES, Person, anniversary, id_number
from classifiers.synthetic.seeds import seeded
from intake_ai.catalogue.models import Procedure

FIRST_CARD = date(2021, 4, 5)
"""Cards with a chip are issued since spring 2021."""
LEAST_LEFT = 45
"""Days for which every card of a complete dossier is still in force."""
RENEWED = 0.7
"""Share of the applicants who renewed their card lately and so may hand in the old one."""


def cast_in_force(procedure: Procedure, seed: str) -> Cast:
    """Who applies; all cards are in force on the day of the dossier."""
    for attempt in range(500):
        rng = seeded("cast", seed, attempt)
        cast = cast_of(procedure, rng)
        if rng.random() < RENEWED:
            cast = _with_applicant(cast, renewed(cast, seed))
        if all(in_force(person, cast.today) for person in (cast.applicant, *cast.others, cast.stranger)):
            return cast
    raise ValueError(f"no cast for {procedure.code}")


def in_force(person: Person, today: date) -> bool:
    """Whether the person's card is still good for a while."""
    return person.expires is None or (person.expires - today).days > LEAST_LEFT


def renewed(cast: Cast, seed: str) -> Person:
    """The applicant, made to have had 25th, 40th or 60th birthday lately and to have renewed the card for it."""
    rng, person = seeded("renewed", seed), cast.applicant
    age = rng.choice(CARD_AGES)
    birthday = cast.today - timedelta(days=rng.randrange(50, 800))
    birth = anniversary(birthday, -age)
    number = id_number(birth, person.sex, person.number[:3], rng.randrange(10_000))
    first = birthday - timedelta(days=60)
    issued = first + timedelta(days=rng.randrange(max(1, (cast.today - first).days - 20)))
    return replace(person, birth=birth, number=number, issued=issued)


def with_old_card(cast: Cast) -> Cast | None:
    """The same people while the applicant still holds the card before; None where that had not run out."""
    person = cast.applicant
    for age in CARD_AGES:
        birthday = anniversary(person.birth, age)
        first, last = FIRST_CARD, anniversary(person.birth, age - 2) - timedelta(days=10)
        gone = (cast.today - birthday).days
        if 15 < gone < 1200 and last > first and person.issued > birthday - timedelta(days=100):
            days = seeded("old card", person.number).randrange((last - first).days)
            old = replace(person, issued=first + timedelta(days=days))
            return _with_applicant(cast, old) if old.expires == birthday else None
    return None


def with_number(cast: Cast) -> Cast:
    """The applicant with one of the last digits of the number wrong, or two of them swapped."""
    person, rng = cast.applicant, seeded("number", cast.applicant.number)
    digits = list(person.number)
    place = rng.randrange(6, 11)
    if rng.random() < 0.4 and digits[place] != digits[place + 1]:
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
    else:
        digits[place] = rng.choice([digit for digit in "0123456789" if digit != digits[place]])
    return _with_applicant(cast, replace(person, number="".join(digits)))


def with_birth(cast: Cast) -> Cast:
    """The applicant with another day or month of birth, in the same year."""
    person, rng = cast.applicant, seeded("birth", cast.applicant.number)
    day, month = person.birth.day, person.birth.month
    if day <= 12 and day != month and rng.random() < 0.4:
        birth = person.birth.replace(day=month, month=day)
    elif rng.random() < 0.5:
        birth = person.birth.replace(day=min(day, 28), month=month % 12 + 1)
    else:
        birth = person.birth.replace(day=(day + rng.randrange(3, 20) - 1) % 28 + 1)
    birth = birth if birth != person.birth else birth.replace(day=birth.day % 28 + 1)
    return _with_applicant(cast, replace(person, birth=birth))


TONES = {"Hòa": "Hoa", "Hoa": "Hòa", "Anh": "Ánh", "Ánh": "Anh", "Thu": "Thụ", "Hà": "Hạ", "Linh": "Lĩnh", "Hải": "Hai"}


def with_name(cast: Cast) -> Cast:
    """The applicant under a name that differs by a tone or by one word."""
    person, rng = cast.applicant, seeded("name", cast.applicant.number)
    family, *middle, given = person.name.split()
    others = [other.name.split()[-1] for other in (*cast.others, cast.stranger) if other.name.split()[-1] != given]
    new = TONES.get(given) if given in TONES and rng.random() < 0.6 else rng.choice(others)
    return _with_applicant(cast, replace(person, name=" ".join((family, *middle, str(new)))))


def _with_applicant(cast: Cast, person: Person) -> Cast:
    body = replace(cast.organisation, head=person) if cast.organisation else None
    return replace(cast, applicant=person, organisation=body)
