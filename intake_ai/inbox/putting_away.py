"""Moves what was taken to done/ and what failed to failed/, with the reason beside it; nothing is ever deleted."""

import os
from datetime import date
from pathlib import Path

from intake_ai.inbox.sightings import DONE, FAILED
from intake_ai.messages import LANGUAGES, text
from ocr.errors import IntakeError


def put_done(folder: Path, name: str, day: date) -> Path:
    """Moves a file or subfolder to done/<day>/; returns where it lies then.

    Raises:
        OSError: It stays where it is.
    """
    return _moved(folder / name, folder / DONE / day.isoformat())


def put_failed(folder: Path, name: str, reason: IntakeError) -> Path:
    """Moves a file or subfolder to failed/, with a text file beside it that says why; returns where it lies then.

    Raises:
        OSError: It stays where it is.
    """
    target = _free(folder / FAILED, name)
    said = [text(reason.code, language, **reason.values) for language in LANGUAGES]
    hints = [text("inbox-failed-hint", language) for language in LANGUAGES]
    lines = "\n\n".join(f"{sentence}\n{hint}" for sentence, hint in zip(said, hints, strict=True))
    target.with_name(f"{target.name}.txt").write_text(lines + "\n", encoding="utf-8")
    (folder / name).rename(target)
    return target


def _moved(source: Path, folder: Path) -> Path:
    target = _free(folder, source.name)
    source.rename(target)
    return target


def _free(folder: Path, name: str) -> Path:
    """A place in `folder` where nothing lies; a rename would put the new file in place of the old one."""
    folder.mkdir(parents=True, exist_ok=True)
    path, number = Path(name), 2
    free = folder / name
    while os.path.lexists(free) or os.path.lexists(f"{free}.txt"):
        free, number = folder / f"{path.stem} ({number}){path.suffix}", number + 1
    return free
