"""Sends a message through the broker and waits for it, on a queue of its own that nobody else reads."""

import secrets
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty

from celery import Celery
from kombu import Connection, Queue

from intake_ai.settings import Settings
from worker.app import configure

_SECONDS = 5
_OURS_ALONE = {"durable": False, "auto_delete": True, "exclusive": True}


def round_trip(settings: Settings) -> float | None:
    """Seconds that a message took; None where it did not come back in time.

    Raises:
        OperationalError: The broker is out of reach, or refuses us.
        OSError: As above.
    """
    app = Celery("intake-ai-doctor", set_as_current=False)
    configure(app, settings)
    name = f"doctor{secrets.token_hex(4)}"
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=_SECONDS)
            return _sent_and_received(connection, name)
    finally:
        _remove_folder(settings.data_dir / "queue" / name)


def _sent_and_received(connection: Connection, name: str) -> float | None:
    said = secrets.token_hex(16)
    began = time.monotonic()
    with connection.SimpleBuffer(name, queue_opts=_OURS_ALONE) as queue:
        queue.put({"said": said})
        try:
            message = queue.get(timeout=_SECONDS)
        except Empty:
            return None
    seconds = time.monotonic() - began
    Queue(name, channel=connection.default_channel).delete()
    return seconds if message.payload == {"said": said} else None


def _remove_folder(folder: Path) -> None:
    """Of the queue in folders; brokers have none."""
    with suppress(OSError):
        folder.rmdir()
