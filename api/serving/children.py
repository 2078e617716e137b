"""Keeps child processes alive: one that dies is started again, with growing waits, until all are told to stop."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from api.serving.bound import PARENT

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 30.0
STEADY_SECONDS = 60.0
"""A child that lived so long is started again at once."""
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive.

    Attributes:
        name: For the log.
        arguments: Of Python.
        environment: Beside this process's own.
        sockets: File numbers that it inherits.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    sockets: tuple[int, ...] = ()


class _Kept:
    """One child, over all its lives."""

    def __init__(self, child: Child, tell: Callable[[str, int, float], None]) -> None:
        self._child, self._tell = child, tell
        self._wait = FIRST_WAIT_SECONDS
        self._next = 0.0
        self._began = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def look(self, now: float) -> None:
        """Start it where it is time; note where it died."""
        if self.process is None:
            if now >= self._next:
                self._start(now)
        elif self.process.poll() is not None:
            self._bury(now)

    def signal(self, number: signal.Signals) -> None:
        """To the child, or with SIGKILL to all that it started, too."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)

    def _start(self, now: float) -> None:
        environment = {**os.environ, **self._child.environment, PARENT: str(os.getpid())}
        self.process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, *self._child.arguments],
            env=environment,
            pass_fds=self._child.sockets,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._began = now

    def _bury(self, now: float) -> None:
        assert self.process is not None  # noqa: S101  `look` asked
        self.signal(signal.SIGKILL)  # what it left behind
        if now - self._began >= STEADY_SECONDS:
            self._wait = FIRST_WAIT_SECONDS
        self._tell(self._child.name, self.process.returncode, self._wait)
        self.process = None
        self._next = now + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT_SECONDS)


class Children:
    """All children of a service.

    Args:
        children: To keep alive.
        stop_seconds: That they are given to end by themselves.
        tell: Told of every death: name, exit code, seconds until it is started again.
    """

    def __init__(self, children: Sequence[Child], stop_seconds: float, tell: Callable[[str, int, float], None]) -> None:
        self._kept = [_Kept(child, tell) for child in children]
        self._stop_seconds = stop_seconds
        self._ended = threading.Event()

    def run(self) -> None:
        """Keep them alive until SIGTERM or SIGINT; none is left when it returns."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._ended.is_set():
                for kept in self._kept:
                    kept.look(time.monotonic())
                self._ended.wait(_LOOK_SECONDS)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, *_: object) -> None:
        self._ended.set()

    def _end(self) -> None:
        for kept in self._kept:
            kept.signal(signal.SIGTERM)
        until = time.monotonic() + self._stop_seconds
        for kept in self._kept:
            if kept.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    kept.process.wait(max(0.0, until - time.monotonic()))
        for kept in self._kept:
            kept.signal(signal.SIGKILL)
            if kept.process is not None:
                kept.process.wait()
