"""From a plan to the files and the truth about them."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np

from benchmarks.held_out_dossiers.plans import HeldFile, HeldPlan, Leaf
from benchmarks.held_out_dossiers.wear import picture
from classifiers.synthetic.degrading import Shot
from classifiers.synthetic.dossiers import MadeDossier
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seed_of
from classifiers.synthetic.storage import pdf_of_scans, photo_file, scanned_page


def make_held(plan: HeldPlan) -> MadeDossier:
    """Draw, wear and pack a dossier; the same plan gives the same bytes."""
    files = {file.name: packed(plan, file) for file in plan.files}
    return MadeDossier(files, truth_of(plan))


def packed(plan: HeldPlan, file: HeldFile) -> bytes:
    """The bytes of one file: a JPEG of a phone, or a PDF with one picture a page."""
    shots = [(leaf, taken(plan, file, leaf, place)) for place, leaf in enumerate(file.leaves)]
    if file.name.endswith(".jpg"):
        leaf, shot = shots[0]
        return photo_file(shot, leaf.wear.quality, first_moment(plan) + timedelta(minutes=1))
    return pdf_of_scans(
        [
            scanned_page(
                shot, dpi(leaf, shot), grey=not leaf.wear.colour and not leaf.wear.phone, quality=leaf.wear.quality
            )
            for leaf, shot in shots
        ]
    )


def dpi(leaf: Leaf, shot: Shot) -> int:
    """Pixels an inch of a page as it was scanned."""
    across = leaf.size[leaf.turn % 180 == 90]
    return round(shot.pixels.shape[1] / across * 25.4)


def taken(plan: HeldPlan, file: HeldFile, leaf: Leaf, place: int) -> Shot:
    """One side as it arrives, turned as it was laid."""
    pixels = picture(leaf.sheet, leaf.back, leaf.wear, f"{plan.name} {file.name} {place}", leaf.size)
    return Shot(np.ascontiguousarray(np.rot90(pixels, -leaf.turn // 90)), np.eye(3))


def first_moment(plan: HeldPlan) -> datetime:
    return datetime.combine(plan.submitted, time(7, 40)) + timedelta(seconds=seed_of("moment", plan.name) % 25_000)


def truth_of(plan: HeldPlan) -> dict[str, Any]:
    """The truth in the words of the shared dossiers; fields are not part of this benchmark."""
    places = [(file.name, number, leaf) for file in plan.files for number, leaf in enumerate(file.leaves, start=1)]
    blanks = [{"file": name, "page": number} for name, number, leaf in places if not leaf.papers]
    return {
        "id": plan.name,
        "split": "held_out",
        "kind": plan.kind,
        "procedure": {"code": plan.code, "name": plan.procedure},
        "case": plan.case[0] if plan.case else None,
        "case_name": plan.case[1] if plan.case else None,
        "same_name_codes": list(plan.same),
        "files": [file.name for file in plan.files],
        "papers": [paper_truth(plan, at, places) for at in range(len(plan.papers))],
        "required_rows": list(plan.required),
        "missing_rows": list(plan.missing),
        "defects": [{"kind": kind} for kind in plan.defects],
        "blank_pages": blanks,
        "delivery": plan.delivery,
        "hardness": plan.hardness,
        "submitted_on": written(plan.submitted),
    }


def paper_truth(plan: HeldPlan, at: int, places: list[tuple[str, int, Leaf]]) -> Mapping[str, Any]:
    paper = plan.papers[at]
    mine = sorted((place for place in places if at in place[2].papers), key=lambda place: place[2].number)
    pages = [
        {"file": name, "page": number, "rotation": leaf.turn, "hardness": leaf.wear.hardness}
        for name, number, leaf in mine
    ]
    truth: dict[str, Any] = {
        "type": str(paper.type),
        "title": paper.title,
        "row": paper.row,
        "pages": pages,
        "owner": paper.owner,
    }
    flags = {"form": paper.form, "surplus": paper.surplus, "foreign": paper.foreign}
    return truth | {name: flag for name, flag in flags.items() if flag}
