"""How many files are received at once: a thread each, so that those who send slowly must not take the place of all."""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakValueDictionary

import anyio
import anyio.to_thread

from intake_ai.access.rules import Actor

_Result = TypeVar("_Result")


class UploadLanes:
    """Threads that receive files. One sender, and all citizens together, take half of them at most; others wait.

    Args:
        at_once: Files that are received at the same time.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._all = anyio.CapacityLimiter(at_once)
        self._citizens = anyio.Semaphore(self._share)
        self._senders: WeakValueDictionary[str, anyio.Semaphore] = WeakValueDictionary()

    async def run(self, actor: Actor, receive: Callable[[], _Result]) -> _Result:
        """Receive in a thread, once there is a place for this sender.

        Args:
            actor: Who sends.
            receive: Reads the body.
        """
        async with self._share_of(actor):
            return await anyio.to_thread.run_sync(receive, limiter=self._all)

    @property
    def _share(self) -> int:
        return max(1, self._at_once // 2)

    def _share_of(self, actor: Actor) -> anyio.Semaphore:
        """Kept for as long as somebody of this sender holds it or waits for it."""
        if actor.kind == "citizen":
            return self._citizens
        sender = f"{actor.kind}:{actor.id}"
        share = self._senders.get(sender)
        if share is None:
            share = self._senders[sender] = anyio.Semaphore(self._share)
        return share
