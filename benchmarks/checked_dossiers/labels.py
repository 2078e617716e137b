"""Requirements as people labelled them: the rows due of a dossier never come from the compiler that is measured."""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure

CONDITIONAL = 0.3
"""Share of the conditional rows that are due."""
ADDITIONAL = 0.25
"""Share of the cases that only add papers and apply."""
ELECTRONIC = re.compile(r"\bmau\b.{0,20}\bdien tu\b|\bban dien tu\b")
"""Folded words of rows that are filled in on a screen."""


@dataclass(frozen=True)
class RowLabel:
    """What a label says of a row (contracts/requirements.md)."""

    row: int
    kind: str
    need: str
    choice: str | None
    options: tuple[str, ...]
    present_only: bool
    unsure: bool


@dataclass(frozen=True)
class Labelled:
    """A procedure's labels.

    Attributes:
        by: Name of the file that they stand in.
        roles: Of the cases, by index.
    """

    code: str
    by: str
    rows: tuple[RowLabel, ...]
    roles: dict[int, str]


@dataclass(frozen=True)
class Due:
    """What an applicant must hand in.

    Attributes:
        rows: To hand in, in the order of the procedure.
        doubtful: Of which a labeller was unsure whether they are due, or that repeat another row's words: whether they
            are told missing is not judged. Some of them are handed in.
        shown: Identity papers that are only shown.
        case: Chosen of several.
    """

    rows: tuple[int, ...]
    doubtful: tuple[int, ...]
    shown: tuple[int, ...]
    case: int | None


def side(code: str) -> int:
    """0 for development, 1 for the held-out half."""
    return hashlib.sha256(code.encode()).digest()[0] % 2


def read_labels(files: Sequence[Path]) -> dict[str, Labelled]:
    """Labels by code; a procedure in several files has those of the first.

    Raises:
        OSError, ValueError: A file cannot be read.
    """
    found: dict[str, Labelled] = {}
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            entry = json.loads(line)
            rows = tuple(_row(row) for row in entry["rows"])
            roles = {case["index"]: case["role"] for case in entry["cases"]}
            found.setdefault(entry["code"], Labelled(entry["code"], file.stem, rows, roles))
    return found


def _row(row: dict[str, object]) -> RowLabel:
    options = row["options"]
    names = tuple(str(name) for name in options) if isinstance(options, list) else ()
    return RowLabel(
        int(str(row["index"])),
        str(row["kind"]),
        str(row["need"]),
        str(row["choice"]) if row["choice"] else None,
        names,
        bool(row["present_only"]),
        bool(row.get("unsure")),
    )


def due_of(labels: Labelled, procedure: Procedure, rng: random.Random) -> Due:
    """Draws an applicant's case and conditions, and the rows that follow from them."""
    case_of = {row.row: row.case for row in procedure.requirements}
    words = {row.row: fold(row.name) for row in procedure.requirements}
    cases, chosen = _cases(labels, case_of, rng)
    papers = [
        row for row in labels.rows if row.kind == "paper" and (case_of[row.row] is None or case_of[row.row] in cases)
    ]
    handed = _drawn([row for row in papers if not row.present_only], case_of, words, rng)
    rows, doubtful, seen = [], [row.row for row in labels.rows if row.unsure], set[str]()
    for row in handed:
        if words[row.row] in seen:
            doubtful.append(row.row)
            continue
        seen.add(words[row.row])
        rows.append(row.row)
    shown = tuple(row.row for row in papers if row.present_only and row.need == "always")
    return Due(tuple(sorted(rows)), tuple(sorted(set(doubtful))), shown, chosen)


def alternatives(labels: Labelled, procedure: Procedure, rows: Iterable[int]) -> tuple[int, ...]:
    """Rows that share a choice with one of `rows`: whoever lacks that one may be told all of them."""
    case_of = {row.row: row.case for row in procedure.requirements}
    letters = {row.row: (case_of[row.row], row.choice) for row in labels.rows if row.choice}
    mine = set(rows)
    groups = {letters[row] for row in mine if row in letters}
    return tuple(sorted(row for row, group in letters.items() if group in groups and row not in mine))


def _cases(labels: Labelled, case_of: dict[int, int | None], rng: random.Random) -> tuple[set[int], int | None]:
    """The cases that apply, and the one chosen of the alternatives."""
    with_papers = {case_of[row.row] for row in labels.rows if row.kind == "paper"}
    alternatives = [index for index, role in labels.roles.items() if role == "alternative" and index in with_papers]
    chosen = rng.choice(alternatives) if alternatives else None
    held = {index for index, role in labels.roles.items() if role in {"common", "section"}}
    held |= {index for index, role in labels.roles.items() if role == "additional" and rng.random() < ADDITIONAL}
    return held | ({chosen} if chosen is not None else set()), chosen


def _drawn(
    rows: Sequence[RowLabel], case_of: dict[int, int | None], words: dict[int, str], rng: random.Random
) -> list[RowLabel]:
    """The rows handed in: one of each choice, all that are always due, some of the conditional ones."""
    letters: dict[tuple[int | None, str], list[RowLabel]] = {}
    for row in rows:
        if row.choice:
            letters.setdefault((case_of[row.row], row.choice), []).append(row)
    # the electronic twin of a form is no paper
    paper = {
        key: [row for row in group if not ELECTRONIC.search(words[row.row])] or group for key, group in letters.items()
    }
    chosen = {rng.choice(group).row for group in paper.values()}
    return [
        row
        for row in rows
        if (
            row.row in chosen if row.choice else row.need == "always" or (rng.random() < CONDITIONAL and not row.unsure)
        )
    ]
