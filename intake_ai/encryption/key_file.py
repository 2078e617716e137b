"""Puts a new key in front of those of a file."""

import os
import shutil
import tempfile
from pathlib import Path

from intake_ai.encryption.errors import KeyFileMissing
from intake_ai.storage.keyring import new_key_line, parse_keys


def add_key(file: Path) -> str:
    """Put a new key at the head of a file of keys, all others kept; the file is whole at every moment.

    Args:
        file: Keeps its owner and its mode.

    Returns:
        The id of the new key.

    Raises:
        KeyFileMissing: There is none.
        KeysUnusable: What it holds are no keys.
        OSError: It cannot be read or written.
    """
    file = file.resolve()  # a link stays one
    try:
        before = file.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise KeyFileMissing(file) from error
    line = new_key_line()
    content = f"{line}\n{before}"
    parse_keys(content)
    descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        _keep_owner_and_mode(file, Path(part))
        os.replace(part, file)  # noqa: PTH105  the atomic rename is the point
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return line.partition(":")[0]


def _keep_owner_and_mode(file: Path, part: Path) -> None:
    found = file.stat()
    mine = part.stat()
    if (found.st_uid, found.st_gid) != (mine.st_uid, mine.st_gid):
        shutil.chown(part, found.st_uid, found.st_gid)
    part.chmod(found.st_mode & 0o777)
