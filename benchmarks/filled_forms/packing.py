"""Pages as they arrive: worn, scanned or photographed, and packed into files."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from benchmarks.filled_forms.cast import Cast
from benchmarks.filled_forms.desk import Written
from benchmarks.filled_forms.looks import Wear, some_wear, worn
from benchmarks.filled_forms.papers import MadePaper
from classifiers.synthetic.degrading import Shot
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.storage import pdf_of_scans, photo_file, scanned_page


@dataclass
class Leaf:
    """A side as it arrives."""

    paper: int
    told: tuple[Written, ...]
    shot: Shot
    wear: Wear
    turn: int
    size: tuple[float, float]
    blanks: tuple[str, ...] = ()
    file: str = ""
    number: int = 1


def leaves_of(
    papers: Sequence[MadePaper],
    blanks: Sequence[tuple[str, ...]],
    rng: random.Random,
    plan: tuple[str, str, str],
) -> list[Leaf]:
    """Sides as they arrive; `plan` is the id of the dossier, its hardness and its delivery."""
    name, hardness, delivery = plan
    leaves = []
    for place, paper in enumerate(papers):
        wear = some_wear(rng, hardness, phone=delivery == "phone")
        for number, sheet in enumerate(paper.sheets):
            turn = rng.choice((90, 180, 270)) if rng.random() < 0.04 else 0
            shot = worn(sheet, wear, f"{name} {place} {number}", turn)
            left = blanks[number] if place == 0 else ()
            leaves.append(Leaf(place, paper.written[number], shot, wear, turn, sheet.size, left))
    return leaves


def packed(leaves: list[Leaf], delivery: str, cast: Cast, name: str) -> dict[str, bytes]:
    """Files by name; every leaf learns its file and page."""
    rng = seeded("packed", name)
    if delivery == "phone":
        start = datetime.combine(cast.signed, time(9, rng.randrange(60), rng.randrange(60)))
        files = {}
        for place, leaf in enumerate(leaves):
            moment = start + timedelta(seconds=23 * place)
            leaf.file, leaf.number = f"IMG_{moment:%Y%m%d_%H%M%S}.jpg", 1
            files[leaf.file] = photo_file(leaf.shot, _quality(leaf), moment)
        return files
    stem = rng.choice(("hoso.pdf", "HS.pdf", "scan0001.pdf"))
    for leaf in leaves:
        leaf.file = stem if delivery == "pdf" else f"scan_{leaf.paper + 1:02d}.pdf"
    groups: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        groups.setdefault(leaf.file, []).append(leaf)
        leaf.number = len(groups[leaf.file])
    return {file: pdf_of_scans([_scan(leaf) for leaf in group]) for file, group in groups.items()}


def _scan(leaf: Leaf) -> Any:
    across = leaf.size[leaf.turn % 180 == 90]
    dpi = round(leaf.shot.pixels.shape[1] / across * 25.4)
    return scanned_page(leaf.shot, dpi, grey=getattr(leaf.wear.look, "grey", False), quality=_quality(leaf))


def _quality(leaf: Leaf) -> int:
    return leaf.wear.look.quality
