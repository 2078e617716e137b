"""From an annotated form to a dossier: the filled form, cards and papers, worn and packed, with the truth."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.filled_forms.annotations import FormNote
from benchmarks.filled_forms.cast import Cast, canonical, some_cast
from benchmarks.filled_forms.desk import FilledPage, Written
from benchmarks.filled_forms.filling import filled
from benchmarks.filled_forms.manners import Manner, some_manner
from benchmarks.filled_forms.packing import Leaf, leaves_of, packed
from benchmarks.filled_forms.papers import MadePaper, card, supporting
from benchmarks.filled_forms.places import pages_of
from classifiers.papers import PaperType
from classifiers.synthetic.dossiers import MadeDossier, person_truth, rounded
from classifiers.synthetic.people import Person, written
from classifiers.synthetic.seeds import seed_of, seeded
from classifiers.synthetic.sheet import PrintedValue

FACES = {
    "development": ("serif", "serif", "serif", "Tinos", "Carlito", "Linux Libertine O", "Open Sans", "FreeSerif"),
    "held_out": (
        "serif",
        "serif",
        "serif",
        "Gentium Book Basic",
        "Arimo",
        "Noto Serif",
        "Roboto",
        "DejaVu Serif",
        "Cousine",
    ),
}
"""Typefaces of values and papers; every third form is filled in with the face of office paper itself."""
HANDS = {"development": ("patrick-hand", "itim", "mali"), "held_out": ("sriracha", "pangolin", "dancing-script")}
"""Font files of hands, in the folder given; each half has its own."""
HAND_SHARE, SLIP_SHARE = 0.2, 0.1
DELIVERIES = ("pdf", "files", "phone")


@dataclass(frozen=True)
class Setting:
    """Where the blank forms and the hands lie.

    Attributes:
        pdfs: Form key to its PDF.
        hands: Font files of hands by name; without them nothing is written by hand.
    """

    pdfs: Mapping[str, Path]
    hands: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Occasion:
    """Whose form it is and how it was filled in.

    Attributes:
        note: The form.
        name: Id of the dossier.
        cast: The people.
        manner: How the form was filled in.
        slip: Name of the fact that the form tells wrongly on purpose.
        procedure: Name of the procedure, where known.
    """

    note: FormNote
    name: str
    cast: Cast
    manner: Manner
    slip: str | None = None
    procedure: str = ""


FilledForm = tuple[MadePaper, tuple[tuple[str, ...], ...]]
"""A form as a paper, and the labels left blank on each of its pages."""


def make_filled(note: FormNote, name: str, seed: int, setting: Setting, procedure: str = "") -> MadeDossier:
    """A dossier around one form; the same arguments give the same files.

    Args:
        note: The annotated form.
        name: Id of the dossier.
        seed: Of everything random.
        setting: Where forms and hands lie.
        procedure: Name of the first procedure of the form, where the catalogue knows one.
    """
    rng = seeded("filled", note.key, name, seed)
    occasion = some_occasion(rng, note, name, setting.hands, procedure)
    pdf = setting.pdfs[note.key]
    form = form_of(occasion, pdf, filled(note, pdf, occasion.cast, occasion.manner))
    return dossier_around(form, occasion, rng)


def some_occasion(
    rng: random.Random, note: FormNote, name: str, known_hands: Mapping[str, Path], procedure: str
) -> Occasion:
    """People, and how they fill in a form."""
    cast = some_cast(rng)
    slip = some_slip(rng, cast, note) if rng.random() < SLIP_SHARE else None
    by_hand = rng.random() < HAND_SHARE
    hands = [known_hands[hand] for hand in HANDS[note.half] if hand in known_hands] if by_hand else []
    return Occasion(note, name, cast, some_manner(rng, FACES[note.half], hands), slip, procedure)


def dossier_around(form: FilledForm, occasion: Occasion, rng: random.Random) -> MadeDossier:
    """Cards and papers beside a filled form, all worn and packed, with the truth.

    Args:
        form: The filled form, and the labels left blank on each of its pages.
        occasion: Whose form it is.
        rng: Of what is handed in, and how.
    """
    papers = [form[0], *_others(occasion.note, occasion.cast, rng)]
    delivery, hardness = rng.choice(DELIVERIES), rng.choices(("clean", "medium", "hard"), (0.35, 0.4, 0.25))[0]
    leaves = leaves_of(papers, form[1], rng, (occasion.name, hardness, delivery))
    files = packed(leaves, delivery, occasion.cast, occasion.name)
    return MadeDossier(files, truth_of(occasion, papers, leaves, list(files), delivery))


def some_slip(rng: random.Random, cast: Cast, note: FormNote) -> str:
    """The form tells one number or day of birth wrongly; returns the fact's name."""
    letters = [letter for letter in note.cards if letter in cast.people]
    letter = rng.choice(letters)
    person, what = cast.people[letter], rng.choice(("id", "dob"))
    wrong = wrong_number(rng, person.number) if what == "id" else wrong_day(person)
    for other, same in cast.people.items():
        if same is person:
            cast.slips[f"{other}.{what}"] = wrong
    return f"{canonical(cast, letter)}.{what}"


def wrong_number(rng: random.Random, number: str) -> str:
    """A number with two neighbours exchanged, or one digit wrong where all neighbours are alike."""
    places = [place for place in range(7, 11) if number[place] != number[place + 1]]
    if not places:
        return number[:-1] + str((int(number[-1]) + 3) % 10)
    place = rng.choice(places)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def wrong_day(person: Person) -> str:
    """The day of birth with another day of the month."""
    day = person.birth.day + (1 if person.birth.day < 20 else -1) * (3 + person.birth.month % 4)
    return written(person.birth.replace(day=day))


def form_of(occasion: Occasion, pdf: Path, pages: Sequence[FilledPage]) -> FilledForm:
    """A filled form as a paper, with the title that the blank form has."""
    lines = [line for line in pages_of(pdf)[occasion.note.pages[0] - 1].lines if line[2] and line[1].isupper()]
    title = next((text for _, text, _ in lines if not text.startswith(("CỘNG H", "ĐỘC LẬP"))), "")
    paper = MadePaper(
        PaperType.APPLICATION_FORM,
        title,
        occasion.cast.applicant.name,
        tuple(page.sheet for page in pages),
        tuple(page.written for page in pages),
    )
    return paper, tuple(page.left_blank for page in pages)


def _others(note: FormNote, cast: Cast, rng: random.Random) -> list[MadePaper]:
    """Cards of the persons named and one or two supporting papers."""
    letters = list(note.cards)
    if len(letters) > 1 and rng.random() < 0.35:
        letters = letters[:1]
    names = rng.sample(list(note.papers), min(len(note.papers), rng.choice((1, 1, 2))))
    family = rng.choice(FACES[note.half])
    rest = [card(cast, letter) for letter in letters] + [supporting(name, cast, family) for name in names]
    if rng.random() < 0.3:
        rng.shuffle(rest)
    return rest


def truth_of(
    occasion: Occasion, papers: Sequence[MadePaper], leaves: Sequence[Leaf], files: list[str], delivery: str
) -> dict[str, Any]:
    """truth.json of a dossier whose leaves know their files."""
    note, cast, manner, slip = occasion.note, occasion.cast, occasion.manner, occasion.slip
    told = [(leaf, each) for leaf in leaves for each in leaf.told]
    groups: dict[str, list[dict[str, Any]]] = {"fields": [], "card_fields": [], "paper_fields": []}
    for leaf, each in told:
        kind = papers[leaf.paper].type
        group = "fields" if leaf.paper == 0 else "card_fields" if kind == PaperType.IDENTITY_CARD else "paper_fields"
        groups[group].append(_field(leaf, each))
    style = "hand" if manner.hand else "partial" if any(leaf.blanks for leaf in leaves) else "typed"
    return {
        "id": occasion.name,
        "split": note.half,
        "form": note.key,
        "procedure": {"code": note.codes[0] if note.codes else None, "name": occasion.procedure},
        "case": None,
        "case_name": None,
        "same_name_codes": list(note.codes[1:]),
        "files": files,
        "papers": [_paper(paper, place, leaves, note) for place, paper in enumerate(papers)],
        **groups,
        "left_blank": [{"paper": leaf.paper, "label": label} for leaf in leaves for label in leaf.blanks],
        "required_rows": [],
        "missing_rows": [],
        "defects": [{"kind": "id_mismatch", "paper": 0, "detail": slip}] if slip else [],
        "complete": not slip,
        "clean": not slip,
        "assumptions": [],
        "blank_pages": [],
        "fill_style": style,
        "handwritten": manner.hand is not None,
        "hand": manner.hand.stem if manner.hand else None,
        "delivery": delivery,
        "submitted_on": written(cast.signed),
        "people": [person_truth(person) for person in {id(each): each for each in cast.people.values()}.values()],
        "seed": seed_of(occasion.name) % 2**32,
    }


def _paper(paper: MadePaper, place: int, leaves: Sequence[Leaf], note: FormNote) -> dict[str, Any]:
    pages = [
        {"file": leaf.file, "page": leaf.number, "rotation": leaf.turn, "hardness": leaf.wear.hardness}
        for leaf in leaves
        if leaf.paper == place
    ]
    truth: dict[str, Any] = {
        "type": str(paper.type),
        "title": paper.title,
        "row": None,
        "pages": pages,
        "owner": paper.owner,
    }
    return truth | ({"form": note.key} if place == 0 else {})


def _field(leaf: Leaf, told: Written) -> dict[str, Any]:
    value: PrintedValue = told.value
    truth: dict[str, Any] = {
        "paper": leaf.paper,
        "label": value.label,
        "kind": value.kind,
        "value": value.text,
        "file": leaf.file,
        "page": leaf.number,
        "bbox": rounded(leaf.shot.box(value.box)),
        "quad": [[round(x, 4), round(y, 4)] for x, y in leaf.shot.quad(value.box)],
        "role": told.role or None,
        "fact": told.fact or None,
        "shape": told.shape,
    }
    if len(value.lines) > 1:
        truth["lines"] = [rounded(leaf.shot.box(line)) for line in value.lines]
    if value.parts:
        truth["parts"] = dict(value.parts)
    if value.in_parts:
        truth["printed_in_parts"] = True
    return truth
