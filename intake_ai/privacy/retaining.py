"""Removes what has had its time: working copies of decided dossiers, abandoned dossiers, sessions that are over.

How long is the centre's setting. A decided dossier keeps its row, its decisions and the values that people typed, for
who asks later why something was decided; files, readings, pictures and report go.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from intake_ai.access.purging import purge_access
from intake_ai.access.rules import SYSTEM, Action
from intake_ai.audit.anchoring import keep_anchor
from intake_ai.audit.recording import Entry, record
from intake_ai.dossier.erasing import remove_kept
from intake_ai.dossier.repository import DossierRepository
from intake_ai.privacy.erasing import erase_dossier, scrub
from intake_ai.privacy.repository import PrivacyRepository
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing

_AT_ONCE = 200
_LATE = timedelta(minutes=15)
"""After it nobody works any more on what was erased; `intake_ai.dossier.erasing`."""
_WATCHED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retained:
    """What was removed: working copies of decided dossiers, all data of abandoned ones; how many."""

    decided: int
    abandoned: int


def retain(installation: Installation, now: datetime | None = None, most: int | None = None) -> Retained:
    """Remove what has had its time.

    Args:
        installation: Where it is kept.
        now: Time; None is the present.
        most: Dossiers of either sort at one go, so that who does other things beside it is not held up; None for all.

    Raises:
        StorageUnusable: Database or blob store is out of reach; what is left goes the next time.
    """
    moment = now or datetime.now(UTC)
    decided = sum(remove_working_copies(installation, one) for one in islice(_decided(installation, moment), most))
    abandoned = sum(_erased(installation, one) for one in islice(_abandoned(installation, moment), most))
    _remove_late(installation, moment)
    with writing(installation.sessions) as session:
        purge_access(session, installation.settings, moment)
    keep_anchor(installation)
    return Retained(decided, abandoned)


def remove_working_copies(installation: Installation, identifier: str) -> bool:
    """Remove files, readings, pictures and report of a decided dossier; whether it had any.

    Raises:
        StorageUnusable: Database or blob store is out of reach: to be done again.
    """
    with reading(installation.sessions) as session:
        repository = DossierRepository(session)
        dossier = repository.get(identifier)
        contents = {upload.sha256 for upload in repository.all_uploads(identifier)}
    if dossier.state != "confirmed":
        return False
    # first what is kept, then the rows that tell of it: whoever is stopped between them is told of it again
    remove_kept(installation, identifier, contents)
    with writing(installation.sessions) as session:
        row = DossierRepository(session).locked(identifier)
        row.report = row.first_look = None
        row.version += 1
        kept = PrivacyRepository(session)
        kept.forget_resumable(identifier)
        kept.forget_answers(identifier)
        files = kept.forget_uploads(identifier)
        detail = {"files": len(files)}
        record(session, installation.keys, Entry(SYSTEM, Action.PRIVACY_RETAIN, "dossier", identifier, detail=detail))
    return True


def days_kept(settings: Settings, procedure: str | None) -> int:
    """Days that working copies of a dossier of this procedure are kept after the decision."""
    return settings.retention_days_of.get(procedure or "", settings.retention_days)


def _decided(installation: Installation, now: datetime) -> Iterator[str]:
    """Dossiers whose working copies have had their time."""
    settings = installation.settings
    shortest = min([settings.retention_days, *settings.retention_days_of.values()])
    after = ""
    while True:
        with reading(installation.sessions) as session:
            page = PrivacyRepository(session).decided(now - timedelta(days=shortest), after, _AT_ONCE)
        for identifier, procedure, decided_at in page:
            if in_utc(decided_at) < now - timedelta(days=days_kept(settings, procedure)):
                yield identifier
        if len(page) < _AT_ONCE:
            return
        after = page[-1][0]


def _abandoned(installation: Installation, now: datetime) -> Iterator[str]:
    """Dossiers that nobody went on with; each is asked for once the one before is erased."""
    before = now - timedelta(days=installation.settings.abandoned_days)
    while True:
        with reading(installation.sessions) as session:
            page = PrivacyRepository(session).abandoned(before, _AT_ONCE)
        yield from page
        if len(page) < _AT_ONCE:
            return


def _erased(installation: Installation, identifier: str) -> bool:
    return erase_dossier(installation, identifier, SYSTEM, "abandoned")


def _remove_late(installation: Installation, now: datetime) -> None:
    """What a worker still wrote for a dossier while it was erased, or somebody had brought a moment before."""
    with reading(installation.sessions) as session:
        erased = PrivacyRepository(session).erased(now - _WATCHED, now - _LATE)
    for identifier in erased:
        with reading(installation.sessions) as session:
            contents = {upload.sha256 for upload in DossierRepository(session).all_uploads(identifier)}
        remove_kept(installation, identifier, contents)
    if erased:
        scrub(installation)
