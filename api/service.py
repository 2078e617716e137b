"""What all requests of one API process share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio
from starlette.requests import Request

from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation

_Part = TypeVar("_Part")
_TRANSACTIONS = 10
"""Under way in one process: with the look that each may note, less than the 25 connections of the pool; none waits
for a connection while it holds a thread."""


@dataclass
class Lanes:
    """How many transactions go on at once.

    A thread that waited for a connection or for SQLite's one writer could keep those who hold it from the threads that
    they need to go on; so the requests wait here, where waiting costs no thread.

    Attributes:
        readers, writers: Places for transactions.
        threads: For beginning and ending them, kept apart from those that requests are answered in.
    """

    readers: anyio.Semaphore
    writers: anyio.Semaphore
    threads: anyio.CapacityLimiter

    @classmethod
    def of(cls, installation: Installation) -> "Lanes":
        """To be made within the event loop."""
        readers = anyio.Semaphore(_TRANSACTIONS)
        is_single = installation.engine.dialect.name == "sqlite"
        writers = anyio.Semaphore(1) if is_single else readers
        return cls(readers, writers, anyio.CapacityLimiter(2 * _TRANSACTIONS))


@dataclass
class Service:
    """An installation as a process serves it.

    Attributes:
        on_stop: Called when the process is told to stop, so that open streams end.
        under_way: Actor and Idempotency-Key of requests that are being answered.
        parts: What runs beside the requests (`api/parts.py`), by its class.
    """

    installation: Installation
    lanes: Lanes
    on_stop: list[Callable[[], None]] = field(default_factory=list)
    under_way: set[tuple[str, str]] = field(default_factory=set)
    parts: dict[type[Any], Any] = field(default_factory=dict)

    def part(self, kind: type[_Part]) -> _Part:
        """What runs beside the requests, by its class."""
        found: _Part = self.parts[kind]
        return found

    @property
    def settings(self) -> Settings:
        return self.installation.settings


def service_of(request: Request) -> Service:
    """The service that answers this request."""
    service: Service = request.app.state.service
    return service
