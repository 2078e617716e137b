"""Which Tesseract reads here, and the version that readings are cached under."""

import os
import subprocess
from functools import cache

import pytesseract

from ocr.errors import EngineMissing

#: Raise it with every change that makes any page read differently: cached readings of older numbers are not used.
READING_VERSION = 5
LANGUAGES = ("vie", "eng")


@cache
def engine_version() -> str:
    """Name and version of what reads pages, such as ``tesseract 5.3.0 vie, reading 1``.

    Raises:
        EngineMissing: Tesseract or one of `LANGUAGES` is not installed.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        version = pytesseract.get_tesseract_version()
        languages = pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, subprocess.SubprocessError, OSError) as error:
        raise EngineMissing(str(error)) from error
    missing = [language for language in LANGUAGES if language not in languages]
    if missing:
        raise EngineMissing(f"no language data for {', '.join(missing)}")
    return f"tesseract {version} vie, reading {READING_VERSION}"
