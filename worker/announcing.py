"""Calls idle worker processes through the queue."""

import logging
from dataclasses import dataclass

from celery import Celery
from kombu.exceptions import KombuError, OperationalError

from intake_ai.dossier.states import Priority
from intake_ai.settings import Settings
from worker.app import LOOK, MESSAGE_LIFE_SECONDS, TIDY, app, configure

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QueueAnnouncer:
    """Sends messages that say "look" (`intake_ai.work.announcing.Announcer`)."""

    celery: Celery

    def announce(self, queue: Priority, looks: int) -> None:
        """Send so many messages to a queue; where the broker is out of reach the sweep does it later."""
        self._send(LOOK, queue, looks)

    def tidy(self, queue: Priority) -> None:
        """Have a process of a queue remove what has had its time."""
        self._send(TIDY, queue, 1)

    def _send(self, task: str, queue: Priority, times: int) -> None:
        try:
            for _ in range(times):
                self.celery.send_task(task, queue=queue, retry=False, expires=MESSAGE_LIFE_SECONDS, ignore_result=True)
        except (OperationalError, KombuError, OSError) as error:
            # the text of the error may hold the broker's URL with its password
            _log.warning("no process could be called: %s", type(error).__name__)


def open_announcer(settings: Settings) -> QueueAnnouncer:
    """For a process that only sends, such as the API."""
    configure(app, settings)
    return QueueAnnouncer(app)
