"""Says to idle worker processes that there is work; a hint only, which may be lost, doubled or late."""

from typing import Protocol

from sqlalchemy.orm import Session

from intake_ai.dossier.states import Priority
from intake_ai.storage.transactions import after_commit
from intake_ai.work.queues import as_queue
from intake_ai.work.repository import WorkRepository


class Announcer(Protocol):
    """Sends a message that says "look"; never fails for want of a broker, for the sweep sends again."""

    def announce(self, queue: Priority, looks: int) -> None:
        """Send so many messages to a queue."""
        ...


class Silence:
    """Announces nothing: for those who do the work in their own process, and where the sweep alone is enough."""

    def announce(self, queue: Priority, looks: int) -> None:
        """Do nothing."""


def announce_after_commit(session: Session, announcer: Announcer, queue: str, planned: int) -> None:
    """Have idle processes look, once the transaction that planned work is committed.

    Processes at work look for the next piece by themselves, so about as many messages are under way as there are idle
    processes, however much work waits.

    Args:
        session: Of that transaction.
        announcer: Sends the messages.
        queue: Of the work.
        planned: Pieces of work.
    """
    looks = min(planned, max(1, WorkRepository(session).idle_processes(as_queue(queue))))
    if looks:
        after_commit(session, lambda: announcer.announce(as_queue(queue), looks))


def announce_idle(session: Session, announcer: Announcer, queue: str, planned: int, but: str) -> None:
    """As `announce_after_commit` by a process that goes on itself: others are told, and only where some are idle.

    Args:
        session: Of the transaction.
        announcer: Sends the messages.
        queue: Of the work.
        planned: Pieces of work that may be begun now.
        but: The process itself.
    """
    if planned > 1:
        looks = min(planned - 1, WorkRepository(session).idle_processes(as_queue(queue), but))
        if looks:
            after_commit(session, lambda: announcer.announce(as_queue(queue), looks))
