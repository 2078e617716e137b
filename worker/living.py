"""Names processes so that every worker on the same machine can tell whether one of them still lives."""

import hashlib
import os
import secrets
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_START = 19
"""Place of the start time in /proc/PID/stat behind the name, which may hold anything: field 22 of proc(5)."""


def new_main_id() -> str:
    """Of this process as the main process of a worker, one start of it."""
    return f"{secrets.token_hex(4)}-{os.getpid()}-{_started(os.getpid())}"


def process_id(main: str) -> str:
    """Of this process.

    Args:
        main: Id of the main process that it belongs to.
    """
    return f"{main}.{_machine()}.{os.getpid()}.{_started(os.getpid())}"


def is_child_of(identifier: str, main: str) -> bool:
    """Whether a process belongs to a main process."""
    return identifier.startswith(f"{main}.")


def is_dead(identifier: str) -> bool:
    """Whether a process is surely no more; one of another machine, or of another container, may live."""
    parts = identifier.split(".")
    if len(parts) != 4 or parts[1] != _machine():
        return False
    return _started(int(parts[2])) != parts[3]


def is_worker_dead(identifier: str) -> bool:
    """Whether the main process that a process belongs to is surely no more."""
    parts = identifier.split(".")
    if len(parts) != 4 or parts[1] != _machine():
        return False
    _, number, started = parts[0].split("-")
    return _started(int(number)) != started


def _machine() -> str:
    """This start of this machine, and the process numbers that are seen from here."""
    seen = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  the text of the link, which leads nowhere
    told = _BOOT.read_text(encoding="ascii") + seen
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _started(process: int) -> str:
    """When a process started, in ticks since the machine did; empty where it is no more."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[_START]
