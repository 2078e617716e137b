"""Writes planned dossiers as folders of files with their truth, in the layout of the shared dossiers.

A page that is the same in several dossiers has the same bytes in all of them: `pages.json` names each page by the hash
of its picture, so that one reading serves them all.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.checked_dossiers.sheets import empty_lines
from benchmarks.held_out_dossiers.wear import picture
from classifiers.synthetic.degrading import Shot
from classifiers.synthetic.people import Person, written
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import Sheet
from classifiers.synthetic.storage import ScannedPage, pdf_of_scans, photo_file, scanned_page

PDF_NAMES = ("hoso.pdf", "HS.pdf", "scan0001.pdf", "img-1.pdf", "tailieu.pdf")
FILE_STYLES = ("Giay to {}.pdf", "{}.pdf", "file_{}.pdf", "CamScanner {}.pdf")
PHOTO_STYLES = ("IMG_{:%Y%m%d_%H%M%S}.jpg", "{:%Y%m%d_%H%M%S}.jpg", "z{:%H%M%S}_mau.jpg")


@dataclass(frozen=True)
class Side:
    """A side of a paper in its file: place of the piece, sheet of it, file name, page from 1."""

    piece: int
    sheet: int
    file: str
    page: int


class Writer:
    """Writes the dossiers of one base; pages that they share are drawn once."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._scans: dict[tuple[str, int], ScannedPage] = {}
        self._photos: dict[tuple[str, int], bytes] = {}

    def write(self, plan: Checked) -> Path:
        """The dossier's folder with its files, `truth.json` and `pages.json`."""
        folder = self.out / plan.name
        folder.mkdir(parents=True, exist_ok=True)
        layout = list(laid_out(plan))
        names: dict[tuple[str, int], str] = {}
        for file in dict.fromkeys(side.file for side in layout):
            sides = [side for side in layout if side.file == file]
            content, keys = self._packed(plan, sides)
            (folder / file).write_bytes(content)
            names |= {(file, side.page): key for side, key in zip(sides, keys, strict=True)}
        pages = [[file, page, key] for (file, page), key in names.items()]
        (folder / "pages.json").write_text(json.dumps(pages), "utf-8")
        truth = json.dumps(truth_of(plan, layout), ensure_ascii=False, indent=1)
        (folder / "truth.json").write_text(truth, "utf-8")
        return folder

    def _packed(self, plan: Checked, sides: list[Side]) -> tuple[bytes, list[str]]:
        if plan.delivery == "phone":
            photo = self._photo(plan, plan.pieces[sides[0].piece], sides[0].sheet)
            return photo, [hashlib.sha256(photo).hexdigest()]
        scans = [self._scan(plan, plan.pieces[side.piece], side.sheet) for side in sides]
        keys = [hashlib.sha256(scan.jpeg + f"{scan.size}{scan.dpi}".encode()).hexdigest() for scan in scans]
        return pdf_of_scans(scans), keys

    def _photo(self, plan: Checked, piece: Piece, sheet: int) -> bytes:
        key = (piece.key, sheet)
        if key not in self._photos:
            taken = datetime.combine(plan.cast.today, time(9, 30))
            self._photos[key] = photo_file(_shot(plan, piece, sheet), piece.wear.quality, taken)
        return self._photos[key]

    def _scan(self, plan: Checked, piece: Piece, sheet: int) -> ScannedPage:
        key = (piece.key, sheet)
        if key not in self._scans:
            shot = _shot(plan, piece, sheet)
            across = piece.ready.sheets[sheet].size[piece.turns[sheet] % 180 == 90]
            dpi = round(shot.pixels.shape[1] / across * 25.4)
            grey = not piece.wear.colour and not piece.wear.phone
            self._scans[key] = scanned_page(shot, dpi, grey=grey, quality=piece.wear.quality)
        return self._scans[key]


def _shot(plan: Checked, piece: Piece, sheet: int) -> Shot:
    """One side as it arrives, turned as it was laid."""
    sheets = piece.ready.sheets
    back: Sheet | None = sheets[sheet ^ 1] if (sheet ^ 1) < len(sheets) else None
    seed = f"{plan.base} {piece.key} {sheet}"
    pixels = picture(sheets[sheet], back, piece.wear, seed, sheets[sheet].size)
    return Shot(np.ascontiguousarray(np.rot90(pixels, -piece.turns[sheet] // 90)), np.eye(3))


def laid_out(plan: Checked) -> Iterator[Side]:
    """Every side with the file in which it stands."""
    rng = seeded("files", plan.base)
    pdf, style, photo = rng.choice(PDF_NAMES), rng.choice(FILE_STYLES), rng.choice(PHOTO_STYLES)
    moment = datetime.combine(plan.cast.today, time(9, rng.randrange(60), rng.randrange(60)))
    number = 0
    for place, piece in enumerate(plan.pieces):
        for within, sheet in enumerate(piece.kept, start=1):
            number += 1
            if plan.delivery == "pdf":
                yield Side(place, sheet, pdf, number)
            elif plan.delivery == "files":
                yield Side(place, sheet, style.format(place + 1), within)
            else:
                yield Side(place, sheet, photo.format(moment + timedelta(seconds=19 * number)), 1)


def truth_of(plan: Checked, layout: list[Side]) -> dict[str, Any]:
    """The truth in the words of the shared dossiers (data/README.md), and what only this benchmark tells."""
    return {
        "id": plan.name,
        "split": "checked",
        "base": plan.base,
        "kind": plan.kind,
        "labels": plan.labels,
        "procedure": {"code": plan.procedure.code, "name": plan.procedure.name},
        "case": plan.case,
        "same_name_codes": [],
        "files": list(dict.fromkeys(side.file for side in layout)),
        "papers": [_paper(plan, place, layout) for place in range(len(plan.pieces))],
        "fields": [],
        "typed_values": [value for side in layout for value in _values(plan, side)],
        "left_blank": _left_blank(plan),
        "required_rows": list(plan.required),
        "missing_rows": list(plan.missing),
        "doubtful_rows": list(plan.doubtful),
        "twin_rows": list(plan.twins),
        "alternative_rows": list(plan.alternatives),
        "defects": [_defect(plan, defect) for defect in plan.defects],
        "complete": plan.complete,
        "clean": not plan.defects,
        "fill_style": "typed",
        "handwritten": False,
        "blank_pages": [],
        "delivery": plan.delivery,
        "hardness": plan.hardness,
        "submitted_on": written(plan.cast.today),
        "assumptions": [],
        "people": [
            {
                "name": plan.cast.applicant.name,
                "id": plan.cast.applicant.number,
                "dob": written(plan.cast.applicant.birth),
            }
        ],
    }


def _paper(plan: Checked, place: int, layout: list[Side]) -> dict[str, Any]:
    piece = plan.pieces[place]
    paper = piece.ready.paper
    pages = [
        {"file": side.file, "page": side.page, "rotation": piece.turns[side.sheet], "hardness": piece.wear.hardness}
        for side in layout
        if side.piece == place
    ]
    truth = {"type": str(paper.type), "title": paper.title, "row": paper.row, "pages": pages, "owner": paper.owner}
    flags = {"form": paper.form, "surplus": paper.surplus, "foreign": paper.foreign}
    return truth | {"template": piece.template} | {name: flag for name, flag in flags.items() if flag}


def _values(plan: Checked, side: Side) -> list[dict[str, Any]]:
    """What was filled in on a form's page, and what a card says: what an officer would type."""
    piece = plan.pieces[side.piece]
    place = {"paper": side.piece, "file": side.file, "page": side.page}
    if piece.template == "card":
        person = plan.cast.applicant
        return [place | {"value": value} for value in card_values(person)] if side.sheet == 0 else []
    if not piece.ready.form:
        return []
    texts = dict.fromkeys(value.text for value in piece.ready.sheets[side.sheet].values)
    return [place | {"value": text} for text in texts if text and text != "X"]


def card_values(person: Person) -> tuple[str, ...]:
    """What a card tells of its holder."""
    dates = written(person.birth), written(person.issued), written(person.expires)
    return (person.number, person.name, dates[0], person.sex, person.nationality, person.address, dates[1], dates[2])


def _left_blank(plan: Checked) -> list[str]:
    form = plan.form
    return empty_lines([form.ready.sheets[sheet] for sheet in form.kept]) if form else []


def _defect(plan: Checked, defect: Any) -> dict[str, Any]:
    told = {name: value for name, value in defect.items() if name != "piece"}
    if "piece" in defect:
        told["paper"] = next(place for place, piece in enumerate(plan.pieces) if piece.key == defect["piece"])
    return told
