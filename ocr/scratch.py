"""A folder for what a child of the sandbox writes while it reads: pictures of pages, what Tesseract answers."""

import shutil
import tempfile
import time
from pathlib import Path

_TRIES = 20
_SECONDS_BETWEEN_TRIES = 0.05


def new_scratch() -> Path:
    """Makes a folder in the machine's folder for temporary files, for its owner alone."""
    return Path(tempfile.mkdtemp(prefix="reading-"))


def remove_scratch(folder: Path) -> None:
    """Removes `folder` with all in it, once or again; an error leaves what cannot be removed."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        # a Tesseract that is just being killed wrote one more file
        time.sleep(_SECONDS_BETWEEN_TRIES)
