"""Where the files of an import are: a folder or a ZIP archive, looked up by names as a list writes them."""

import os
import shutil
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from intake_ai.inbox.archive_names import is_left_by_a_system
from intake_ai.inbox.archives import Archive, ArchiveLimits, open_archive
from intake_ai.inbox.sightings import in_order

#: An archive that the operator names himself may be large; what one file of it may be stays limited.
IMPORT_LIMITS = ArchiveLimits(files=1_000_000, total_bytes=1 << 42, directory_bytes=1 << 28)


class Source(Protocol):
    """Files of an import."""

    def names(self) -> tuple[str, ...]:
        """Of all files, with their folders, parted by slashes, as people count."""
        ...

    def below(self, name: str) -> tuple[str, ...]:
        """The file of this name, or all files in the folder of this name; none where there is neither."""
        ...

    def besides(self, named: Collection[str]) -> tuple[str, ...]:
        """The files that are not among those named."""
        ...

    def size(self, name: str) -> int:
        """Bytes of a file."""
        ...

    def fetch(self, name: str, folder: Path) -> Path:
        """A file as a path, put into `folder` where it has none yet.

        Raises:
            ArchiveRefused: Its archive is broken there.
            OSError: It cannot be read.
        """
        ...


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Opens a folder or a ZIP archive.

    Raises:
        ArchiveRefused: The archive is not to be unpacked.
        OSError: The folder or file cannot be read.
    """
    if path.is_dir():
        yield _Files(_Folder(path).sizes(), _Folder(path))
        return
    with open_archive(path, path.name, IMPORT_LIMITS) as archive:
        yield _Files({entry.path: entry.size for entry in archive.entries}, _Unpacking(archive))


class _Fetching(Protocol):
    def fetch(self, name: str, folder: Path) -> Path: ...


class _Files:
    """Names and sizes, found whatever way their letters are composed and whatever their case."""

    def __init__(self, sizes: Mapping[str, int], fetching: _Fetching) -> None:
        self._sizes, self._fetching = sizes, fetching
        self._names = tuple(sorted(sizes, key=in_order))
        self._exact: dict[str, list[str]] = {}
        self._loose: dict[str, list[str]] = {}
        for name in self._names:
            for known in _with_folders(unicodedata.normalize("NFC", name)):
                self._exact.setdefault(known, []).append(name)
                self._loose.setdefault(known.casefold(), []).append(name)

    def names(self) -> tuple[str, ...]:
        return self._names

    def below(self, name: str) -> tuple[str, ...]:
        wanted = unicodedata.normalize("NFC", name)
        found = self._exact.get(wanted) or self._loose.get(wanted.casefold(), [])
        return tuple(found)

    def besides(self, named: Collection[str]) -> tuple[str, ...]:
        return tuple(name for name in self._names if name not in named)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def fetch(self, name: str, folder: Path) -> Path:
        return self._fetching.fetch(name, folder)


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self) -> dict[str, int]:
        """Of all files below; links are not followed, they may lead anywhere."""
        found: dict[str, int] = {}
        for folder, _, files in os.walk(self._root, onerror=_raise):
            for file in files:
                path = Path(folder, file)
                parts = path.relative_to(self._root).parts
                if not is_left_by_a_system(parts) and path.is_file() and not path.is_symlink():
                    found["/".join(parts)] = path.stat().st_size
        return found

    def fetch(self, name: str, folder: Path) -> Path:
        del folder
        return self._root / name


class _Unpacking:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._entries = {entry.path: entry for entry in archive.entries}

    def fetch(self, name: str, folder: Path) -> Path:
        entry = self._entries[name]
        target = folder / str(entry.number)
        with self._archive.open(entry) as unpacked, target.open("xb") as file:
            shutil.copyfileobj(unpacked, file)
        return target


def _with_folders(name: str) -> Iterator[str]:
    """A name and all folders that it lies in."""
    yield name
    parts = name.split("/")
    for length in range(1, len(parts)):
        yield "/".join(parts[:length])


def _raise(error: OSError) -> None:
    raise error
