"""Takes the body of a request within limits of size and time."""

import time
from dataclasses import dataclass

import anyio
from starlette.types import Message, Receive

from api.problems import RequestRefused
from intake_ai.settings import Settings

_TOO_LARGE, _TIMED_OUT = 413, 408


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """How much may come, and how slowly.

    Attributes:
        most_bytes: In all.
        silence_seconds: Longest time in which nothing comes.
        least_rate: Bytes a second on the whole, asked for after `silence_seconds`.
    """

    most_bytes: int
    silence_seconds: float
    least_rate: float


def body_limits(settings: Settings, is_streamed: bool) -> BodyLimits:
    """Limits for a route: one that streams files takes what a dossier may hold, and what a form adds to it."""
    most = (settings.dossier_mb + 1) * 1024 if is_streamed else settings.body_kb
    return BodyLimits(most * 1024, settings.body_silence_seconds, settings.body_least_rate)


class GuardedBody:
    """The receiving end of a request that refuses too much and too slow.

    Args:
        receive: Of the server.
        limits: To keep.
        declared: Content-Length, where it is given.
    """

    def __init__(self, receive: Receive, limits: BodyLimits, declared: int | None) -> None:
        self._receive, self._limits = receive, limits
        self._came = 0
        self._began: float | None = None
        self._is_over = False
        if declared is not None and declared > limits.most_bytes:
            raise self._too_large()

    async def __call__(self) -> Message:
        """The next message.

        Raises:
            RequestRefused: body-too-large or body-too-slow.
        """
        if self._is_over:  # what comes behind the body is the end of the connection, however late
            return await self._receive()
        if self._began is None:
            self._began = time.monotonic()
        try:
            with anyio.fail_after(self._limits.silence_seconds):
                message = await self._receive()
        except TimeoutError as error:
            raise RequestRefused("body-too-slow", _TIMED_OUT) from error
        self._is_over = message["type"] != "http.request" or not message.get("more_body", False)
        self._came += len(message.get("body", b""))
        self._check(time.monotonic() - self._began)
        return message

    def _check(self, seconds: float) -> None:
        if self._came > self._limits.most_bytes:
            raise self._too_large()
        is_due = not self._is_over and seconds > self._limits.silence_seconds
        if is_due and self._came < self._limits.least_rate * seconds:
            raise RequestRefused("body-too-slow", _TIMED_OUT)

    def _too_large(self) -> RequestRefused:
        return RequestRefused("body-too-large", _TOO_LARGE, most=self._limits.most_bytes // 1024)
