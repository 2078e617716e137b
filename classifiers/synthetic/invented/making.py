"""One paper of a dossier: which maker it needs, whose it is, and whether a row asks for a form."""

import random
import re

from classifiers.papers import PaperType
from classifiers.ranking.profiles import RowProfile
from classifiers.synthetic.cards import alone, card_faces, card_title, on_one_sheet
from classifiers.synthetic.invented.forms import application, form_title
from classifiers.synthetic.invented.known_papers import OWNERS, known_paper
from classifiers.synthetic.invented.looks import paper_look
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.supporting import supporting
from classifiers.synthetic.invented.topics import Topic, kind_of, row_titles
from classifiers.synthetic.invented.wordbank import plain, raised
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.people import Person

PERSONAL = frozenset({"card", "photo", "degree", "medical", "curriculum", "passport"})
"""Kinds of papers about the person even where an organisation applies."""
FORMLESS = frozenset({"other", "letter"})
"""Kinds whose titles may as well be those of a form, where the row asks for one."""


def form_number(row: RowProfile | None) -> str:
    """The number by which the row names its form, such as "Mẫu số 02"; not the name of a file."""
    numbers = [
        plain(form) for form in (row.forms if row else ()) if len(form) < 24 and not re.search(r"\.\w{3,4}$", form)
    ]
    return numbers[0] if numbers else ""


def asks_for_form(row: RowProfile) -> bool:
    return PaperType.APPLICATION_FORM in row.types and not row.text.lower().lstrip("-+ ").startswith("bản sao")


def form_head(row: RowProfile, topic: Topic, rng: random.Random) -> str:
    """What the row calls its form; empty where it names none, or some other paper."""
    title = row_titles(row, topic, rng)
    named = kind_of(title)[0]
    return title if named == "application" or (named in FORMLESS and rng.random() < 0.5) else ""


def card_of(person: Person, rng: random.Random) -> SetPaper:
    """Both sides on one sheet, each on a sheet of its own, or only the front."""
    draw = rng.random()
    sheets = (on_one_sheet(person),) if draw < 0.6 else tuple(alone(face) for face in card_faces(person))
    return SetPaper(PaperType.IDENTITY_CARD, card_title(person), sheets[:1] if draw > 0.95 else sheets)


def made_paper(scene: Scene, title: str) -> tuple[SetPaper, str]:
    """A supporting paper by its title, and whose it is."""
    kind, paper_type = kind_of(title)
    if kind == "card":
        return card_of(scene.applicant, scene.rng), scene.applicant.name
    if kind == "application":
        return application(scene, form_title(scene, title), paper_look(scene.rng)), scene.owner
    if kind in OWNERS and kind not in ("decision", "degree") and scene.rng.random() < 0.85:
        return known_paper(kind, scene)
    paper = supporting(scene, raised(title), kind, paper_type)
    return paper, scene.applicant.name if kind in PERSONAL else scene.owner
