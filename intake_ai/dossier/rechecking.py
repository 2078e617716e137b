"""Sends a dossier through the stages after reading again, because somebody said something new of it."""

from sqlalchemy.orm import Session

from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.telling import tell
from intake_ai.work.announcing import Announcer, announce_after_commit
from intake_ai.work.planning import plan_check
from intake_ai.work.repository import WorkRepository


def check_again(session: Session, dossier: DossierRow, announcer: Announcer) -> None:
    """Plans a check where one is over or under way; one that is still to begin will see what has changed.

    Args:
        session: Of a transaction that holds the dossier.
        dossier: Which; one that was never read, or is cancelled, is left as it is.
        announcer: Tells workers.
    """
    if not _is_checked(session, dossier):
        return
    planned = plan_check(session, dossier)
    tell(session, dossier, "rechecking", run=dossier.run)
    announce_after_commit(session, announcer, dossier.priority, planned)


def _is_checked(session: Session, dossier: DossierRow) -> bool:
    """Whether a check has begun that did not know what is known now."""
    if dossier.state == "reading":
        check = WorkRepository(session).one_of(dossier.id, dossier.run, "check")
        return check is not None and check.state != "waiting"
    return dossier.state == "read" or (dossier.state == "failed" and dossier.report is not None)
