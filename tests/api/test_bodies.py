"""Bodies that are too large or too slow, and heads that never end, at a real server on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from sqlalchemy import func, select

from api.serving.listening import PatientProtocol, open_socket, server_of
from intake_ai.access.tables import PersonRow
from intake_ai.requests.tables import AnswerRow
from intake_ai.settings import Settings
from intake_ai.storage.transactions import reading

SILENCE = 0.6
HEAD = "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


class _Running:
    def __init__(self, server: uvicorn.Server) -> None:
        self.server = server
        self.socket = open_socket("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=server.run, args=([self.socket],))
        self.thread.start()
        while not server.started:
            time.sleep(0.02)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=20)
        self.socket.close()


@pytest.fixture
def running(tmp_path, monkeypatch) -> Iterator[_Running]:
    monkeypatch.setattr("api.serving.listening._HEAD_SECONDS", SILENCE)
    settings = Settings(data_dir=tmp_path, database_url="", body_silence_seconds=SILENCE, body_kb=64, stop_seconds=1)
    server = _Running(server_of(settings))
    yield server
    server.stop()


def _answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _nothing_is_left(running: _Running) -> bool:
    installation = running.server.config.app.state.service.installation
    with reading(installation.sessions) as session:
        return not any(session.scalar(select(func.count()).select_from(table)) for table in (AnswerRow, PersonRow))


def test_a_body_that_stops_is_refused_and_leaves_nothing(running: _Running):
    with closing(running.connect()) as connection:
        connection.sendall(f"{HEAD}Content-Length: 1000\r\nIdempotency-Key: {'k' * 32}\r\n\r\n{{".encode())
        answer = _answer(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer
    assert b"connection: close" in answer.lower()
    assert _nothing_is_left(running)


def test_a_body_that_trickles_is_refused(running: _Running):
    with closing(running.connect()) as connection:
        connection.sendall(f"{HEAD}Content-Length: 60000\r\n\r\n".encode())
        connection.settimeout(0.1)
        answer, began = b"", time.monotonic()
        while not answer and time.monotonic() - began < 15:
            try:
                connection.sendall(b" ")
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(running: _Running):
    with closing(running.connect()) as connection:
        connection.sendall(f"{HEAD}Content-Length: {10 * 2**30}\r\n\r\n".encode())
        assert _answer(connection).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_end_is_refused_once_it_is_too_large(running: _Running):
    with closing(running.connect()) as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(17):  # of 4 KiB, where 64 may come
            connection.sendall(b"1000\r\n" + b" " * 4096 + b"\r\n")
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert _nothing_is_left(running)


@pytest.mark.parametrize("head", [b"", b"GET /health HTTP/1.1\r\nHost: loc"])
def test_a_head_that_never_ends_is_let_go(running: _Running, head: bytes):
    with closing(running.connect()) as connection:
        connection.sendall(head)
        assert _answer(connection) == b""


def test_a_head_that_never_ends_is_let_go_after_other_requests_too(running: _Running):
    with closing(running.connect()) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        first = b""
        while not first.endswith(b"}"):  # head and body may come apart
            first += connection.recv(65536)
        assert first.startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: loc")
        assert _answer(connection) == b""


def test_the_protocol_is_ours(running: _Running):
    assert running.server.config.http_protocol_class is PatientProtocol
