"""Which Tesseract is installed; asked of the program itself, so that nothing heavy need be imported to know it."""

import os
import subprocess
from functools import cache

from ocr.errors import EngineMissing

LANGUAGES = ("vie", "eng")
_PATIENCE = 30.0  # seconds


@cache
def tesseract_version() -> str:
    """The version of the installed Tesseract, such as ``5.3.0``.

    Raises:
        EngineMissing: Tesseract or one of `LANGUAGES` is not installed.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    first_line = (_answer("--version").splitlines() or [""])[0]
    missing = [language for language in LANGUAGES if language not in _answer("--list-langs").split()]
    if missing:
        raise EngineMissing(f"no language data for {', '.join(missing)}")
    return first_line.removeprefix("tesseract").strip()


def _answer(question: str) -> str:
    try:
        # older versions answer on standard error; a fixed program and question
        run = subprocess.run(  # noqa: S603
            ["tesseract", question],  # noqa: S607 - found on the path, as pytesseract finds it
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissing(str(error)) from error
    return run.stdout.decode("utf-8", "replace")
