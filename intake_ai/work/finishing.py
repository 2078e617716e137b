"""Takes in what came of a piece of work, and plans what it makes possible, in one transaction.

Who no longer holds the piece (its process was taken for dead, the dossier was cancelled or is in another run) changes
nothing, however late or often the result comes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.dossier.telling import tell
from intake_ai.storage.times import in_utc
from intake_ai.work.claiming import release
from intake_ai.work.kinds import Kind
from intake_ai.work.outcomes import (
    Checked,
    Claimed,
    Failure,
    Glanced,
    Hindered,
    Looked,
    Opened,
    Outcome,
    PageDone,
    Result,
    Unopened,
)
from intake_ai.work.planning import page_of, plan, plan_pages
from intake_ai.work.repository import WorkRepository
from intake_ai.work.tables import WorkRow

_MOST_SECONDS_BETWEEN_TRIES = 60
_GONE = Failure("work-process-died", most_tries=5, detail="process died")
_MOST_INTERRUPTIONS = 20
"""Of one piece. Machines are switched off and workers killed for reasons of their own, but not so often in a row."""


def settle(session: Session, claimed: Claimed, result: Result) -> int | None:
    """Takes in a result.

    Args:
        session: Of a transaction that writes.
        claimed: What was done.
        result: What came of it.

    Returns:
        Pieces of work that may be begun now because of it; None where the process no longer held the piece.
    """
    dossier = DossierRepository(session).find_locked(claimed.dossier)
    row = WorkRepository(session).held(claimed.id, claimed.process)
    if dossier is None or row is None:
        return None
    if dossier.run != claimed.run or dossier.state != "reading":
        _end(session, row, "cancelled")
        return None
    match result:
        case Hindered():
            release(row)
            row.not_before = _now(session) + timedelta(seconds=result.seconds)
            row.reason = {"code": result.code}
            return 0
        case Failure():
            return _fail(session, dossier, row, result)
        case _:
            return _finish(session, dossier, row, result)


def give_back(session: Session, row: WorkRow, *, is_try: bool) -> int:
    """Takes a piece of work out of the hands of a process that is no more.

    Args:
        session: Of a transaction that writes.
        row: The piece, as last seen; whoever holds it now keeps it if that is another.
        is_try: The process died alone, so the piece may have killed it.

    Returns:
        Pieces of work that may be begun now because of it.
    """
    dossier = DossierRepository(session).find_locked(row.dossier_id)
    held = WorkRepository(session).held(row.id, row.claimed_by or "")
    if dossier is None or held is None:
        return 0
    if dossier.run != held.run or dossier.state != "reading":
        _end(session, held, "cancelled")
        return 0
    if is_try or held.interrupted >= _MOST_INTERRUPTIONS:
        return _fail(session, dossier, held, _GONE if is_try else replace(_GONE, most_tries=0))
    release(held)
    held.interrupted += 1
    held.not_before = _now(session) + timedelta(seconds=held.interrupted)
    return 0


def _finish(session: Session, dossier: DossierRow, row: WorkRow, outcome: Outcome) -> int:
    _end(session, row, "done")
    match outcome:
        case Opened():
            return _opened(session, dossier, _upload(session, row), outcome)
        case Unopened():
            return _unopened(session, dossier, _upload(session, row), outcome)
        case Glanced():
            return _after_glances(session, dossier)
        case PageDone():
            return _page_done(session, dossier, row, outcome.problem)
        case Looked():
            return _looked(session, dossier, outcome)
        case Checked():
            return _checked(session, dossier, outcome)


def _fail(session: Session, dossier: DossierRow, row: WorkRow, failure: Failure) -> int:
    row.reason = {"code": failure.code, "detail": failure.detail}
    if row.tries < failure.most_tries:
        row.state = "waiting"
        row.claimed_by = None
        wait = min(_MOST_SECONDS_BETWEEN_TRIES, row.tries**2)
        row.not_before = _now(session) + timedelta(seconds=wait)
        WorkRepository(session).count(_kind(row), "retried", _seconds(session, row))
        return 0
    _end(session, row, "set_aside")
    return _set_aside(session, dossier, row, failure)


def _set_aside(session: Session, dossier: DossierRow, row: WorkRow, failure: Failure) -> int:
    """Goes on without what cannot be done; only without a report there is nothing to go on to."""
    match _kind(row):
        case "open":
            upload = _upload(session, row)
            return _unopened(session, dossier, upload, Unopened("file-broken", {"sha256": upload.sha256}))
        case "glance":
            return _after_glances(session, dossier)
        case "read":
            return _page_done(session, dossier, row, _page_problem(failure))
        case "look":
            return 0
        case "check":
            dossier.state = "failed"
            dossier.failure = failure.code
            tell(session, dossier, "failed", code=failure.code, run=dossier.run)
            return 0


def _opened(session: Session, dossier: DossierRow, upload: UploadRow, opened: Opened) -> int:
    upload.kind = opened.kind
    upload.pages = opened.pages
    dossier.pages += opened.pages
    planned = plan_pages(session, dossier, upload)
    tell(session, dossier, "opened", upload=upload.id, pages=dossier.pages)
    return planned


def _unopened(session: Session, dossier: DossierRow, upload: UploadRow, unopened: Unopened) -> int:
    upload.error = {"code": unopened.code, "values": dict(unopened.values)}
    tell(session, dossier, "opened", upload=upload.id, pages=dossier.pages)
    return _after_glances(session, dossier) + _after_readings(session, dossier)


def _page_done(session: Session, dossier: DossierRow, row: WorkRow, problem: str | None) -> int:
    if problem is not None:
        upload_id, page = page_of(row.subject)
        upload = session.get_one(UploadRow, upload_id)
        upload.failed_pages = {**(upload.failed_pages or {}), str(page): problem}
    dossier.pages_read += 1
    tell(session, dossier, "page-read", done=dossier.pages_read, pages=dossier.pages)
    return _after_readings(session, dossier)


def _looked(session: Session, dossier: DossierRow, looked: Looked) -> int:
    if looked.first_look is not None:
        dossier.first_look = looked.first_look
        tell(session, dossier, "looked", run=dossier.run)
    return 0


def _checked(session: Session, dossier: DossierRow, checked: Checked) -> int:
    dossier.report = checked.report
    dossier.verdict = checked.verdict
    dossier.found_procedure = checked.procedure
    dossier.state = "read"
    if checked.content is not None and checked.content.is_secret:
        dossier.first_look = None  # it is kept no more
    WorkRepository(session).cancel(dossier.id)  # a first look that comes after the report is of no use
    tell(session, dossier, "checked", verdict=checked.verdict, run=dossier.run)
    return 0


def _after_glances(session: Session, dossier: DossierRow) -> int:
    """The look at the whole, once all pages were glanced at; none where there is no page or nobody waits for it."""
    if WorkRepository(session).is_under_way(dossier.id, dossier.run, ("open", "glance")):
        return 0
    if not WorkRepository(session).planned(dossier.id, dossier.run, "glance"):
        return 0
    return plan(session, dossier, "look", [""])


def _after_readings(session: Session, dossier: DossierRow) -> int:
    """The check, once all pages were read."""
    if WorkRepository(session).is_under_way(dossier.id, dossier.run, ("open", "read")):
        return 0
    return plan(session, dossier, "check", [""])


def _end(session: Session, row: WorkRow, state: str) -> None:
    row.state = state
    row.ended_at = _now(session)
    row.seconds = _seconds(session, row)
    session.flush()
    WorkRepository(session).count(_kind(row), state, row.seconds)


def _seconds(session: Session, row: WorkRow) -> float:
    if row.claimed_at is None:
        return 0.0
    return max(0.0, (_now(session) - in_utc(row.claimed_at)).total_seconds())


def _upload(session: Session, row: WorkRow) -> UploadRow:
    return session.get_one(UploadRow, row.subject)


def _page_problem(failure: Failure) -> str:
    """The code in the page's reading; what is no problem of a page makes it unreadable."""
    if failure.code == "work-timed-out":
        return "timed_out"
    return failure.code if failure.code in {"timed_out", "too_large"} else "unreadable"


def _kind(row: WorkRow) -> Kind:
    return row.kind  # type: ignore[return-value]  # only kinds are written


def _now(session: Session) -> datetime:
    return WorkRepository(session).now()
