"""What lies in a watched folder, and since when it has not changed: scanners write slowly, and some in several goes.

Folders are looked at again and again, for network folders and many scanners tell no changes (inotify sees local writes
alone); a look at a folder of 1,000 files takes 5 ms.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DONE, FAILED = "done", "failed"
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".!ut", ".swp")
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as it looked: where it lies below the watched folder, and what changes when somebody writes to it."""

    path: str
    size: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file or a subfolder in a watched folder, at one look.

    Attributes:
        name: In the watched folder.
        is_folder: A subfolder is one dossier, whose files are in the order of their names.
        files: Those that people mean; not empty.
        unfinished: Something in it is still being written, by its name.
    """

    name: str
    is_folder: bool
    files: tuple[FileSeen, ...]
    unfinished: bool = False


def look_into(folder: Path) -> dict[str, Sighting]:
    """What lies in a folder, by name; hidden and unfinished files, links and what was put away are not seen.

    Raises:
        OSError: The folder is not there, or not at this moment.
    """
    found: dict[str, Sighting] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in {DONE, FAILED} or _is_nobodys(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if sighting := _folder(folder, entry.name):
                    found[entry.name] = sighting
            elif not _is_unfinished(entry.name) and (file := _file(entry, entry.name)):
                found[entry.name] = Sighting(entry.name, False, (file,))
    return found


class Settling:
    """Tells what has not changed for long enough.

    Args:
        file_seconds: For a file.
        folder_seconds: For a subfolder, to which a scanner adds page after page.
        clock: Seconds that never go back.
    """

    def __init__(self, file_seconds: float, folder_seconds: float, clock: Callable[[], float]) -> None:
        self._file_seconds, self._folder_seconds, self._clock = file_seconds, folder_seconds, clock
        self._since: dict[str, tuple[Sighting, float]] = {}
        self._held: dict[str, float] = {}

    def ready(self, seen: Mapping[str, Sighting]) -> list[Sighting]:
        """Those that may be taken now, the oldest first.

        Args:
            seen: What lies there at this moment.
        """
        now = self._clock()
        for known in [name for name in self._since if name not in seen]:
            self.forget(known)
        for name, sighting in seen.items():
            if name not in self._since or self._since[name][0] != sighting:
                self._since[name] = sighting, now
        ripe = [sighting for name, sighting in seen.items() if self._is_ripe(name, sighting, now)]
        return sorted(ripe, key=lambda sighting: max(file.changed for file in sighting.files))

    def unchanged_seconds(self, name: str) -> float:
        """How long something has looked as it does now."""
        return self._clock() - self._since[name][1] if name in self._since else 0.0

    def hold(self, name: str, seconds: float) -> None:
        """Do not tell of something for so long."""
        self._held[name] = self._clock() + seconds

    def forget(self, name: str) -> None:
        """Begin anew with something."""
        self._since.pop(name, None)
        self._held.pop(name, None)

    def _is_ripe(self, name: str, sighting: Sighting, now: float) -> bool:
        wanted = self._folder_seconds if sighting.is_folder else self._file_seconds
        is_held = now < self._held.get(name, now)
        return not sighting.unfinished and not is_held and now - self._since[name][1] >= wanted


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people count: page 2 before page 10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in _DIGITS.split(name))


def _folder(root: Path, name: str) -> Sighting | None:
    files, unfinished = [], False
    for path, entry in _walk(root, name):
        if _is_unfinished(entry.name):
            unfinished = True
        elif file := _file(entry, path):
            files.append(file)
    if not files:
        return None
    return Sighting(name, True, tuple(sorted(files, key=lambda file: in_order(file.path))), unfinished)


def _walk(root: Path, below: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(root / below) as entries:
        for entry in entries:
            path = f"{below}/{entry.name}"
            if _is_nobodys(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, path)
            else:
                yield path, entry


def _file(entry: os.DirEntry[str], path: str) -> FileSeen | None:
    """The file as it looks now; None for links, pipes, and what is gone already."""
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileSeen(path, status.st_size, status.st_mtime_ns, status.st_ino)


def _is_nobodys(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _LEFT_BY_SYSTEMS


def _is_unfinished(name: str) -> bool:
    return name.casefold().endswith(_UNFINISHED)
