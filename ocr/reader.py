"""Reads the files of a dossier: every page once, a process per core, known pages from the cache."""

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ocr.cache import ReadingCache, ReadingKey, ReadingStore
from ocr.codec import decode
from ocr.engine import Engine, Look, chosen_engine
from ocr.engines import DEFAULT_ENGINE
from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import Upload, open_upload, page_for_sandbox, seconds_with_converting
from ocr.page import Page, PageReading, PageRef
from ocr.sandbox import Sandbox, TaskFailed
from ocr.shared_sandbox import shared_sandbox

Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)

#: A process takes up to 245 MB on the letters of the reference data; the whole run stays below 1 GB (issue 2).
MOST_PROCESSES = 3
_PROBLEM_OF_FAILURE = {"timed-out": "timed_out", "out-of-memory": "too_large", "page-too-large": "too_large"}


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read.

    Attributes:
        limits: What one file or page may cost.
        cache: Folder or store of known readings; None reads everything anew.
        processes: Pages read at once; None takes one for each core this process may use, at most `MOST_PROCESSES`.
        engine: That reads lines, by its name (`ocr.engines`).
        look: How much of each page to read.
    """

    limits: Limits = field(default_factory=Limits)
    cache: Path | ReadingStore | None = None
    processes: int | None = None
    engine: str = DEFAULT_ENGINE
    look: Look = "full"

    @property
    def store(self) -> ReadingStore | None:
        """Where known readings are."""
        return ReadingCache(self.cache) if isinstance(self.cache, Path) else self.cache


@dataclass(frozen=True)
class ReadingResult:
    """The files in the order given, each opened or with the reason why not, and all pages in their order."""

    uploads: tuple[Upload | UnreadableFile, ...]
    pages: tuple[Page, ...]


def read_uploads(
    files: Sequence[tuple[Path, str]],
    options: ReadingOptions | None = None,
    progress: Progress | None = None,
    sandbox: Sandbox | None = None,
) -> ReadingResult:
    """Reads all pages of all files that can be opened; a bad file or page costs the others nothing.

    Args:
        files: Path and name (unique among them) of each.
        options: Defaults to `ReadingOptions()`.
        progress: Told pages done and pages in all, after each page, in this thread.
        sandbox: Where to read; defaults to one that is closed at the end.

    Raises:
        EngineMissing: The engine or Tesseract is not installed.
    """
    options = options or ReadingOptions()
    if sandbox is None:
        with sandbox_for(options) as own:
            return read_uploads(files, options, progress, own)
    with ThreadPoolExecutor(sandbox.processes) as threads:
        uploads = tuple(threads.map(lambda file: _open(file[0], file[1], options.limits, sandbox), files))
        wanted = [
            (upload, page) for upload in uploads if isinstance(upload, Upload) for page in range(1, upload.pages + 1)
        ]
        futures = {
            threads.submit(read_page, upload, page, options, sandbox): PageRef(upload.name, page)
            for upload, page in wanted
        }
        readings: dict[PageRef, PageReading] = {}
        try:
            for done in as_completed(futures):
                readings[futures[done]] = done.result()
                if progress:
                    progress(len(readings), len(wanted))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    refs = [PageRef(upload.name, page) for upload, page in wanted]
    return ReadingResult(uploads, tuple(Page(ref, readings[ref]) for ref in refs))


def sandbox_for(options: ReadingOptions) -> Sandbox:
    """Processes to read with; to be closed."""
    processes = options.processes or min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return Sandbox(options.limits, processes)


def read_page(
    upload: Upload, page: int, options: ReadingOptions | None = None, sandbox: Sandbox | None = None
) -> PageReading:
    """Reads one page, or recalls its reading; where it was read in full before, that also serves for a glance.

    Args:
        upload: The file, opened.
        page: Counts from 1.
        options: Defaults to `ReadingOptions()`.
        sandbox: Where to read; defaults to one shared by this process.

    Returns:
        The reading. A page that alone fails gives one of source "none" with ``legible`` 0 and a problem:
        ``unreadable``, ``timed_out`` or ``too_large``.

    Raises:
        EngineMissing: The engine or Tesseract is not installed.
    """
    options = options or ReadingOptions()
    known = known_reading(upload.sha256, page, options)
    if known:
        return known
    try:
        return read_page_anew(upload, page, options, sandbox)
    except TaskFailed as failure:
        # not kept: the next try may have more time or memory
        return failed_reading(problem_of(failure), chosen_engine(options.engine, options.look).version)


def known_reading(sha256: str, page: int, options: ReadingOptions) -> PageReading | None:
    """The reading of a page that is kept; one in full also serves for a glance. None where there is none.

    Args:
        sha256: Of the file's content.
        page: Counts from 1.
        options: As for `read_page`.

    Raises:
        EngineMissing: As there.
    """
    if options.store is None:
        return None
    glance = () if options.look == "full" else (_key(sha256, page, options),)
    keys = (_key(sha256, page, replace(options, look="full")), *glance)
    return next((reading for key in keys if (reading := options.store.get(key))), None)


def read_page_anew(upload: Upload, page: int, options: ReadingOptions, sandbox: Sandbox | None = None) -> PageReading:
    """Reads one page, whatever is kept, and keeps the reading.

    Args:
        upload: The file, opened.
        page: Counts from 1.
        options: As for `read_page`.
        sandbox: Where to read; defaults to one shared by this process.

    Raises:
        TaskFailed: The page cannot be read, at least this time (`problem_of`).
        EngineMissing: The engine or Tesseract is not installed.
    """
    engine = chosen_engine(options.engine, options.look)
    reading = _read(upload, page, engine, options.limits, sandbox or shared_sandbox(options.limits))
    if options.store is not None:
        options.store.put(_key(upload.sha256, page, options), reading)
    return reading


def problem_of(failure: TaskFailed) -> str:
    """The code that stands in a failed reading: unreadable, timed_out or too_large."""
    return _PROBLEM_OF_FAILURE.get(failure.reason, "unreadable")


def _key(sha256: str, page: int, options: ReadingOptions) -> ReadingKey:
    return ReadingKey(sha256, page, chosen_engine(options.engine, options.look).version)


def forget_readings(upload: Upload, options: ReadingOptions) -> None:
    """Removes from the cache all that was ever read of a file, such as one with a mark of state secrecy.

    Where the cache cannot be written the readings stay; the log then says so as an error, without naming the file.

    Args:
        upload: The file; only its content counts, not its name.
        options: Those that it was read with.
    """
    if options.store is None:
        return
    try:
        options.store.forget(upload.sha256)
    except OSError as error:
        # without a trace, which names the file
        _log.error("page readings could not be removed: %s", error.strerror or type(error).__name__)


def failed_reading(problem: str, engine: str) -> PageReading:
    """What stands for a page that could not be read."""
    return PageReading(0, 1, 1, "none", blank=False, legible=0.0, problems=(problem,), engine=engine)


def _open(path: Path, name: str, limits: Limits, sandbox: Sandbox) -> Upload | UnreadableFile:
    try:
        return open_upload(path, name, limits, sandbox)
    except UnreadableFile as error:
        return error


def _read(upload: Upload, page: int, engine: Engine, limits: Limits, sandbox: Sandbox) -> PageReading:
    answer = sandbox.call(
        "read_page",
        seconds_with_converting(limits.page_seconds, upload, limits),
        page=page_for_sandbox(upload, page, sandbox),
        engine=asdict(engine),
        limits=asdict(limits),
    )
    try:
        return decode(answer)
    except (KeyError, TypeError, ValueError) as error:
        raise TaskFailed("failed", f"reply is not a reading: {error}") from error
