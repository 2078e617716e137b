"""How every route is answered: who asks, whether they may, the body within limits, one transaction, done once.

A part of the API is a router made by `service_router` and named in `api/routers.py`::

    router = service_router("/dossiers", "dossiers")

    @router.get("/{dossier_id}")
    def show(dossier_id: Id, caller: Annotated[Caller, Allowed(Action.DOSSIER_READ)], work: Work) -> DossierShown:
        dossier = DossierRepository(work.session).get(dossier_id)
        caller.require(dossier)
        ...

Plain functions are answered in a thread, within the transaction of the request: `work.session`. It writes where the
method may (POST, PUT, PATCH, DELETE), is committed after the answer is made, and rolled back where the answer is an
error, raised or given. Errors are raised (`IntakeError`), never made into answers.

A route with `@streamed` reads its body by itself, as large as a dossier may be; its transaction begins at
``await work.run(function, ...)``. Before that it sets ``work.content`` to what the body holds, so that an
Idempotency-Key can tell whether a repeated request is the same.

A route with `@in_own_transactions` calls what opens transactions by itself (`work.installation`); it has none. The
answer of a POST with `@unkept` is kept for no repetition.
"""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeVar

import anyio.to_thread
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import GuardedBody, body_limits
from api.credentials import actor_of_request, shows_nothing
from api.idempotency import HEADER, Repetition, Replayed, checked_key, replay
from api.letters import refuse_unstorable_address, refuse_unstorable_letters
from api.origins import SAFE_METHODS, refuse_other_sites
from api.permission import Permission, is_named, permission_of, refuse_unless_allowed
from api.problems import MEDIA_TYPE, Problem, RequestRefused
from api.service import Service, service_of
from api.unit_of_work import UnitOfWork
from intake_ai.access.rules import ANYBODY, Actor, allowed

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])
_STREAMED, _OWN, _UNKEPT = "__streamed__", "__own_transactions__", "__unkept__"
_BAD_REQUEST = 400


def streamed(endpoint: _Endpoint) -> _Endpoint:
    """Lets a route read its body by itself, before its transaction begins."""
    setattr(endpoint, _STREAMED, True)
    return endpoint


def in_own_transactions(endpoint: _Endpoint) -> _Endpoint:
    """Lets a route be answered without a transaction around it."""
    setattr(endpoint, _OWN, True)
    return endpoint


def unkept(endpoint: _Endpoint) -> _Endpoint:
    """Lets the answer of a POST that only tells be kept nowhere: it is told anew to who repeats the request."""
    setattr(endpoint, _UNKEPT, True)
    return endpoint


class UndeclaredRoute(TypeError):
    """A route that does not say what it is for."""


class IntakeRoute(APIRoute):
    """A route of the service; told above."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        permission = permission_of(self.dependant)
        if permission is None:
            raise UndeclaredRoute(f"{self.path} declares no action: caller: Annotated[Caller, Allowed(Action…)]")
        handling = _Handling(permission, answer, self.endpoint)
        return handling.handle


class _Handling:
    """Answers the requests to one route."""

    def __init__(
        self,
        permission: Permission,
        answer: Callable[[Request], Coroutine[Any, Any, Response]],
        endpoint: Callable[..., Any],
    ) -> None:
        self._permission, self._answer = permission, answer
        self._is_streamed = hasattr(endpoint, _STREAMED)
        self._is_own = hasattr(endpoint, _OWN)
        self._is_unkept = hasattr(endpoint, _UNKEPT)

    async def handle(self, received: Request) -> Response:
        """The answer to one request; nothing of the body is read before it is known that they may send it."""
        service = service_of(received)
        if not received.app.state.methods.takes(received.scope["path"], received.method):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
        refuse_other_sites(received)
        refuse_unstorable_address(received)
        actor = await self._actor(received, service)
        named = service.settings.metrics_addresses if self._permission.is_for_watchers else ()
        if not is_named(received, named):
            refuse_unless_allowed(actor, self._permission.action)
        limits = body_limits(service.settings, self._is_streamed)
        guarded = GuardedBody(received.receive, limits, _declared_length(received))
        request = Request(received.scope, guarded)
        work = UnitOfWork(service, received.method not in SAFE_METHODS)
        request.state.work, request.state.actor = work, actor
        if not self._is_streamed:
            work.content = await request.body()
            refuse_unstorable_letters(work.content)
        return await self._in_transaction(request, actor, work)

    async def _actor(self, received: Request, service: Service) -> Actor:
        """Who asks; where nothing is shown that is known at once, even while the database answers nobody."""
        if shows_nothing(received):
            return ANYBODY
        return await anyio.to_thread.run_sync(
            actor_of_request, service.installation, received, limiter=service.lanes.threads
        )

    async def _in_transaction(self, request: Request, actor: Actor, work: UnitOfWork) -> Response:
        async with work:
            has_key = request.method == "POST" and HEADER in request.headers
            if has_key and self._is_unkept:
                checked_key(request.headers[HEADER], self._asker(actor))
            if not has_key or self._is_unkept:
                response = await self._answered(request, work)
                if response.status_code < HTTPStatus.BAD_REQUEST:
                    await work.commit()
                return response
            return await self._once(request, Repetition(request, self._asker(actor), work), work)

    def _asker(self, actor: Actor) -> Actor:
        """Whose repetitions these are: nobody's where anybody may ask, so that signing in twice is the same request."""
        return ANYBODY if allowed(ANYBODY, self._permission.action) else actor

    async def _once(self, request: Request, repetition: Repetition, work: UnitOfWork) -> Response:
        with repetition.alone(work.service):
            try:
                if self._is_own:
                    await work.begin()  # looks whether it was answered before, and lets others begin
                    await work.abandon()
                response = await self._answered(request, work)
                if response.status_code < HTTPStatus.BAD_REQUEST:
                    await work.run(repetition.keep, response)
                    await work.commit()
            except Replayed as replayed:  # at last, too, where another process answered the same meanwhile
                return replay(replayed.answer)
            return response

    async def _answered(self, request: Request, work: UnitOfWork) -> Response:
        if not self._is_streamed and not self._is_own:
            await work.begin()
        return await self._answer(request)


def service_router(prefix: str, tag: str) -> APIRouter:
    """A router whose routes are answered as told above.

    Args:
        prefix: Below ``/api/v1``, such as ``/dossiers``; may be empty.
        tag: Heading in the OpenAPI document.
    """
    return APIRouter(prefix=prefix, tags=[tag], route_class=IntakeRoute, responses=PROBLEMS)


def _declared_length(request: Request) -> int | None:
    declared = request.headers.get("content-length")
    if declared is None:
        return None
    if not declared.isascii() or not declared.isdigit():
        raise RequestRefused("http-400", _BAD_REQUEST)
    return int(declared)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Why it was refused or failed",
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
    }
}
"""What every route can answer beside what it is asked for."""
