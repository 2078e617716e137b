"""Keeps the catalogue: imports it, and answers what is in force."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, insert, select, update
from sqlalchemy.orm import Session

from intake_ai.catalogue.compiling import COMPILER, compile_procedure
from intake_ai.catalogue.encoding import decode, encode
from intake_ai.catalogue.errors import ProcedureUnknown
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.record import ImportedProcedure
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import CatalogueVersionRow, ProcedureRow
from intake_ai.storage.engine import create_tables, lock_for_writing, session_factory

Progress = Callable[[int, int], None]
"""Told how many procedures of how many are done."""

_IN_FORCE = ProcedureRow.version_id.in_(select(CatalogueVersionRow.id).where(CatalogueVersionRow.current))
#: A local code is the national one, a dot and what the province added: 1.012796.H36, 2.000815.000.00.00.H55.
_LOCAL_CODE = re.compile(r"([0-9]\.[0-9]{6})\.\S+")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """What was imported, and when.

    Attributes:
        name: Stands for the content, and for the rules that compiled it.
        procedures, active, rows: How many procedures, procedures in force, rows of required papers.
    """

    name: str
    file: str
    format: str
    imported_at: datetime
    procedures: int
    active: int
    rows: int


class CatalogueRepository:
    """The catalogue in force: the last import, and built-in procedures whose code it does not have.

    Args:
        engine: Of a database in which the tables are made if they are not there.
        builtin: Procedures that ship with the program; the shipped ones where not given.
    """

    def __init__(self, engine: Engine, builtin: Sequence[Procedure] | None = None) -> None:
        self._sessions = session_factory(engine)
        self._given_builtin = builtin
        create_tables(engine)
        self._recompile_if_stale()

    def import_file(self, path: Path, progress: Progress = lambda _done, _all: None) -> tuple[CatalogueVersion, bool]:
        """Take over the file's procedures in one transaction; they replace those of earlier imports.

        Returns:
            The version in force, and whether anything changed: content already in force changes nothing.

        Raises:
            UnreadableCatalogue: Something is wrong with the file; nothing has changed.
        """
        file = CatalogueFile(path)
        known = self._version_of(file)
        if known is not None and known.current:
            return _summary(known), False
        procedures = _compiled(file, progress) if known is None else ()
        with self._sessions.begin() as session:
            lock_for_writing(session.connection())
            version = _version_of(session, file) or _add_version(session, file, procedures)
            session.execute(update(CatalogueVersionRow).values(current=CatalogueVersionRow.id == version.id))
            return _summary(version), True

    def imported(self) -> CatalogueVersion | None:
        """The import in force, None before the first."""
        with self._sessions() as session:
            row = _current(session)
            return _summary(row) if row else None

    def version(self) -> str:
        """Name of what is in force, for reports and for caches made from it."""
        imported = self.imported()
        return "+".join(filter(None, (imported.name if imported else "", f"builtin-{self._builtin_hash}")))

    def get(self, code: str) -> Procedure:
        """The procedure of `code`, active or not; a local code with suffix falls back on the national one.

        Raises:
            ProcedureUnknown: There is none.
        """
        asked = code.strip()
        local = _LOCAL_CODE.fullmatch(asked)
        for candidate in (asked, local[1]) if local else (asked,):
            found = next(self._load(ProcedureRow.code == candidate), None) or self._builtin.get(candidate)
            if found is not None:
                return found
        raise ProcedureUnknown(code)

    def active(self) -> tuple[Procedure, ...]:
        """The procedures in force, in the order of the file, without their context."""
        return (*self._load(ProcedureRow.active.is_(True)), *self._kept_builtin())

    def all(self) -> tuple[Procedure, ...]:
        """Every procedure, active or not, in the order of the file, without context."""
        return (*self._load(), *self._kept_builtin())

    def contexts(self) -> dict[str, str]:
        """Results, requirements and steps of the active procedures as text, by code."""
        query = select(ProcedureRow.code, ProcedureRow.context).where(_IN_FORCE, ProcedureRow.active)
        with self._sessions() as session:
            stored = {row.code: row.context for row in session.execute(query)}
        return stored | {procedure.code: procedure.context for procedure in self._kept_builtin()}

    def _load(self, *conditions: ColumnElement[bool]) -> Iterator[Procedure]:
        query = select(ProcedureRow.document).where(_IN_FORCE, *conditions).order_by(ProcedureRow.position)
        with self._sessions() as session:
            documents = session.scalars(query).all()
        return (decode(document) for document in documents)

    @cached_property
    def _builtin(self) -> dict[str, Procedure]:
        procedures = _shipped() if self._given_builtin is None else self._given_builtin
        return {procedure.code: procedure for procedure in procedures}

    @cached_property
    def _builtin_hash(self) -> str:
        documents = (encode(procedure) + procedure.context for procedure in self._builtin.values())
        return hashlib.sha256("\n".join(documents).encode()).hexdigest()[:8]

    def _kept_builtin(self) -> tuple[Procedure, ...]:
        """Built-in procedures of which the import has no other version."""
        with self._sessions() as session:
            imported = set(session.scalars(select(ProcedureRow.code).where(_IN_FORCE)))
        return tuple(procedure for code, procedure in self._builtin.items() if code not in imported)

    def _version_of(self, file: CatalogueFile) -> CatalogueVersionRow | None:
        with self._sessions() as session:
            return _version_of(session, file)

    def _recompile_if_stale(self) -> None:
        """Rows compiled by earlier rules are compiled again, once, by the first who opens the catalogue."""
        with self._sessions() as session:
            version = _current(session)
            if version is None or version.compiler == COMPILER:
                return
            stale = session.scalars(select(ProcedureRow).where(ProcedureRow.version_id == version.id)).all()
        compiled = [
            {
                "version_id": row.version_id,
                "code": row.code,
                "document": encode(compile_procedure(decode(row.document))),
            }
            for row in stale
        ]
        with self._sessions.begin() as session:
            lock_for_writing(session.connection())
            session.execute(update(ProcedureRow), compiled)
            session.execute(
                update(CatalogueVersionRow).where(CatalogueVersionRow.id == version.id).values(compiler=COMPILER)
            )


def _version_of(session: Session, file: CatalogueFile) -> CatalogueVersionRow | None:
    return session.scalar(select(CatalogueVersionRow).where(CatalogueVersionRow.content_hash == file.content_hash))


def _compiled(file: CatalogueFile, progress: Progress) -> tuple[Procedure, ...]:
    """The procedures of `file` with compiled rows; of one that stands there twice the last counts."""
    flagged: dict[str, ImportedProcedure] = {}
    for done, imported in enumerate(file, start=1):
        compiled = compile_procedure(imported.procedure)
        flagged[compiled.code] = replace(imported, procedure=compiled)
        progress(done, len(file))
    return tuple(_with_activity(flagged.values()))


def _add_version(session: Session, file: CatalogueFile, procedures: Sequence[Procedure]) -> CatalogueVersionRow:
    version = CatalogueVersionRow(
        content_hash=file.content_hash,
        file=file.name,
        format=file.format,
        imported_at=datetime.now(UTC),
        compiler=COMPILER,
        current=True,
        procedures=len(procedures),
        active=sum(procedure.active for procedure in procedures),
        rows=sum(len(procedure.requirements) for procedure in procedures),
    )
    session.add(version)
    session.flush()
    values = [_values(version.id, position, procedure) for position, procedure in enumerate(procedures)]
    for start in range(0, len(values), _BATCH):
        session.execute(insert(ProcedureRow), values[start : start + _BATCH])
    return version


def _with_activity(imported: Iterable[ImportedProcedure]) -> Iterator[Procedure]:
    """Active are the procedures flagged as handled by a province if the file has that flag at all, else all."""
    entries = tuple(imported)
    flag_used = any(entry.core is not None for entry in entries)
    for entry in entries:
        yield replace(entry.procedure, active=bool(entry.core) or not flag_used)


def _values(version: int, position: int, procedure: Procedure) -> dict[str, object]:
    return {
        "version_id": version,
        "code": procedure.code,
        "position": position,
        "active": procedure.active,
        "document": encode(procedure),
        "context": procedure.context,
    }


def _current(session: Session) -> CatalogueVersionRow | None:
    return session.scalar(select(CatalogueVersionRow).where(CatalogueVersionRow.current))


def _summary(row: CatalogueVersionRow) -> CatalogueVersion:
    return CatalogueVersion(
        name=f"{row.content_hash[:12]}-{row.compiler}",
        file=row.file,
        format=row.format,
        imported_at=row.imported_at.replace(tzinfo=UTC),
        procedures=row.procedures,
        active=row.active,
        rows=row.rows,
    )


def _shipped() -> Sequence[Procedure]:
    from intake_ai.catalogue.builtin import load_builtin  # noqa: PLC0415  # read only where it is needed

    return load_builtin()
