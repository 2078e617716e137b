"""Officers' corrections of the compiled form: what they may change, and how they are laid over it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.corrections.readings import certain, made_sure, said_facts
from intake_ai.catalogue.models import Case, CaseRole, Procedure, Requirement
from intake_ai.catalogue.versions.row_matching import comparable

Scope = Literal["row", "case"]
Action = Literal["correct", "confirm", "carried", "drop"]


@dataclass(frozen=True, slots=True)
class Key:
    """Which row or case of a procedure is meant: by its words, so that it is found wherever it stands.

    Attributes:
        fingerprint: Of the text and of the case's name; of twins alike in both, with what tells them apart: the file's
            counts and form, of cases their rows; where that is alike too, with a number from the second on.
    """

    code: str
    scope: Scope
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of the history of corrections.

    Attributes:
        source, case_name: The text corrected as it stood in the file; the name of its case, empty for a case.
        action: correct; confirm: looked at and right; carried: taken over to a row that replaced this one, stays in
            force for dossiers of earlier versions; drop: taken back.
        fields: Values by attribute.
        seen: What stood there as the officer spoke, by attribute: the reading that was confirmed, and the file's counts
            and form where they were corrected.
    """

    number: int
    key: Key
    source: str
    case_name: str
    action: Action
    fields: Mapping[str, Any]
    by: str
    reason: str
    made_at: datetime
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A row or case that can be corrected; `part` is what there is of it."""

    key: Key
    source: str
    case_name: str
    index: int
    part: Requirement | Case


def targets(procedure: Procedure) -> Iterator[Target]:
    """All rows and cases of `procedure`."""
    names = {case.index: case.name for case in procedure.cases}
    rows_of: dict[int | None, list[str]] = {}
    for row in procedure.requirements:
        rows_of.setdefault(row.case, []).append(comparable(row.name))
    rows = [
        _Place("row", row.name, names.get(-1 if row.case is None else row.case, ""), _by_file(row), row.row, row)
        for row in procedure.requirements
    ]
    cases = [
        _Place("case", case.name, "", "\x1f".join(rows_of.get(case.index, ())), index, case)
        for index, case in enumerate(procedure.cases)
    ]
    yield from _keyed(procedure.code, rows)
    yield from _keyed(procedure.code, cases)


def corrected(procedure: Procedure, corrections: Mapping[Key, Correction]) -> Procedure:
    """The procedure with what officers said about its rows and cases; what they said is sure then."""
    if not corrections:
        return procedure  # spares a whole catalogue the fingerprints of its rows
    found = {(t.key.scope, t.index): corrections[t.key] for t in targets(procedure) if t.key in corrections}
    if not found:
        return procedure
    cases = tuple(_case(case, found.get(("case", index))) for index, case in enumerate(procedure.cases))
    rows = tuple(_row(row, found.get(("row", row.row))) for row in procedure.requirements)
    roles_changed = {new.index for new, old in zip(cases, procedure.cases, strict=True) if new.role != old.role}
    asked = with_questions(rows, cases)
    keeps = _is_written_by_hand(procedure)
    requirements = (
        row if keeps and ("row", row.row) not in found and row.case not in roles_changed else again
        for row, again in zip(rows, asked, strict=True)
    )
    return replace(procedure, cases=cases, requirements=tuple(requirements))


def _is_written_by_hand(procedure: Procedure) -> bool:
    """Whether its questions are others than those that would be made from its conditions, as in built-in procedures."""
    made = with_questions(procedure.requirements, procedure.cases)
    return made != procedure.requirements


@dataclass(frozen=True, slots=True)
class _Place:
    """A row or case; `apart` tells it from twins of the same words."""

    scope: Scope
    text: str
    case: str
    apart: str
    index: int
    part: Requirement | Case


def _by_file(row: Requirement) -> str:
    return f"{row.originals}\x1f{row.copies}\x1f{row.form_file}"


def _keyed(code: str, places: Sequence[_Place]) -> Iterator[Target]:
    prints = [fingerprint(place.text, place.case) for place in places]
    alike, seen = Counter(prints), Counter[str]()
    for place, mark in zip(places, prints, strict=True):
        name = f"{mark}#{_short(place.apart)}" if alike[mark] > 1 else mark
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}#{seen[name]}"
        yield Target(Key(code, place.scope, name), place.text, place.case, place.index, place.part)


def _short(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def fingerprint(text: str, case: str) -> str:
    """Stands for the words of a row and of its case; a stop at the end, case and spaces aside."""
    return hashlib.sha256(f"{comparable(text)}\x1f{comparable(case)}".encode()).hexdigest()[:32]


def _case(case: Case, correction: Correction | None) -> Case:
    if correction is None:
        return case
    role: CaseRole = correction.fields.get("role", case.role)
    said = said_facts(correction.fields, correction.seen, case)
    if "role" not in said:
        return case
    return replace(case, role=role, confidence=1.0, evidence=certain(case.evidence, said))


def _row(row: Requirement, correction: Correction | None) -> Requirement:
    if correction is None:
        return row
    values = dict(correction.fields)
    if "types" in values:
        values["types"] = tuple(PaperType(name) for name in values["types"])
    if "options" in values:
        values["options"] = tuple(values["options"])
    for name in ("choice", "when", "validity_months"):
        if values.get(name) in {"", 0}:
            values[name] = None
    said = said_facts(correction.fields, correction.seen, row)
    return made_sure(_coherent(replace(row, **values)), said, row)


def _coherent(row: Requirement) -> Requirement:
    """A heading or note asks for nothing; what is always due has no condition (contracts/requirements.md)."""
    if row.kind != "paper":
        row = replace(row, need="always", choice=None, options=(), present_only=False, types=(), keywords=())
    return row if row.need == "if" else replace(row, when=None, due_if=True)
