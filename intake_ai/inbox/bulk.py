"""Imports an archive dossier by dossier, and goes on where it stopped: what was taken is known by name and files."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from intake_ai.dossier.states import Priority
from intake_ai.dossier.values import Channel
from intake_ai.inbox.listing import Listed
from intake_ai.inbox.repository import InboxRepository
from intake_ai.inbox.sources import Source
from intake_ai.inbox.taking import Head, Taker, blames_installation
from intake_ai.storage.transactions import reading
from ocr.errors import IntakeError, UnreadableFile

Outcome = Literal["taken", "before", "failed"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a dossier of the list.

    Attributes:
        dossiers: Ids; several only where separator sheets were looked for.
        error: Why it failed.
    """

    listed: Listed
    outcome: Outcome
    dossiers: tuple[str, ...] = ()
    error: IntakeError | None = None


@dataclass(frozen=True, slots=True)
class ImportHead:
    """What is said of all dossiers, where the list says nothing else."""

    today: date
    priority: Priority = "bulk"
    channel: Channel = "direct"
    department: str | None = None


def import_all(
    listed: Sequence[Listed],
    source: Source,
    taker: Taker,
    head: ImportHead,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Imported]:
    """Takes dossier after dossier; what was taken at an earlier try costs nothing.

    Yields:
        Each dossier of the list, in its order.

    Raises:
        StorageUnusable: Nothing more can be kept; what was yielded is.
    """
    keys = {dossier.name: key_of(dossier, source) for dossier in listed}
    with reading(taker.installation.sessions) as session:
        known = InboxRepository(session).among(keys.values())
    for number, dossier in enumerate(listed, 1):
        key = keys[dossier.name]
        before = taker.taken(key) if key in known else None
        if before is not None:
            yield Imported(dossier, "before", before.dossiers)
        else:
            yield _imported(key, dossier, source, taker, head)
        if progress:
            progress(number, len(listed))


def key_of(listed: Listed, source: Source) -> str:
    """What a dossier of a list is known by: its name, and name and size of its files, wherever the archive lies."""
    digest = hashlib.sha256(b"import\0")
    for part in (listed.name, *(f"{name}\0{source.size(name)}" for name in listed.files)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _imported(key: str, listed: Listed, source: Source, taker: Taker, head: ImportHead) -> Imported:
    try:
        with tempfile.TemporaryDirectory(prefix="intake-ai-import-") as folder:
            files = [(_fetched(source, name, Path(folder)), PurePosixPath(name).name) for name in listed.files]
            taken = taker.take(key, files, _head(listed, head))
    except IntakeError as error:
        if blames_installation(error):
            raise
        return Imported(listed, "failed", error=error)
    return Imported(listed, "before" if taken.before else "taken", taken.dossiers)


def _fetched(source: Source, name: str, folder: Path) -> Path:
    try:
        return source.fetch(name, folder)
    except FileNotFoundError as error:
        raise UnreadableFile("file-missing", name, str(error)) from error


def _head(listed: Listed, head: ImportHead) -> Head:
    return Head(
        door="import",
        received=listed.received or head.today,
        priority=head.priority,
        channel=listed.channel or head.channel,
        procedure=listed.procedure,
        department=listed.department or head.department,
        code=listed.code,
    )
