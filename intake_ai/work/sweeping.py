"""What one process does again and again for all: gives back what the dead held, and calls the idle.

The database alone says what is to be done. So whatever is lost on the way - a message, a worker, a broker - costs the
time until the next sweep and nothing else.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from intake_ai.dossier.states import PRIORITIES
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.announcing import Announcer
from intake_ai.work.processes import bury
from intake_ai.work.repository import WorkRepository

SWEEP_SECONDS = 2.0
_LEAD = "sweep"
_LEAD_SECONDS = 15.0
"""After which another process may lead if the one that did says nothing."""
_QUIET_SWEEPS = 3


@dataclass
class Sweeper:
    """Sweeps, if it leads.

    Attributes:
        identifier: Of the process.
        announcer: Calls idle processes.
        quiet_sweeps: One after the other without a break of the database. Nobody is taken for dead right after one:
            for its length nobody could say that he lives.
    """

    installation: Installation
    identifier: str
    announcer: Announcer
    quiet_sweeps: int = 0

    def sweep(self) -> bool:
        """Sweeps once; whether this process leads.

        Raises:
            StorageUnusable: The database is out of reach.
        """
        quiet, self.quiet_sweeps = self.quiet_sweeps, 0
        with writing(self.installation.sessions) as session:
            if not lead(session, self.identifier):
                return False
        if quiet >= _QUIET_SWEEPS:
            bury(self.installation.sessions)
        self._call()
        self.quiet_sweeps = quiet + 1
        return True

    def _call(self) -> None:
        """Sends as many messages to each queue as processes are idle and pieces wait."""
        with reading(self.installation.sessions) as session:
            repository = WorkRepository(session)
            now = repository.now()
            idle = {queue: repository.idle_processes(queue) for queue in PRIORITIES}
            wanted = {queue: repository.waiting(queue, now, idle[queue]) for queue in PRIORITIES if idle[queue]}
        for queue, looks in wanted.items():
            if looks:
                self.announcer.announce(queue, looks)


def lead(session: Session, identifier: str, name: str = _LEAD, seconds: float = _LEAD_SECONDS) -> bool:
    """Whether this process leads, now and for some seconds.

    Args:
        session: Of a transaction that writes.
        identifier: Of the process.
        name: Of what is led.
        seconds: After which another may lead.
    """
    repository = WorkRepository(session)
    now = repository.now()
    row = repository.lead(name, now)
    # a lease beyond what anybody is given is of a time before the clock was put back
    if row.holder != identifier and now < in_utc(row.until) <= now + timedelta(seconds=seconds):
        return False
    row.holder = identifier
    row.until = now + timedelta(seconds=seconds)
    session.flush()
    return True


def stop_leading(session: Session, identifier: str, name: str = _LEAD) -> None:
    """Lets another lead at once."""
    repository = WorkRepository(session)
    row = repository.lead(name, repository.now())
    if row.holder == identifier:
        row.until = repository.now()
