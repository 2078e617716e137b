"""`intake-ai serve` as it is started on a machine."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from certificate_builder import certificate

pytestmark = pytest.mark.xdist_group("serve")
ROOT = Path(__file__).resolve().parents[3]


class _Service:
    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process, self._output = process, output

    @property
    def output(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def url(self) -> str:
        return re.findall(r"https?://\S+:\d+", self.output)[0]

    def children(self, named: str) -> list[int]:
        found = subprocess.run(
            ["/usr/bin/env", "ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            check=False,
            capture_output=True,
            text=True,
        ).stdout
        return [int(line.split()[0]) for line in found.splitlines() if named in line]

    def answers(self, path: str = "/ready") -> bool:
        try:
            with urlopen(f"{self.url}{path}", timeout=60) as answer:  # noqa: S310  loopback
                return answer.status == 200
        except (URLError, ConnectionError, TimeoutError, IndexError):
            return False


@contextmanager
def _serving(tmp_path: Path, *options: str, **environment: str) -> Iterator[_Service]:
    output = tmp_path / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", "0", *options],
            cwd=ROOT,
            env={**os.environ, "INTAKE_AI_DATA_DIR": str(tmp_path / "data"), **environment},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _Service(process, output)
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(condition, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.1)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_says_where_to_go_survives_a_killed_child_and_leaves_nothing_running(tmp_path):
    with _serving(tmp_path, "--workers", "1") as service:
        _until(service.answers)
        assert "users add" in service.output
        _until(lambda: service.children("worker"))
        (first,) = service.children("api.serving.listening")
        os.kill(first, signal.SIGKILL)
        _until(lambda: service.children("api.serving.listening") not in ([], [first]) and service.answers())
        died = next(json.loads(line) for line in service.output.splitlines() if "process-died" in line)
        assert (died["process"], died["code"]) == ("api-1", -signal.SIGKILL)
        children = service.children("python")
        assert len(children) == 2
        service.process.terminate()
        assert service.process.wait(30) == 0
        _until(lambda: not any(_lives(number) for number in children))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Service]:
    """A service with two API processes."""
    given = {"INTAKE_AI_API_PROCESSES": "2", "INTAKE_AI_METRICS_ADDRESSES": "127.0.0.1"}
    with _serving(tmp_path_factory.mktemp("serve"), "--workers", "0", **given) as service:
        _until(lambda: len(service.children("api.serving.listening")) == 2 and service.answers())
        yield service


def test_several_api_processes_add_their_figures_up(two):
    before = _counted(two)
    for _ in range(12):
        assert two.answers("/health")
    assert _counted(two) == before + 12


def _counted(service: _Service) -> float:
    with urlopen(f"{service.url}/metrics", timeout=10) as answer:  # noqa: S310  loopback
        text = answer.read().decode()
    found = re.search(r'intake_request_seconds_count\{[^}]*route="/health"[^}]*\} (\S+)', text)
    return float(found[1]) if found else 0.0


def test_an_address_that_is_taken_is_told_in_one_sentence(two, tmp_path):
    port = two.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", port],
        cwd=ROOT,
        env={**os.environ, "INTAKE_AI_DATA_DIR": str(tmp_path / "data")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 2
    assert "Traceback" not in second.stderr
    assert port in second.stderr


def test_requests_wait_while_the_api_is_started_again_and_no_child_outlives_a_service_that_is_killed(two):
    for child in two.children("api.serving.listening"):
        os.kill(child, signal.SIGKILL)
    assert two.answers()  # the socket stayed open: nobody was turned away
    children = two.children("api.serving.listening")
    assert children
    two.process.kill()
    two.process.wait()
    _until(lambda: not any(_lives(number) for number in children))


def test_it_ends_tls_itself_and_answers_nothing_without(tmp_path):
    made = certificate(tmp_path, 90)
    files = {f"INTAKE_AI_{name.upper()}": str(path) for name, path in made.items()}
    trusting = ssl.create_default_context(cafile=str(made["tls_certificate"]))
    with _serving(tmp_path, "--workers", "0", **files) as service:
        _until(lambda: "startup complete" in service.output)
        assert service.url.startswith("https://127.0.0.1:")
        with urlopen(f"{service.url}/ready", timeout=10, context=trusting) as answer:  # noqa: S310  loopback
            assert answer.status == 200
            assert answer.headers["strict-transport-security"]
        assert not service.answers()  # nobody vouches for the certificate
        with socket.create_connection(("127.0.0.1", int(service.url.rpartition(":")[2])), timeout=10) as plain:
            plain.sendall(b"GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"ready" not in plain.recv(1000)


def test_a_certificate_that_does_not_fit_its_key_is_told_before_anything_starts(tmp_path):
    (tmp_path / "other").mkdir()
    one, other = certificate(tmp_path, 90), certificate(tmp_path / "other", 90)
    files = {"INTAKE_AI_TLS_CERTIFICATE": str(one["tls_certificate"]), "INTAKE_AI_TLS_KEY": str(other["tls_key"])}
    with _serving(tmp_path, "--workers", "0", **files) as service:
        assert service.process.wait(60) == 2
        assert str(other["tls_key"]) in service.output.replace("\n", "")
        assert "Traceback" not in service.output
