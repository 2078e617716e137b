"""Keeps the catalogue: imports it, and answers what is in force, or was."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.corrections.corrections import corrected
from intake_ai.catalogue.corrections.store import corrections_in_force, last_number
from intake_ai.catalogue.encoding import decode, encode
from intake_ai.catalogue.errors import ChangedMeanwhile, LossesNotAccepted, ProcedureUnknown
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.selection.selection import Selection, current_selection, is_selected, traits
from intake_ai.catalogue.tables import ProcedureRow
from intake_ai.catalogue.versions import upgrading
from intake_ai.catalogue.versions.difference import Difference, difference
from intake_ai.catalogue.versions.installing import (
    Imported,
    ImportRequest,
    PreparedImport,
    Progress,
    compiled,
    prepare,
    store,
)
from intake_ai.catalogue.versions.versions import (
    LAYERS,
    CatalogueVersion,
    Layer,
    Moment,
    StoredProcedures,
    documents,
    earlier_documents,
    in_force,
    moment_of,
    name_of,
    release_of,
    releases,
    version_of,
    versions_in_force,
    vietnamese_today,
    with_earlier,
)
from intake_ai.errors import BadRequest
from intake_ai.storage.engine import lock_for_writing, session_factory
from intake_ai.storage.upgrading import bring_up_to_date

#: A local code is the national one, a dot and what the province added: 1.012796.H36, 2.000815.000.00.00.H55.
LOCAL_CODE = re.compile(r"([0-9]\.[0-9]{6,9})\.\S+")


class CatalogueRepository:
    """The catalogue in force: the national version of the day, what the province has beside it, and built-in
    procedures whose code neither has; officers' corrections are laid over all of them.

    Args:
        engine: Of a database in which the tables are made if they are not there.
        builtin: Procedures that ship with the program; the shipped ones where not given.
        today: The day that decides what is in force.
    """

    def __init__(
        self,
        engine: Engine,
        builtin: Sequence[Procedure] | None = None,
        today: Callable[[], date] = vietnamese_today,
    ) -> None:
        self._engine = engine
        self._sessions = session_factory(engine)
        self._given_builtin = builtin
        self._today = today
        self._moment: Moment | None = None
        self._name = ""
        bring_up_to_date(engine)
        upgrading.bring_up_to_date(self._sessions, today())

    @property
    def engine(self) -> Engine:
        """Of the database, for what else the catalogue keeps in it."""
        return self._engine

    def at(self, version: str) -> "CatalogueRepository":
        """The catalogue as it answered when it had this name, as reports carry it; for reading only.

        Raises:
            VersionUnknown: The name is not of this database.
        """
        with self._sessions() as session:
            moment = moment_of(session, version)
        earlier = CatalogueRepository.__new__(CatalogueRepository)
        earlier.__dict__.update(self.__dict__, _moment=moment, _name=version)
        return earlier

    def on(self, day: date) -> "CatalogueRepository":
        """The catalogue as it will be in force on `day`, by what is known today."""
        other = CatalogueRepository.__new__(CatalogueRepository)
        other.__dict__.update(self.__dict__, _today=lambda: day)
        return other

    def prepare(self, request: ImportRequest) -> PreparedImport:
        """Read the file and find out what its import would change; nothing is changed.

        Raises:
            UnreadableCatalogue: Nothing of the file can be used.
        """
        with self._sessions() as session:
            return prepare(session, request)

    def carry_out(self, prepared: PreparedImport, progress: Progress = lambda _done, _all: None) -> Imported:
        """Compile the procedures, and take the file over in one transaction.

        Raises:
            LossesNotAccepted: It loses more than the request allows; nothing has changed.
            ChangedMeanwhile: Another import came between; nothing has changed.
        """
        request = prepared.request
        if not request.accept_losses and prepared.losses.exceed(request.most_lost):
            raise LossesNotAccepted(values={"file": prepared.file.name, **prepared.losses.figures()})
        with self._sessions() as session:
            procedures = compiled(session, prepared, progress)
        with self.writing() as session:
            release = in_force(session, request.layer, request.effective)
            if (release.id if release else None) != prepared.follows:
                raise ChangedMeanwhile
            if not prepared.unchanged:
                release = store(session, prepared, procedures, current_selection(session)[0])
            assert release is not None  # noqa: S101  unchanged is what follows a release
            told = release_of(session, release, self._today())
        return Imported(told, not prepared.unchanged, prepared.difference, prepared.faults)

    def versions(self) -> list[CatalogueVersion]:
        """Every version with the days from which it was or will be in force, the newest first."""
        with self._sessions() as session:
            return releases(session, self._today())

    def difference(self, old: str | None = None, new: str | None = None) -> Difference | None:
        """Between two versions, by number or name; between one and that before it in its layer where one is named.

        Returns:
            None where none is named and there are no two national versions.

        Raises:
            VersionUnknown: There is no such version.
            BadRequest: One alone is named, and there is none before it.
        """
        with self._sessions() as session:
            named = new or old
            after = version_of(session, named).id if named else None
            if old and new:
                before: int | None = version_of(session, old).id
            else:
                before, after = with_earlier(releases(session, self._today()), after)
            if before is not None and after is not None:
                return difference(*(StoredProcedures(documents(session, number)) for number in (before, after)))
        if named:
            raise BadRequest("catalogue-diff-first", version=named)
        return None

    def version(self) -> str:
        """Name of what is in force, for reports; `at` leads back from it."""
        if self._moment:
            return self._name
        with self._sessions() as session:
            corrections = last_number(session)
        return "+".join(filter(None, (self.content_version(), f"c{corrections}" if corrections else "")))

    def content_version(self) -> str:
        """Name of the texts in force and of their selection, for what is made from them; corrections aside."""
        with self._sessions() as session:
            names = [name_of(row) for row in versions_in_force(session, self._today())]
            _, selection = current_selection(session)
        return "+".join((*names, *([f"s{selection}"] if selection else []), f"builtin-{self._builtin_hash}"))

    def get(self, code: str, version: str | None = None) -> Procedure:
        """The procedure of `code`, active or not; a local code with suffix falls back on the national one.

        Args:
            version: Name of the catalogue that is to answer, as a report carries it; the one in force where not given.

        Raises:
            ProcedureUnknown: There is none.
            VersionUnknown: The name is not of this database.
        """
        return (self.at(version) if version else self)._got(code)

    def source(self, code: str) -> Procedure:
        """As `get`, without corrections: what they are laid over.

        Raises:
            ProcedureUnknown: There is none.
        """
        return self._got(code, with_corrections=False)

    def active(self) -> tuple[Procedure, ...]:
        """The procedures in force, in the order of the file, without their context."""
        return tuple(self._load(only_active=True))

    def all(self) -> tuple[Procedure, ...]:
        """Every procedure, active or not, in the order of the file, without context."""
        return tuple(self._load())

    def contexts(self) -> dict[str, str]:
        """Results, requirements and steps of the active procedures as text, by code."""
        stored: dict[str, str] = {}
        with self._sessions() as session:
            for version, _ in self._versions(session):
                query = select(ProcedureRow.code, ProcedureRow.context)
                query = query.where(ProcedureRow.version_id == version, ProcedureRow.active)
                stored |= {row.code: row.context for row in session.execute(query)}
        return {code: builtin.context for code, builtin in self._builtin.items()} | stored

    def sources(self) -> list[tuple[Procedure, Layer]]:
        """Every procedure, active as its file marks it: neither corrected nor selected; built-in ones are national."""
        with self._sessions() as session:
            found = {
                code: (procedure, layer)
                for layer in LAYERS
                if (release := in_force(session, layer, self._today()))
                for code, procedure in StoredProcedures(documents(session, release.version_id)).items()
            }
        builtin: dict[str, tuple[Procedure, Layer]] = {
            code: (procedure, "national") for code, procedure in self._builtin.items()
        }
        return list((builtin | found).values())

    def local_codes(self) -> frozenset[str]:
        """Codes of the procedures that the province has beside the national ones."""
        with self._sessions() as session:
            release = in_force(session, "local", self._today())
            return frozenset(_codes(session, release.version_id)) if release else frozenset()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for other parts of the catalogue that keep something in the same database."""
        with self._sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As `reading`, in a transaction that alone writes; kept if nothing is raised."""
        with self._sessions.begin() as session:
            lock_for_writing(session.connection())
            yield session

    def _got(self, code: str, *, with_corrections: bool = True) -> Procedure:
        asked = code.strip()
        local = LOCAL_CODE.fullmatch(asked)
        for candidate in (asked, local[1]) if local else (asked,):
            found = next(self._load(candidate, with_corrections=with_corrections), None)
            if found is not None:
                return found
        raise ProcedureUnknown(code)

    def _load(
        self, code: str | None = None, *, only_active: bool = False, with_corrections: bool = True
    ) -> Iterator[Procedure]:
        """Imported procedures, then built-in ones, with corrections; of a code in two versions the later counts."""
        with self._sessions() as session:
            versions = self._versions(session)
            codes = [_codes(session, version, code) for version, _ in versions]
            found = [
                procedure
                for position, version in enumerate(versions)
                for procedure in _stored(session, version, code, only_active)
                if not any(procedure.code in later for later in codes[position + 1 :])
            ]
            corrections = corrections_in_force(session, self._moment.corrections if self._moment else None, code)
            selection, _ = current_selection(session)
        imported = set().union(*codes)
        builtin = self._builtin.values() if code is None else filter(None, (self._builtin.get(code),))
        beside = (_received(procedure, selection) for procedure in builtin if procedure.code not in imported)
        found += [procedure for procedure in beside if procedure.active or not only_active]
        if not with_corrections:
            return iter(found)
        return (corrected(procedure, corrections.get(procedure.code, {})) for procedure in found)

    def _versions(self, session: Session) -> Sequence[tuple[int, int | None]]:
        """Ids of the versions to answer from, each with the recompilation to look behind."""
        if self._moment:
            return self._moment.versions
        return [(row.id, None) for row in versions_in_force(session, self._today())]

    @cached_property
    def _builtin(self) -> dict[str, Procedure]:
        procedures = _shipped() if self._given_builtin is None else self._given_builtin
        return {procedure.code: procedure for procedure in procedures}

    @cached_property
    def _builtin_hash(self) -> str:
        documents = (encode(procedure) + procedure.context for procedure in self._builtin.values())
        return hashlib.sha256("\n".join(documents).encode()).hexdigest()[:8]


def _codes(session: Session, version: int, code: str | None = None) -> set[str]:
    query = select(ProcedureRow.code).where(ProcedureRow.version_id == version)
    return set(session.scalars(query if code is None else query.where(ProcedureRow.code == code)))


def _stored(
    session: Session, version: tuple[int, int | None], code: str | None, only_active: bool
) -> Iterator[Procedure]:
    number, recompilation = version
    query = select(ProcedureRow.code, ProcedureRow.document, ProcedureRow.active)
    query = query.where(ProcedureRow.version_id == number).order_by(ProcedureRow.position)
    query = query if code is None else query.where(ProcedureRow.code == code)
    query = query.where(ProcedureRow.active) if only_active else query
    earlier = earlier_documents(session, number, recompilation, code)
    for row in session.execute(query):
        yield replace(decode(earlier.get(row.code, row.document)), active=row.active)


def _received(builtin: Procedure, selection: Selection) -> Procedure:
    """The built-in procedure, active where the province receives it."""
    return replace(builtin, active=is_selected(selection, traits(builtin, builtin.active)))


def _shipped() -> Sequence[Procedure]:
    from intake_ai.catalogue.builtin import load_builtin  # noqa: PLC0415  # read only where it is needed

    return load_builtin()
