"""Counts how often something comes from one address; kept in memory alone, for addresses are personal data."""

import threading
import time
from collections import OrderedDict, deque

from intake_ai.checks.errors import ChecksTooMany

_MOST_ADDRESSES = 100_000


class Rates:
    """A limit for each address in a window of time that moves; each process of the API counts for itself.

    Args:
        most: Times within the window; 0 sets no limit.
        seconds: Length of the window.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> None:
        """Counts one.

        Raises:
            ChecksTooMany: There were too many; this one does not count.
        """
        if not self._most:
            return
        now = time.monotonic()
        with self._lock:
            times = self._times.setdefault(address, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            self._times.move_to_end(address)
            if len(times) >= self._most:
                raise ChecksTooMany(int(times[0] + self._seconds - now) + 1)
            times.append(now)
            while len(self._times) > _MOST_ADDRESSES:
                self._times.popitem(last=False)
