"""One transaction for one request: begun before it is answered, committed with the answer, or nothing of it is kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Annotated, Concatenate, ParamSpec, Self, TypeVar

import anyio
import anyio.to_thread
from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.requests import Request

from api.service import Service
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import after_commit, reading, writing

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class UnitOfWork:
    """The transaction of a request.

    A plain route finds it begun: `work.session`. A route that reads its body by itself (`api.routes.streamed`) begins
    it with `run` when the body is here, so that nobody waits for a slow sender.

    Args:
        service: That answers.
        writes: Whether the transaction may change anything.
    """

    def __init__(self, service: Service, writes: bool) -> None:
        self.service = service
        self.content = b""
        """What of the request its Idempotency-Key stands for, beside method and address: the body, where it was read
        before the transaction; a streaming route sets what its body holds."""
        self._writes = writes
        self._place = service.lanes.writers if writes else service.lanes.readers
        self._transaction: AbstractContextManager[Session] | None = None
        self._session: Session | None = None
        self._on_begin: list[Callable[[Session], None]] = []

    @property
    def installation(self) -> Installation:
        return self.service.installation

    @property
    def session(self) -> Session:
        """The transaction's session.

        Raises:
            RuntimeError: It was not begun, or is over.
        """
        if self._session is None:
            raise RuntimeError("no transaction is under way")
        return self._session

    def after_commit(self, call: Callable[[], object]) -> None:
        """Let `call` be done once everything is kept; never where it is not."""
        after_commit(self.session, call)

    def on_begin(self, check: Callable[[Session], None]) -> None:
        """Let `check` be the first that is done in the transaction."""
        self._on_begin.append(check)

    async def run(
        self,
        function: Callable[Concatenate[Session, _Arguments], _Result],
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> _Result:
        """Call a function with the session in a thread; begins the transaction where it is not begun."""
        await self.begin()
        return await anyio.to_thread.run_sync(lambda: function(self.session, *args, **kwargs))

    async def begin(self) -> None:
        """Begin the transaction; one that is begun goes on."""
        if self._session is not None:
            return
        await self._place.acquire()
        try:
            await self._in_thread(self._enter)
        finally:
            if self._session is None:
                self._transaction = None
                self._place.release()
        for check in self._on_begin:
            await self._in_thread(check, self._session)

    async def commit(self) -> None:
        """Keep what was done, and do what was to be done after that."""
        await self._end(None)

    async def abandon(self) -> None:
        """Keep nothing of what was done; another transaction may begin."""
        await self._end(_Dropped())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what was not committed."""
        await self._end(error or _Dropped())

    async def _end(self, error: BaseException | None) -> None:
        transaction, self._transaction, self._session = self._transaction, None, None
        if transaction is None:
            return
        with anyio.CancelScope(shield=True):
            try:
                await self._in_thread(_leave, transaction, error)
            finally:
                self._place.release()

    def _enter(self) -> None:
        make = writing if self._writes else reading
        self._transaction = make(self.installation.sessions)
        self._session = self._transaction.__enter__()

    async def _in_thread(self, call: Callable[..., None], *args: object) -> None:
        await anyio.to_thread.run_sync(call, *args, limiter=self.service.lanes.threads)


class _Dropped(Exception):
    """Rolls a transaction back that nobody committed."""


def _leave(transaction: AbstractContextManager[Session], error: BaseException | None) -> None:
    """Commit, or roll back because of `error`; one of the database is raised again as one for people."""
    transaction.__exit__(type(error) if error else None, error, error.__traceback__ if error else None)


def _work(request: Request) -> UnitOfWork:
    work: UnitOfWork = request.state.work
    return work


Work = Annotated[UnitOfWork, Depends(_work)]
"""The transaction of the request, for a route."""
