"""What happens to a dossier: as a stream (Server-Sent Events), or asked for again and again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Header, Query, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.requests import Request

from api.credentials import actor_of_request
from api.dossiers.access import DossierId, found
from api.dossiers.presenting import event_shown
from api.dossiers.schemas import EventShown
from api.events.watching import Times, Watch
from api.permission import Allowed, Caller
from api.problems import RequestRefused
from api.routes import in_own_transactions, service_router
from api.schemas import Listing
from api.service import Service, service_of
from api.unit_of_work import Work
from intake_ai.access.errors import AccessDenied, SignInRefused
from intake_ai.access.rules import Action
from intake_ai.dossier.following import Happened, happened
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.transactions import reading

router = service_router("/dossiers/{dossier_id}/events", "events")

_RETRY_MILLISECONDS = 2000
_ASKED_AGAIN = timedelta(seconds=30)
"""How soon a stream ends whose listener signed out, or lost the dossier from sight."""
_LARGEST = 2**53
After = Annotated[int, Query(ge=0, lt=_LARGEST, description="Number of the last event that is known.")]
_EVENT = {
    "type": "object",
    "properties": {
        "data": {"type": "string", "description": "`EventShown` as JSON."},
        "event": {"type": "string", "description": "Its kind."},
        "id": {"type": "string", "description": "Its number."},
        "retry": {"type": "integer", "minimum": 0},
    },
}
"""One event of a stream, as FastAPI describes its own."""
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": _EVENT}}, "description": "Events, one after the other."}
}


@router.get("", summary="What happened since")
def list_events(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.EVENT_FOLLOW)],
    work: Work,
    after: After = 0,
) -> Listing[EventShown]:
    """For who cannot hold a stream open; ask again with the number of the last one."""
    found(work.session, caller, dossier_id)
    return Listing(items=[event_shown(event) for event in happened(work.session, {dossier_id: after})])


@router.get("/stream", summary="What happens", response_class=Response, responses=_STREAM)
@in_own_transactions
async def stream_events(
    dossier_id: DossierId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.EVENT_FOLLOW)],
    after: After = 0,
    last_event_id: Annotated[str | None, Header(description="Of the event heard last; goes before `after`.")] = None,
) -> StreamingResponse:
    """Server-Sent Events: page by page what is read, then the verdict. A stream ends after some minutes, and when its
    dossier goes or who listens signs out; browsers come again by themselves with what they heard last.
    """
    service = service_of(request)
    await anyio.to_thread.run_sync(_may_follow, service, caller, dossier_id)
    last = _number(last_event_id) if last_event_id else after
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _told(request, service, caller, dossier_id, last), media_type="text/event-stream", headers=headers
    )


async def _told(request: Request, service: Service, caller: Caller, dossier_id: str, last: int) -> AsyncIterator[bytes]:
    settings = service.settings
    times = Times(settings.event_stream_seconds, settings.event_heartbeat_seconds)
    asked = datetime.now(UTC)
    yield f"retry: {_RETRY_MILLISECONDS}\n\n".encode()
    async for event in service.part(Watch).listen(dossier_id, last, times):
        if datetime.now(UTC) - asked >= _ASKED_AGAIN or event is None:
            if not await anyio.to_thread.run_sync(_still_may, request, service, caller, dossier_id):
                return
            asked = datetime.now(UTC)
        yield KEEPALIVE_COMMENT if event is None else _written(event)


def _written(event: Happened) -> bytes:
    return format_sse_event(data_str=event_shown(event).model_dump_json(), event=event.kind, id=str(event.id))


def _may_follow(service: Service, caller: Caller, dossier_id: str) -> None:
    with reading(service.installation.sessions) as session:
        found(session, caller, dossier_id)


def _still_may(request: Request, service: Service, caller: Caller, dossier_id: str) -> bool:
    """Whether who listens is still who they were, and may still see the dossier."""
    try:
        actor = actor_of_request(service.installation, request)
        _may_follow(service, Caller(actor, caller.action), dossier_id)
    except (SignInRefused, AccessDenied, RequestRefused):
        return False
    except StorageUnusable:
        return True  # nothing is told meanwhile; asked again with the next sign of life
    return True


def _number(told: str) -> int:
    """The number of an event; of something else all is told from the beginning."""
    return int(told) if told.isascii() and told.isdigit() and int(told[:20]) < _LARGEST else 0
