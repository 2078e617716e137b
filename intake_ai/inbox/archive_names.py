"""Names in ZIP archives: decoded from what programs really write, and refused where they lead out of the archive."""

import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
"""Extra field of Info-ZIP with the name in UTF-8 (APPNOTE 4.6.9)."""
_LONGEST_BYTES = 200
_VIETNAMESE = frozenset("àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ")
#: What systems put into archives beside the files that people mean.
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


class UnsafeName(ValueError):
    """A name that leads out of the archive."""


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of an entry in composed letters, as the program that wrote it meant it.

    Args:
        info: As `zipfile` read it: without the flag for UTF-8 it took the bytes for code page 437.
    """
    if info.flag_bits & _UTF8_FLAG:
        return unicodedata.normalize("NFC", info.orig_filename)
    raw = info.orig_filename.encode("cp437")
    return unicodedata.normalize("NFC", _from_extra(info.extra, raw) or _decoded(raw))


def safe_parts(name: str) -> tuple[str, ...]:
    """The folders and the file of a name, without what is invisible in them.

    Raises:
        UnsafeName: It is absolute, climbs up, names a drive, or nothing is left of it.
    """
    slashed = name.replace("\\", "/")
    parts = [_visible(part) for part in slashed.rstrip("/").split("/")]
    # what stands before "/" or ":" would be another place on some system; "." alone is harmless
    if slashed.startswith("/") or any(part.strip(". ") == "" and part != "." for part in parts) or _has_drive(parts[0]):
        raise UnsafeName(name)
    kept = tuple(_short(part.rstrip(". ")) for part in parts if part != ".")
    if not kept:
        raise UnsafeName(name)
    return kept


def is_left_by_a_system(parts: tuple[str, ...]) -> bool:
    """Whether no person put this file there: hidden files, thumbnails, resource forks."""
    return any(part.startswith(".") or part.casefold() in _LEFT_BY_SYSTEMS for part in parts)


def numbered(name: str, taken: set[str]) -> str:
    """A name or path that is not among those taken, whatever the case of its letters; it is taken then."""
    path, number, free = PurePosixPath(name), 2, name
    while free.casefold() in taken:
        free, number = str(path.with_name(f"{path.stem} ({number}){path.suffix}")), number + 1
    taken.add(free.casefold())
    return free


def _from_extra(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name in the extra field, where it belongs to this name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
    return None


def _decoded(raw: bytes) -> str:
    """UTF-8 without its flag (macOS), the Vietnamese code page of Windows where all letters are, else code page 437."""
    for encoding in ("utf-8", "cp1258"):
        try:
            name = unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or all(letter in _VIETNAMESE for letter in name.lower() if not letter.isascii()):
            return name
    return raw.decode("cp437")


def _visible(part: str) -> str:
    """Without control characters and those that turn the direction of writing, which make a name look like another."""
    return "".join(letter for letter in part if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})


def _has_drive(first: str) -> bool:
    return len(first) > 1 and first[1] == ":" and first[0].isascii() and first[0].isalpha()


def _short(part: str) -> str:
    """Cut so that every file system takes it, with its suffix kept."""
    stem, suffix = PurePosixPath(part).stem, PurePosixPath(part).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = stem if suffix else part
    return stem.encode()[: _LONGEST_BYTES - len(suffix.encode())].decode("utf-8", "ignore") + suffix
