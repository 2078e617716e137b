"""The OpenAPI document: problems, who may ask and how they show it, headers that many routes take, common words."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.idempotency import LEAST_OF_ANYBODY
from api.permission import permission_of
from api.problems import MEDIA_TYPE, Problem, WrongValue
from api.routers import all_routes
from intake_ai.access.rules import ANYBODY, STAFF, Action, allowed, rules, scopes

_SCHEMA_PLACE = "#/components/schemas/{model}"
_SECURITY = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "intake-ai",
        "description": "Of a person who signed in; over TLS `__Host-intake-ai`.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "Key of another system, token, or secret of a check."},
}
_WORDS = Path(__file__).with_name("openapi_words.yaml")
_UNTOLD = "Successful Response"
"""What FastAPI says where nobody says anything."""
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
    for name, schema in schemas.items():
        _describe(name, schema)
    components["securitySchemes"] = _SECURITY
    document["info"]["description"] = _words()["about"]
    document["tags"] = [{"name": name, "description": told} for name, told in _words()["tags"].items()]
    actions = _actions()
    for path, operations in document.get("paths", {}).items():
        for method, operation in operations.items():
            _complete_operation(method, operation, actions[method, path])
    return document


@cache
def _words() -> Mapping[str, Any]:
    """What is said of things that many models have in common."""
    words: Mapping[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return words


def _describe(name: str, schema: dict[str, Any]) -> None:
    """Let a model and its properties say what they are, where the code says nothing."""
    told, words = _words()["schemas"], _words()["properties"]
    if "description" not in schema and (of_model := told.get(name, told.get(name.partition("_")[0]))):
        schema["description"] = of_model
    for field, shape in schema.get("properties", {}).items():
        described = words.get(f"{name}.{field}", words.get(field))
        if described is not None:
            shape.setdefault("description", described)


def _actions() -> dict[tuple[str, str], Action]:
    """What each operation is for."""
    found: dict[tuple[str, str], Action] = {}
    for prefix, route in all_routes():
        permission = permission_of(route.dependant) if isinstance(route, APIRoute) else None
        if permission is not None and isinstance(route, APIRoute):
            found |= {(method.lower(), prefix + route.path): permission.action for method in route.methods or ()}
    return found


def _asked_by(action: Action) -> tuple[str, list[dict[str, list[str]]]]:
    """Who may do something, in words and as ways to show it."""
    if allowed(ANYBODY, action):
        return "anybody", [{}, {"session": []}, {"key": []}]
    who = [role for role in STAFF if role in rules()[action]]
    ways: list[dict[str, list[str]]] = [{"session": []}] if who else []
    others = ["keys with this scope"] * (action in scopes()) + ["citizens, of their check"] * (
        "citizen" in rules()[action]
    )
    return ", ".join([*who, *others]), [*ways, {"key": []}] if others else ways


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


def _complete_operation(method: str, operation: dict[str, Any], action: Action) -> None:
    responses = operation.get("responses", {})
    responses.pop("422", None)  # told by `default`, as a problem
    for status, told in responses.items():
        if status.startswith(("4", "5")):  # whoever tells of its own refusals may be refused by the edge, too
            told.setdefault("content", {})[MEDIA_TYPE] = {"schema": {"$ref": _SCHEMA_PLACE.format(model="Problem")}}
        if told.get("description") == _UNTOLD:
            told["description"] = _words()["answers"][status]
    if method == "get" and any(one["name"] == "if-none-match" for one in operation.get("parameters", ())):
        responses["304"] = {"description": "It is the version that is known."}
    if method == "post":
        operation.setdefault("parameters", []).append(_idempotency(allowed(ANYBODY, action)))
    for parameter in operation.get("parameters", ()):
        if described := _words()["properties"].get(parameter["name"]):
            parameter.setdefault("description", described)
    who, operation["security"] = _asked_by(action)
    operation["description"] = "\n\n".join([*filter(None, [operation.get("description")]), f"`{action}`: {who}."])
