"""Refusals and failures as problem details (RFC 9457), in the language of who asks."""

from collections.abc import Mapping, MutableMapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.languages import language_of
from intake_ai.access.errors import SignInMustWait, SignInRefused
from intake_ai.checks.errors import ChecksTooMany
from intake_ai.messages import Language, catalogue, text
from intake_ai.storage.errors import StorageUnusable
from ocr.errors import IntakeError

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 5
_LOG = structlog.get_logger("api")


class WrongValue(BaseModel):
    """One value of a request that cannot be."""

    where: list[str | int] = Field(description="Where it stands, such as `body` and names of properties.")
    code: str = Field(description="What is wrong, as a code.", examples=["missing"])
    detail: str = Field(description="What is wrong, for a person.", examples=["Thiếu giá trị này."])


class Problem(BaseModel):
    """Why a request was refused or failed (RFC 9457)."""

    type: str = Field(description="Identifies the kind of problem.", examples=["urn:intake-ai:problem:page-missing"])
    title: str = Field(description="The kind in few words.", examples=["Không tìm thấy"])
    status: int = Field(description="Status of the answer.", examples=[404])
    code: str = Field(description="The kind as a code, for programs.", examples=["not-found"])
    detail: str = Field(description="What is wrong and what to do.", examples=["Không có nội dung này."])
    request: str = Field(description="Number of the request, to be told to who keeps the service.")
    errors: list[WrongValue] | None = Field(default=None, description="Values that cannot be.")


class RequestRefused(IntakeError):
    """A request that cannot be taken as it is.

    Attributes:
        headers: Of the answer.
    """

    def __init__(
        self, code: str, status: int, detail: str = "", headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(detail or code, values=values)
        self.code, self.http_status, self.headers = code, status, headers or {}


def install_handlers(app: FastAPI) -> None:
    """Let every error of the application be told as a problem."""
    app.add_exception_handler(IntakeError, _tell_own)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_invalid)


def problem_response(
    scope: MutableMapping[str, Any],
    code: str,
    status: int,
    values: Mapping[str, object] | None = None,
    errors: Sequence[WrongValue] | None = None,
) -> Response:
    """A problem as an answer.

    Args:
        scope: Of the request.
        code: Of the sentence.
        status: Of the answer.
        values: What the sentence needs.
        errors: Values of the request that cannot be.
    """
    language = language_of(Headers(scope=scope), scope)
    problem = Problem(
        type=f"urn:intake-ai:problem:{code}",
        title=_title(status, language),
        status=status,
        code=code,
        detail=_sentence(code, status, language, values or {}),
        request=scope.get("state", {}).get("request_id", ""),
        errors=list(errors) if errors else None,
    )
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    body = problem.model_dump_json(exclude_none=True)
    return Response(body, status, headers, media_type=MEDIA_TYPE)


async def _tell_own(request: Request, error: Exception) -> Response:
    assert isinstance(error, IntakeError)  # noqa: S101  it is registered for this class alone
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.warning("failed", code=error.code, error=type(error).__name__)
    response = problem_response(request.scope, error.code, error.http_status, error.values)
    if isinstance(error, SignInMustWait | ChecksTooMany):
        response.headers["Retry-After"] = str(error.seconds)
    elif isinstance(error, StorageUnusable):
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    if isinstance(error, SignInRefused) or error.http_status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.http_status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        response.headers["Connection"] = "close"  # the rest of the body is not waited for
    if isinstance(error, RequestRefused):
        response.headers.update(error.headers)
    return response


async def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  it is registered for this class alone
    response = problem_response(request.scope, f"http-{error.status_code}", error.status_code)
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(request.app.state.methods.of(request.scope["path"]))
    return response


async def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  it is registered for this class alone
    language = language_of(request.headers, request.scope)
    wrong = [
        WrongValue(where=list(one["loc"]), code=one["type"], detail=_wrong(one["type"], one.get("ctx"), language))
        for one in error.errors()
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if any(one.code == "json_invalid" for one in wrong):
        status = HTTPStatus.BAD_REQUEST
    return problem_response(request.scope, f"http-{status.value}", status.value, errors=wrong)


def _wrong(kind: str, values: Mapping[str, Any] | None, language: Language) -> str:
    """What is wrong with a value, without the value."""
    code = f"invalid-{kind}"
    if code not in catalogue(language):
        return text("invalid-value", language)
    told = dict(values or {})
    if "expected" in told:
        told["expected"] = str(told["expected"]).replace(" or ", ", ").replace("'", "")  # words of the library
    return text(code, language, **told)


def _title(status: int, language: Language) -> str:
    code = f"title-{status}"
    return text(code if code in catalogue(language) else f"title-{status // 100}00", language)


def _sentence(code: str, status: int, language: Language, values: Mapping[str, object]) -> str:
    """The sentence for a code; one that nobody wrote is told by its status alone, and to the log."""
    known = catalogue(language)
    if code not in known:
        _LOG.error("sentence-missing", code=code)
        code = f"http-{status}" if f"http-{status}" in known else f"http-{status // 100}00"
    return text(code, language, **values)
