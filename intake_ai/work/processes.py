"""The processes that do work: each says so again and again, and what a silent one had in hand is given back."""

from collections.abc import Sequence

from sqlalchemy.orm import Session, sessionmaker

from intake_ai.dossier.states import Priority
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.finishing import give_back
from intake_ai.work.queues import written_queues
from intake_ai.work.repository import WorkRepository
from intake_ai.work.tables import WorkerProcessRow

BEAT_SECONDS = 5.0


def register(session: Session, identifier: str, place: str, queues: Sequence[Priority]) -> None:
    """Says that a process lives; also again, after others took it for dead.

    Args:
        session: Of a transaction that writes.
        identifier: By chance, of the process.
        place: Host and process number, for the operator.
        queues: That it works for.
    """
    repository = WorkRepository(session)
    now = repository.now()
    known = repository.process(identifier)
    if known is None:
        row = WorkerProcessRow(id=identifier, place=place, queues=written_queues(queues), started_at=now, seen_at=now)
        session.add(row)
    else:
        known.seen_at = now
    session.flush()


def leave(session: Session, identifier: str, *, is_try: bool = False) -> int:
    """Takes a process off the list, and what it had in hand out of its hands; pieces that others may begin now.

    Args:
        session: Of a transaction that writes.
        identifier: Of the process.
        is_try: It died alone while its worker lives on, so that what it had in hand may have killed it. Otherwise it
            was stopped, or fell with its worker or machine, or nobody knows: that is counted apart, with more patience.
    """
    repository = WorkRepository(session)
    ready = sum(give_back(session, row, is_try=is_try) + 1 for row in repository.of_process(identifier))
    known = repository.process(identifier)
    if known is not None:
        session.delete(known)
        session.flush()
    return ready


def bury(sessions: sessionmaker[Session]) -> int:
    """Takes all silent processes off the list, and gives back what they, or others long gone, had in hand.

    One after the other, each in a transaction of its own: who held the dossiers of several could wait for somebody who
    waits for one of them.

    Args:
        sessions: Of the installation.

    Returns:
        Pieces of work that may be begun now.
    """
    with reading(sessions) as session:
        repository = WorkRepository(session)
        silent, orphaned = repository.silent(repository.now()), [row.id for row in repository.orphaned()]
    ready = 0
    for identifier in silent:
        with writing(sessions) as session:
            repository = WorkRepository(session)
            if identifier in repository.silent(repository.now()):  # it may have spoken again
                ready += leave(session, identifier)
    for piece in orphaned:
        with writing(sessions) as session:
            still = [row for row in WorkRepository(session).orphaned() if row.id == piece]
            ready += sum(give_back(session, row, is_try=False) + 1 for row in still)
    return ready
