"""Brings a database up to date when it is opened: releases where there were none, rules of today for what counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.catalogue.compiling import COMPILER, compile_procedure
from intake_ai.catalogue.compiling.results import ResultIndex
from intake_ai.catalogue.encoding import decode, encode
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import (
    CatalogueVersionRow,
    EarlierDocumentRow,
    ProcedureRow,
    RecompilationRow,
    ReleaseRow,
)
from intake_ai.catalogue.versions.versions import VIETNAM, StoredProcedures, documents, versions_in_force
from intake_ai.storage.engine import lock_for_writing
from intake_ai.storage.times import in_utc


def bring_up_to_date(sessions: sessionmaker[Session], today: date) -> None:
    """Done once, by the first who opens the database after an upgrade or on the day a version comes into force."""
    _give_releases(sessions)
    with sessions() as session:
        counting = versions_in_force(session, today)
    for position, version in enumerate(counting):
        if version.compiler != COMPILER:
            _recompile(sessions, version.id, beside=[earlier.id for earlier in counting[:position]])


def _give_releases(sessions: sessionmaker[Session]) -> None:
    """Databases made before there were releases mark the version in force instead; the others came before it."""
    with sessions() as session:
        if session.scalar(select(CatalogueVersionRow).where(CatalogueVersionRow.current)) is None:
            return
    with sessions.begin() as session:
        lock_for_writing(session.connection())
        versions = session.scalars(select(CatalogueVersionRow).order_by(CatalogueVersionRow.current)).all()
        days = [in_utc(version.imported_at).astimezone(VIETNAM).date() for version in versions]
        for version, day in zip(versions, days, strict=True):
            effective = max(days) if version.current else day
            session.add(
                ReleaseRow(version_id=version.id, layer="national", effective=effective, decided_at=datetime.now(UTC))
            )
            session.flush()  # of one day the last id counts
            version.current = False


def _recompile(sessions: sessionmaker[Session], version: int, beside: Sequence[int]) -> None:
    """Compile a version's rows again; the documents that this changes are kept for earlier dossiers."""
    with sessions() as session:
        before = documents(session, version)
        others = {code: text for other in beside for code, text in documents(session, other).items()}
    changed = dict(_changed(before, StoredProcedures(others)))
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


def _changed(before: Mapping[str, str], beside: Mapping[str, Procedure]) -> Iterator[tuple[str, str]]:
    """The documents that today's rules compile to something else."""
    compiled = [compile_procedure(decode(document)) for document in before.values()]
    results = ResultIndex((*beside.values(), *compiled))
    for procedure, (code, document) in zip(compiled, before.items(), strict=True):
        again = encode(results.linked(procedure))
        if again != document:
            yield code, again
