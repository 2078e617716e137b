"""The command `serve` as its own processes for tests, and who asks it again and again until it answers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
from servers.processes import free_port
from service_builder import ROOT

from intake_ai.settings import Settings

_SCOPES = (
    "dossier.create",
    "dossier.list",
    "dossier.read",
    "dossier.submit",
    "event.follow",
    "report.read",
    "upload.add",
    "upload.list",
)
_PATIENCE_SECONDS = 600.0


class RunningService:
    """`intake-ai serve` in a process group of its own, always on the same port.

    Args:
        settings: Of the installation.
        workers: Processes that read.

    Attributes:
        port: On loopback.
        data: Folder of its data.
    """

    def __init__(self, settings: Settings, workers: int = 2) -> None:
        self._settings = settings
        self._workers = workers
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.data = settings.data_dir

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [*_COMMAND, "serve", "--port", str(self.port), "--workers", str(self._workers)]
        with (self.data / "service.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Ends the parent and all that it started at once."""
        assert self._process is not None
        everybody = [self._process.pid, *_descendants(self._process.pid)]
        for process in everybody:
            _signal(process, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Asks it to stop; its exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(90)

    def is_standing(self) -> bool:
        """Whether the API answers and there are processes that do work."""
        try:
            return httpx.get(f"{self.address}/health", timeout=5).is_success and bool(self.readers())
        except httpx.TransportError:
            return False

    def apis(self) -> list[int]:
        return [process for process in self._children() if "listening" in _command_line(process)]

    def workers(self) -> list[int]:
        return [process for process in self._children() if "worker" in _command_line(process)]

    def readers(self) -> list[int]:
        """The processes that do work."""
        return [child for worker in self.workers() for child in _children_of(worker)]

    def key(self) -> str:
        """A key for a system that sends dossiers."""
        scopes = [part for scope in _SCOPES for part in ("--scope", scope)]
        command = [*_COMMAND, "keys", "add", "Hệ thống MẪU", "--json", *scopes]
        made = subprocess.run(command, cwd=ROOT, env=self._environment(), check=True, stdout=subprocess.PIPE)
        return str(json.loads(made.stdout)["key"])

    def _children(self) -> list[int]:
        return _children_of(self._process.pid) if self._process else []

    def _environment(self) -> dict[str, str]:
        given = {"DATA_DIR": self.data, "DATABASE_URL": self._settings.database_url, "ENCODER": self._settings.encoder}
        given["BROKER_URL"] = self._settings.broker_url
        return {**os.environ, **{f"INTAKE_AI_{name}": str(value) for name, value in given.items()}}


class Sender:
    """A system that sends dossiers and asks each thing, under one Idempotency-Key, until it is answered."""

    def __init__(self, service: RunningService, key: str) -> None:
        self._client = httpx.Client(
            base_url=f"{service.address}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, files: list[Path], received: str = "2026-11-22") -> str:
        """Makes, fills and submits a dossier; its id."""
        dossier = str(self.ask("POST", "/dossiers", json={"received": received})["id"])
        contents = [("files", (file.name, file.read_bytes())) for file in files]
        self.ask("POST", f"/dossiers/{dossier}/files", files=contents)
        self.ask("POST", f"/dossiers/{dossier}/submit")
        return dossier

    def ask(self, method: str, address: str, **content: Any) -> Any:
        """What is answered, once it is no fault of the service.

        Raises:
            TimeoutError: There never was such an answer.
            httpx.HTTPStatusError: It was refused.
        """
        answer = self.answer(method, address, **content)
        answer.raise_for_status()
        return answer.json()

    def answer(self, method: str, address: str, **content: Any) -> httpx.Response:
        """As `ask`, refusals too.

        Raises:
            TimeoutError: There never was an answer.
        """
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                answer = self._client.request(method, address, headers=headers, **content)
            except httpx.TransportError:
                time.sleep(0.3)
                continue
            if answer.status_code < 500 and not _is_under_way(answer):
                return answer
            time.sleep(0.3)
        raise TimeoutError(f"{method} {re.sub('[0-9a-f]{32}', '…', address)}")


def _is_under_way(answer: httpx.Response) -> bool:
    """The same request is still being answered, by a process that may be dead."""
    return answer.status_code == httpx.codes.CONFLICT and answer.json()["code"] == "request-under-way"


_COMMAND = (sys.executable, "-m", "api.cli")


def _children_of(process: int) -> list[int]:
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:  # it has just ended
        return []


def _descendants(process: int) -> list[int]:
    children = _children_of(process)
    return [*children, *(one for child in children for one in _descendants(child))]


def _command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except OSError:
        return ""


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
