"""Looks at the machine: programs, fonts, folders, disk, memory, clock."""

import os
import platform
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from intake_ai.operating.finding import Finding, fine
from intake_ai.settings import Settings
from ocr.errors import EngineMissing
from ocr.limits import MEBIBYTE
from ocr.tesseract_version import tesseract_version

_FONTS = ("LiberationSerif-Regular.ttf", "DejaVuSans.ttf")
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_LEAST_FREE_MB, _LITTLE_FREE_MB = 1024, 10 * 1024
"""Below the first nothing more is taken in soon; a day of 1,834 dossiers of 6 pages, 0.7 MB a scan, is 8 GB."""
_PROCESS_MB = 700
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  where Linux keeps it
_VIETNAM_SECONDS = 7 * 3600
_FIRST_YEAR = 2026
"""No clock that is right is before this program was written."""


def check_programs(_settings: Settings) -> Iterator[Finding]:
    """Python, Tesseract with Vietnamese, LibreOffice, fonts; Java is not needed."""
    yield fine("python", detail=f"{platform.python_version()}, {platform.machine()}")
    try:
        yield fine("tesseract", detail=tesseract_version())
    except EngineMissing as error:
        yield Finding("tesseract", "fault", "doctor-tesseract", {"reason": error.detail})
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield fine("libreoffice")
    else:
        yield Finding("libreoffice", "note", "doctor-libreoffice")
    missing = [font for font in _FONTS if not any(next(folder.rglob(font), None) for folder in _FONT_FOLDERS)]
    if missing:
        yield Finding("fonts", "warning", "doctor-fonts", {"fonts": ", ".join(missing)})
    else:
        yield fine("fonts")


def check_folders(settings: Settings) -> Iterator[Finding]:
    """The data folder: there, ours alone, writable, with room left."""
    folder = settings.data_dir
    if not folder.exists():
        yield Finding("folder", "note", "doctor-folder-new", {"folder": folder})
        folder = next(parent for parent in folder.absolute().parents if parent.exists())
    elif not folder.is_dir():
        yield Finding("folder", "fault", "doctor-folder-none", {"folder": folder})
        return
    elif stat.S_IMODE(folder.stat().st_mode) & 0o077:
        mode = f"{stat.S_IMODE(folder.stat().st_mode):04o}"
        yield Finding("folder", "warning", "doctor-folder-open", {"folder": folder, "mode": mode})
    else:
        yield fine("folder", detail=folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("folder", "fault", "doctor-folder-unwritable", {"folder": folder, "user": os.geteuid()})
        return
    yield from _owner(folder)
    yield from _room(folder)


def check_memory(settings: Settings) -> Iterator[Finding]:
    """Whether all worker processes fit into memory at once, and may share a little of it."""
    if _SHARED_MEMORY.is_dir() and not os.access(_SHARED_MEMORY, os.W_OK | os.X_OK):
        # the semaphores of Celery's processes lie there
        yield Finding("memory", "fault", "doctor-shared-memory", {"folder": _SHARED_MEMORY})
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    wanted = settings.worker_processes * _PROCESS_MB
    if wanted > memory * 0.8:
        values = {"memory": memory, "processes": settings.worker_processes, "wanted": wanted}
        yield Finding("memory", "warning", "doctor-memory", values)
    else:
        yield fine("memory", detail=f"{memory} MB")


def check_clock(_settings: Settings) -> Iterator[Finding]:
    """The year, and the time zone: days of receipt are those on the centre's wall."""
    now = time.localtime()
    if now.tm_year < _FIRST_YEAR:
        yield Finding("clock", "fault", "doctor-clock", {"now": time.strftime("%d/%m/%Y %H:%M", now)})
    elif now.tm_gmtoff != _VIETNAM_SECONDS:
        yield Finding("clock", "warning", "doctor-time-zone", {"zone": time.strftime("%Z %z", now)})
    else:
        yield fine("clock", detail=time.strftime("%d/%m/%Y %H:%M %z", now))


def _owner(folder: Path) -> Iterator[Finding]:
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        yield Finding("folder", "warning", "doctor-folder-owner", {"folder": folder, "owner": owner})


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free // MEBIBYTE
    values = {"folder": folder, "free": free}
    if free < _LEAST_FREE_MB:
        yield Finding("disk", "fault", "doctor-disk-full", values)
    elif free < _LITTLE_FREE_MB:
        yield Finding("disk", "warning", "doctor-disk-little", values)
    else:
        yield fine("disk", detail=f"{free // 1024} GB")
