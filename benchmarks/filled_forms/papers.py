"""Supporting papers and cards that repeat the facts of a form, with the truth of what they say."""

import random
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from benchmarks.filled_forms.cast import Cast, day_of, fact_of
from benchmarks.filled_forms.desk import Written
from benchmarks.held_out_dossiers.setting import laid
from classifiers.papers import PaperType
from classifiers.synthetic.blocks import BLOCKS, Hand
from classifiers.synthetic.cards import CardFace, card_faces, card_title
from classifiers.synthetic.layout import Frame, Typesetter
from classifiers.synthetic.markup import Composite, Values
from classifiers.synthetic.people import Person, written
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import A4, Box, PrintedValue, Sheet, Style, moved_box

PERSON_FACTS = ("name", "dob", "dobw", "year", "sex", "id", "idd", "idp", "addr", "origin", "eth", "nat", "phone")
OFFICERS = ("Trần Mẫu Chính", "Lê Mẫu Quang", "Hoàng Thị Mẫu", "Phan Mẫu Hiền", "Vũ Mẫu Sơn", "Đỗ Mẫu Lan")


@dataclass(frozen=True)
class MadePaper:
    """A paper of a dossier with its sheets and what stands on each."""

    type: PaperType
    title: str
    owner: str
    sheets: tuple[Sheet, ...]
    written: tuple[tuple[Written, ...], ...]


@lru_cache(maxsize=1)
def recipes() -> dict[str, Any]:
    """papers.yaml, NFC."""
    text = resources.files("benchmarks.filled_forms").joinpath("papers.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def supporting(name: str, cast: Cast, family: str) -> MadePaper:
    """A supporting paper about the applicant, in a typeface of its own."""
    recipe, rng = recipes()[name], seeded("paper", name, cast.applicant.number)
    for smaller in (0.0, 0.8, 1.6):
        style = Style(family, rng.choice((12.0, 12.5, 13.0, 13.5)) - smaller)
        frame = Frame(A4, rng.uniform(22, 31), rng.uniform(14, 20), rng.uniform(14, 22))
        page = Typesetter(values_of(cast, rng), frame, style, style, rng.uniform(1.35, 1.75) - smaller / 10)
        for block in recipe["blocks"]:
            for kind, options in block.items():
                BLOCKS[kind](page, options, Hand())
        if page.y < A4[1] - 8:
            break
    paper = recipe.get("paper", (255, 255, 255))
    sheet = page.sheet((paper[0], paper[1], paper[2]))
    told = tuple(_written(value, cast) for value in sheet.values)
    about = cast.people["C"] if name == "birth" else cast.people["D"] if name == "death" else cast.applicant
    return MadePaper(PaperType(recipe["type"]), recipe["title"], about.name, (sheet,), (told,))


def _written(value: PrintedValue, cast: Cast) -> Written:
    letter, _, fact = value.key.partition(".")
    if letter not in cast.people:
        return Written(value, "", value.key, "print")
    known = fact_of(cast, letter, fact)
    return Written(value, known.role, known.fact, "print")


def values_of(cast: Cast, rng: random.Random) -> Values:
    """Everything that papers.yaml names; the papers tell the true facts, whatever the form says."""
    true = replace(cast, slips={})
    values: dict[str, str | Composite] = {
        f"{letter}.{fact}": fact_of(true, letter, fact).text for letter in cast.people for fact in PERSON_FACTS
    }
    commune = cast.commune
    values |= {
        "place": commune.short,
        "commune.full": str(commune),
        "COMMUNE": commune.name.upper(),
        "province": commune.province_name,
        "PROVINCE": commune.province.upper(),
    }
    for name in ("residence", "birth", "power", "lease", "land", "decided", "certificate", "health"):
        values[f"day.{name}"] = written(day_of(cast, name, 20, 150 if name != "land" else 2500))
    values["day.married"] = written(day_of(cast, "married", 2500, 6000))
    values["day.died"] = written(day_of(cast, "died", 400, 3000))
    values["day.deathreg"] = written(day_of(cast, "deathreg", 380, 399))
    for name in recipes():
        values[f"no.{name}"] = str(rng.randrange(11, 980))
        values[f"officer.{name}"] = rng.choice(OFFICERS)
    return values | {"no.parcel": str(rng.randrange(11, 480)), "no.map": str(rng.randrange(2, 75))}


def card(cast: Cast, letter: str) -> MadePaper:
    """The identity card of a person: both sides on one sheet, or a sheet for each."""
    person, rng = cast.people[letter], seeded("card", cast.people[letter].number)
    front, back = card_faces(person)
    if rng.random() < 0.5:
        top = rng.uniform(24, 60)
        spots = ((front, (rng.uniform(40, 66), top)), (back, (rng.uniform(40, 66), top + rng.uniform(76, 105))))
        groups, sizes = [spots], [A4]
    else:
        groups = [((front, (8.0, 8.0)),), ((back, (8.0, 8.0)),)]  # type: ignore[list-item]
        sizes = [(face.size[0] + 16, face.size[1] + 16) for face in (front, back)]
    sheets, told = [], []
    for group, size in zip(groups, sizes, strict=True):
        values = [each for face, at in group for each in _card_values(face, at, cast, letter)]
        bare = laid(tuple(group), size)
        sheets.append(Sheet(size, bare.marks, tuple(each.value for each in values)))
        told.append(tuple(values))
    return MadePaper(PaperType.IDENTITY_CARD, card_title(person), person.name, tuple(sheets), tuple(told))


CARD_FACTS = {
    "full_name": "name",
    "id_number": "id",
    "date_of_birth": "dob",
    "sex": "sex",
    "nationality": "nat",
    "id_issue_date": "idd",
}


def _card_values(face: CardFace, at: tuple[float, float], cast: Cast, letter: str) -> list[Written]:
    known = fact_of(cast, letter, "name")
    stem = known.fact.partition(".")[0]
    found = []
    for value in face.values:
        lines: tuple[Box, ...] = tuple(moved_box(line, *at) for line in value.lines)
        fact = CARD_FACTS.get(value.kind, _card_address(value, cast.people[letter]))
        moved = PrintedValue(value.key, value.label, value.kind, value.text, lines)
        found.append(Written(moved, known.role, f"{stem}.{fact}", "card"))
    return found


def _card_address(value: PrintedValue, person: Person) -> str:
    if value.kind != "address":
        return value.kind
    return "addr" if value.text == person.address else "origin"
