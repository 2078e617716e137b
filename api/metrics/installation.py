"""Figures of the whole installation, counted in the database when somebody asks: any process tells the same."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from intake_ai.dossier.states import PRIORITIES
from intake_ai.storage.times import in_utc
from intake_ai.work.repository import WorkRepository


class InstallationMetrics(Collector):
    """Work that waits and is under way, worker processes, and how work ended over all time.

    Args:
        session: Of a transaction; it is read when the figures are collected.
    """

    def __init__(self, session: Session) -> None:
        self._work = WorkRepository(session)

    def collect(self) -> Iterator[Metric]:
        now = self._work.now()
        yield self._rows()
        yield self._ages(now)
        yield self._processes(now)
        yield from self._ended()

    def _rows(self) -> Metric:
        family = GaugeMetricFamily("intake_work_rows", "Pieces of work", labels=("queue", "kind", "state"))
        for priority, kind, state, count in self._work.count_states():
            family.add_metric((_queue(priority), kind, state), count)
        return family

    def _ages(self, now: datetime) -> Metric:
        family = GaugeMetricFamily(
            "intake_work_oldest_waiting_seconds", "Age of the oldest piece that waits", labels=("queue",)
        )
        ages = {
            _queue(priority): (now - in_utc(made)).total_seconds() for priority, made in self._work.oldest_waiting()
        }
        for queue in PRIORITIES:
            family.add_metric((queue,), max(0.0, ages.get(queue, 0.0)))
        return family

    def _processes(self, now: datetime) -> Metric:
        family = GaugeMetricFamily("intake_worker_processes", "Worker processes that live", labels=("queue",))
        for queue in PRIORITIES:
            family.add_metric((queue,), len(self._work.living(queue, now)))
        return family

    def _ended(self) -> Iterator[Metric]:
        times = CounterMetricFamily("intake_work_ended", "Pieces of work that ended", labels=("kind", "outcome"))
        seconds = CounterMetricFamily("intake_work_seconds", "Time that they took", labels=("kind", "outcome"))
        for row in self._work.counts():
            times.add_metric((row.kind, row.outcome), row.times)
            seconds.add_metric((row.kind, row.outcome), row.seconds)
        yield times
        yield seconds


def _queue(priority: int) -> str:
    return PRIORITIES[priority] if 0 <= priority < len(PRIORITIES) else str(priority)
