"""Versions of the catalogue: which are in force on a day, and how a name in a report leads back to one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.encoding import decode
from intake_ai.catalogue.errors import VersionUnknown
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import (
    CatalogueVersionRow,
    EarlierDocumentRow,
    ProcedureRow,
    RecompilationRow,
    ReleaseRow,
)
from intake_ai.storage.times import in_utc

Layer = Literal["national", "local"]
LAYERS: tuple[Layer, ...] = ("national", "local")
State = Literal["in-force", "waiting", "past"]

VIETNAM = timezone(timedelta(hours=7))
"""Without summer time since 1975."""

_IMPORT = re.compile(r"(?P<content>[0-9a-f]{12})-(?P<compiler>\w+)")
_MARK = re.compile(r"(?P<kind>[cs])(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """What was imported, and when it is in force.

    Attributes:
        name: Stands for the content, and for the rules that compiled it.
        procedures, active, rows: How many procedures, procedures in force, rows of required papers.
        number: Counts the imports of new content.
        effective: First day on which it is in force.
        state: Of this release of it, on the day that it was asked for.
    """

    name: str
    file: str
    format: str
    imported_at: datetime
    procedures: int
    active: int
    rows: int
    number: int = 0
    layer: Layer = "national"
    effective: date = date.min
    state: State = "in-force"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a catalogue answers from.

    Attributes:
        versions: Ids of the versions, the local one last, each with the id of the recompilation that replaced what is
            asked for, None for the rules of today.
        corrections: The last entry of the history of corrections that counts, None for all.
    """

    versions: tuple[tuple[int, int | None], ...]
    corrections: int | None = None


class StoredProcedures(Mapping[str, Procedure]):
    """The procedures of a version, decoded when asked for: a whole catalogue need not be in memory twice.

    Args:
        documents: By code, in order.
    """

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._documents = documents

    def __getitem__(self, code: str) -> Procedure:
        return decode(self._documents[code])

    def __contains__(self, code: object) -> bool:
        return code in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def vietnamese_today() -> date:
    """The day in Vietnam, wherever the server's clock is set."""
    return datetime.now(VIETNAM).date()


def in_force(session: Session, layer: Layer, day: date) -> ReleaseRow | None:
    """The release of `layer` that counts on `day`."""
    query = select(ReleaseRow).where(ReleaseRow.layer == layer, ReleaseRow.effective <= day)
    return session.scalar(query.order_by(ReleaseRow.effective.desc(), ReleaseRow.id.desc()).limit(1))


def versions_in_force(session: Session, day: date) -> list[CatalogueVersionRow]:
    """The version of each layer that counts on `day`, the local one last."""
    releases = (in_force(session, layer, day) for layer in LAYERS)
    return [session.get_one(CatalogueVersionRow, release.version_id) for release in releases if release]


def releases(session: Session, day: date) -> list[CatalogueVersion]:
    """Every release, the newest first, with its state on `day`."""
    query = select(ReleaseRow).order_by(ReleaseRow.effective.desc(), ReleaseRow.id.desc())
    counting = {release.id for layer in LAYERS if (release := in_force(session, layer, day))}
    return [_summary(session, release, _state(release, counting, day)) for release in session.scalars(query)]


def release_of(session: Session, release: ReleaseRow, day: date) -> CatalogueVersion:
    """A release with its state on `day`."""
    counting = {counted.id for layer in LAYERS if (counted := in_force(session, layer, day))}
    return _summary(session, release, _state(release, counting, day))


def with_earlier(found: Sequence[CatalogueVersion], number: int | None = None) -> tuple[int | None, int | None]:
    """Numbers of the version that came before `number` in its layer, and of itself, None where there is none.

    Args:
        found: As `releases` lists them, the newest first.
        number: The newest national one where not given.
    """
    layer = next((version.layer for version in found if version.number == number), "national")
    numbers = [version.number for version in found if version.layer == layer]
    if number is None:
        number = numbers[0] if numbers else None
    earlier = numbers[numbers.index(number) :] if number in numbers else []
    return next((other for other in earlier if other != number), None), number


def name_of(row: CatalogueVersionRow) -> str:
    return f"{row.content_hash[:12]}-{row.compiler}"


def moment_of(session: Session, name: str) -> Moment:
    """What a catalogue version of this name, as reports carry it, answered from.

    Raises:
        VersionUnknown: A part of the name is not of this database.
    """
    found: list[tuple[int, int | None]] = []
    corrections = 0
    for part in name.strip().split("+"):
        imported, mark = _IMPORT.fullmatch(part), _MARK.fullmatch(part)
        if imported:
            found.append(_imported(session, imported["content"], imported["compiler"], name))
        elif mark and mark["kind"] == "c":
            corrections = int(mark["number"])
        elif not mark and not part.startswith("builtin-"):
            raise VersionUnknown(name)
    return Moment(tuple(found), corrections)


def version_of(session: Session, reference: str) -> CatalogueVersionRow:
    """The version of a number as listed, or of a name or its beginning.

    Raises:
        VersionUnknown: There is none, or more than one.
    """
    asked = reference.strip().removeprefix("#")
    if asked.isdecimal() and asked.isascii() and len(asked) < 12:
        row = session.get(CatalogueVersionRow, int(asked))
        if row:
            return row
    beginning = asked.split("+")[0].split("-")[0].lower()
    if not re.fullmatch(r"[0-9a-f]{4,64}", beginning):
        raise VersionUnknown(reference)
    query = select(CatalogueVersionRow).where(CatalogueVersionRow.content_hash.startswith(beginning))
    rows = session.scalars(query).all()
    if len(rows) != 1:
        raise VersionUnknown(reference)
    return rows[0]


def documents(session: Session, version: int, recompilation: int | None = None) -> dict[str, str]:
    """The documents of a version by code, in order, as they were before `recompilation`."""
    query = select(ProcedureRow.code, ProcedureRow.document).where(ProcedureRow.version_id == version)
    stored = {row.code: row.document for row in session.execute(query.order_by(ProcedureRow.position))}
    return stored | earlier_documents(session, version, recompilation)


def earlier_documents(
    session: Session, version: int, recompilation: int | None, code: str | None = None
) -> dict[str, str]:
    """Of the procedures that `recompilation` or a later one changed, the documents as they were before."""
    if recompilation is None:
        return {}
    query = select(EarlierDocumentRow.code, EarlierDocumentRow.document).join(RecompilationRow)
    query = query.where(RecompilationRow.version_id == version, RecompilationRow.id >= recompilation)
    if code is not None:
        query = query.where(EarlierDocumentRow.code == code)
    found: dict[str, str] = {}
    for row in session.execute(query.order_by(RecompilationRow.id)):
        found.setdefault(row.code, row.document)
    return found


def _imported(session: Session, content: str, compiler: str, name: str) -> tuple[int, int | None]:
    query = select(CatalogueVersionRow).where(CatalogueVersionRow.content_hash.startswith(content))
    row = session.scalar(query)
    if row is None:
        raise VersionUnknown(name)
    if row.compiler == compiler:
        return row.id, None
    replaced = select(func.min(RecompilationRow.id)).where(
        RecompilationRow.version_id == row.id, RecompilationRow.compiler == compiler
    )
    recompilation = session.scalar(replaced)
    if recompilation is None:
        raise VersionUnknown(name)
    return row.id, recompilation


def _state(release: ReleaseRow, counting: set[int], day: date) -> State:
    if release.id in counting:
        return "in-force"
    return "waiting" if release.effective > day else "past"


def _summary(session: Session, release: ReleaseRow, state: State) -> CatalogueVersion:
    row = session.get_one(CatalogueVersionRow, release.version_id)
    return CatalogueVersion(
        name=name_of(row),
        file=row.file,
        format=row.format,
        imported_at=in_utc(row.imported_at),
        procedures=row.procedures,
        active=row.active,
        rows=row.rows,
        number=row.id,
        layer="local" if release.layer == "local" else "national",
        effective=release.effective,
        state=state,
    )
