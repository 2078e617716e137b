"""The cookies of people who sign in."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from api.credentials import session_cookie
from intake_ai.access.sessions import SignedIn

_DEVICE = "intake-ai-place"
_PROVIDER = "intake-ai-provider"
_DEVICE_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep a cookie (RFC 6265bis, 5.5)."""
_PROVIDER_SECONDS = 600
_CLEARED = '"cache", "storage"'
"""Browsers heed it over TLS (W3C, Clear Site Data); cookies are left out: the mark by which a place is known is one."""
_CALLBACK_PATH = "/api/v1/sessions/oidc"


def device_of(request: Request) -> str | None:
    """What this place was given when somebody signed in here before."""
    return request.cookies.get(_DEVICE)


def give_session(request: Request, response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session: no script sees it, and no other site's request carries it."""
    seconds = max(0, int((signed_in.expires_at - datetime.now(UTC)).total_seconds()))
    _set(request, response, session_cookie(request), signed_in.secret, seconds)
    if signed_in.device is not None:
        _set(request, response, _DEVICE, signed_in.device, _DEVICE_SECONDS)


def take_session(request: Request, response: Response) -> None:
    """Let the browser forget its session, and what it kept of our pages; the mark of the place stays."""
    _set(request, response, session_cookie(request), "", 0)
    response.headers["Clear-Site-Data"] = _CLEARED


def give_provider_state(request: Request, response: Response, sealed: str) -> None:
    """What the browser brings back from the centre's own sign-in; another site sends it there, so not Strict."""
    response.set_cookie(
        _PROVIDER,
        sealed,
        max_age=_PROVIDER_SECONDS,
        path=_CALLBACK_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def provider_state(request: Request) -> str:
    """What `give_provider_state` gave; empty where it is not there."""
    return request.cookies.get(_PROVIDER, "")


def take_provider_state(response: Response) -> None:
    response.delete_cookie(_PROVIDER, path=_CALLBACK_PATH)


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
