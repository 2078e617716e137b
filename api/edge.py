"""What every request passes first and every answer last: its number, its host, headers for safety, times, the log."""

import re
import secrets
import time
from collections.abc import MutableMapping
from contextlib import suppress
from ipaddress import ip_address
from socket import gethostname
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics.requests import RequestMetrics, known_method
from api.problems import problem_response
from intake_ai.settings import Settings

_LOG = structlog.get_logger("api")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PORT = re.compile(r":\d+$")
_OWN_HOSTS = frozenset({"localhost"})
_UNMATCHED = "unmatched"
_BROKEN_OFF = 499
"""What is told to log and metrics where the client went before the answer began."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
}
"""Given where an answer does not set them otherwise (OWASP, HTTP Headers Cheat Sheet)."""
_TRANSPORT = "max-age=31536000"


class Edge:
    """The outermost layer of the application.

    Args:
        app: What is within.
        settings: Hosts that the service answers for.
        metrics: Told of every request.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: RequestMetrics) -> None:
        self._app, self._metrics = app, metrics
        self._hosts = _OWN_HOSTS | {host.lower() for host in (*settings.trusted_hosts, settings.host, gethostname())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await _Exchange(scope, receive, send, self._metrics).run(self._app, self._knows(scope))

    def _knows(self, scope: Scope) -> bool:
        """Whether the request is for a host of ours: a name that somebody else points at us is none.

        Addresses are no names: nobody can point them anywhere.
        """
        host = _PORT.sub("", Headers(scope=scope).get("host", "").lower())
        return "*" in self._hosts or host in self._hosts or _is_address(host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, metrics: RequestMetrics) -> None:
        self._scope, self._receive, self._send, self._metrics = scope, receive, send, metrics
        self._status = 0
        self._began = time.perf_counter()
        given = Headers(scope=scope).get("x-request-id", "")
        self._id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = self._id

    async def run(self, app: ASGIApp, is_known: bool) -> None:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=self._id)
        try:
            await self._answer(app, is_known)
        finally:
            self._tell(time.perf_counter() - self._began)

    async def _answer(self, app: ASGIApp, is_known: bool) -> None:
        if not is_known:
            await problem_response(self._scope, "host-unknown", 421)(self._scope, self._receive, self._headed)
            return
        try:
            await app(self._scope, self._receive, self._headed)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception:  # noqa: BLE001  the process must survive; the log is told, without values
            _LOG.exception("unexpected", route=_route(self._scope))
            if not self._status:
                response = problem_response(self._scope, "http-500", 500)
                with suppress(OSError):
                    await response(self._scope, self._receive, self._headed)

    async def _headed(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=_as_mutable(message))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = self._id
            if self._scope.get("scheme") == "https":
                headers.setdefault("Strict-Transport-Security", _TRANSPORT)
        await self._send(message)

    def _tell(self, seconds: float) -> None:
        route, method = _route(self._scope), known_method(self._scope["method"])
        status = self._status or _BROKEN_OFF
        self._metrics.tell(method, route, status, seconds)
        _LOG.info("answered", method=method, route=route, status=status, milliseconds=round(seconds * 1000, 1))


def _as_mutable(message: Message) -> MutableMapping[str, Any]:
    message["headers"] = list(message.get("headers", ()))
    return message


def _route(scope: Scope) -> str:
    """The route's pattern: addresses themselves hold what people look for, and names."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or _UNMATCHED)
