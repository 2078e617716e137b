"""Gives a process the piece of work that should be done next."""

from datetime import timedelta

from sqlalchemy.orm import Session

from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import PRIORITIES, Priority
from intake_ai.work.kinds import Kind
from intake_ai.work.outcomes import Claimed
from intake_ai.work.repository import WorkRepository
from intake_ai.work.tables import WorkRow

TURNS = 8
"""One claim in so many looks first for what has waited too long, so that an archive goes on, slowly, on busy days."""


def claim(
    session: Session, process: str, queues: tuple[Priority, ...], turn: int = 0, patience: float = 1800.0
) -> Claimed | None:
    """Takes the best piece of work that nobody holds, by queue, then by rank, then by age.

    What the process still holds from before, because it never learnt that its claim was committed, is given back.

    Args:
        session: Of a transaction that writes; the piece is the process's once it is committed.
        process: Id of the process.
        queues: That it works for.
        turn: Counts the claims of this process: every eighth looks first for what has waited too long.
        patience: Seconds that are too long.
    """
    repository = WorkRepository(session)
    now = repository.now()
    for left in repository.of_process_locked(process):
        release(left)
    while row := _best(repository, queues, turn, patience):
        dossier = DossierRepository(session).find(row.dossier_id)
        if dossier is None or dossier.run != row.run or dossier.state != "reading":
            row.state = "cancelled"
            row.ended_at = now
            session.flush()
            continue
        row.state = "running"
        row.claimed_by = process
        row.claimed_at = now
        row.tries += 1
        session.flush()
        return _claimed(row, process)
    return None


def release(row: WorkRow) -> None:
    """Lets somebody else begin a piece of work that was not really tried."""
    row.state = "waiting"
    row.claimed_by = None
    row.tries = max(0, row.tries - 1)


def _best(repository: WorkRepository, queues: tuple[Priority, ...], turn: int, patience: float) -> WorkRow | None:
    now = repository.now()
    if turn % TURNS == TURNS - 1:
        waited = repository.longest_waiting(queues, now, now - timedelta(seconds=patience))
        if waited is not None:
            return waited
    return repository.next_waiting(queues, now)


def _claimed(row: WorkRow, process: str) -> Claimed:
    kind: Kind = row.kind  # type: ignore[assignment]  # only kinds are written
    queue = PRIORITIES[row.priority]
    return Claimed(row.id, row.dossier_id, row.run, kind, row.subject, queue, row.tries, process)
