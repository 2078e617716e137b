"""A folder of plain files for one process while it works, removed with it; also after it was killed, by the next one.

A file in it is locked for as long as the process lives: the kernel lets go of the lock however the process ends, so a
folder whose lock can be had belongs to nobody.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = "lock"
_OWNER_ALONE = 0o700


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A folder for this process; also where its temporary files go meanwhile.

    Args:
        parent: Of the folders of all processes on this machine.
    """
    parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    folder = parent / f"{os.getpid()}-{secrets.token_hex(4)}"
    before = tempfile.tempdir
    # locked before it has its name: nobody can take it for one that was left
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=parent))
    with (made / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        made.rename(folder)
        tempfile.tempdir = str(folder)
        try:
            yield folder
        finally:
            tempfile.tempdir = before
            shutil.rmtree(folder, ignore_errors=True)


def remove_left(parent: Path) -> int:
    """Removes the folders of processes that are no more; how many there were."""
    return sum(_remove_if_left(folder) for folder in parent.glob("[0-9]*-*") if folder.is_dir())


def _remove_if_left(folder: Path) -> bool:
    with suppress(OSError), (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
        return True
    return False
