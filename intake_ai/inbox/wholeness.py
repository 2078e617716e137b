"""Whether a file is written to its end: nobody holds it open for writing, and it ends as files of its kind do."""

import errno
import fcntl
import os
import zipfile
from pathlib import Path

from ocr.formats import HEAD_BYTES, kind_of

_END_BYTES = 2048
"""A PDF's last mark stands in its last 1,024 bytes (ISO 32000-1, annex H.3.4.4); scanners pad some files."""


def has_writer(path: Path) -> bool:
    """Whether a process of this machine has the file open for writing, where the system tells.

    Asked by a read lease, which the kernel refuses while there is a writer (fcntl(2), F_SETLEASE). It tells nothing on
    network folders and of other people's files; who calls this ignores SIGIO, which a lease brings about.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def looks_whole(path: Path) -> bool:
    """Whether a file ends as its kind ends; kinds without a last mark always do.

    Raises:
        OSError: It cannot be read at this moment.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, file.seek(0, os.SEEK_END) - _END_BYTES))
        end = file.read(_END_BYTES)
    match kind_of(head):
        case "pdf":
            return b"%%EOF" in end
        case "jpeg":
            return b"\xff\xd9" in end
        case "png":
            return b"IEND" in end
        case "docx" | "odt":
            return zipfile.is_zipfile(path)
    return bool(head) and (not head.startswith(b"PK\x03\x04") or zipfile.is_zipfile(path))
