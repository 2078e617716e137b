"""What the main process of a worker does beside Celery: the sweep, and burying those of its own that died."""

import logging
import os
import threading
from contextlib import suppress

from intake_ai.dossier.states import Priority
from intake_ai.settings import Settings
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.processes import leave
from intake_ai.work.repository import WorkRepository
from intake_ai.work.scratch import remove_left
from intake_ai.work.sweeping import SWEEP_SECONDS, Sweeper, stop_leading
from intake_ai.work.tidying import TIDY_SECONDS
from ocr.errors import IntakeError
from worker.announcing import QueueAnnouncer
from worker.living import is_child_of, is_dead, is_worker_dead

_log = logging.getLogger(__name__)
_TIDY_SWEEPS = int(TIDY_SECONDS / SWEEP_SECONDS)
_at_fork = threading.Lock()
"""Held while the sweep talks to the database: a process that is forked just then would find locks that nobody frees."""


class MainProcess:
    """The sweep in a thread of its own.

    Args:
        settings: Of the installation.
        announcer: Calls idle processes, of this worker and others.
        identifier: From `worker.living.new_main_id`.
        queue: One that this worker works for.
    """

    def __init__(self, settings: Settings, announcer: QueueAnnouncer, identifier: str, queue: Priority) -> None:
        self._settings = settings
        self._announcer = announcer
        self._identifier = identifier
        self._queue = queue
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweep", daemon=True)

    def start(self) -> None:
        os.register_at_fork(before=_at_fork.acquire, after_in_parent=_at_fork.release, after_in_child=_at_fork.release)
        self._thread.start()

    def stop(self) -> None:
        """Ends the sweep and lets another worker lead."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with open_installation(self._settings) as installation:
                    self._sweep(installation)
            except IntakeError as error:
                _log.warning("the sweep waits for the installation: %s", error.code)
                self._ended.wait(SWEEP_SECONDS)

    def _sweep(self, installation: Installation) -> None:
        sweeper = Sweeper(installation, self._identifier, self._announcer)
        sweeps = 0
        while not self._ended.wait(SWEEP_SECONDS if sweeps else 0):
            with _at_fork:
                try:
                    self._sweep_once(installation, sweeper, is_to_tidy=sweeps % _TIDY_SWEEPS == 0)
                except StorageUnusable as error:
                    _log.warning("no sweep: %s", error.code)
                except Exception as error:  # noqa: BLE001  without the sweep what is lost would stay lost
                    _log.error("a sweep failed: %s", type(error).__name__)
            sweeps += 1
        remove_left(self._settings.scratch_dir)
        with suppress(StorageUnusable), writing(installation.sessions) as session:
            stop_leading(session, self._identifier)

    def _sweep_once(self, installation: Installation, sweeper: Sweeper, is_to_tidy: bool) -> None:
        self._bury_own(installation)
        if sweeper.sweep() and is_to_tidy:
            self._announcer.tidy(self._queue)
        if is_to_tidy:
            remove_left(self._settings.scratch_dir)

    def _bury_own(self, installation: Installation) -> None:
        """Gives back at once what processes of this machine held that are no more: others wait for their silence.

        Each worker buries its own, for only it knows that they died alone, and those of workers that are no more.
        """
        with reading(installation.sessions) as session:
            listed = [process.id for process in WorkRepository(session).processes()]
        for identifier in filter(is_dead, listed):
            is_own = is_child_of(identifier, self._identifier)
            if not is_own and not is_worker_dead(identifier):
                continue
            with writing(installation.sessions) as session:
                leave(session, identifier, is_try=is_own)
            _log.warning("a worker process ended before its time")
            remove_left(self._settings.scratch_dir)
