"""The API on a real port of this machine alone, in a thread of the test's process: for what depends on connections."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from served import Served

from api.serving.listening import open_socket, server_of
from intake_ai.settings import Settings


@dataclass
class Listening:
    """A server that listens.

    Attributes:
        url: Without a slash at the end.
        served: Its installation, and people who ask it; its client is none.
    """

    port: int
    served: Served

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connection(self) -> socket.socket:
        """A connection of one's own, to send what no client would."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


@contextmanager
def listen(settings: Settings) -> Iterator[Listening]:
    """The API until the test is done."""
    server = server_of(settings)
    ready = threading.Event()
    open_port = open_socket("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=([open_port],), daemon=True)
    started = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await started(sockets)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]  # tells when it listens
    thread.start()
    assert ready.wait(30)
    app: Any = server.config.app
    port = open_port.getsockname()[1]
    try:
        yield Listening(port, Served(None, app.state.service.installation))  # type: ignore[arg-type]  # none needed
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
