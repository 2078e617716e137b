"""Takes an uploaded file in hand: what it is, how many pages it has, or why it cannot be read."""

import hashlib
import stat
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ocr.errors import UnreadableFile
from ocr.formats import HEAD_BYTES, WORD_KINDS, Kind, kind_of
from ocr.limits import Limits
from ocr.sandbox import Sandbox, TaskFailed
from ocr.shared_sandbox import shared_sandbox


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that can be read.

    Attributes:
        name: Unique in its dossier, as the report names it.
        path: Where it lies. It is never written to.
        sha256: Of its content, hexadecimal.
        kind: Judged by content.
        pages: At least 1.
    """

    name: str
    path: Path
    sha256: str
    kind: Kind
    pages: int


def open_upload(path: Path, name: str, limits: Limits | None = None, sandbox: Sandbox | None = None) -> Upload:
    """Judges a file by its content; parsing happens in the sandbox.

    Args:
        path: The file.
        name: What to call it in errors and reports.
        limits: Defaults to `Limits()`.
        sandbox: Where to parse; defaults to one shared by this process.

    Raises:
        UnreadableFile: No page of it can be read; its code says why. Where its bytes could be read, the value
            ``sha256`` stands for them as `Upload.sha256` does.
    """
    limits = limits or Limits()
    size = _size_of_file(path, name)
    kind, sha256 = _kind_and_hash(path, name)
    if size == 0:
        raise UnreadableFile("file-empty", name, sha256=sha256)
    if size > limits.file_bytes:
        raise UnreadableFile("file-too-large", name, size=size >> 20, limit=limits.file_bytes >> 20, sha256=sha256)
    if kind is None:
        raise UnreadableFile("file-type-unknown", name, sha256=sha256)
    upload = Upload(name, path, sha256, kind, pages=1)
    return replace(upload, pages=_count_pages(upload, limits, sandbox or shared_sandbox(limits)))


def page_for_sandbox(upload: Upload, page: int, sandbox: Sandbox) -> tuple[str, Kind, int, str | None]:
    """A page as the tasks of the sandbox take it; a text document is laid out once for each sandbox.

    Args:
        upload: The file, opened.
        page: Counts from 1.
        sandbox: Where it will be read.
    """
    rendition = str(sandbox.folder() / f"{upload.sha256}.pdf") if upload.kind in WORD_KINDS else None
    return str(upload.path.resolve()), upload.kind, page, rendition


def seconds_with_converting(seconds: float, upload: Upload, limits: Limits) -> float:
    """The time that a task may take: more where it may first have to lay out a text document."""
    return seconds + (limits.converting_seconds if upload.kind in WORD_KINDS else 0.0)


def _size_of_file(path: Path, name: str) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableFile("file-missing", name, str(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile("file-is-folder", name)
    if not stat.S_ISREG(status.st_mode):  # a pipe or device may never end
        raise UnreadableFile("file-type-unknown", name, "not a regular file")
    return status.st_size


def _kind_and_hash(path: Path, name: str) -> tuple[Kind | None, str]:
    try:
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD_BYTES))
            file.seek(0)
            return kind, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile("file-missing", name, str(error)) from error


def _count_pages(upload: Upload, limits: Limits, sandbox: Sandbox) -> int:
    path, kind, _, rendition = page_for_sandbox(upload, 1, sandbox)
    seconds = seconds_with_converting(limits.opening_seconds, upload, limits)
    file = {"path": path, "kind": kind, "rendition": rendition}
    try:
        return int(sandbox.call("count_pages", seconds, **file, limits=asdict(limits)))
    except TaskFailed as failure:
        code = {
            "timed-out": "reading-timed-out",
            "crashed": "file-broken",
            "failed": "file-broken",
            "out-of-memory": "page-too-large",
        }.get(failure.reason, failure.reason)
        values = {**failure.values, "sha256": upload.sha256}
        raise UnreadableFile(code, upload.name, failure.detail, **values) from failure
