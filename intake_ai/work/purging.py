"""Removes what has had its time: checks of citizens, and work that is done."""

import logging
from datetime import timedelta

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
        repository = WorkRepository(session)
        now = repository.now()
        repository.forget_ended(now - _DONE_KEPT)
        AnswerRepository(session, installation.keys).forget_expired(now)
    ResumableUploads(installation).purge(now)
    return len(expired)
