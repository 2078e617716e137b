"""An API process: answers requests on a socket that the process above it opened, and keeps while this one restarts.

``python -m api.serving.listening NUMBER``: of the socket, inherited.
"""

import asyncio
import os
import socket
import sys
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.app import create_app
from api.service import Service
from api.serving.bound import PARENT, bind_to_parent
from intake_ai.logs import set_up_logs
from intake_ai.settings import Settings, get_settings

_HEAD_SECONDS = 15.0
_IDLE_SECONDS = 15
_BACKLOG = 1024


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that lets connections go whose sender does not get to the end of the head of a request."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not getattr(self.cycle, "response_complete", True):  # None before the first request
            self._forget_timer()
        elif self._timer is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_timer()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._forget_timer()

    def _await_head(self) -> None:
        self._timer = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """Lets open streams end before it waits for requests to be answered."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        service: Service | None = getattr(self.config.app.state, "service", None)  # type: ignore[union-attr]  # ours
        for call in service.on_stop if service else ():
            call()
        await super().shutdown(sockets)


def server_of(settings: Settings) -> uvicorn.Server:
    """The server, as the settings have it."""
    return _Server(
        uvicorn.Config(
            create_app(settings),
            http=PatientProtocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
            ssl_certfile=settings.tls_certificate,
            ssl_keyfile=str(settings.tls_key) if settings.tls_key else None,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=max(1, int(settings.stop_seconds)),
            backlog=_BACKLOG,
        )
    )


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens, to be shared with children.

    Raises:
        OSError: The address is not ours, or taken.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    opened = socket.socket(family, kind, protocol)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def main() -> None:
    """Answer requests until told to stop."""
    bind_to_parent(int(os.environ[PARENT]))
    settings = get_settings()
    set_up_logs(settings.log_level, settings.log_format)
    server_of(settings).run([socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
