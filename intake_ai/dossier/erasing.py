"""Erases what is kept of a dossier: files, readings, documents, the key of its details, names of files."""

from datetime import UTC, datetime, timedelta

from intake_ai.dossier.contents import discard
from intake_ai.dossier.documents import folder_of
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.privacy.index import forget_people
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.repository import WorkRepository

_LATE = timedelta(minutes=15)
"""Whoever still works on a dossier when it is erased has ended after this, and kept what has to go, too."""


def erase(installation: Installation, identifier: str) -> bool:
    """Erases a dossier; its row stays, without anything of the person, and says that it was there.

    Doing it again changes nothing. A file that another dossier has too stays for that one.

    Args:
        installation: Where it is.
        identifier: Of the dossier.

    Returns:
        Whether it was there.

    Raises:
        StorageUnusable: Database or blob store is out of reach: to be done again.
    """
    with writing(installation.sessions) as session:
        repository = DossierRepository(session)
        dossier = repository.find_locked(identifier)
        if dossier is None:
            return False
        WorkRepository(session).cancel(identifier)
        forget_people(session, identifier)
        _empty(dossier)
        uploads = repository.all_uploads(identifier)
        for upload in uploads:
            _nameless(upload)
        contents = {upload.sha256 for upload in uploads}
    remove_kept(installation, identifier, contents)
    with writing(installation.sessions) as session:
        dossier = DossierRepository(session).find_locked(identifier)
        if dossier is not None:
            dossier.expires_at = None
    return True


def remove_erased(installation: Installation, most: int) -> int:
    """Removes the rows of erased checks of citizens, and what late workers still wrote for them; how many."""
    with reading(installation.sessions) as session:
        gone = DossierRepository(session).erased_checks(datetime.now(UTC) - _LATE, most)
    for identifier in gone:
        with reading(installation.sessions) as session:
            uploads = DossierRepository(session).all_uploads(identifier)
        remove_kept(installation, identifier, {upload.sha256 for upload in uploads})
        with writing(installation.sessions) as session:
            dossier = DossierRepository(session).find_locked(identifier)
            if dossier is not None:
                session.delete(dossier)
    return len(gone)


def remove_kept(installation: Installation, identifier: str, contents: set[str]) -> None:
    """Removes the documents of a dossier, and of its files those that no other dossier has.

    Args:
        installation: Where they are.
        identifier: Of the dossier, which has been emptied.
        contents: Hashes of its files.

    Raises:
        StorageUnusable: Database or blob store is out of reach: to be done again.
    """
    installation.blobs.delete_named(folder_of(identifier))
    discard(installation, contents, but=identifier)


def _empty(dossier: DossierRow) -> None:
    now = datetime.now(UTC)
    dossier.state = "erased"
    dossier.own_key = dossier.code = dossier.token_hash = None
    dossier.situation = {}
    dossier.changed_at = now
    dossier.version += 1


def _nameless(upload: UploadRow) -> None:
    """Names of files often name people."""
    upload.name = f"tep-{upload.position + 1}"
    upload.removed_at = upload.removed_at or datetime.now(UTC)
