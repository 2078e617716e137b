"""Watches a folder that scanners write to, and makes dossiers of what lies there whole.

A file in the folder is a dossier, or a batch that separator sheets part; a subfolder is one too. What was taken is
moved to done/<day>/ after the commit of the database: if the machine stops between the two, the same file of the same
name is found in the journal and only moved. What cannot be read is moved to failed/ with the reason. Where the folder,
the database or the disk is away for a while, everything stays where it is until it is back.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.inbox.putting_away import put_done, put_failed
from intake_ai.inbox.sightings import Settling, Sighting, look_into
from intake_ai.inbox.taking import FileChanged, Head, Taken, Taker, blames_installation
from intake_ai.inbox.wholeness import has_writer, looks_whole
from intake_ai.settings import Settings
from intake_ai.storage.file_systems import is_on_network
from ocr.errors import IntakeError

PATIENCE_SECONDS = 60.0
"""For a file that does not end as its kind does, or is held open: a scanner may pause for the next sheet of paper."""
_AGAIN_SECONDS = 10.0

Tell = Callable[[str, dict[str, object]], None]
"""Told the code of a sentence and its values; never a name of a file, which may be a name of a person."""


def place_of(folder: Path) -> str:
    """What a folder is called in the journal."""
    return str(folder.resolve())


def key_of(place: str, name: str, files: list[Path]) -> str:
    """What was taken is known by: where it lay, its name, and the content of all its files.

    Raises:
        OSError: A file cannot be read at this moment.
    """
    digest = hashlib.sha256()
    for part in (place, name, *(path.name for path in files)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@dataclass
class Watcher:
    """One folder.

    Attributes:
        folder: That scanners write to.
        head: What is said of its dossiers; the day of receipt is that of the taking.
        tell: Told what happens.
        failed: How much was put to failed/ so far.
    """

    folder: Path
    taker: Taker
    head: Head
    settings: Settings
    tell: Tell
    clock: Callable[[], float] = time.monotonic
    failed: int = field(init=False, default=0)
    _settling: Settling = field(init=False)
    _away: str = field(init=False, default="")
    _on_network: bool = field(init=False)

    def __post_init__(self) -> None:
        # there a lease is refused without any writer (nfs, cifs)
        self._on_network = is_on_network(self.folder)
        self._settling = Settling(self.settings.watch_settle_seconds, self.settings.watch_folder_seconds, self.clock)

    def look(self) -> int:
        """Takes what is whole; how much was taken or put away.

        What cannot be done at this moment is tried again at a later look.
        """
        try:
            seen = look_into(self.folder)
        except OSError as error:
            self._wait("watch-folder-away", reason=error.strerror or type(error).__name__)
            return 0
        handled = 0
        for sighting in self._settling.ready(seen):
            try:
                handled += self._take(sighting)
            except IntakeError as error:  # of this installation, not of the file: others would fare no better
                self._wait("watch-storage-away", reason=error.code)
                return handled
            except OSError as error:
                self._settling.hold(sighting.name, _AGAIN_SECONDS)
                self._wait("watch-file-away", reason=error.strerror or type(error).__name__)
                continue
            self._back()
        if not seen:
            self._back()
        return handled

    def _take(self, sighting: Sighting) -> bool:
        paths = [self.folder / file.path for file in sighting.files]
        if not self._is_whole(sighting, paths):
            return False
        try:
            taken = self._taken(sighting, paths)
        except FileChanged:
            self._settling.forget(sighting.name)
            return False
        except IntakeError as error:
            if blames_installation(error):
                raise
            put_failed(self.folder, sighting.name, error)
            self.failed += 1
            self.tell("watch-failed", {"reason": error.code})
            return True
        put_done(self.folder, sighting.name, vietnamese_today())
        code = "watch-taken-before" if taken.before else "watch-taken"
        self.tell(code, {"files": len(paths), "count": len(taken.dossiers), "dossiers": ", ".join(taken.dossiers)})
        return True

    def _taken(self, sighting: Sighting, paths: list[Path]) -> Taken:
        key = key_of(place_of(self.folder), sighting.name, paths)
        head = replace(self.head, received=vietnamese_today())
        return self.taker.take(key, [(path, path.name) for path in paths], head)

    def _is_whole(self, sighting: Sighting, paths: list[Path]) -> bool:
        if self._settling.unchanged_seconds(sighting.name) >= PATIENCE_SECONDS:
            return True  # also where a scanner never closes what it has written
        if not self._on_network and any(has_writer(path) for path in paths):
            self._settling.hold(sighting.name, self.settings.watch_settle_seconds)
            return False
        return all(looks_whole(path) for path in paths)

    def _wait(self, code: str, **values: object) -> None:
        """Tells once that something is away, however often it is tried."""
        if self._away != code:
            self._away = code
            self.tell(code, values)

    def _back(self) -> None:
        if self._away:
            self._away = ""
            self.tell("watch-back", {})
