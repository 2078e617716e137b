"""One process at work: it claims the best piece, does it, tells what came of it, and goes on."""

import errno
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from sqlalchemy.orm import Session

from intake_ai.audit.proposals import record_proposal
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import PRIORITIES, Priority
from intake_ai.errors import BadRequest
from intake_ai.privacy.index import index_people
from intake_ai.storage.errors import KeysUnusable, StorageUnusable
from intake_ai.storage.transactions import writing
from intake_ai.work.announcing import Announcer, Silence, announce_idle
from intake_ai.work.bench import Bench
from intake_ai.work.claiming import claim
from intake_ai.work.finishing import settle
from intake_ai.work.kinds import COURSES
from intake_ai.work.outcomes import Checked, Claimed, Failure, Hindered, Result
from intake_ai.work.steps import do
from ocr.errors import EngineMissing

_log = logging.getLogger(__name__)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_HINDERED_SECONDS = 3.0
_MENDED_BY_HAND_SECONDS = 30.0
"""Until the next look at what only an operator can mend."""
_SETTLE_SECONDS = (0.1, 0.3, 1.0, 2.0)


class WorkTimedOut(Exception):
    """A piece of work took longer than its kind may."""


@dataclass
class ProcessAtWork:
    """A process, or a thread in tests, that does one piece of work after the other.

    Attributes:
        identifier: By chance; names its claims.
        queues: That it works for.
        is_stopping: Asked between two tries to reach the database.
        is_alarmed: Whether to end pieces that take too long; only in the main thread of a process.
        pause_seconds: After something stood in the way.
        in_hand: The piece that it is at now; None also while it tells the database what came of one.
    """

    identifier: str
    bench: Bench
    queues: tuple[Priority, ...] = PRIORITIES
    announcer: Announcer = field(default_factory=Silence)
    is_stopping: Callable[[], bool] = lambda: False
    is_alarmed: bool = False
    pause_seconds: float = 0.5
    in_hand: Claimed | None = None
    _turn: int = 0

    def do_next(self) -> bool:
        """Does the best piece of work that waits; whether there was any.

        Raises:
            StorageUnusable: The database is out of reach; nothing is claimed.
        """
        claimed = self._claim()
        if claimed is None:
            return False
        self.in_hand = claimed
        try:
            result = self._result(claimed)
        finally:
            self.in_hand = None
        self._settle(claimed, result)
        if isinstance(result, Hindered):
            time.sleep(self.pause_seconds)  # it stands in the way of the next piece, too
        return True

    def _claim(self) -> Claimed | None:
        installation = self.bench.installation
        with writing(installation.sessions) as session:
            patience = installation.settings.work_patience_seconds
            claimed = claim(session, self.identifier, self.queues, self._turn, patience)
        self._turn += 1
        return claimed

    def _result(self, claimed: Claimed) -> Result:
        try:
            with self._alarm(COURSES[claimed.kind].seconds):
                return do(claimed, self.bench)
        except Exception as error:  # noqa: BLE001  whatever a file brings about must cost its dossier alone
            return self._judged(error, claimed)

    def _judged(self, error: Exception, claimed: Claimed) -> Result:
        """What an error means: something in the way of all work, a piece that can never be done, or a try."""
        tries = self.bench.installation.settings.work_tries
        match error:
            case StorageUnusable() | KeysUnusable() | EngineMissing():
                is_passing = isinstance(error, StorageUnusable)
                _log.warning("%s cannot go on: %s", claimed.kind, error.code)
                return Hindered(error.code, _HINDERED_SECONDS if is_passing else _MENDED_BY_HAND_SECONDS)
            case OSError() if error.errno in _FULL:
                _log.warning("%s cannot go on: %s", claimed.kind, error.strerror)
                return Hindered("storage-full", _HINDERED_SECONDS)
            case BadRequest():
                return Failure(error.code, 1, type(error).__name__)
            case WorkTimedOut():
                return Failure("work-timed-out", min(2, tries), "timed out")
            case _:
                # the error's text may hold what a page says: kind and place alone go into the log
                _log.error("%s failed at %s: %s", claimed.kind, _place(error), type(error).__name__)
                return Failure("work-failed", tries, type(error).__name__)

    def _settle(self, claimed: Claimed, result: Result) -> None:
        """Tells the database until it listens: what was done is not done again because of a short break."""
        tries = 0
        while True:
            try:
                with writing(self.bench.installation.sessions) as session:
                    planned = settle(session, claimed, result)
                    if planned is not None and isinstance(result, Checked):
                        self._note(session, claimed.dossier, result)
                    announce_idle(session, self.announcer, claimed.queue, planned or 0, self.identifier)
            except StorageUnusable:
                if self.is_stopping():
                    return  # given back by the sweep
                time.sleep(_SETTLE_SECONDS[min(tries, len(_SETTLE_SECONDS) - 1)])
                tries += 1
            else:
                return

    def _note(self, session: Session, dossier: str, checked: Checked) -> None:
        """Whose data a report holds, and what it proposes."""
        keys = self.bench.installation.keys
        if checked.content is not None:
            index_people(session, keys, dossier, checked.content)
        record_proposal(session, keys, DossierRepository(session).get(dossier))

    @contextmanager
    def _alarm(self, seconds: float) -> Iterator[None]:
        if not self.is_alarmed:
            yield
            return
        before = signal.signal(signal.SIGALRM, _timed_out)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _timed_out(_number: int, _frame: FrameType | None) -> None:
    raise WorkTimedOut


def _place(error: BaseException) -> str:
    """Module and line where an error was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "-"
