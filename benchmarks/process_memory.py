"""Memory of this process and all that it starts, as the machine counts it: shared pages are shared out."""

import os
import threading
from pathlib import Path
from types import TracebackType

_SECONDS_BETWEEN_LOOKS = 0.25


class MemoryWatch:
    """Keeps the highest memory of the process tree while it is open.

    Attributes:
        peak: Highest sum of the proportional set sizes (PSS) of this process and its descendants, bytes.
        child_peak: Highest PSS of one descendant, bytes.
        children_peak: Highest sum of the PSS of all descendants, bytes.
    """

    def __init__(self) -> None:
        self.peak = 0
        self.child_peak = 0
        self.children_peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
            own, children = _proportional_set_size(os.getpid()), [*map(_proportional_set_size, _descendants())]
            self.peak = max(self.peak, own + sum(children))
            self.children_peak = max(self.children_peak, sum(children))
            self.child_peak = max([self.child_peak, *children])

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()


def _descendants() -> list[int]:
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(process: int) -> list[int]:
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it has just ended
        return []


def _proportional_set_size(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:  # it has just ended
        pass
    return 0
