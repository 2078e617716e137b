"""Sessions: opened with a password or at the centre's own sign-in, strengthened, listed, ended."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.permission import Allowed, Caller, address_of
from api.routes import in_own_transactions, service_router
from api.schemas import Listing
from api.sessions.cookies import (
    device_of,
    give_provider_state,
    give_session,
    provider_state,
    take_provider_state,
    take_session,
)
from api.sessions.schemas import Code, SessionOpened, SessionShown, SignIn, WaysIn
from api.unit_of_work import Work
from intake_ai.access import oidc
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import Action
from intake_ai.access.sessions import SignedIn, idle_since
from intake_ai.access.sign_in import Attempt, sign_in, sign_out, strengthen
from intake_ai.access.tables import SessionRow
from intake_ai.storage.times import in_utc

router = service_router("/sessions", "sessions")

_SEE_OTHER = 303
_ARRIVED = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><title>intake-ai</title>'
    '<a href="/">intake-ai</a>'
)
"""A page of ours: a redirect from another site would not carry the new cookie, for it is SameSite=Strict."""
Opening = Annotated[Caller, Allowed(Action.SESSION_OPEN)]


@router.post("", status_code=201, summary="Sign in")
@in_own_transactions
def open_session(asked: SignIn, _: Opening, work: Work, request: Request, response: Response) -> SessionOpened:
    """Opens a session and gives it to the browser as a cookie; after wrong passwords one waits longer and longer."""
    attempt = Attempt(
        asked.login, asked.password.get_secret_value(), asked.code, device_of(request), address_of(request)
    )
    signed_in = sign_in(work.installation, attempt)
    give_session(request, response, signed_in)
    return _opened(signed_in)


@router.get("/ways", summary="How people can sign in")
@in_own_transactions
def ways_in(_: Opening, work: Work) -> WaysIn:
    return WaysIn(oidc=oidc.is_offered(work.installation))


@router.post("/current/second-factor", summary="Show the second factor")
@in_own_transactions
def strengthen_session(
    asked: Code,
    caller: Annotated[Caller, Allowed(Action.SESSION_STRENGTHEN)],
    work: Work,
    request: Request,
    response: Response,
) -> SessionOpened:
    """Replaces the session by one that can do everything the role may."""
    signed_in = strengthen(work.installation, caller.actor, asked.code)
    give_session(request, response, signed_in)
    return _opened(signed_in)


@router.delete("/current", status_code=204, summary="Sign out")
@in_own_transactions
def close_session(
    caller: Annotated[Caller, Allowed(Action.SESSION_CLOSE)], work: Work, request: Request, response: Response
) -> None:
    sign_out(work.installation, caller.actor)
    take_session(request, response)


@router.get("", summary="Who is signed in")
def list_sessions(
    _: Annotated[Caller, Allowed(Action.SESSION_LIST)],
    work: Work,
    person: Annotated[str | None, Query(max_length=32, description="Of this person alone.")] = None,
) -> Listing[SessionShown]:
    """All sessions that are not over."""
    now = datetime.now(UTC)
    rows = AccessRepository(work.session).sessions(person, now, idle_since(work.service.settings, now))
    return Listing(items=[_shown(row) for row in rows])


@router.get("/oidc/start", status_code=_SEE_OTHER, response_class=RedirectResponse, summary="Sign in elsewhere")
@in_own_transactions
def start_at_provider(_: Opening, work: Work, request: Request) -> RedirectResponse:
    """Sends the browser to the provider that the settings name (OpenID Connect)."""
    begun = oidc.begin(work.installation, str(request.url_for("finish_at_provider")))
    response = RedirectResponse(begun.address, _SEE_OTHER)
    give_provider_state(request, response, begun.sealed)
    return response


@router.get("/oidc/callback", response_class=HTMLResponse, summary="Come back from the centre's own sign-in")
@in_own_transactions
def finish_at_provider(_: Opening, work: Work, request: Request) -> HTMLResponse:
    """Opens a session for whom the provider vouches for."""
    signed_in = oidc.finish(work.installation, provider_state(request), dict(request.query_params))
    response = HTMLResponse(_ARRIVED)
    give_session(request, response, signed_in)
    take_provider_state(response)
    return response


def _opened(signed_in: SignedIn) -> SessionOpened:
    actor = signed_in.actor
    assert actor.role is not None  # noqa: S101  people have one
    return SessionOpened(
        person=actor.id,
        role=actor.role,
        department=actor.department,
        needs=signed_in.needs,
        expires_at=in_utc(signed_in.expires_at),
    )


def _shown(row: SessionRow) -> SessionShown:
    return SessionShown(
        person=row.person_id,
        strong=row.strong,
        created_at=in_utc(row.created_at),
        seen_at=in_utc(row.seen_at),
        expires_at=in_utc(row.expires_at),
    )
