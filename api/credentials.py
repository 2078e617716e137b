"""Who asks: by the cookie of a session, or by a key, a token or the secret of a check as bearer."""

import re
from datetime import UTC, datetime

from starlette.requests import Request

from intake_ai.access.errors import SignInRefused
from intake_ai.access.keys import actor_of_key
from intake_ai.access.rules import ANYBODY, Actor
from intake_ai.access.sessions import actor_of_session
from intake_ai.checks.service import SECRET_PREFIX, secret_hash
from intake_ai.dossier.repository import DossierRepository
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading

_SECRET = re.compile(r"[A-Za-z0-9._~+/=-]{1,4096}")


def session_cookie(request: Request) -> str:
    """Name of the cookie: over TLS one that no other host and no plain connection can set (RFC 6265bis, 4.1.3.2)."""
    return "__Host-intake-ai" if request.url.scheme == "https" else "intake-ai"


def shows_nothing(request: Request) -> bool:
    """Whether it bears nothing that would have to be looked up to know who asks."""
    return "authorization" not in request.headers and session_cookie(request) not in request.cookies


def actor_of_request(installation: Installation, request: Request) -> Actor:
    """Who asks; `ANYBODY` where nothing is shown, or a session that is over: its cookie stays until it is replaced.

    Raises:
        SignInRefused: A key, token or secret is shown that is wrong, over or revoked (key-refused).
    """
    shown = request.headers.get("authorization")
    if shown is not None and not shown.lower().startswith("basic "):  # which asks for a token, not for anything else
        actor = _of_bearer(installation, shown)
        if actor is None:
            raise SignInRefused("key-refused")
        return actor
    secret = request.cookies.get(session_cookie(request))
    return (actor_of_session(installation, secret) if secret else None) or ANYBODY


def _of_bearer(installation: Installation, header: str) -> Actor | None:
    scheme, _, shown = header.partition(" ")
    shown = shown.strip()
    if scheme.lower() != "bearer" or not _SECRET.fullmatch(shown):
        return None
    return _of_check(installation, shown) if shown.startswith(SECRET_PREFIX) else actor_of_key(installation, shown)


def _of_check(installation: Installation, secret: str) -> Actor | None:
    with reading(installation.sessions) as session:
        dossier = DossierRepository(session).with_token(secret_hash(secret))
        if dossier is None or dossier.purpose != "citizen" or dossier.state == "erased":
            return None
        if dossier.expires_at is None or in_utc(dossier.expires_at) <= datetime.now(UTC):
            return None
        return Actor("citizen", dossier.id, "citizen", session=f"check-{dossier.id}")
