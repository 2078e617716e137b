"""Makes dossiers of files that lie somewhere: into the blob store, written down and submitted in one transaction."""

import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake_ai.access.rules import SYSTEM
from intake_ai.audit.recording import Entry, record
from intake_ai.dossier.contents import hold
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.states import Priority
from intake_ai.dossier.values import Channel, NewDossier, NewUpload
from intake_ai.inbox.archives import archive_kind, archive_limits, open_archive
from intake_ai.inbox.repository import InboxRepository
from intake_ai.inbox.separator import Separator
from intake_ai.inbox.splitting import BatchFile, PageRange, Part, open_batch, save_range, split_batch
from intake_ai.requests.errors import UploadTooLarge
from intake_ai.settings import reading_options
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.announcing import Announcer
from ocr.errors import IntakeError, UnreadableFile
from ocr.formats import HEAD_BYTES
from ocr.sandbox import Sandbox

Door = Literal["watch", "import"]
Files = Sequence[tuple[Path, str]]
"""Path and name of each file, in the order of their pages."""

_SERVER_ERROR = 500
_DOSSIERS_IN_BATCH = 20
"""A batch may have so many times the pages that one file of a dossier may."""
_NOT_TO_KEEP = frozenset({"file-missing", "file-is-folder", "file-too-large"})
"""Faults of a file that cannot even be handed on; the report of the dossier tells of the others."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of the dossiers that are made, where no separator sheet says otherwise; as in `NewDossier`."""

    door: Door
    received: date
    priority: Priority = "counter"
    channel: Channel = "direct"
    procedure: str | None = None
    department: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was made of files.

    Attributes:
        dossiers: Their ids.
        before: They were made earlier, of the same files under the same name.
    """

    dossiers: tuple[str, ...]
    before: bool = False


class FileChanged(Exception):
    """A file changed while it was being taken: it was not whole yet."""


@dataclass(frozen=True)
class Taker:
    """Takes files into an installation.

    Attributes:
        announcer: Tells workers; None leaves it to the sweep.
        sandbox: Where files are opened.
        known_procedure: The catalogue's own code of a procedure, None where it has none.
        separators: Whether pages are looked at for sheets that part dossiers.
    """

    installation: Installation
    announcer: Announcer | None
    sandbox: Sandbox
    known_procedure: Callable[[str], str | None]
    separators: bool = True

    def take(self, key: str, files: Files, head: Head) -> Taken:
        """Makes dossiers of files, once.

        Args:
            key: What was taken under it before is not taken again.
            files: At least one; archives are opened.
            head: What is said of the dossiers.

        Raises:
            UnreadableFile: Not one of the files can be read.
            UploadTooLarge: A dossier would have more files than the settings allow.
            ArchiveRefused: An archive is not to be unpacked.
            DossierConflict: The code of the dossier is taken.
            FileChanged: A file was not whole yet.
            StorageUnusable: Nothing was taken; the same may work a little later.
        """
        if (before := self.taken(key)) is not None:
            return before
        stamps = _stamps(files)
        with tempfile.TemporaryDirectory(prefix="intake-ai-inbox-") as name:
            parts = self._parts(files, Path(name))
            uploads = [tuple(self._put(pages, Path(name)) for pages in part.ranges) for part in parts]
        if _stamps(files) != stamps:
            raise FileChanged
        return self._write(key, [_New(part.separator, kept) for part, kept in zip(parts, uploads, strict=True)], head)

    def taken(self, key: str) -> Taken | None:
        """What was made under a key before."""
        with reading(self.installation.sessions) as session:
            row = InboxRepository(session).taken(key)
            return None if row is None else Taken(tuple(row.dossiers), before=True)

    def _parts(self, files: Files, folder: Path) -> tuple[Part, ...]:
        limits = reading_options(self.installation.settings).limits
        most_in_batch = replace(limits, pages=limits.pages * _DOSSIERS_IN_BATCH)
        batch = open_batch(list(self._unpacked(files, folder)), most_in_batch, self.sandbox)
        faults = [file.fault for file in batch if file.fault is not None]
        for fault in faults:
            if len(faults) == len(batch) or fault.code in _NOT_TO_KEEP:
                raise fault
        parts = split_batch(batch, limits, self.sandbox) if self.separators else (_whole(batch),)
        if not parts:
            raise UnreadableFile("file-only-sheets", batch[0].name)
        self._refuse_large(parts, limits.pages)
        return parts

    def _refuse_large(self, parts: Sequence[Part], most_pages: int) -> None:
        most = self.installation.settings.dossier_files
        for part in parts:
            if len(part.ranges) > most:
                raise UploadTooLarge("upload-too-many-files", limit=most)
            for pages in part.ranges:
                if (count := pages.last - pages.first + 1) > most_pages:
                    raise UnreadableFile("too-many-pages", pages.file.name, pages=count, limit=most_pages)

    def _unpacked(self, files: Files, folder: Path) -> Iterator[tuple[Path, str]]:
        """The files, those in archives for the archive they lie in."""
        for number, (path, name) in enumerate(files):
            if _kind_of_archive(path) is None:
                yield path, name
                continue
            with open_archive(path, name, archive_limits(self.installation.settings)) as archive:
                for entry in archive.entries:
                    target = folder / f"{number}-{entry.number}"
                    with archive.open(entry) as unpacked, target.open("xb") as file:
                        shutil.copyfileobj(unpacked, file)
                    yield target, entry.name

    def _put(self, pages: PageRange, folder: Path) -> NewUpload:
        limits = reading_options(self.installation.settings).limits
        with save_range(pages, folder, limits, self.sandbox).open("rb") as content:
            blob = self.installation.blobs.put(content)
        return NewUpload(pages.name, blob.sha256, blob.size)

    def _write(self, key: str, new: Sequence["_New"], head: Head) -> Taken:
        wanted = {part.separator.procedure for part in new if part.separator and part.separator.procedure}
        procedures = {code: self.known_procedure(code) for code in wanted}
        try:
            with writing(self.installation.sessions) as session:
                if (row := InboxRepository(session).taken(key)) is not None:
                    return Taken(tuple(row.dossiers), before=True)
                made = [self._dossier(session, part, head, procedures) for part in new]
                InboxRepository(session).note(key, head.door, made)
        except IntegrityError:
            # another process took the same at this moment; whatever else it was is raised
            if (before := self.taken(key)) is None:
                raise
            return before
        return Taken(tuple(made))

    def _dossier(self, session: Session, new: "_New", head: Head, procedures: dict[str, str | None]) -> str:
        """One dossier with its files, submitted; returns its id."""
        service = DossierService(session, self.installation, self.announcer)
        dossier = service.create(_new_dossier(new.separator, head, procedures, self.installation), by=head.door)
        hold(session, self.installation, {upload.sha256 for upload in new.uploads})
        for upload in new.uploads:
            service.add_upload(dossier.id, upload, by=head.door)
        service.submit(dossier.id)
        told = {"door": head.door, "files": len(new.uploads)}
        record(session, self.installation.keys, Entry(SYSTEM, "dossier.create", "dossier", dossier.id, detail=told))
        return dossier.id


@dataclass(frozen=True, slots=True)
class _New:
    """A dossier to be made: the sheet before it, and its files in the blob store."""

    separator: Separator | None
    uploads: tuple[NewUpload, ...]


def blames_installation(error: IntakeError) -> bool:
    """Whether an error says that this installation cannot go on just now, and nothing of the file that was taken."""
    return error.http_status >= _SERVER_ERROR


def _new_dossier(
    separator: Separator | None, head: Head, procedures: dict[str, str | None], installation: Installation
) -> NewDossier:
    said = separator or Separator()
    return NewDossier(
        received=head.received,
        priority=said.priority or head.priority,
        channel=head.channel,
        language=installation.settings.language,
        code=head.code,
        procedure=procedures.get(said.procedure or "") or head.procedure,
        department=head.department,
    )


def _whole(batch: Sequence[BatchFile]) -> Part:
    return Part(None, tuple(PageRange(file, 1, file.pages) for file in batch))


def _kind_of_archive(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return archive_kind(file.read(HEAD_BYTES))
    except OSError:
        return None  # opening it as a file tells what is wrong


def _stamps(files: Files) -> list[tuple[int, int, int]]:
    """Which files they are, how large and when changed: what differs afterwards was not whole, or was put in its place.

    Raises:
        FileChanged: One is gone, or a link stands where it was.
    """
    try:
        found = [path.lstat() for path, _ in files]
    except FileNotFoundError as error:
        raise FileChanged from error
    if any(stat.S_ISLNK(status.st_mode) for status in found):
        raise FileChanged
    return [(status.st_ino, status.st_size, status.st_mtime_ns) for status in found]
