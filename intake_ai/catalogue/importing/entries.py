"""Procedures of a list while they are put together: from several rows, several places, several sheets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as attribute

from classifiers.vietnamese import fold
from intake_ai.catalogue.importing.columns import level_of
from intake_ai.catalogue.importing.paper_cells import papers_of
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure, Position
from intake_ai.catalogue.importing.text import one_line, paragraphs
from intake_ai.catalogue.models import Case, Procedure, Requirement


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell of papers with what its row says of them; originals and copies are of one paper."""

    text: str
    case: str
    counts: tuple[int, int]
    form: str


@dataclass(frozen=True, slots=True)
class _Paper:
    name: str
    case: str
    originals: int
    copies: int
    form: str


@dataclass(slots=True)
class Entry:
    """A procedure while its rows are read.

    Attributes:
        values: Texts of its first row by the column's meaning.
        cells: Of its papers, as read; `papers` are those named in them.
    """

    position: Position
    code: str
    name: str
    field: str
    values: dict[str, str]
    cells: list[PaperCell] = attribute(default_factory=list)
    papers: list[_Paper] = attribute(default_factory=list)
    faults: list[Fault] = attribute(default_factory=list)


def parted(entries: Iterable[Entry | Fault]) -> Iterator[Entry | Fault]:
    """The entries of a sheet with their papers; where most of them take several rows, each row is one paper."""
    found = list(joined(entries))
    rows = [len(entry.cells) for entry in found if isinstance(entry, Entry) and entry.cells]
    one_a_row = 2 * sum(count > 1 for count in rows) > len(rows)
    for entry in found:
        if isinstance(entry, Entry):
            entry.papers = list(_papers(entry, one_a_row))
        yield entry


def joined(entries: Iterable[Entry | Fault]) -> Iterator[Entry | Fault]:
    """The entries with those of one code and name put together, where the first stands.

    Lists name a procedure in several places: once for each field, or without its papers on a sheet of their own.
    """
    found: list[Entry | Fault] = []
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.code, fold(entry.name)) if isinstance(entry, Entry) else None
        if isinstance(entry, Entry) and key in first:
            _join(first[key], entry)
            continue
        if isinstance(entry, Entry) and key:
            first[key] = entry
        found.append(entry)
    yield from found


def _join(entry: Entry, again: Entry) -> None:
    """What `again` has and `entry` has not; papers that are the same in every respect stand there once."""
    entry.cells.extend(cell for cell in again.cells if cell not in entry.cells)
    entry.papers.extend(paper for paper in again.papers if paper not in entry.papers)
    entry.values = again.values | {name: value for name, value in entry.values.items() if value}
    entry.field = entry.field or again.field
    entry.faults.extend(again.faults)


def _papers(entry: Entry, one_a_row: bool) -> Iterator[_Paper]:
    alone = len(entry.cells) == 1 and not one_a_row
    for cell in entry.cells:
        names = papers_of(cell.text, alone=alone)
        counts, form = (cell.counts, cell.form) if len(names) == 1 else ((1, 0), "")
        yield from (_Paper(name, cell.case, *counts, form) for name in names)


def imported(entry: Entry) -> ImportedProcedure:
    """The procedure of an entry; that it has no papers is a fault."""
    values = entry.values
    if not entry.papers:
        place = entry.position
        entry.faults.append(
            Fault(place.number, place.unit, "catalogue-fault-no-papers", {}, entry.code, sheet=place.sheet)
        )
    cases = list(dict.fromkeys(paper.case for paper in entry.papers))
    procedure = Procedure(
        code=entry.code,
        name=entry.name,
        field=entry.field,
        agency=one_line(values.get("agency", "")),
        level=level_of(one_line(values.get("level", ""))) or level_of(one_line(values.get("agency", "")), known=True),
        results=_filled(one_line(values.get("result", ""))),
        legal_basis=tuple(filter(None, map(one_line, re.split(r"[\n;]", values.get("legal_basis", ""))))),
        cases=tuple(Case(index, name, "common") for index, name in enumerate(cases)),
        requirements=tuple(_requirements(entry.papers, cases)),
        context=one_line(values.get("result", "")),
        decision=one_line(values.get("decision", "")),
        fees=_filled(paragraphs(values.get("fee", ""))),
        processing_times=_filled(paragraphs(values.get("time", ""))),
    )
    return ImportedProcedure(procedure, None, tuple(entry.faults), entry.position)


def _requirements(papers: Iterable[_Paper], cases: list[str]) -> Iterator[Requirement]:
    for row, paper in enumerate(papers):
        case = cases.index(paper.case)
        yield Requirement(row, paper.name, case, originals=paper.originals, copies=paper.copies, form_file=paper.form)


def _filled(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
