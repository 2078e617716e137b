"""Where sealed files lie under their names: the interface, and a folder."""

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from intake_ai.storage.errors import BlobMissing, StorageUnusable

_OWNER_ALONE = 0o700
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when nothing more fits on a disk, in a quota, or in a file."""
_PARTS = ".parts"
_MOST_RENAMES = 100
_ABANDONED_SECONDS = 24 * 60 * 60
"""No upload takes as long: a part that is older was left by a process that was killed."""


class Objects(Protocol):
    """Files under names such as ``content/ab/abcd…``; a reader sees a whole one or none."""

    def new_part(self) -> contextlib.AbstractContextManager[BinaryIO]:
        """A file to write before its name is known; it is gone at the end unless it was kept."""

    def keep(self, part: BinaryIO, name: str) -> None:
        """Give a part its name; one that has the name already is replaced."""

    def read(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """The file, opened.

        Raises:
            BlobMissing: There is none.
        """

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of the file.

        Raises:
            BlobMissing: There is none.
        """

    def size(self, name: str) -> int | None:
        """Bytes of the file; None where there is none."""

    def touch(self, name: str) -> bool:
        """Tell that the file is wanted again now; False where there is none, or it must be written again."""

    def age(self, name: str) -> float | None:
        """Seconds since the file was written or touched; None where there is none."""

    def delete(self, name: str) -> bool:
        """Remove the file; False where there was none."""

    def names(self, prefix: str) -> Iterator[str]:
        """Names that begin with `prefix`, in no order."""

    def remove_abandoned_parts(self) -> int:
        """Remove what processes that were killed had begun to write; returns how many there were."""


class FolderObjects:
    """Files in a folder, made for its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def new_part(self) -> Iterator[BinaryIO]:
        with self._told():
            parts = self._folder / _PARTS
            self._make_private(parts)
            # on the same disk as the names: keeping it is a rename
            part = tempfile.NamedTemporaryFile(dir=parts, delete=False)  # noqa: SIM115  closed below, its name may go
            try:
                yield cast(BinaryIO, part)
            finally:
                with contextlib.suppress(OSError):  # the disk is full: told already by the write
                    part.close()
                with contextlib.suppress(FileNotFoundError):
                    Path(part.name).unlink()

    def keep(self, part: BinaryIO, name: str) -> None:
        with self._told():
            part.flush()
            os.fsync(part.fileno())
            self._rename(part.name, self._folder / name)

    @contextmanager
    def read(self, name: str) -> Iterator[BinaryIO]:
        try:
            file = (self._folder / name).open("rb")
        except (FileNotFoundError, IsADirectoryError) as error:
            raise BlobMissing from error
        except OSError as error:
            raise self._error(error) from error
        with self._told(), file:
            yield file

    def beginning(self, name: str, length: int) -> bytes:
        with self.read(name) as file:
            return file.read(length)

    def size(self, name: str) -> int | None:
        found = self._found(name)
        return found.st_size if found else None

    def touch(self, name: str) -> bool:
        try:
            os.utime(self._folder / name)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._error(error) from error
        return True

    def age(self, name: str) -> float | None:
        found = self._found(name)
        return time.time() - found.st_mtime if found else None

    def delete(self, name: str) -> bool:
        path = self._folder / name
        try:
            path.unlink()
        except (FileNotFoundError, IsADirectoryError):
            return False
        except OSError as error:
            raise self._error(error) from error
        self._remove_empty(path.parent)
        return True

    def names(self, prefix: str) -> Iterator[str]:
        above, _, _ = prefix.rpartition("/")
        with self._told():
            for folder, _, files in os.walk(self._folder / above):
                for file in files:
                    name = (Path(folder) / file).relative_to(self._folder).as_posix()
                    if name.startswith(prefix) and not name.startswith(_PARTS):
                        yield name

    def remove_abandoned_parts(self) -> int:
        removed = 0
        with self._told():
            for part in (self._folder / _PARTS).glob("*"):
                with contextlib.suppress(FileNotFoundError):
                    if time.time() - part.stat().st_mtime > _ABANDONED_SECONDS:
                        part.unlink()
                        removed += 1
        return removed

    def _rename(self, part: str, path: Path) -> None:
        """Gives a part its name; again where others just removed the folder, which their deleting had emptied."""
        for tries in range(_MOST_RENAMES, -1, -1):
            try:
                self._make_private(path.parent)
                os.replace(part, path)  # noqa: PTH105  the atomic rename is the point
                break
            except (FileNotFoundError, FileExistsError):
                if not tries or not Path(part).exists():
                    raise
        with contextlib.suppress(FileNotFoundError):  # deleted again already
            _sync_folder(path.parent)

    def _make_private(self, folder: Path) -> None:
        """A folder below ours, and all above it that are not there, for the owner alone."""
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
        inner = [one for one in folder.parents if one.is_relative_to(self._folder)]
        for one in (*reversed(inner), folder):
            one.mkdir(exist_ok=True, mode=_OWNER_ALONE)

    def _found(self, name: str) -> os.stat_result | None:
        try:
            found = (self._folder / name).stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._error(error) from error
        return found if stat.S_ISREG(found.st_mode) else None

    def _remove_empty(self, folder: Path) -> None:
        """Folders that lost their last file; one in which another process just writes stays, or is made again."""
        while folder not in {self._folder, self._folder.parent}:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> StorageUnusable:
        code = "storage-full" if error.errno in FULL else "storage-blobs"
        return StorageUnusable(code, self._folder, error.strerror or type(error).__name__)


def _sync_folder(folder: Path) -> None:
    """A new name survives a power cut only once its folder is written, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
