"""From a planned dossier to the files that a person hands in and the truth about them.

The truth has the format of the shared dossiers (data/README.md, "truth.json of a dossier").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from classifiers.papers import PaperType
from classifiers.synthetic.blocks import Hand
from classifiers.synthetic.degrading import Look, PhotoLook, ScanLook, Shot, taken, turned
from classifiers.synthetic.markup import Values
from classifiers.synthetic.papers import SetPaper, set_paper
from classifiers.synthetic.people import Person, written
from classifiers.synthetic.seeds import seed_of, seeded
from classifiers.synthetic.sheet import Box, PrintedValue, Sheet
from classifiers.synthetic.storage import ScannedPage, pdf_of_scans, photo_file, scanned_page

Member = tuple[int, int]
"""Place of a paper in the dossier and page of that paper, both from 0."""
BLANK = -1


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """A paper that goes into the dossier.

    Attributes:
        paper: Type, title and sheets.
        owner: Whom it is about.
        row: Row of the procedure that it satisfies, None where there is none.
        form: Name of the form, for application forms.
        look: How it is scanned or photographed; None for a file that was never on paper.
        turns: Page of the paper, from 0, to clockwise degrees.
        kept: Pages that are handed in; all where None.
        surplus, foreign: Not asked for; of another person.
        lies_on: Place of the paper whose pages show this one too (two cards copied onto one sheet); it has no pages of
            its own then.
    """

    paper: SetPaper
    owner: str
    row: int | None
    form: str = ""
    look: Look | None = field(default_factory=ScanLook)
    turns: Mapping[int, int] = field(default_factory=dict)
    kept: tuple[int, ...] | None = None
    surplus: bool = False
    foreign: bool = False
    lies_on: int | None = None

    @property
    def pages(self) -> tuple[int, ...]:
        if self.lies_on is not None:
            return ()
        return tuple(range(len(self.paper.sheets))) if self.kept is None else self.kept


@dataclass(frozen=True, slots=True)
class PlannedDossier:
    """A dossier before it is made.

    Attributes:
        name: Folder and id; also the seed of everything random in it.
        code, procedure: Of the procedure asked for.
        delivery: "pdf" (one scan), "files" (one file a paper) or "phone" (one photo a page).
        required_rows: Rows due for this applicant; `missing_rows` of them are not there.
        defects: In the truth's own words.
        incomplete: Whether a defect makes the dossier incomplete.
        case: Index and name of the case, where the procedure has cases.
        arrangement: Files by name, each with its pages as (place of the paper, page of it) in the order handed in, for
            a delivery that is none of the plain three; a `BLANK` paper's page is the empty back of the page before it.
    """

    name: str
    code: str | None
    procedure: str
    delivery: str
    submitted: date
    papers: tuple[PlannedPaper, ...]
    people: tuple[Person, ...]
    required_rows: tuple[int, ...]
    assumptions: tuple[str, ...]
    missing_rows: tuple[int, ...] = ()
    defects: tuple[Mapping[str, Any], ...] = ()
    incomplete: bool = False
    case: tuple[int, str] | None = None
    arrangement: tuple[tuple[str, tuple[Member, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class MadeDossier:
    """Files by name, and the truth about them."""

    files: Mapping[str, bytes]
    truth: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a paper in its file, as the truth names it; `leaf` is its place in the paper, or `BLANK`."""

    paper: int
    leaf: int
    sheet: Sheet
    shot: Shot
    file: str
    number: int
    rotation: int
    hardness: str


def form_paper(recipe: str, values: Values, hand: Hand | None = None) -> SetPaper:
    """A paper from its recipe (see papers/)."""
    return set_paper(recipe, values, hand)


def card_paper(title: str, sheets: Sequence[Sheet]) -> SetPaper:
    """An identity card as a paper: one sheet with both sides, or a sheet for each."""
    return SetPaper(PaperType.IDENTITY_CARD, title, tuple(sheets))


def make(plan: PlannedDossier) -> MadeDossier:
    """Draw, degrade and pack a dossier; the same plan gives the same bytes."""
    files: dict[str, bytes] = {}
    pages: list[_Page] = []
    for file, members in _layout(plan):
        shots = [_shot(plan, file, number, member) for number, member in enumerate(members, start=1)]
        pages += shots
        files[file] = _packed(plan, file, shots)
    return MadeDossier(files, _truth(plan, list(files), pages))


def _layout(plan: PlannedDossier) -> list[tuple[str, list[Member]]]:
    """Which page of which paper stands in which file, in order."""
    if plan.arrangement:
        return [(name, list(members)) for name, members in plan.arrangement]
    by_paper = [[(place, page) for page in paper.pages] for place, paper in enumerate(plan.papers)]
    if plan.delivery == "pdf":
        return [("hoso.pdf", [member for members in by_paper for member in members])]
    if plan.delivery == "files":
        return [(f"scan_{place:02d}.pdf", members) for place, members in enumerate(by_paper, start=1)]
    photos = [member for members in by_paper for member in members]
    clock = _first_photo(plan)
    names = [f"IMG_{clock + timedelta(seconds=31 * place):%Y%m%d_%H%M%S}.jpg" for place in range(len(photos))]
    return [(name, [member]) for name, member in zip(names, photos, strict=True)]


def _first_photo(plan: PlannedDossier) -> datetime:
    moment = datetime.combine(plan.submitted, time(8, 12, 5))
    return moment + timedelta(seconds=seed_of("clock", plan.name) % 20_000)


def _shot(plan: PlannedDossier, file: str, number: int, member: Member) -> _Page:
    place, page = member
    planned = plan.papers[place]
    sheet = planned.paper.sheets[page] if page != BLANK else Sheet(planned.paper.sheets[0].size, ())
    seed = f"{plan.name} {place} {page}"
    turn = planned.turns.get(page, 0)
    if planned.look is None:
        return _Page(place, page, sheet, _on_screen(sheet), file, number, 0, "clean")
    look = _varied(planned.look, seed)
    other = page ^ 1 if page != BLANK else 0
    back = planned.paper.sheets[other] if other < len(planned.paper.sheets) else None
    shot = turned(taken(sheet, look, seed, back), turn)
    return _Page(place, page, sheet, shot, file, number, turn, hardness(look))


def _on_screen(sheet: Sheet) -> Shot:
    """A page that was never on paper: fractions of the page, no pixels."""
    width, height = sheet.size
    return Shot(np.zeros((round(height * 10), round(width * 10), 3), np.uint8), np.diag([10.0, 10.0, 1.0]))


def _varied(look: Look, seed: str) -> Look:
    """No two sheets lie alike: the skew of a scan, the frame of a photo."""
    rng = seeded("look", seed)
    if isinstance(look, ScanLook):
        return replace(look, skew=look.skew + rng.uniform(-0.45, 0.45))
    return replace(look, light=look.light * rng.uniform(0.8, 1.15), shadow=look.shadow * rng.uniform(0.6, 1.2))


def hardness(look: Look) -> str:
    """How hard a page is to read, in the three words of the truth."""
    if isinstance(look, PhotoLook):
        return "hard" if look.shadow > 0.3 or look.blur > 1.1 else "medium"
    return "clean" if abs(look.skew) < 1 and look.noise < 4 and not look.show_through else "medium"


def _packed(plan: PlannedDossier, file: str, pages: Sequence[_Page]) -> bytes:
    planned = plan.papers[pages[0].paper]
    if planned.look is None:
        from classifiers.synthetic.vector import pdf_of_sheets  # noqa: PLC0415 - reportlab is in the group generator only

        return pdf_of_sheets([page.sheet for page in pages], planned.paper.title)
    if isinstance(planned.look, PhotoLook):
        return photo_file(pages[0].shot, planned.look.quality, _moment_of(plan, file))
    if file.endswith(".jpg"):
        return _scanned(planned.look, pages[0].shot).jpeg
    return pdf_of_scans([_scanned(plan.papers[page.paper].look, page.shot) for page in pages])


def _moment_of(plan: PlannedDossier, file: str) -> datetime:
    try:
        return datetime.strptime(file, "IMG_%Y%m%d_%H%M%S.jpg")  # noqa: DTZ007 - phones write local time without zone
    except ValueError:
        return _first_photo(plan)  # a photo under a name of the sender's own


def _scanned(look: Look | None, shot: Shot) -> ScannedPage:
    if not isinstance(look, ScanLook):
        raise TypeError("a PDF of scans holds scans only")
    return scanned_page(shot, look.dpi, grey=look.grey, quality=look.quality)


def _truth(plan: PlannedDossier, files: list[str], pages: Sequence[_Page]) -> dict[str, Any]:
    blank = [page for page in pages if page.leaf == BLANK]
    forms = [page for page in pages if plan.papers[page.paper].form and page.leaf != BLANK]
    return {
        "id": plan.name,
        "split": "sample",
        "procedure": {"code": plan.code, "name": plan.procedure},
        "case": plan.case[0] if plan.case else None,
        "case_name": plan.case[1] if plan.case else None,
        "same_name_codes": [],
        "files": files,
        "papers": [_paper_truth(planned, place, pages) for place, planned in enumerate(plan.papers)],
        "fields": [_field_truth(page, value) for page in forms for value in page.sheet.values],
        "left_blank": [{"paper": page.paper, "label": label} for page in forms for label in page.sheet.blanks],
        "required_rows": list(plan.required_rows),
        "missing_rows": list(plan.missing_rows),
        "defects": [dict(defect) for defect in plan.defects],
        "complete": not plan.incomplete,
        "clean": not plan.defects,
        "assumptions": list(plan.assumptions),
        "blank_pages": [{"file": page.file, "page": page.number} for page in blank],
        "fill_style": "typed",
        "handwritten": False,
        "delivery": plan.delivery,
        "submitted_on": written(plan.submitted),
        "people": [person_truth(person) for person in plan.people],
        "seed": seed_of(plan.name) % 2**32,
    }


def _paper_truth(planned: PlannedPaper, place: int, pages: Sequence[_Page]) -> dict[str, Any]:
    host = place if planned.lies_on is None else planned.lies_on
    mine = sorted((page for page in pages if page.paper == host and page.leaf != BLANK), key=lambda page: page.leaf)
    truth: dict[str, Any] = {
        "type": str(planned.paper.type),
        "title": planned.paper.title,
        "row": planned.row,
        "pages": [{"file": p.file, "page": p.number, "rotation": p.rotation, "hardness": p.hardness} for p in mine],
        "owner": planned.owner,
    }
    flags = {"form": planned.form, "surplus": planned.surplus, "foreign": planned.foreign}
    return truth | {name: flag for name, flag in flags.items() if flag}


def _field_truth(page: _Page, value: PrintedValue) -> dict[str, Any]:
    width, height = page.sheet.size
    box = value.box
    truth: dict[str, Any] = {
        "paper": page.paper,
        "label": value.label,
        "kind": value.kind,
        "value": value.text,
        "file": page.file,
        "page": page.number,
        "bbox": rounded(page.shot.box(box)),
        "quad": [[round(x, 4), round(y, 4)] for x, y in page.shot.quad(box)],
        "bbox_upright": rounded((box[0] / width, box[1] / height, box[2] / width, box[3] / height)),
    }
    if len(value.lines) > 1:
        truth["lines"] = [rounded(page.shot.box(line)) for line in value.lines]
    if value.parts:
        truth["parts"] = dict(value.parts)
    if value.in_parts:
        truth["printed_in_parts"] = True
    return truth


def rounded(box: Box) -> list[float]:
    """A box as the truth of a dossier tells it."""
    return [round(edge, 4) for edge in box]


def person_truth(person: Person) -> dict[str, str]:
    """A person as the truth of a dossier tells it; dates dd/mm/yyyy."""
    return {
        "name": person.name,
        "dob": written(person.birth),
        "sex": person.sex,
        "id": person.number,
        "idd": written(person.issued),
        "idp": person.issuer,
        "idexp": written(person.expires),
        "addr": person.address,
        "eth": person.ethnicity,
    }
