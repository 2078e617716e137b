"""Which rows and files belong into a backup, and which files the rows name.

Citizens' checks are left out: nothing of them may be kept for longer than they were told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from intake_ai.dossier.documents import document_name
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.storage.blobs import content_name, own_name

_MADE_AGAIN = "pictures"
"""Folder of what is drawn anew from the files where it is not there."""
_OF_CITIZENS = DossierRow.purpose == "citizen"


@dataclass(frozen=True)
class Kept:
    """What a snapshot of the database says of the files in the store.

    Attributes:
        named: Names in the store of the files of dossiers, their reports and first looks; they should be there.
        owners: Ids of dossiers and hashes of files. Whatever has one of them in its name belongs into the backup, such
            as page readings and parts of uploads.
    """

    named: frozenset[str]
    owners: frozenset[str]

    def belongs(self, name: str) -> bool:
        """Whether a file of this name belongs into the backup."""
        parts = name.split("/")
        return _MADE_AGAIN not in parts and not self.owners.isdisjoint(parts)


def kept_files(connection: Connection) -> Kept:
    """The files of dossiers that are neither erased nor citizens' checks."""
    dossiers = select(DossierRow.id, DossierRow.report, DossierRow.first_look)
    dossiers = dossiers.where(~_OF_CITIZENS, DossierRow.state != "erased")
    uploads = select(UploadRow.sha256, UploadRow.removed_at).join(DossierRow)
    uploads = uploads.where(~_OF_CITIZENS, DossierRow.state != "erased")
    named: set[str] = set()
    owners: set[str] = set()
    for identifier, *documents in connection.execute(dossiers):
        owners.add(identifier)
        named |= {own_name(document_name(identifier, sha256)) for sha256 in documents if sha256}
    for sha256, removed_at in connection.execute(uploads):
        owners.add(sha256)
        named |= {content_name(sha256)} if removed_at is None else set()
    return Kept(frozenset(named), frozenset(owners))


def rows_kept(table: Table) -> Select[tuple[object, ...]]:
    """The rows of a table that belong into a backup: not those of citizens' checks, however far they lead to one."""
    statement = select(table)
    for condition in _not_of_citizens(table):
        statement = statement.where(condition)
    return statement


def _not_of_citizens(table: Table) -> Iterator[ColumnElement[bool]]:
    if table.name == DossierRow.__tablename__:
        yield table.c.purpose != "citizen"
    for key in table.foreign_keys:
        referred = key.column.table
        conditions = list(_not_of_citizens(referred))
        if conditions:
            there = select(key.column).where(*conditions)
            yield key.parent.is_(None) | key.parent.in_(there)
