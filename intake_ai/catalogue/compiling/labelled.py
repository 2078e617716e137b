"""Procedures labelled by their readers beside what the grammar makes of them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from intake_ai.catalogue.compiling.cases import roles_of
from intake_ai.catalogue.compiling.features import Features, features_of
from intake_ai.catalogue.compiling.meaning import Meaning
from intake_ai.catalogue.compiling.reading import read_by_grammar
from intake_ai.catalogue.models import Case, Procedure, Requirement

LABELS = Path(__file__).with_name("labels.jsonl")
"""Procedures labelled row by row as contracts/requirements.md says: facts alone, options as their number."""

Entry = dict[str, Any]
"""A procedure, a case or a row as it is labelled, or compiled."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled row that its reader was sure of, beside what the grammar makes of it.

    Attributes:
        code: Of its procedure.
        source: The file of labels it is from.
        answers: To model.QUESTIONS.
        choice_right: The grammar found exactly the row's alternatives.
    """

    code: str
    source: str
    label: Entry
    meaning: Meaning
    row: Requirement
    features: Features
    answers: tuple[bool, ...]
    choice_right: bool


def entries_of(path: Path) -> list[Entry]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [{**json.loads(line), "source": path.stem} for line in lines if line.strip()]


def labelled_rows(entry: Entry, procedure: Procedure) -> Iterator[Labelled]:
    cases = with_found_roles(procedure)
    meanings, rows = read_by_grammar(procedure, cases)
    features = features_of(meanings, rows, procedure)
    unsure = {label["index"] for label in entry["rows"] if label.get("unsure")}
    wanted = _alternatives(((label["index"], label.get("choice")) for label in entry["rows"]), unsure)
    found = _alternatives(((row.row, row.choice) for row in rows), unsure)
    for label in entry["rows"]:
        index = label["index"]
        if index not in unsure:
            answers = (
                label["kind"] == "paper",
                label["need"] == "if",
                bool(label["options"]),
                bool(label.get("choice")),
            )
            right = wanted.get(index) == found.get(index)
            read = meanings[index], rows[index], features[index]
            yield Labelled(entry["code"], entry["source"], label, *read, answers, right)


def with_found_roles(procedure: Procedure) -> tuple[Case, ...]:
    found = zip(procedure.cases, roles_of(procedure), strict=True)
    return tuple(replace(case, role=role.value or "section") for case, role in found)


def _alternatives(letters: Iterable[tuple[int, str | None]], unsure: set[int]) -> dict[int, frozenset[int]]:
    """By row, the rows that share its letter; those that the reader was unsure of aside."""
    groups: dict[str, set[int]] = defaultdict(set)
    for index, letter in letters:
        if letter and index not in unsure:
            groups[letter].add(index)
    return {index: frozenset(group) for group in groups.values() if len(group) > 1 for index in group}
