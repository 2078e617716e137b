"""Plans the work of a run in the transaction that makes it necessary; planning twice changes nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import PRIORITIES
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.work.kinds import COURSES, Kind
from intake_ai.work.queues import as_queue
from intake_ai.work.repository import WorkRepository
from intake_ai.work.tables import WorkRow

_WITHOUT_GLANCE = "bulk"
"""Nobody waits for the first look at an archive."""


def plan_run(session: Session, dossier: DossierRow) -> int:
    """Begins a run from the files on: all are opened, their pages glanced at and read, then the dossier is checked.

    Args:
        session: Of a transaction that holds the dossier.
        dossier: Which.

    Returns:
        Pieces of work planned.
    """
    _begin(session, dossier)
    dossier.pages = dossier.pages_read = 0
    dossier.report = dossier.first_look = dossier.verdict = dossier.found_procedure = None
    uploads = DossierRepository(session).uploads(dossier.id)
    for upload in uploads:
        upload.kind = upload.pages = upload.error = upload.failed_pages = None
    return plan(session, dossier, "open", [upload.id for upload in uploads])


def plan_check(session: Session, dossier: DossierRow) -> int:
    """Begins a run of the stages after reading, from the readings that are kept; the report stays until the new one."""
    _begin(session, dossier)
    return plan(session, dossier, "check", [""])


def plan_pages(session: Session, dossier: DossierRow, upload: UploadRow) -> int:
    """Plans what is to be done with each page of a file that was opened."""
    pages = [subject_of(upload.id, page) for page in range(1, (upload.pages or 0) + 1)]
    glances = [] if dossier.priority == _WITHOUT_GLANCE else pages
    return plan(session, dossier, "glance", glances) + plan(session, dossier, "read", pages)


def plan(session: Session, dossier: DossierRow, kind: Kind, subjects: Iterable[str]) -> int:
    """Plans a piece of work for each subject that has none yet; how many."""
    repository = WorkRepository(session)
    known = repository.planned(dossier.id, dossier.run, kind)
    rows = [_row(dossier, kind, subject) for subject in subjects if subject not in known]
    repository.add(rows)
    return len(rows)


def subject_of(upload: str, page: int) -> str:
    """How a piece of work names a page."""
    return f"{upload}/{page}"


def page_of(subject: str) -> tuple[str, int]:
    """Upload and page that a piece of work names."""
    upload, _, page = subject.partition("/")
    return upload, int(page)


def _begin(session: Session, dossier: DossierRow) -> None:
    WorkRepository(session).cancel(dossier.id)
    dossier.run += 1
    dossier.state = "reading"
    dossier.failure = None


def _row(dossier: DossierRow, kind: Kind, subject: str) -> WorkRow:
    return WorkRow(
        dossier_id=dossier.id,
        run=dossier.run,
        kind=kind,
        subject=subject,
        priority=PRIORITIES.index(as_queue(dossier.priority)),
        rank=COURSES[kind].rank,
        made_at=datetime.now(UTC),
    )
