"""Erases a person's data: files, readings, pictures, reports, names, corrections; the audit log stays, and stays whole.

Values that people typed are sealed with a key of their dossier's own: without it nobody reads them any more, neither
in the tables nor in the log, nor in a backup of the tables alone.
"""

import logging
from datetime import UTC, datetime

from intake_ai.access.rules import Action, Actor
from intake_ai.audit.recording import Entry, record
from intake_ai.audit.repository import AuditRepository
from intake_ai.dossier.erasing import erase
from intake_ai.dossier.repository import DossierRepository
from intake_ai.errors import BadRequest
from intake_ai.learning.errors import LessonRefused
from intake_ai.learning.lessons import forget_lesson
from intake_ai.privacy.index import as_number, dossiers_of, is_number
from intake_ai.privacy.repository import PrivacyRepository
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

_PATIENCE_MILLISECONDS = 500
_SCRUBBED = ("dossier", "upload", "field_correction", "confirmation", "resumable_upload", "request_answer")
_log = logging.getLogger(__name__)


def find_person(installation: Installation, number: str) -> tuple[str, ...]:
    """Ids of the dossiers that hold data of the person with an identity number.

    Raises:
        BadRequest: That is no identity number (privacy-number-unusable).
    """
    if not is_number(number):
        raise BadRequest("privacy-number-unusable", number=as_number(number)[:4])
    with reading(installation.sessions) as session:
        return tuple(dossiers_of(session, installation.keys, number))


def erase_dossier(installation: Installation, identifier: str, actor: Actor, why: str) -> bool:
    """Erase all that is kept of the people in a dossier. Doing it again changes nothing.

    If this process ends on the way, the sweep goes on with it.

    Args:
        installation: Where it is kept.
        identifier: Of the dossier.
        actor: Who erases it.
        why: Their reason; nothing of the person.

    Returns:
        Whether there was something to erase.

    Raises:
        StorageUnusable: Database or blob store is out of reach: to be done again.
    """
    with writing(installation.sessions) as session:
        dossier = DossierRepository(session).find_locked(identifier)
        if dossier is None or dossier.state == "erased":
            return False
        dossier.expires_at = datetime.now(UTC)
        repository = PrivacyRepository(session)
        repository.forget_resumable(identifier)
        repository.forget_answers(identifier)
        AuditRepository(session).forget_looks_at(identifier)
        record(session, installation.keys, Entry(actor, Action.PRIVACY_ERASE, "dossier", identifier, why))
    erase(installation, identifier)
    forget_training(installation, identifier)
    scrub(installation)
    return True


def forget_training(installation: Installation, identifier: str) -> None:
    """Take a dossier out of what models are trained by."""
    try:
        forget_lesson(installation.settings, identifier)
    except LessonRefused:
        _log.debug("no lesson was kept of an erased dossier")


def scrub(installation: Installation) -> bool:
    """Let the database give up old copies of what was changed: SQLite's write-ahead log, PostgreSQL's dead rows.

    Returns:
        Whether they are gone; not so while somebody, such as a backup, reads the database as it was: the next time.
    """
    with installation.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"VACUUM {', '.join(_SCRUBBED)}")
        if connection.dialect.name != "sqlite":
            return True
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        # whoever waits here keeps all writers waiting
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE_MILLISECONDS}")
        try:
            return int(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]) == 0
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={usual}")
