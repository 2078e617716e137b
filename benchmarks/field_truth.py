"""Whether a field that was read is right, by the truth of an invented dossier (`truth.json`)."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from classifiers.papers import Paper, PaperType
from intake_ai.extraction import Field
from intake_ai.terms import FieldKind
from ocr.page import Box, PageRef

_LEAST_OVERLAP = 0.3
_MOST_LARGER, _SLACK = 12, 0.002
_DIGITS: frozenset[FieldKind] = frozenset({"id_number", "phone", "tax_code"})
_ON_CARD: dict[FieldKind, str] = {
    "full_name": "name", "id_number": "id", "date_of_birth": "dob", "sex": "sex", "id_issue_date": "idd",
    "expiry_date": "idexp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrueField:
    """A value that stands on a form, with all boxes of the page as stored that it may be found in."""

    kind: FieldKind
    value: str
    page: PageRef
    boxes: tuple[Box, ...]
    by_hand: bool


@dataclass(frozen=True)
class TrueDossier:
    """What a dossier holds.

    Attributes:
        folder: Where its files lie.
        holders: The facts of the persons whose cards it holds, by name as folded text.
    """

    folder: Path
    files: tuple[str, ...]
    received: str
    fields: tuple[TrueField, ...]
    holders: dict[str, dict[str, str]]


def true_dossiers(folder: Path) -> Iterator[TrueDossier]:
    """The dossiers of a folder, each in a folder of its own with a truth.json."""
    for path in sorted(folder.glob("*/truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        people = {compared(person["name"]): person for person in truth["people"]}
        yield TrueDossier(path.parent, tuple(truth["files"]), truth["submitted_on"], tuple(_true_fields(truth)), people)


def _true_fields(truth: dict[str, Any]) -> Iterator[TrueField]:
    for entry in truth["fields"]:
        is_form = truth["papers"][entry["paper"]]["type"] == PaperType.APPLICATION_FORM.value
        boxes = tuple(Box(*box) for box in entry.get("lines") or [entry["bbox"]])
        page = PageRef(PurePath(entry["file"]).name, entry["page"])
        for kind, value in (entry.get("parts") or {entry["kind"]: entry["value"]}).items():
            yield TrueField(kind, value, page, boxes, bool(truth.get("handwritten")) and is_form)


def is_right(field: Field, paper: Paper, dossier: TrueDossier) -> bool | None:
    """Whether kind and value are right; None where the truth does not tell: papers other than forms and cards."""
    if paper.type is PaperType.IDENTITY_CARD:
        return _is_right_on_card(field, dossier)
    near = near_fields(field, paper, dossier)
    if paper.type is not PaperType.APPLICATION_FORM or not near:
        return None
    return any(true.kind == field.kind and same_value(true.kind, field.value, true.value) for true in near)


def near_fields(field: Field, paper: Paper, dossier: TrueDossier) -> list[TrueField]:
    """The true fields at the place of a field that was read."""
    page = PageRef(PurePath(field.page.file).name, field.page.page)
    rotation = next(each.reading.rotation for each in paper.pages if each.ref == field.page)
    box = _as_stored(field.box, rotation)
    return [
        true
        for true in dossier.fields
        if true.page == page and any(_overlap(box, b) >= _LEAST_OVERLAP for b in true.boxes)
    ]


def _is_right_on_card(field: Field, dossier: TrueDossier) -> bool | None:
    """By the facts of the person; of several persons one must have the value."""
    key = _ON_CARD.get(field.kind)
    known = [person[key] for person in dossier.holders.values() if key and person.get(key)]
    return any(same_value(field.kind, field.value, value) for value in known) if known else None


def same_value(kind: FieldKind, got: str, wanted: str) -> bool:
    """Whether a person would call two values the same."""
    if kind in _DIGITS:
        return re.sub(r"\D", "", got) == re.sub(r"\D", "", wanted)
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", wanted):
        return [int(part) for part in re.findall(r"\d+", got)] == [int(part) for part in wanted.split("/")]
    return compared(got) == compared(wanted)


def compared(text: str) -> str:
    """Text without what is no error: white space, outer signs, case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).casefold()).strip(" .:;,-_")


def _as_stored(box: Box, rotation: int) -> Box:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return {
        0: box,
        90: Box(top, 1 - right, bottom, 1 - left),
        180: Box(1 - right, 1 - bottom, 1 - left, 1 - top),
        270: Box(1 - bottom, left, 1 - top, right),
    }[rotation]


def _overlap(one: Box, other: Box) -> float:
    """Shared area over the smaller box; 0 where one is far larger than the other."""
    areas = [max(box.width, 1e-6) * max(box.height, 1e-6) for box in (one, other)]
    return 0.0 if areas[0] > _MOST_LARGER * areas[1] + _SLACK else one.overlap(other)


def by_id(papers: Sequence[Paper]) -> dict[str, Paper]:
    """The papers by their id."""
    return {paper.id: paper for paper in papers}
