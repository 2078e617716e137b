"""Exchanges a key for a token that is good for minutes (OAuth 2.0 client credentials, RFC 6749, 4.4)."""

import binascii
from base64 import b64decode
from typing import Annotated, Any, Literal
from urllib.parse import unquote_plus

from fastapi import Form, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from api.unit_of_work import Work
from intake_ai.access.errors import SignInRefused
from intake_ai.access.keys import issue_token
from intake_ai.access.rules import Action
from intake_ai.errors import BadRequest

router = service_router("/oauth", "keys")

_BAD_REQUEST, _UNAUTHORIZED = 400, 401
_LONGEST = 4096


class TokenAsked(BaseModel):
    """A form (RFC 6749, 4.4.2); what is missing or unknown is told as the standard has it, not as a wrong value."""

    model_config = ConfigDict(json_schema_extra={"required": ["grant_type"]})

    grant_type: Annotated[
        str | None,
        Field(max_length=64, examples=["client_credentials"]),
        WithJsonSchema({"type": "string", "enum": ["client_credentials"]}),
    ] = None
    client_id: str = Field(default="", max_length=64)
    client_secret: str = Field(default="", max_length=256)
    scope: str = Field(default="", max_length=_LONGEST)


class TokenGiven(BaseModel):
    """A token (RFC 6749, 5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  a kind
    expires_in: int
    scope: str


class TokenRefused(BaseModel):
    """Why there is none (RFC 6749, 5.2)."""

    error: Literal["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]


_REFUSALS: dict[int | str, dict[str, Any]] = {
    _BAD_REQUEST: {"model": TokenRefused, "description": "Not asked for as RFC 6749 has it"},
    _UNAUTHORIZED: {"model": TokenRefused, "description": "The key is wrong, over or revoked"},
}


@router.post("/token", response_model=TokenGiven, responses=_REFUSALS, summary="Exchange a key for a token")
@in_own_transactions
def give_token(
    _: Annotated[Caller, Allowed(Action.TOKEN_ISSUE)],
    work: Work,
    request: Request,
    asked: Annotated[TokenAsked, Form()],
) -> Response:
    """The key's two halves are `client_id` and `client_secret`, in the form or as HTTP Basic."""
    if asked.grant_type is None:
        return _refused("invalid_request")
    if asked.grant_type != "client_credentials":
        return _refused("unsupported_grant_type")
    shown = _basic(request) or (asked.client_id, asked.client_secret)
    try:
        token = issue_token(work.installation, *shown, wanted=asked.scope.split() or None)
    except SignInRefused:
        return _refused("invalid_client", _UNAUTHORIZED)
    except BadRequest:
        return _refused("invalid_scope")
    given = TokenGiven(access_token=token.secret, expires_in=token.seconds, scope=" ".join(token.scopes))
    return JSONResponse(given.model_dump())


def _basic(request: Request) -> tuple[str, str] | None:
    """Client and secret from HTTP Basic, where they are written as in a form (RFC 6749, 2.3.1)."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = b64decode(shown, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(client), unquote_plus(secret)


def _refused(error: str, status: int = _BAD_REQUEST) -> Response:
    headers = {"WWW-Authenticate": "Basic"} if status == _UNAUTHORIZED else {}
    return JSONResponse({"error": error}, status, headers)
