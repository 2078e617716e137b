"""The tasks: look for work and do it, and tidy up. A message says no more; the database knows what is to be done."""

import logging
import time

from intake_ai.settings import get_settings
from intake_ai.storage.errors import StorageUnusable
from intake_ai.work.tidying import tidy as tidy_up
from worker.announcing import QueueAnnouncer
from worker.app import LOOK, LOOKING_SECONDS, TIDY, app
from worker.child import Child
from worker.run import run_of_worker

_log = logging.getLogger(__name__)
_WAIT_SECONDS = 1.0
_child: Child | None = None


def open_child() -> None:
    """Opens what this process needs, before its first message."""
    global _child  # noqa: PLW0603  Celery calls tasks as functions: what belongs to the process has no other place
    run = run_of_worker()
    _child = Child(get_settings(), run.queues, QueueAnnouncer(app), run.main)
    _child.open()


def close_child() -> None:
    """Closes it again."""
    if _child is not None:
        _child.close()


@app.task(name=LOOK)
def look() -> None:
    """Does the best work that waits, piece after piece, for a few seconds; then calls the next one who looks."""
    if _child is None or _child.work is None:
        return
    until = time.monotonic() + LOOKING_SECONDS
    while not _child.is_to_end():
        try:
            if not _child.work.do_next():
                _child.work.bench.files.clear()
                return
        except StorageUnusable as error:
            _log.warning("waiting for the database: %s", error.code)
            time.sleep(_WAIT_SECONDS)
        if time.monotonic() > until:
            _child.announcer.announce(_child.queues[0], 1)
            return


@app.task(name=TIDY)
def tidy() -> None:
    """Removes what has had its time."""
    if _child is None or _child.work is None:
        return
    try:
        tidy_up(_child.work.bench.installation, _child.work.identifier)
    except StorageUnusable as error:
        _log.warning("tidying waits: %s", error.code)
