"""Load on one machine: a steady stream of dossiers, people who look at others meanwhile, and what it costs.

    python -m benchmarks.service --minutes 15
    python -m benchmarks.service --dossier FOLDER --every 12 --reads 25 --workers 2 --minutes 15
    python -m benchmarks.service --overhead 10

Starts a service with an empty data folder. Each dossier's files differ in their bytes from all others, so nothing of it
is known. Requests for reports and page images come at their times whether or not earlier ones were answered, and are
measured from the time they were due. `--overhead N` compares the processor time of N dossiers sent one after the other
with that of `intake-ai check` on the same files, less what both take to start.
"""

import argparse
import asyncio
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import numpy as np

from benchmarks.service.installed import Installed, installed
from benchmarks.service.processor_time import processor_seconds
from benchmarks.service.sending import Files, Sent, send
from benchmarks.service.variants import variants

_SAMPLES = ("samples/khai-sinh-du", "samples/hon-nhan-chua-ky")
"""Together six pages."""
_FILES = {".pdf", ".jpg", ".jpeg"}
_RECEIVED = "2026-11-23"


class Readers:
    """People who open reports and page images of finished dossiers, `rate` a second.

    Attributes:
        waits: Seconds from when each request was due to its whole answer, by what was asked.
        errors: Answers other than 200, by what was asked and status.
    """

    def __init__(self, client: httpx.AsyncClient, rate: float) -> None:
        self._client = client
        self._rate = rate
        self._chance = random.Random(7)  # noqa: S311 - which report is asked for is no secret
        self.finished: list[Sent] = []
        self.waits: dict[str, list[float]] = {"report": [], "image": []}
        self.errors: Counter[str] = Counter()

    async def run(self, until: float) -> None:
        """Ask until the time `until` (of `time.monotonic`)."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in itertools.count():
                due = began + number / self._rate
                if due > until:
                    return
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if self.finished:
                    group.create_task(self._ask(due))

    async def _ask(self, due: float) -> None:
        sent = self._chance.choice(self.finished)
        kind = self._chance.choice(("report", "image"))
        report = f"/api/v1/dossiers/{sent.dossier}/report"
        address = report if kind == "report" or not sent.pages else self._chance.choice(sent.pages)
        try:
            answer = await self._client.get(address, timeout=30)
            if answer.status_code != httpx.codes.OK:
                self.errors[f"{kind} {answer.status_code}"] += 1
        except httpx.TransportError as error:
            self.errors[f"{kind} {type(error).__name__}"] += 1
        self.waits[kind].append(time.monotonic() - due)


async def load(service: Installed, copies: Iterator[Files], every: float, minutes: float, rate: float) -> str:
    """Send a dossier each `every` seconds for `minutes`, with `rate` requests a second meanwhile; the table."""
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=service.address, headers=service.headers, limits=limits) as client:
        first = await send(client, next(copies), _RECEIVED)  # processes warm up, the catalogue is compiled
        readers = Readers(client, rate)
        readers.finished.append(first)
        began, cost = time.monotonic(), processor_seconds(service.process)
        until = began + minutes * 60
        sent: list[Sent] = []
        async with asyncio.TaskGroup() as group:
            group.create_task(readers.run(until))
            for number in itertools.count():
                due = began + number * every
                if due >= until:
                    break
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                group.create_task(_one(client, next(copies), sent, readers))
        seconds = time.monotonic() - began
        return table(sent, readers, (processor_seconds(service.process) - cost) / seconds)


async def _one(client: httpx.AsyncClient, files: Files, sent: list[Sent], readers: Readers) -> None:
    done = await send(client, files, _RECEIVED)
    sent.append(done)
    if done.checked is not None:
        readers.finished.append(done)


def table(sent: Sequence[Sent], readers: Readers, cores: float) -> str:
    """What was measured, as lines for people."""
    checked = [one.checked for one in sent if one.checked is not None]
    looked = [one.looked for one in sent if one.looked is not None]
    rows = [
        f"dossiers sent {len(sent)}, with a report {len(checked)}, with a first verdict before it {len(looked)}",
        f"failures: {Counter(one.failure for one in sent if one.failure) or 'none'}",
        f"requests meanwhile {sum(map(len, readers.waits.values()))}, errors: {dict(readers.errors) or 'none'}",
        f"processor time: {cores:.2f} of the machine's cores",
        f"{'seconds':26}{'median':>9}{'p95':>9}{'worst':>9}",
        _row("upload", [one.uploaded for one in sent]),
        _row("upload to first verdict", looked),
        _row("upload to verdict", checked),
        *(_row(f"asked for {kind}", waits) for kind, waits in readers.waits.items()),
    ]
    return "\n".join(rows)


def _row(name: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"{name:26}{'none':>9}"
    return f"{name:26}" + "".join(f"{np.percentile(seconds, share):9.3f}" for share in (50, 95, 100))


async def overhead(service: Installed, copies: Iterator[Files], times: int) -> str:
    """Processor seconds a dossier of the service, beside those of `intake-ai check`."""
    async with httpx.AsyncClient(base_url=service.address, headers=service.headers) as client:
        for _ in range(2):
            await send(client, next(copies), _RECEIVED)
        before = processor_seconds(service.process)
        for _ in range(times):
            await send(client, next(copies), _RECEIVED)
        served = (processor_seconds(service.process) - before) / times
        idle_before = processor_seconds(service.process)
        await asyncio.sleep(20)
        idle = (processor_seconds(service.process) - idle_before) / 20
    alone = _alone(service, copies, times)
    return (
        f"service {served:.2f} s a dossier, intake-ai check {alone:.2f} s without its start: "
        f"{served / alone - 1:+.1%}; idle service {idle:.3f} s a second"
    )


def _alone(service: Installed, copies: Iterator[Files], times: int) -> float:
    """Processor seconds that a dossier adds to a run of `check` in one process."""
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from intake_ai.catalogue.service import open_catalogue\n"
        "from intake_ai.pipeline import CheckRequest, Services, check_dossier\n"
        "from intake_ai.settings import get_settings\n"
        "settings = get_settings()\n"
        "with open_catalogue(settings) as catalogue:\n"
        "    services = Services(settings, catalogue, first_look=lambda look: None)\n"
        "    for folder in sorted(Path(sys.argv[1]).iterdir()):\n"
        "        files = tuple((file, file.name) for file in sorted(folder.iterdir()))\n"
        f"        check_dossier(CheckRequest(files, date.fromisoformat('{_RECEIVED}')), services)\n"
    )

    def seconds(number: int) -> float:
        with tempfile.TemporaryDirectory() as scratch:
            for one in range(number):
                folder = Path(scratch) / str(one)
                folder.mkdir()
                for name, content in next(copies):
                    (folder / name).write_bytes(content)
            environment = {"PATH": "/usr/bin:/bin", "INTAKE_AI_DATA_DIR": str(service.data / "alone")}
            before = _children_seconds()
            subprocess.run([sys.executable, "-c", program, scratch], check=True, env=environment)  # noqa: S603
            return _children_seconds() - before

    seconds(1)  # compiles the catalogue
    return (seconds(times + 1) - seconds(1)) / times


def _children_seconds() -> float:
    import resource  # noqa: PLC0415 - only where processes are compared

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dossier", type=Path, action="append", help="folder with its files; samples by default")
    parser.add_argument("--every", type=float, default=12.0, help="seconds between dossiers")
    parser.add_argument("--reads", type=float, default=25.0, help="requests a second meanwhile")
    parser.add_argument("--workers", type=int, default=2, help="reading processes")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--overhead", type=int, metavar="N", help="compare N dossiers with `intake-ai check`")
    asked = parser.parse_args(arguments)
    folders = asked.dossier or [Path(name) for name in _SAMPLES]
    copies = variants(sorted(file for folder in folders for file in folder.iterdir() if file.suffix.lower() in _FILES))
    with tempfile.TemporaryDirectory() as scratch, installed(Path(scratch), asked.workers) as service:
        if asked.overhead:
            result = asyncio.run(overhead(service, copies, asked.overhead))
        else:
            result = asyncio.run(load(service, copies, asked.every, asked.minutes, asked.reads))
    sys.stdout.write(result + "\n")


if __name__ == "__main__":
    main()
