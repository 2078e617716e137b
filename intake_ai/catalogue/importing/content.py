"""Reads the bytes of a catalogue file: whole, unpacked, and not larger than any catalogue is."""

import gzip
import os
import zlib
from io import BytesIO
from pathlib import Path

from intake_ai.catalogue.errors import UnreadableCatalogue

_GZIP_MAGIC = b"\x1f\x8b"
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 256 * 2**20
"""Bytes of content; the national file has 54 million. What is larger is no catalogue, or packed to do harm."""


def name_of(path: Path) -> str:
    """The file's name as text; letters that are no UTF-8 are shown as �."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def content_of(path: Path) -> bytes:
    """The content of `path`, unpacked where it is gzip.

    Raises:
        UnreadableCatalogue: It is missing, a folder, empty, broken, too large, or an old Excel file (.xls).
    """
    content = _unpacked(_bytes(path), name_of(path))
    if not content.strip():
        raise UnreadableCatalogue("catalogue-file-empty", name_of(path))
    if content.startswith(_OLD_EXCEL_MAGIC):
        raise UnreadableCatalogue("catalogue-file-old-excel", name_of(path))
    return content


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableCatalogue("catalogue-file-is-folder", name_of(path))
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(name_of(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableCatalogue("catalogue-file-missing", name_of(path)) from error
    except OSError as error:
        raise UnreadableCatalogue("catalogue-file-unreadable", name_of(path), str(error)) from error


def _unpacked(content: bytes, name: str) -> bytes:
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableCatalogue("catalogue-file-broken", name, str(error)) from error
    if len(unpacked) > LARGEST:
        raise too_large(name)
    return unpacked


def too_large(name: str) -> UnreadableCatalogue:
    return UnreadableCatalogue("catalogue-file-too-large", name, megabytes=LARGEST // 2**20)
