"""One look into the database for all who listen in this process: who watches what, and what is new for them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from intake_ai.dossier.following import Happened, happened, still_there
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading

_MOST_WAITING = 1000
"""Events that a listener may be behind; one that reads more slowly is let go, and comes again where it stopped."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long to listen.

    Attributes:
        stream_seconds: In all.
        heartbeat_seconds: Of silence, after which a sign of life is given.
    """

    stream_seconds: float
    heartbeat_seconds: float


@dataclass(eq=False)
class _Listener:
    """Somebody who watches a dossier.

    Attributes:
        last: Number of the last event put into the queue.
        news: Events not fetched yet; None ends the stream.
    """

    dossier: str
    last: int
    news: asyncio.Queue[Happened | None] = field(default_factory=asyncio.Queue)
    has_ended: bool = False

    def tell(self, event: Happened) -> None:
        """Put what is new into the queue; one that is full ends the stream behind what it holds."""
        if event.id <= self.last or self.has_ended:
            return
        if self.news.qsize() >= _MOST_WAITING:
            self.end()
            return
        self.last = event.id
        self.news.put_nowait(event)

    def end(self) -> None:
        """Nothing more comes; the listener may come again with the last event that it heard."""
        if not self.has_ended:
            self.has_ended = True
            self.news.put_nowait(None)


class Watch:
    """Looks for what is new as long as anybody listens.

    Args:
        installation: Whose dossiers.
        poll_seconds: Between two looks.
    """

    def __init__(self, installation: Installation, poll_seconds: float) -> None:
        self._installation, self._poll_seconds = installation, poll_seconds
        self._listeners: set[_Listener] = set()
        self._someone = asyncio.Event()
        self._stopped = False

    async def run(self) -> None:
        """Looks again and again until cancelled; to be started once for a process."""
        try:
            while True:
                await self._someone.wait()
                await self._look()
                await anyio.sleep(self._poll_seconds)
        finally:
            self.stop()

    async def listen(self, dossier: str, last: int, times: "Times") -> AsyncIterator[Happened | None]:
        """What happens to a dossier, until it is gone, the process stops, or the time is over.

        Args:
            dossier: Id.
            last: Number of the last event that the listener knows; 0 tells all from the beginning.
            times: How long to listen.

        Yields:
            What happened; None where nothing did for a while.
        """
        listener = _Listener(dossier, last)
        self._listeners.add(listener)
        self._someone.set()
        if self._stopped:
            listener.end()
        clock = asyncio.get_running_loop()
        end = clock.time() + times.stream_seconds
        try:
            while (left := end - clock.time()) > 0:
                try:
                    event = await asyncio.wait_for(listener.news.get(), min(left, times.heartbeat_seconds))
                except TimeoutError:
                    yield None
                    continue
                if event is None:
                    return
                yield event
        finally:
            self._listeners.discard(listener)
            if not self._listeners:
                self._someone.clear()

    def stop(self) -> None:
        """Ends all streams, now and from now on: a server that stops waits for its open answers."""
        self._stopped = True
        for listener in self._listeners:
            listener.end()

    async def _look(self) -> None:
        listeners = tuple(self._listeners)
        cursors: dict[str, int] = {}
        for listener in listeners:
            cursors[listener.dossier] = min(listener.last, cursors.get(listener.dossier, listener.last))
        with contextlib.suppress(StorageUnusable):  # told by the readiness check; the next look may succeed
            events, alive = await anyio.to_thread.run_sync(self._read, cursors)
            self._spread(listeners, events, alive)

    def _read(self, cursors: Mapping[str, int]) -> tuple[list[Happened], frozenset[str]]:
        with reading(self._installation.sessions) as session:
            return happened(session, cursors), still_there(session, list(cursors))

    def _spread(self, listeners: Sequence[_Listener], events: Sequence[Happened], alive: frozenset[str]) -> None:
        for listener in listeners:
            for event in events:
                if event.dossier == listener.dossier:
                    listener.tell(event)
            if listener.dossier not in alive:
                listener.end()
