"""Takes a catalogue file over in two steps: what it would change is known before anything is changed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.compiling import COMPILER, compile_procedure
from intake_ai.catalogue.compiling.results import ResultIndex
from intake_ai.catalogue.encoding import encode
from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure, Position
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.selection.selection import Selection, Traits, is_selected, traits
from intake_ai.catalogue.tables import CatalogueVersionRow, ProcedureRow, ReleaseRow
from intake_ai.catalogue.versions.difference import Difference, difference
from intake_ai.catalogue.versions.reusing import as_before
from intake_ai.catalogue.versions.versions import CatalogueVersion, Layer, StoredProcedures, documents, in_force

Progress = Callable[[int, int], None]
"""Told how many procedures of how many are done."""

_BATCH = 500
_LONGEST_NAME = 255
#: What is said where a fault leaves nothing of a file.
_FATAL = {
    "catalogue-fault-no-code": "catalogue-record-without-code",
    "catalogue-fault-no-name": "catalogue-record-without-name",
}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported.

    Attributes:
        effective: First day on which it is in force.
        layer: local for procedures of the province beside the national ones.
        most_lost: Share of procedures, of rows or of the file's records that may be lost without asking, 0-1.
        accept_losses: Go on whatever is lost.
    """

    path: Path
    effective: date
    layer: Layer = "national"
    most_lost: float = 0.05
    accept_losses: bool = False


@dataclass(frozen=True, slots=True)
class Losses:
    """What an import would lose, each with how many there are.

    Attributes:
        procedures, rows: Of the version that it follows.
        records: Of the file, that cannot be used.
    """

    procedures: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)
    records: tuple[int, int] = (0, 0)

    def exceed(self, share: float) -> bool:
        """Whether more than `share` of anything is lost."""
        return bool(self.exceeding(share))

    def exceeding(self, share: float) -> tuple[str, ...]:
        """Names of that of which more than `share` is lost."""
        figures = {"procedures": self.procedures, "rows": self.rows, "records": self.records}
        return tuple(name for name, (lost, whole) in figures.items() if lost > share * whole)

    def figures(self) -> dict[str, object]:
        """For the sentence that tells them: lost, `_of` how many, and `_share` in per cent."""
        told: dict[str, object] = {}
        for name in ("procedures", "rows", "records"):
            lost, whole = getattr(self, name)
            told |= {name: lost, f"{name}_of": whole, f"{name}_share": f"{lost / whole:.1%}" if whole else "0%"}
        return told


@dataclass(frozen=True, slots=True)
class Compiled:
    """A procedure ready to be stored."""

    traits: Traits
    document: str
    context: str
    rows: int


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A file that was read, and what it would change; nothing is compiled or stored yet.

    Attributes:
        entries: Its procedures, none where the content is known.
        known: The version with the same content, imported earlier.
        follows: The release that it would follow, None where it is the first.
        unchanged: The content is in force already on that day.
        difference: From the version that it follows; from nothing where it is the first.
        faults: What of the file could not be used, and why.
    """

    request: ImportRequest
    file: CatalogueFile
    entries: tuple[ImportedProcedure, ...]
    known: int | None
    follows: int | None
    unchanged: bool
    difference: Difference
    faults: tuple[Fault, ...]
    losses: Losses


@dataclass(frozen=True, slots=True)
class Imported:
    """An import that was carried out, or that changed nothing."""

    version: CatalogueVersion
    changed: bool
    difference: Difference
    faults: tuple[Fault, ...] = ()


_NOTHING = Difference((), (), (), 0, 0)


def prepare(session: Session, request: ImportRequest) -> PreparedImport:
    """Read the file, and compare it with the version that it would follow.

    Raises:
        UnreadableCatalogue: Nothing of the file can be used.
    """
    file = CatalogueFile(request.path)
    follows = in_force(session, request.layer, request.effective)
    known = version_with(session, content_key(file, request.layer))
    if known and follows and follows.version_id == known.id:
        return PreparedImport(request, file, (), known.id, follows.id, True, _NOTHING, (), Losses())
    faults: list[Fault] = []
    entries = () if known else _read(session, request, file, faults)
    procedures = {entry.procedure.code: entry.procedure for entry in entries}
    new = StoredProcedures(documents(session, known.id)) if known else procedures
    old = StoredProcedures(documents(session, follows.version_id) if follows else {})
    change = difference(old, new)
    losses = Losses(
        (len(change.removed), change.procedures),
        (change.rows_lost, change.rows),
        (sum(fault.lost for fault in faults), len(file)),
    )
    return PreparedImport(
        request,
        file,
        entries,
        known.id if known else None,
        follows.id if follows else None,
        False,
        change,
        tuple(faults),
        losses,
    )


def compiled(session: Session, prepared: PreparedImport, progress: Progress) -> tuple[Compiled, ...]:
    """The procedures with compiled rows, linked to those that issue what the rows ask for, and active or not.

    Active are the procedures flagged as handled by a province if the file has that flag at all, else all.
    """
    before = _compiled_before(session, prepared)
    procedures = []
    for done, entry in enumerate(prepared.entries, start=1):
        procedures.append(as_before(entry.procedure, before) or compile_procedure(entry.procedure))
        progress(done, len(prepared.entries))
    results = ResultIndex((*_national(session, prepared.request).values(), *procedures))
    flag_used = any(entry.core is not None for entry in prepared.entries)
    return tuple(
        _compiled(results.linked(procedure), bool(entry.core) or not flag_used)
        for entry, procedure in zip(prepared.entries, _consumed(procedures), strict=True)
    )


def _compiled_before(session: Session, prepared: PreparedImport) -> StoredProcedures:
    """The procedures of the version that this one follows, if the same rules compiled them."""
    release = session.get(ReleaseRow, prepared.follows) if prepared.follows else None
    version = session.get(CatalogueVersionRow, release.version_id) if release else None
    usable = version is not None and version.compiler == COMPILER
    return StoredProcedures(documents(session, version.id) if version and usable else {})


def _consumed(procedures: list[Procedure]) -> Iterator[Procedure]:
    """Each in turn, given up at once: a whole catalogue as objects and as documents would be in memory together."""
    procedures.reverse()
    while procedures:
        yield procedures.pop()


def store(
    session: Session, prepared: PreparedImport, procedures: Sequence[Compiled], selection: Selection
) -> ReleaseRow:
    """Keep the version, if it is new, and the decision that it is in force from its day on."""
    request = prepared.request
    version = prepared.known or _add_version(session, prepared, procedures, selection)
    release = ReleaseRow(
        version_id=version, layer=request.layer, effective=request.effective, decided_at=datetime.now(UTC)
    )
    session.add(release)
    session.flush()
    return release


def content_key(file: CatalogueFile, layer: Layer) -> str:
    """The hash that a version is known by; the same file may serve both layers."""
    if layer == "national":
        return file.content_hash
    return hashlib.sha256(f"{layer}:{file.content_hash}".encode()).hexdigest()


def version_with(session: Session, content_hash: str) -> CatalogueVersionRow | None:
    return session.scalar(select(CatalogueVersionRow).where(CatalogueVersionRow.content_hash == content_hash))


def _read(
    session: Session, request: ImportRequest, file: CatalogueFile, faults: list[Fault]
) -> tuple[ImportedProcedure, ...]:
    """The procedures of `file`; of one that stands there twice the last with papers counts. Adds to `faults`.

    Raises:
        UnreadableCatalogue: Not one of them can be used.
    """
    found: dict[str, ImportedProcedure] = {}
    for entry in file.read():
        if isinstance(entry, Fault):
            faults.append(entry)
            continue
        faults.extend(entry.faults)
        code = entry.procedure.code
        if code in found:
            kept, dropped = _of_two(found[code], entry)
            faults.append(_twice(kept, dropped))
            found[code] = kept
        else:
            found[code] = entry
    if not found:
        raise _nothing_usable(file, faults)
    return tuple(_without_emptying(found.values(), faults, _national(session, request)))


def _of_two(first: ImportedProcedure, second: ImportedProcedure) -> tuple[ImportedProcedure, ImportedProcedure]:
    """The one that counts, and the other: the later one, but papers are never replaced by none."""
    emptied = first.procedure.requirements and not second.procedure.requirements
    return (first, second) if emptied else (second, first)


def _twice(kept: ImportedProcedure, dropped: ImportedProcedure) -> Fault:
    """That an entry was dropped for another one of its code; a loss where it has papers that the other has not."""
    names = {row.name for row in kept.procedure.requirements}
    papers = sum(row.name not in names for row in dropped.procedure.requirements)
    place = dropped.position or Position(0, "file")
    code = "catalogue-fault-duplicate-papers" if papers else "catalogue-fault-duplicate"
    values = {"papers": papers} if papers else {}
    return Fault(place.number, place.unit, code, values, kept.procedure.code, bool(papers), place.sheet)


def _national(session: Session, request: ImportRequest) -> StoredProcedures:
    """The national procedures that local ones stand beside; none for a national import."""
    release = in_force(session, "national", request.effective) if request.layer == "local" else None
    return StoredProcedures(documents(session, release.version_id) if release else {})


def _without_emptying(
    entries: Iterable[ImportedProcedure], faults: list[Fault], national: Mapping[str, Procedure]
) -> Iterator[ImportedProcedure]:
    """Without local procedures that have no papers while the national one of that code has."""
    for entry in entries:
        code = entry.procedure.code
        if entry.procedure.requirements or code not in national or not national[code].requirements:
            yield entry
        else:
            faults.append(Fault(0, "file", "catalogue-fault-would-empty", {}, code, lost=True))


def _nothing_usable(file: CatalogueFile, faults: Sequence[Fault]) -> UnreadableCatalogue:
    first = faults[0]
    code = _FATAL.get(first.code, "catalogue-record-invalid")
    return UnreadableCatalogue(code, file.name, record=first.number, key=first.values.get("key", "-"))


def _compiled(procedure: Procedure, core: bool) -> Compiled:
    document = encode(replace(procedure, active=core))
    return Compiled(traits(procedure, core), document, procedure.context, len(procedure.requirements))


def _add_version(
    session: Session, prepared: PreparedImport, procedures: Sequence[Compiled], selection: Selection
) -> int:
    layer = prepared.request.layer
    chosen = [is_selected(selection, procedure.traits, layer) for procedure in procedures]
    version = CatalogueVersionRow(
        content_hash=content_key(prepared.file, layer),
        file=prepared.file.name[-_LONGEST_NAME:],
        format=prepared.file.format,
        imported_at=datetime.now(UTC),
        compiler=COMPILER,
        procedures=len(procedures),
        active=sum(chosen),
        rows=sum(procedure.rows for procedure in procedures),
    )
    session.add(version)
    session.flush()
    values = [
        {
            "version_id": version.id,
            "code": procedure.traits.code,
            "position": position,
            "active": active,
            "document": procedure.document,
            "context": procedure.context,
        }
        for position, (procedure, active) in enumerate(zip(procedures, chosen, strict=True))
    ]
    for start in range(0, len(values), _BATCH):
        session.execute(insert(ProcedureRow), values[start : start + _BATCH])
    return version.id
