"""Processor time of a process and all that it started, those that have ended included."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(process: int) -> float:
    """User and system seconds of the tree under `process`; children that ended count once they were waited for."""
    own = _own_ticks(process) / _TICKS
    return own + sum(processor_seconds(child) for child in _children(process))


def _own_ticks(process: int) -> int:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:  # it has just ended
        return 0
    parts = stat[stat.rindex(")") + 2 :].split()
    return sum(int(part) for part in parts[11:15])  # utime, stime, cutime, cstime (proc(5))


def _children(process: int) -> list[int]:
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
