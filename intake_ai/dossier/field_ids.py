"""Names a field by what it is and where it stands, so that a correction finds it when the dossier is checked anew.

Equal readings give equal ids; the value is no part of it, nor are ids of papers, which depend on the other papers.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake_ai.dossier.report import FieldReport, Report
from intake_ai.extraction.fields import Field

_DIGITS = 4
"""As boxes are rounded in the report."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """What tells one field from another.

    Attributes:
        sha256: Of the file.
        page: From 1.
        box: Left, top, right, bottom in fractions of the upright page; None for what has no place.
    """

    sha256: str
    page: int
    box: tuple[float, float, float, float] | None
    kind: str
    label: str
    role: str | None


def field_id(place: FieldPlace, number: int = 0) -> str:
    """32 hexadecimal digits.

    Args:
        place: Of the field.
        number: Of fields that agree in all of it, from 0.
    """
    box = None if place.box is None else [round(side, _DIGITS) for side in place.box]
    told = [place.sha256, place.page, box, place.kind, place.label, place.role, number]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]


def ids_of_report(report: Report) -> tuple[str, ...]:
    """The ids of a report's fields, in their order."""
    hashes = {file.name: file.sha256 for file in report.files}
    return _numbered([_place_in_report(field, hashes.get(field.page.file, "")) for field in report.fields])


def ids_of_fields(fields: Sequence[Field], hashes: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of fields as they were extracted, the same as in the report made of them.

    Args:
        fields: All of the dossier.
        hashes: SHA-256 by the file's name.
    """
    return _numbered([_place_in_dossier(field, hashes.get(field.page.file, "")) for field in fields])


def _numbered(places: Sequence[FieldPlace]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    ids = []
    for place in places:
        first = field_id(place)
        number = seen.get(first, 0)
        seen[first] = number + 1
        ids.append(field_id(place, number) if number else first)
    return tuple(ids)


def _place_in_report(field: FieldReport, sha256: str) -> FieldPlace:
    return FieldPlace(sha256, field.page.page, field.bbox, field.kind, field.label, field.role)


def _place_in_dossier(field: Field, sha256: str) -> FieldPlace:
    box = field.box
    sides = _clipped(box.left), _clipped(box.top), _clipped(box.right), _clipped(box.bottom)
    return FieldPlace(sha256, field.page.page, sides, field.kind, field.label, field.role)


def _clipped(side: float) -> float:
    return round(min(1.0, max(0.0, float(side))), _DIGITS)
