"""Looks at the work: who does it, what waits, since when, and what was set aside."""

from collections.abc import Iterator
from datetime import datetime

from intake_ai.dossier.states import PRIORITIES
from intake_ai.operating.finding import Finding, fine
from intake_ai.operating.storage_checks import is_usable
from intake_ai.settings import Settings
from intake_ai.storage.engine import open_engine, session_factory
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading
from intake_ai.work.repository import SILENT_SECONDS, WorkRepository

_LONG_MINUTES = {"citizen": 1, "counter": 10, "bulk": 24 * 60}
"""For each queue, from when on its oldest piece waits for longer than its people should."""


def check_work(settings: Settings) -> Iterator[Finding]:
    """Living worker processes for every queue, and the age of what waits."""
    if not is_usable(settings):
        return
    engine = open_engine(settings.database)
    try:
        with reading(session_factory(engine)) as session:
            repository = WorkRepository(session)
            now = repository.now()
            yield from _processes(repository, now)
            yield from _ages(repository, now)
            if aside := repository.count_set_aside():
                yield Finding("queue", "warning", "doctor-set-aside", {"count": aside})
    finally:
        engine.dispose()


def _processes(repository: WorkRepository, now: datetime) -> Iterator[Finding]:
    living = [row for row in repository.processes() if (now - in_utc(row.seen_at)).total_seconds() < SILENT_SECONDS]
    served = {queue for row in living for queue in row.queues.split(",")}
    waiting = {PRIORITIES[priority] for priority, _ in repository.oldest_waiting()}
    if unserved := [queue for queue in PRIORITIES if queue in waiting - served]:
        yield Finding("workers", "fault", "doctor-no-workers-for", {"queues": ", ".join(unserved)})
    elif not living:
        yield Finding("workers", "warning", "doctor-no-workers")
    elif missing := [queue for queue in PRIORITIES if queue not in served]:
        yield Finding("workers", "warning", "doctor-queue-without-workers", {"queues": ", ".join(missing)})
    else:
        places = sorted({row.place.split(":")[0] for row in living})
        values = {"count": len(living), "places": ", ".join(places)}
        yield Finding("workers", "fine", "doctor-fine-workers", values)


def _ages(repository: WorkRepository, now: datetime) -> Iterator[Finding]:
    found = False
    for priority, since in repository.oldest_waiting():
        queue, minutes = PRIORITIES[priority], int((now - since).total_seconds() // 60)
        if minutes >= _LONG_MINUTES[queue]:
            found = True
            yield Finding("queue", "warning", "doctor-queue-long", {"queue": queue, "minutes": minutes})
    if not found:
        yield fine("queue")
