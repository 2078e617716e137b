"""Every route against every role, every key and nobody, as rules.yaml has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.routing import APIRoute
from served import Served, serve

from api.app import create_app
from api.permission import Permission, permission_of
from api.routers import all_routes
from api.routes import UndeclaredRoute, service_router
from intake_ai.access.rules import ANYBODY, ROLES, Action, Actor, allowed, scopes
from intake_ai.settings import Settings

REFUSALS = {"credentials-missing", "access-denied", "second-factor-needed"}
OTHER_DEPARTMENT = "dat-dai"
CONDITIONS = {"If-Match": '"1"'}
RESUMABLE = {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "1",
    "Upload-Offset": "0",
    "Upload-Metadata": "filename YS5wZGY=",
    "Content-Type": "application/offset+octet-stream",
}


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    permission: Permission

    @property
    def address(self) -> str:
        """The path, its parameters filled with what is not there."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: _value(found[1]), self.path)


def _value(name: str) -> str:
    if name in ("key_id",):
        return "0" * 16
    return "0" * 32 if name.endswith("id") else "1"


def _routes() -> Iterator[Route]:
    for prefix, route in all_routes():
        assert isinstance(route, APIRoute), f"{route} does not come from service_router"
        permission = permission_of(route.dependant)
        assert permission is not None, f"{route.path} declares no action"
        yield from (Route(method, prefix + route.path, permission) for method in sorted(route.methods))


ALL_ROUTES = tuple(_routes())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(Settings(data_dir=tmp_path_factory.mktemp("data"), database_url="")) as running:
        yield running


def _is_refused(served: Served, route: Route, headers: dict[str, str]) -> bool:
    asked = {**headers, **CONDITIONS}
    response = served.client.request(route.method, route.address, headers=asked, follow_redirects=False)
    assert response.status_code < 500 or response.status_code in (502, 503), (route, response.text)
    if route.method == "HEAD":  # which is answered without a body
        return response.status_code in (401, 403)
    problem = response.headers.get("content-type", "") == "application/problem+json"
    return problem and response.json()["code"] in REFUSALS


def test_a_route_without_an_action_cannot_be_made():
    router = service_router("/open", "test")
    with pytest.raises(UndeclaredRoute):
        router.get("")(lambda: None)


def test_the_document_tells_no_route_that_the_walk_leaves_out():
    walked = {(route.method, route.path) for route in ALL_ROUTES}
    paths = create_app(Settings()).openapi()["paths"]
    told = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert told <= walked
    assert told


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_lets_in_whom_the_rules_let(served: Served, route: Route):
    action = route.permission.action
    for role in ROLES:
        department = OTHER_DEPARTMENT if role == "department" else None
        is_safe = route.method in ("GET", "HEAD")  # others may end the session that they come with
        headers = served.check() if role == "citizen" else served.person(role, department, is_fresh=not is_safe)
        kind = "citizen" if role == "citizen" else "person"
        actor = Actor(kind, "x", role, department)
        assert _is_refused(served, route, headers) is not allowed(actor, action), role
    assert _is_refused(served, route, {}) is not allowed(ANYBODY, action)


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_key_does_what_its_scopes_name_and_nothing_else(served: Served, route: Route):
    action = route.permission.action
    if action in scopes():
        assert not _is_refused(served, route, served.key(action))
    others = [scope for scope in scopes() if scope != action]
    assert _is_refused(served, route, served.key(*others))


@pytest.mark.parametrize(
    "route",
    # OPTIONS tells what the service can do, not of a dossier
    [route for route in ALL_ROUTES if "{dossier_id}" in route.path and route.method != "OPTIONS"],
    ids=lambda route: f"{route.method} {route.path}",
)
def test_a_dossier_of_another_department_is_not_there(served: Served, route: Route):
    dossier = served.dossier(department="tu-phap", state="read")
    address = route.address.replace("0" * 32, dossier, 1)
    for headers in (
        served.person("department", OTHER_DEPARTMENT),
        served.key(*scopes(), department=OTHER_DEPARTMENT),
        served.check(),
    ):
        conditions = RESUMABLE if "resumable" in route.path else CONDITIONS
        asked = {"headers": {**headers, **conditions}, **_body(served, route)}
        response = served.client.request(route.method, address, **asked)
        assert response.status_code in (403, 404), response.text


def _body(served: Served, route: Route) -> dict[str, Any]:
    """A body that the document calls right, so that nothing but the dossier can be the reason to refuse it."""
    document = served.client.app.openapi()
    operation = document["paths"].get(route.path, {}).get(route.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return {}
    return {"json": _sample(content["application/json"]["schema"], document)}


def _sample(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Something that fits a schema: its example, or the least."""
    if "$ref" in schema:
        return _sample(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    for key in ("examples", "enum", "anyOf", "oneOf"):
        if key in schema:
            first = schema[key][0]
            return _sample(first, document) if key.endswith("Of") else first
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", ())
        return {name: _sample(schema["properties"][name], document) for name in required}
    if kind == "array":
        return [_sample(schema["items"], document)] * schema.get("minItems", 0)
    least = "x" * max(1, schema.get("minLength", 1))
    return {"string": least, "integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}.get(kind)


def test_every_action_of_a_person_without_the_second_factor_waits_for_it(served: Served):
    weak = Actor("person", "x", "administrator", strong=False)
    assert not allowed(weak, Action.PERSON_ADD)
    assert allowed(weak, Action.SESSION_STRENGTHEN)
