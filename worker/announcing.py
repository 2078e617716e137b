"""Calls idle worker processes through the queue."""

import logging
from dataclasses import dataclass

from celery import Celery
from kombu.exceptions import KombuError, OperationalError

from intake_ai.dossier.states import Priority
from intake_ai.settings import Settings
from worker.app import LOOK, MESSAGE_LIFE_SECONDS, app, configure

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QueueAnnouncer:
    """Sends messages that say "look" (`intake_ai.work.announcing.Announcer`)."""

    celery: Celery

    def announce(self, queue: Priority, looks: int) -> None:
        """Send so many messages to a queue; where the broker is out of reach the sweep does it later."""
        try:
            for _ in range(looks):
                self.celery.send_task(LOOK, queue=queue, retry=False, expires=MESSAGE_LIFE_SECONDS, ignore_result=True)
        except (OperationalError, KombuError, OSError) as error:
            # the text of the error may hold the broker's URL with its password
            _log.warning("no process could be called: %s", type(error).__name__)


def open_announcer(settings: Settings) -> QueueAnnouncer:
    """For a process that only sends, such as the API."""
    configure(app, settings)
    return QueueAnnouncer(app)
