"""The OpenAPI document: problems, ways to show who asks, headers that many routes take."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.idempotency import LEAST_OF_ANYBODY
from api.permission import permission_of
from api.problems import MEDIA_TYPE, Problem, WrongValue
from api.routers import all_routes
from intake_ai.access.rules import ANYBODY, allowed

_SCHEMA_PLACE = "#/components/schemas/{model}"
_SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": "intake-ai", "description": "Of a person who signed in."},
    "key": {"type": "http", "scheme": "bearer", "description": "Key of another system, token, or secret of a check."},
}
_IDEMPOTENCY_KEY = "6f1c2a9e-5d1b-4f0e-9a51-0d9d3a3c7b11"


def operation_id(route: APIRoute) -> str:
    """Its function's name: short names for generated clients; two of one name are refused by a test."""
    return route.name


def complete_document(app: FastAPI) -> None:
    """Let the application's document hold what FastAPI cannot know."""
    made: Callable[[], dict[str, Any]] = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made())
        return app.openapi_schema

    app.openapi = complete  # type: ignore[method-assign]  # the way that FastAPI documents


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (WrongValue, Problem):
        schema = model.model_json_schema(ref_template=_SCHEMA_PLACE)
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = _SECURITY
    document["security"] = [{"session": []}, {"key": []}, {}]
    open_to_all = _open_to_all()
    for path, operations in document.get("paths", {}).items():
        for method, operation in operations.items():
            _complete_operation(method, operation, path in open_to_all)
    return document


def _open_to_all() -> set[str]:
    """Paths of POST routes that need nobody to be known."""
    found = set()
    for prefix, route in all_routes():
        permission = (
            permission_of(route.dependant) if isinstance(route, APIRoute) and "POST" in (route.methods or ()) else None
        )
        if permission is not None and allowed(ANYBODY, permission.action):
            found.add(prefix + str(getattr(route, "path", "")))
    return found


def _idempotency(is_open: bool) -> dict[str, Any]:
    least = LEAST_OF_ANYBODY if is_open else 1
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Chosen by chance for one request: however often it comes, it is done once.",
        "schema": {"type": "string", "minLength": least, "maxLength": 255, "pattern": "^[!-~]+$"},
        "example": _IDEMPOTENCY_KEY,
    }


def _complete_operation(method: str, operation: dict[str, Any], is_open: bool) -> None:
    responses = operation.get("responses", {})
    responses.pop("422", None)  # told by `default`, as a problem
    for status, told in responses.items():
        if status.startswith(("4", "5")):  # whoever tells of its own refusals may be refused by the edge, too
            told.setdefault("content", {})[MEDIA_TYPE] = {"schema": {"$ref": _SCHEMA_PLACE.format(model="Problem")}}
    if method == "get" and any(one["name"] == "if-none-match" for one in operation.get("parameters", ())):
        responses["304"] = {"description": "It is the version that is known."}
    if method == "post":
        operation.setdefault("parameters", []).append(_idempotency(is_open))
