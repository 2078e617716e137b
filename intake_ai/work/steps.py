"""Does a piece of work: the stages of the pipeline, each for what it can be done for alone.

A step reads what it needs from database and blob store, and keeps what it makes there under names that depend on
content and run alone. So doing it twice, at once or one after the other, makes the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from intake_ai.dossier.documents import DossierDocuments, folder_of, pictures_of
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.dossier.values import read_situation
from intake_ai.pipeline import CheckRequest, check_readings, look_at
from intake_ai.storage.transactions import reading
from intake_ai.work.bench import Bench
from intake_ai.work.first_looks import first_look_report
from intake_ai.work.kinds import Kind
from intake_ai.work.outcomes import Checked, Claimed, Failure, Glanced, Looked, Opened, PageDone, Result, Unopened
from intake_ai.work.planning import page_of
from intake_ai.work.repository import WorkRepository
from ocr.engine import Look, chosen_engine
from ocr.errors import UnreadableFile
from ocr.opening import Upload, open_upload
from ocr.page import Page, PageReading, PageRef
from ocr.reader import (
    ReadingOptions,
    ReadingResult,
    failed_reading,
    known_reading,
    problem_of,
    read_page,
    read_page_anew,
)
from ocr.sandbox import TaskFailed

_TRIES: dict[str, int] = {"crashed": 5, "timed-out": 2, "out-of-memory": 2}
"""What may have been an accident is tried again: a child that somebody killed, a machine that was too busy."""


def do(claimed: Claimed, bench: Bench) -> Result:
    """Does what was claimed.

    Args:
        claimed: By this process.
        bench: Of this process.

    Raises:
        IntakeError, OSError: Something that it needs is not there; what to make of it decides `doing`.
    """
    bench.files.keep_only_of(claimed.dossier)
    return _STEPS[claimed.kind](claimed, bench)


def _open(claimed: Claimed, bench: Bench) -> Result:
    upload = _upload(claimed.subject, bench)
    path = bench.files.path(upload.sha256)
    try:
        opened = open_upload(path, upload.name, bench.options.limits, bench.sandbox)
    except UnreadableFile as error:
        cause = error.__cause__
        if isinstance(cause, TaskFailed) and claimed.tries < _TRIES.get(cause.reason, 1):
            return Failure(error.code, _TRIES[cause.reason], cause.reason)
        return Unopened(error.code, {name: value for name, value in error.values.items() if name != "file"})
    return Opened(opened.kind, opened.pages)


def _glance(claimed: Claimed, bench: Bench) -> Result:
    failure = _page_kept(claimed, bench, "glance")
    return failure or Glanced()


def _read(claimed: Claimed, bench: Bench) -> Result:
    failure = _page_kept(claimed, bench, "full")
    if failure is not None and claimed.tries >= failure.most_tries:
        return PageDone(failure.code)
    return failure or PageDone()


def _look(claimed: Claimed, bench: Bench) -> Result:
    dossier = _dossier(claimed, bench)
    with bench.services() as services:
        look = look_at(dossier.request, _kept(dossier, bench, "glance"), services)
    if look is None:
        return Looked(None)
    documents = DossierDocuments(bench.installation.blobs)
    return Looked(documents.keep_first_look(claimed.dossier, first_look_report(look)))


def _check(claimed: Claimed, bench: Bench) -> Result:
    dossier = _dossier(claimed, bench)
    with bench.services() as services:
        report = check_readings(dossier.request, _kept(dossier, bench, "full"), services, dossier.seconds)
    if report.is_secret:
        _forget_secret(claimed, bench)
    kept = DossierDocuments(bench.installation.blobs).keep_report(claimed.dossier, report)
    return Checked(kept, report.verdict, report.procedure.code if report.procedure else None, report)


def _forget_secret(claimed: Claimed, bench: Bench) -> None:
    """Nothing that was made of its papers stays: pictures, first look, reports of earlier runs. Files as they came stay
    sealed, for whoever must account for them, and are given out to nobody.
    """
    bench.files.clear()
    with reading(bench.installation.sessions) as session:
        row = DossierRepository(session).get(claimed.dossier)
        is_first = row.state == "reading" and row.run == claimed.run  # else somebody has kept this run's report
    made = folder_of(claimed.dossier) if is_first else pictures_of(claimed.dossier)
    bench.installation.blobs.delete_named(made)


_STEPS: dict[Kind, Callable[[Claimed, Bench], Result]] = {
    "open": _open,
    "glance": _glance,
    "look": _look,
    "read": _read,
    "check": _check,
}


@dataclass(frozen=True)
class _Dossier:
    """What the stages need to know of a dossier.

    Attributes:
        seconds: That reading its pages took, by all processes together.
    """

    request: CheckRequest
    uploads: tuple[UploadRow, ...]
    seconds: float


def _page_kept(claimed: Claimed, bench: Bench, look: Look) -> Failure | None:
    """Sees to it that a page's reading is kept; the failure where it cannot be read."""
    upload_id, page = page_of(claimed.subject)
    upload = _upload(upload_id, bench)
    options = replace(bench.options, look=look)
    if known_reading(upload.sha256, page, options) is not None:
        return None
    try:
        read_page_anew(_opened(upload, bench.files.path(upload.sha256)), page, options, bench.sandbox)
    except TaskFailed as failure:
        return Failure(problem_of(failure), _TRIES.get(failure.reason, 1), failure.reason)
    return None


def _upload(identifier: str, bench: Bench) -> UploadRow:
    with reading(bench.installation.sessions) as session:
        return session.get_one(UploadRow, identifier)


def _opened(upload: UploadRow, path: Path) -> Upload:
    assert upload.kind is not None  # noqa: S101 - pages are planned once a file is open
    return Upload(upload.name, path, upload.sha256, upload.kind, upload.pages or 0)  # type: ignore[arg-type]


def _dossier(claimed: Claimed, bench: Bench) -> _Dossier:
    with reading(bench.installation.sessions) as session:
        repository = DossierRepository(session)
        row = repository.get(claimed.dossier)
        corrections = OfficerService(session, bench.installation).in_force(row)
        pages = WorkRepository(session).ended(row.id, row.run, "read")
        seconds = sum(page.seconds or 0.0 for page in pages)
        return _Dossier(_request(row, corrections, bench), tuple(repository.uploads(row.id)), seconds)


def _request(row: DossierRow, corrections: dict[str, str], bench: Bench) -> CheckRequest:
    connected = bench.installation.settings.connected_databases
    situation = replace(read_situation(row.situation), channel=row.channel, connected=frozenset(connected))
    return CheckRequest(
        files=(),
        received=row.received,
        procedure=row.procedure,
        situation=situation,
        language=row.language,  # type: ignore[arg-type]  # only languages are written
        corrections=corrections,
        dossier=row.id,
    )


def _kept(dossier: _Dossier, bench: Bench, look: Look) -> ReadingResult:
    """All files and the kept readings of their pages, as reading them would give."""
    options = replace(bench.options, look=look)
    pages = [page for upload in dossier.uploads if not upload.error for page in _pages(upload, bench, options)]
    return ReadingResult(tuple(_file(upload) for upload in dossier.uploads), tuple(pages))


def _file(upload: UploadRow) -> Upload | UnreadableFile:
    if upload.error is None:
        return _opened(upload, Path(upload.sha256))  # not opened again, so it lies nowhere
    return UnreadableFile(upload.error["code"], upload.name, **{"sha256": upload.sha256, **upload.error["values"]})


def _pages(upload: UploadRow, bench: Bench, options: ReadingOptions) -> list[Page]:
    numbers = range(1, (upload.pages or 0) + 1)
    return [Page(PageRef(upload.name, number), _page(upload, number, bench, options)) for number in numbers]


def _page(upload: UploadRow, number: int, bench: Bench, options: ReadingOptions) -> PageReading:
    """The reading that is kept; one that was removed meanwhile, or is of an older version, is made again."""
    known = known_reading(upload.sha256, number, options)
    if known is not None:
        return known
    problem = (upload.failed_pages or {}).get(str(number))
    if options.look == "glance" or problem is not None:
        return failed_reading(problem or "unreadable", chosen_engine(options.engine, options.look).version)
    return read_page(_opened(upload, bench.files.path(upload.sha256)), number, options, bench.sandbox)
