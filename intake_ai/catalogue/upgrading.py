"""Brings a database up to date when it is opened: releases where there were none, rules of today for what counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.catalogue.compiling import COMPILER, compile_procedure
from intake_ai.catalogue.encoding import decode, encode
from intake_ai.catalogue.tables import (
    CatalogueVersionRow,
    EarlierDocumentRow,
    ProcedureRow,
    RecompilationRow,
    ReleaseRow,
)
from intake_ai.catalogue.versions import documents, versions_in_force
from intake_ai.storage.engine import lock_for_writing


def bring_up_to_date(sessions: sessionmaker[Session], today: date) -> None:
    """Done once, by the first who opens the database after an upgrade or on the day a version comes into force."""
    _give_release(sessions)
    with sessions() as session:
        stale = [version.id for version in versions_in_force(session, today) if version.compiler != COMPILER]
    for version in stale:
        _recompile(sessions, version)


def _give_release(sessions: sessionmaker[Session]) -> None:
    """Databases made before there were releases mark the version in force instead."""
    marked = select(CatalogueVersionRow).where(CatalogueVersionRow.current)
    with sessions() as session:
        if session.scalar(marked) is None:
            return
    with sessions.begin() as session:
        lock_for_writing(session.connection())
        for version in session.scalars(marked):
            day = version.imported_at.date()
            session.add(
                ReleaseRow(version_id=version.id, layer="national", effective=day, decided_at=datetime.now(UTC))
            )
            version.current = False


def _recompile(sessions: sessionmaker[Session], version: int) -> None:
    """Compile a version's rows again; the documents that this changes are kept for earlier dossiers."""
    with sessions() as session:
        before = documents(session, version)
    changed = dict(_changed(before))
    with sessions.begin() as session:
        lock_for_writing(session.connection())
        row = session.get_one(CatalogueVersionRow, version)
        if row.compiler == COMPILER:
            return  # another process was faster
        recompilation = RecompilationRow(version_id=version, compiler=row.compiler, replaced_at=datetime.now(UTC))
        session.add(recompilation)
        session.flush()
        if changed:
            session.execute(
                insert(EarlierDocumentRow),
                [{"recompilation_id": recompilation.id, "code": code, "document": before[code]} for code in changed],
            )
            session.execute(
                update(ProcedureRow),
                [{"version_id": version, "code": code, "document": document} for code, document in changed.items()],
            )
        row.compiler = COMPILER


def _changed(before: dict[str, str]) -> Iterator[tuple[str, str]]:
    for code, document in before.items():
        compiled = encode(compile_procedure(decode(document)))
        if compiled != document:
            yield code, compiled
