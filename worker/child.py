"""A process that does work: what it opens once, how it says that it lives, and when it gives up."""

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from intake_ai.dossier.states import Priority
from intake_ai.settings import Settings
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import open_installation
from intake_ai.storage.transactions import writing
from intake_ai.work.announcing import Announcer
from intake_ai.work.bench import open_bench
from intake_ai.work.doing import ProcessAtWork
from intake_ai.work.kinds import COURSES
from intake_ai.work.outcomes import Claimed
from intake_ai.work.processes import BEAT_SECONDS, leave, register
from worker.living import process_id
from worker.stopping import is_stopping

_log = logging.getLogger(__name__)
_OPENING_SECONDS = 1.0
_WATCH_SECONDS = 1.0
_GRACE_SECONDS = 30.0
"""Beyond the time of its kind, after which a piece that does not hear its alarm takes its process with it."""
_STUCK = 70
"""Exit status of such a process."""


@dataclass
class Child:
    """What a process opens once and keeps.

    Attributes:
        work: Its work, once it is open.
        parent: That started it.
    """

    settings: Settings
    queues: tuple[Priority, ...]
    announcer: Announcer
    main: str
    parent: int = field(default_factory=os.getppid)
    work: ProcessAtWork | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _ended: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        """Opens the installation, makes what the first dossier needs, and says that the process lives.

        A database that is out of reach is waited for, until the worker stops.
        """
        os.nice(self.settings.worker_nice)
        while not is_stopping():
            try:
                self._open()
            except StorageUnusable as error:
                _log.warning("waiting for the installation: %s", error.code)
                self._stack.close()
                time.sleep(_OPENING_SECONDS)
            else:
                return

    def _open(self) -> None:
        installation = self._stack.enter_context(open_installation(self.settings))
        bench = self._stack.enter_context(open_bench(installation))
        bench.warm_up()
        identifier = process_id(self.main)
        self.work = ProcessAtWork(
            identifier, bench, self.queues, self.announcer, self.is_to_end, is_alarmed=_is_main_thread()
        )
        self.beat()
        threading.Thread(target=self._watch, name="heartbeat", daemon=True).start()

    def is_to_end(self) -> bool:
        """Whether to begin no further piece: the worker stops, or is no more."""
        return is_stopping() or os.getppid() != self.parent

    def beat(self) -> None:
        """Says that the process lives.

        Raises:
            StorageUnusable: The database is out of reach.
        """
        if self.work is None:
            return
        place = f"{socket.gethostname()}:{os.getpid()}"
        with writing(self.work.bench.installation.sessions) as session:
            register(session, self.work.identifier, place, self.queues)

    def close(self) -> None:
        """Takes the process off the list and closes all that it opened."""
        self._ended.set()
        if self.work is not None:
            try:
                with writing(self.work.bench.installation.sessions) as session:
                    leave(session, self.work.identifier)
            except StorageUnusable as error:
                _log.warning("a process could not take leave: %s", error.code)
        self._stack.close()

    def _watch(self) -> None:
        """Beats, and ends the process where a piece of work has long been over its time."""
        watched = _Watched()
        while not self._ended.wait(_WATCH_SECONDS):
            if self.work is not None and watched.is_stuck(self.work.in_hand):
                _log.error("a piece of work is stuck; its process ends")
                os._exit(_STUCK)
            if watched.is_time_to_beat():
                try:
                    self.beat()
                except StorageUnusable as error:
                    _log.warning("no heartbeat: %s", error.code)
                except Exception as error:  # noqa: BLE001  who does not beat is taken for dead
                    _log.error("a heartbeat failed: %s", type(error).__name__)
                else:
                    watched.note_beat()


@dataclass
class _Watched:
    """What the heartbeat remembers from one look to the next."""

    clock: Callable[[], float] = time.monotonic
    piece: Claimed | None = None
    since: float = 0.0
    beaten: float = float("-inf")

    def is_stuck(self, in_hand: Claimed | None) -> bool:
        if in_hand is not self.piece:
            self.piece, self.since = in_hand, self.clock()
        if in_hand is None:
            return False
        return self.clock() - self.since > COURSES[in_hand.kind].seconds + _GRACE_SECONDS

    def is_time_to_beat(self) -> bool:
        return self.clock() - self.beaten >= BEAT_SECONDS

    def note_beat(self) -> None:
        self.beaten = self.clock()


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread() and sys.platform != "win32"
