"""Removes what has had its time: checks of citizens, and work that is done."""

import logging
from datetime import datetime, timedelta

from intake_ai.dossier.erasing import erase, remove_erased
from intake_ai.dossier.repository import DossierRepository
from intake_ai.requests.answers import AnswerRepository
from intake_ai.requests.resumable import ResumableUploads
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.repository import WorkRepository

_AT_ONCE = 50
_DONE_KEPT = timedelta(days=1)
"""For who looks into what happened to a dossier; the counts for the metrics stay."""
_ROWS_AT_ONCE = 1000
"""In one transaction: on SQLite all who write wait for it."""
_log = logging.getLogger(__name__)


def purge(installation: Installation) -> int:
    """Removes what expired; how many dossiers.

    Raises:
        StorageUnusable: Database or blob store is out of reach; what is left goes with the next purge.
    """
    with reading(installation.sessions) as session:
        expired = DossierRepository(session).expired(WorkRepository(session).now(), _AT_ONCE)
    for identifier in expired:
        erase(installation, identifier)
        _log.info("an expired dossier was erased")
    remove_erased(installation, _AT_ONCE)
    with writing(installation.sessions) as session:
        now = WorkRepository(session).now()
        AnswerRepository(session, installation.keys).forget_expired(now)
    _forget_ended(installation, now - _DONE_KEPT)
    ResumableUploads(installation).purge(now)
    return len(expired)


def _forget_ended(installation: Installation, before: datetime) -> None:
    removed = _ROWS_AT_ONCE
    while removed == _ROWS_AT_ONCE:
        with writing(installation.sessions) as session:
            removed = WorkRepository(session).forget_ended(before, _ROWS_AT_ONCE)
