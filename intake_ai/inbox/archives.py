"""ZIP archives from outside: listed and judged before anything is unpacked, then streamed file by file.

What an archive says of itself is believed only as an upper limit: a file that unpacks to more than its entry says, or
to something else, is refused while it is read. Nothing is written here; the reader gives bytes to whoever keeps them.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from intake_ai.inbox.archive_names import UnsafeName, is_left_by_a_system, name_of, numbered, safe_parts
from intake_ai.settings import Settings
from ocr.errors import IntakeError
from ocr.formats import HEAD_BYTES, kind_of
from ocr.limits import MEBIBYTE, Limits

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_ARCHIVE_SUFFIXES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_AES = 99
#: Stored, deflated, bzip2. LZMA is not taken: its header may ask for gigabytes of memory.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_LOCAL_HEADER_BYTES = 30


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What one archive may unpack to.

    Attributes:
        files: In it.
        total_bytes: Of all files together.
        file_bytes: Of one file.
        directory_bytes: Of the list of files, which is taken into memory at once: 500 of the longest names are 100 KB.
        ratio: Bytes unpacked for one byte packed, where more than `ratio_from_bytes` are unpacked: scans hold pictures
            that are compressed already and shrink little, a bomb unpacks a thousandfold.
    """

    files: int = 500
    total_bytes: int = 1024 * MEBIBYTE
    file_bytes: int = Limits().file_bytes
    directory_bytes: int = 8 * MEBIBYTE
    ratio: int = 100
    ratio_from_bytes: int = 64 * MEBIBYTE


class ArchiveRefused(IntakeError):
    """An archive that is not unpacked.

    Codes: archive-broken, archive-encrypted, archive-empty, archive-too-many, archive-too-large, archive-ratio,
    archive-file-too-large, archive-overlap, archive-name, archive-link, archive-method, archive-nested,
    archive-other-kind.
    """

    _TOO_LARGE = frozenset({"archive-too-many", "archive-too-large", "archive-file-too-large", "archive-ratio"})

    def __init__(self, code: str, file: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values={"file": file, **values})
        self.code = code
        self.http_status = 413 if code in self._TOO_LARGE else 422


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive.

    Attributes:
        path: Its folders and its name, parted by slashes, unique; safe to join to a folder.
        name: Its name alone, unique in the archive.
        size: Bytes that it says it has.
        number: Its place in the archive.
    """

    path: str
    name: str
    size: int
    number: int


class Archive:
    """An archive that was found to be safe to unpack.

    Attributes:
        entries: The files that people put into it.
    """

    def __init__(self, opened: zipfile.ZipFile, file: str, entries: tuple[Entry, ...]) -> None:
        self._opened, self._file = opened, file
        self.entries = entries

    @contextmanager
    def open(self, entry: Entry) -> Iterator[BinaryIO]:
        """The bytes of a file as they are unpacked; never more than the entry says.

        Raises:
            ArchiveRefused: While reading: broken, not what its entry says, or an archive itself.
        """
        info = self._opened.infolist()[entry.number]
        with _told_as_broken(self._file), self._opened.open(info) as unpacked:
            head = unpacked.peek(HEAD_BYTES) if isinstance(unpacked, zipfile.ZipExtFile) else b""
            if archive_kind(head[:HEAD_BYTES]) is not None:
                raise ArchiveRefused("archive-nested", self._file, entry=entry.path)
            yield io.BufferedReader(_Unpacked(unpacked, self._file), 1 << 16)


def archive_kind(head: bytes) -> str | None:
    """``zip``, ``other`` for kinds of archives that are not opened, None for all else, office documents too.

    Args:
        head: The first `HEAD_BYTES` bytes of the file.
    """
    if head.startswith(_ZIP):
        return None if kind_of(head) is not None else "zip"
    return "other" if head.startswith(_OTHER_ARCHIVES) else None


def archive_limits(settings: Settings) -> ArchiveLimits:
    """The limits that the settings set."""
    return ArchiveLimits(files=settings.archive_files, total_bytes=settings.archive_mb * MEBIBYTE)


@contextmanager
def open_archive(source: Path | BinaryIO, file: str, limits: ArchiveLimits | None = None) -> Iterator[Archive]:
    """Lists an archive and judges it; nothing is unpacked yet.

    Args:
        source: The archive; a stream has to be seekable.
        file: What to call it in errors.
        limits: Defaults to `ArchiveLimits()`.

    Raises:
        ArchiveRefused: It is not to be unpacked; its code says why.
    """
    limits = limits or ArchiveLimits()
    stream = source.open("rb") if isinstance(source, Path) else source
    try:
        if archive_kind(_head(stream)) == "other":
            raise ArchiveRefused("archive-other-kind", file)
        with _told_as_broken(file):
            opened = zipfile.ZipFile(_Careful(stream, limits.directory_bytes))
        with closing(opened):
            yield Archive(opened, file, _judged(opened, file, limits))
    finally:
        if isinstance(source, Path):
            stream.close()


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return head


def _judged(opened: zipfile.ZipFile, file: str, limits: ArchiveLimits) -> tuple[Entry, ...]:
    entries, names, paths = [], set[str](), set[str]()
    for number, info in enumerate(opened.infolist()):
        parts = _parts(info, file)
        if info.orig_filename.endswith(("/", "\\")) or is_left_by_a_system(parts):
            continue
        path = numbered("/".join(parts), paths)
        _refuse_kind(info, path, file)
        entries.append(Entry(path, numbered(parts[-1], names), info.file_size, number))
    _refuse_size([opened.infolist()[entry.number] for entry in entries], file, limits)
    _refuse_overlap(opened.infolist(), file)
    return tuple(entries)


def _parts(info: zipfile.ZipInfo, file: str) -> tuple[str, ...]:
    try:
        return safe_parts(name_of(info))
    except UnsafeName as error:
        raise ArchiveRefused("archive-name", file, "a name leads out of the archive") from error


def _refuse_kind(info: zipfile.ZipInfo, path: str, file: str) -> None:
    """Refuses what is no plain file, cannot be unpacked, or is an archive itself."""
    if info.flag_bits & _ENCRYPTED_FLAGS or info.compress_type == _AES:
        raise ArchiveRefused("archive-encrypted", file)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise ArchiveRefused("archive-link", file, entry=path)
    if info.compress_type not in _METHODS:
        raise ArchiveRefused("archive-method", file, f"method {info.compress_type}")
    if path.casefold().endswith(_ARCHIVE_SUFFIXES):
        raise ArchiveRefused("archive-nested", file, entry=path)


def _refuse_size(files: list[zipfile.ZipInfo], file: str, limits: ArchiveLimits) -> None:
    if not files:
        raise ArchiveRefused("archive-empty", file)
    if len(files) > limits.files:
        raise ArchiveRefused("archive-too-many", file, files=len(files), limit=limits.files)
    if max(info.file_size for info in files) > limits.file_bytes:
        raise ArchiveRefused("archive-file-too-large", file, limit=limits.file_bytes >> 20)
    total = sum(info.file_size for info in files)
    if total > limits.total_bytes:
        raise ArchiveRefused("archive-too-large", file, size=total >> 20, limit=limits.total_bytes >> 20)
    packed = sum(info.compress_size for info in files)
    if total > limits.ratio_from_bytes and total > limits.ratio * packed:
        raise ArchiveRefused("archive-ratio", file, ratio=total // max(1, packed))


def _refuse_overlap(infos: list[zipfile.ZipInfo], file: str) -> None:
    """Refuses files that share packed bytes: the densest bombs do (D. Fifield, A better zip bomb, WOOT 2019)."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ArchiveRefused("archive-overlap", file)
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size


@contextmanager
def _told_as_broken(file: str) -> Iterator[None]:
    # what zipfile raises on crafted archives; RuntimeError also stands for encryption and versions it does not know
    broken = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, LookupError, RuntimeError)
    try:
        yield
    except IntakeError:
        raise
    except broken as error:
        raise ArchiveRefused("archive-broken", file, f"{type(error).__name__}: {error}") from error


class _Careful(io.RawIOBase):
    """A file that never gives more than a directory needs in one piece, whatever the archive says of itself."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0 or size > self._most:
            size = self._most + 1
        content = self._stream.read(size)
        if len(content) > self._most:
            raise zipfile.BadZipFile("directory is too large")
        return content


class _Unpacked(io.RawIOBase):
    """The bytes of a file in an archive; errors of the format are told as such while it is read."""

    def __init__(self, unpacked: IO[bytes], file: str) -> None:
        self._unpacked, self._file = unpacked, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # any writable buffer; typeshed has no name for it in 3.11
        with _told_as_broken(self._file):
            content = self._unpacked.read(len(view))
        view[: len(content)] = content
        return len(content)
