"""What can befall a service at work, dealt at random moments by a seed: nothing of it may cost a dossier."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.processes import Server
from serving_builder import RunningService

_STORE_MEGABYTES = 300
_STANDING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How long faults last, seconds.

    Attributes:
        refused: The database is away.
        full: The disk is full.
        waits: Least and most between two faults, once the service stands again; one that never stands shows nothing.
    """

    refused: float = 20.0
    full: float = 15.0
    waits: tuple[float, float] = (1.0, 8.0)


LONG = Pace()
SHORT = Pace(refused=4.0, full=3.0, waits=(0.2, 1.5))


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of its own at `folder`, small enough to be filled; false where this machine does not allow one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = ["/bin/mount", "-t", "tmpfs", "-o", f"size={_STORE_MEGABYTES}m,mode=700", "tmpfs", str(folder)]
    is_mounted = os.getuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["/bin/umount", "--lazy", str(folder)], check=False)


class Faults:
    """Deals faults until it is told to stop.

    Args:
        service: That they befall.
        seed: Decides which and when.
        pace: How long each lasts.
        database: Its server; None for SQLite, whose file is then locked instead.
        broker: Its server, where there is one.
        disk: Folder of a small disk with the blobs; None leaves it alone.

    Attributes:
        dealt: Their names, in order.
    """

    def __init__(
        self,
        service: RunningService,
        seed: int,
        pace: Pace = LONG,
        database: Server | None = None,
        broker: Server | None = None,
        disk: Path | None = None,
    ) -> None:
        self._service = service
        self._chance = random.Random(seed)  # noqa: S311  moments, not secrets
        self._pace = pace
        self._database, self._broker, self._disk = database, broker, disk
        self.dealt: list[str] = []

    def deal(self, goes_on: Callable[[], bool]) -> None:
        """Kill again and again while `goes_on`; the long faults once each, first."""
        long = [self._refuse_the_database, *([self._fill_the_disk] if self._disk else [])]
        self._chance.shuffle(long)
        short = [
            *([self._kill_a_reader] * 3),
            *([self._kill_the_api] * 2),
            self._kill_the_worker,
            self._kill_the_service,
            *([self._kill_the_broker] if self._broker else []),
        ]
        for fault in long:
            for _ in range(2):
                self._one(self._chance.choice(short))
            self._one(fault)
        while goes_on():
            self._one(self._chance.choice(short))

    def _one(self, fault: Callable[[], None]) -> None:
        until = time.monotonic() + _STANDING_SECONDS
        while not self._service.is_standing() and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(self._chance.uniform(*self._pace.waits))
        fault()
        self.dealt.append(fault.__name__.strip("_"))

    def _kill_a_reader(self) -> None:
        readers = self._service.readers()
        if readers:
            _kill(self._chance.choice(readers))

    def _kill_the_api(self) -> None:
        for process in self._service.apis():
            _kill(process)

    def _kill_the_worker(self) -> None:
        for process in self._service.workers():
            _kill(process)

    def _kill_the_service(self) -> None:
        self._service.kill()
        self._service.start()

    def _kill_the_broker(self) -> None:
        assert self._broker is not None
        self._broker.kill()
        time.sleep(self._chance.uniform(0.5, 4.0))
        self._broker.start()

    def _refuse_the_database(self) -> None:
        if self._database is not None:
            self._database.kill()
            time.sleep(self._pace.refused)
            self._database.start()
            return
        with contextlib.closing(sqlite3.connect(self._service.data / "intake.sqlite3", timeout=60)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(self._pace.refused)
            connection.rollback()

    def _fill_the_disk(self) -> None:
        assert self._disk is not None
        filler = self._disk / "filler"
        until = time.monotonic() + self._pace.full
        while time.monotonic() < until:
            with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
                while True:
                    file.write(b"\0" * (1 << 20))
            time.sleep(0.2)
        filler.unlink()


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
