"""A service of its own for one measurement: an empty data folder, a key, `intake-ai serve` on a free port."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_SCOPES = (
    "dossier.create",
    "dossier.submit",
    "dossier.read",
    "event.follow",
    "page.read",
    "report.read",
    "upload.add",
    "metrics.read",
)
_START_SECONDS = 600.0
"""The first start compiles the built-in catalogue."""


@dataclass(frozen=True)
class Installed:
    """A running service.

    Attributes:
        process: Number of `intake-ai serve`, over API and workers.
        key: That may do all that the measurement does.
    """

    address: str
    key: str
    process: int
    data: Path

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@contextmanager
def installed(data: Path, workers: int) -> Iterator[Installed]:
    """Starts the service and waits until it can work; ends it at the end.

    Args:
        data: Folder for everything it keeps.
        workers: Processes that read.

    Raises:
        RuntimeError: It did not become ready.
    """
    environment = {**os.environ, "INTAKE_AI_DATA_DIR": str(data)}
    with (data / "service.log").open("w+b") as log:
        process = subprocess.Popen(  # noqa: S603
            [*_COMMAND, "serve", "--port", "0", "--workers", str(workers)], stderr=log, stdout=log, env=environment
        )
        try:
            address = _address(process, data / "service.log")
            made = subprocess.run(  # noqa: S603
                [*_COMMAND, "keys", "add", "benchmark", "--json", *(part for s in _SCOPES for part in ("--scope", s))],
                env=environment,
                check=True,
                capture_output=True,
            )
            yield Installed(address, json.loads(made.stdout)["key"], process.pid, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


_COMMAND = (sys.executable, "-m", "api.cli")


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8", errors="replace"))
        if found and _is_ready(found.group()):
            return found.group()
        time.sleep(0.5)
    raise RuntimeError(f"the service did not start; see {log}")


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
