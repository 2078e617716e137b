"""What one process does again and again for all: gives back what the dead held, calls the idle, removes what expired.

The database alone says what is to be done. So whatever is lost on the way - a message, a worker, a broker - costs the
time until the next sweep and nothing else.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from intake_ai.dossier.orphans import SHARDS, remove_orphans
from intake_ai.dossier.states import PRIORITIES
from intake_ai.privacy.retaining import retain
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.announcing import Announcer
from intake_ai.work.processes import bury
from intake_ai.work.purging import purge
from intake_ai.work.repository import WorkRepository

SWEEP_SECONDS = 2.0
_LEAD = "sweep"
_LEAD_SECONDS = 15.0
"""After which another process may lead if the one that did says nothing."""
_PURGE_SWEEPS = 15
"""Sweeps between two removals."""
_RETAIN_SWEEPS = 300
"""Sweeps between two removals of what the retention periods let go."""
_MOST_RETAINED = 50
"""Dossiers at one go: a sweep must not take long."""
_log = logging.getLogger(__name__)


@dataclass
class Sweeper:
    """Sweeps, if it leads.

    Attributes:
        identifier: Of the process.
        announcer: Calls idle processes.
        is_settled: Nobody is taken for dead in the first sweep after a break of the database: for its length nobody
            could say that he lives.
    """

    installation: Installation
    identifier: str
    announcer: Announcer
    is_settled: bool = False
    _sweeps: int = field(default=0)

    def sweep(self) -> bool:
        """Sweeps once; whether this process leads.

        Raises:
            StorageUnusable: The database is out of reach.
        """
        settled, self.is_settled = self.is_settled, False
        with writing(self.installation.sessions) as session:
            if not lead(session, self.identifier):
                return False
            if settled:
                bury(session)
        self._call()
        if self._sweeps % _PURGE_SWEEPS == 0:
            purge(self.installation)
        if self._sweeps % _RETAIN_SWEEPS == 0:
            retain(self.installation, most=_MOST_RETAINED)
            # by the clock and not by sweeps: processes that lead for hours only come by all parts, too
            remove_orphans(self.installation, int(time.time() / (_RETAIN_SWEEPS * SWEEP_SECONDS)) % SHARDS)
            self.installation.blobs.remove_abandoned()
        self._sweeps += 1
        self.is_settled = True
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


def lead(session: Session, identifier: str) -> bool:
    """Whether this process leads, now and for some seconds.

    Args:
        session: Of a transaction that writes.
        identifier: Of the process.
    """
    repository = WorkRepository(session)
    now = repository.now()
    row = repository.lead(_LEAD, now)
    if row.holder != identifier and in_utc(row.until) > now:
        return False
    row.holder = identifier
    row.until = now + timedelta(seconds=_LEAD_SECONDS)
    session.flush()
    return True


def stop_leading(session: Session, identifier: str) -> None:
    """Lets another lead at once."""
    repository = WorkRepository(session)
    row = repository.lead(_LEAD, repository.now())
    if row.holder == identifier:
        row.until = repository.now()
