"""Every route against every role, every key and nobody, as rules.yaml has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute
from served import Served, serve

from api.app import PREFIX, create_app
from api.permission import Permission, permission_of
from api.routers import ROOT_ROUTERS, ROUTERS
from api.routes import UndeclaredRoute, service_router
from intake_ai.access.rules import ANYBODY, ROLES, Action, Actor, allowed, scopes
from intake_ai.settings import Settings

REFUSALS = {"credentials-missing", "access-denied", "second-factor-needed"}
OTHER_DEPARTMENT = "dat-dai"


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
    for prefix, routers in ((PREFIX, ROUTERS), ("", ROOT_ROUTERS)):
        for router in routers:
            for route in router.routes:
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
    response = served.client.request(
        route.method, route.address, headers={**headers, "If-Match": '"1"'}, follow_redirects=False
    )
    assert response.status_code < 500 or response.status_code in (502, 503), (route, response.text)
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
        headers = served.check() if role == "citizen" else served.person(role, department)
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
    [route for route in ALL_ROUTES if "{dossier_id}" in route.path],
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
        response = served.client.request(route.method, address, headers={**headers, "If-Match": '"1"'}, json={})
        assert response.status_code in (403, 404, 422), response.text


def test_every_action_of_a_person_without_the_second_factor_waits_for_it(served: Served):
    weak = Actor("person", "x", "administrator", strong=False)
    assert not allowed(weak, Action.PERSON_ADD)
    assert allowed(weak, Action.SESSION_STRENGTHEN)
