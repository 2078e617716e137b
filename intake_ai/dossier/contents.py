"""Keeps contents and rows together: a file that is added is there, and one that was refused leaves nothing."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake_ai.dossier.errors import DossierConflict
from intake_ai.dossier.repository import DossierRepository
from intake_ai.storage.installation import Installation
from intake_ai.storage.readings import KeptReadings
from intake_ai.storage.transactions import writing

_LOCK = 0x696E636F
"""Advisory lock of PostgreSQL, shared by who adds and alone for who discards: "inco" in ASCII."""


def hold(session: Session, installation: Installation, hashes: Iterable[str]) -> None:
    """Make sure that contents are there, and stay until the rows that need them are committed.

    Args:
        session: Of the transaction that adds the rows; SQLite has one writer, which is enough.
        installation: Where the contents are.
        hashes: Of the contents.

    Raises:
        DossierConflict: Somebody deleted the same content at this moment: it is to be brought again.
    """
    keep_discarding_out(session)
    if not all(installation.blobs.exists(sha256) for sha256 in hashes):
        raise DossierConflict("upload-content-gone")


def keep_discarding_out(session: Session) -> None:
    """Nobody discards a content until this transaction ends; SQLite has one writer, which is enough."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))


def discard(installation: Installation, hashes: Iterable[str], but: str = "") -> None:
    """Delete contents, and readings of them, unless a file of another dossier has them.

    Args:
        installation: Where they are.
        hashes: Of the contents.
        but: The dossier that needs them no more.

    Raises:
        StorageUnusable: Database or store is out of reach.
    """
    for sha256 in tuple(hashes):
        # one at a time: who adds files, and on SQLite all who write, wait no longer than for one
        with writing(installation.sessions) as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            if not DossierRepository(session).is_kept(sha256, but=but):
                KeptReadings(installation.blobs).forget(sha256)
                installation.blobs.delete(sha256)
