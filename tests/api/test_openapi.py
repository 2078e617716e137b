"""Whatever fits the OpenAPI document, or does not, is answered as the document says, and never with a failure.

`make soak` asks far more of it: INTAKE_AI_TEST_EXAMPLES is how often each operation is tried.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from loopback import Listening, listen
from schemathesis import BaseSchema, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from served import Served

import api
from api.app import create_app
from api.permission import permission_of
from api.routers import all_routes
from intake_ai.access.rules import Action, Actor, allowed
from intake_ai.settings import Settings

EXAMPLES = int(os.environ.get("INTAKE_AI_TEST_EXAMPLES", "3"))
MODES = [GenerationMode.POSITIVE] + [GenerationMode.NEGATIVE] * (EXAMPLES > 3)
"""What does not fit takes long to make: in the soak alone."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Of the database that the run is about."""
    if os.environ.get("INTAKE_AI_TEST_DATABASE") != "postgresql":
        yield ""
        return
    with request.getfixturevalue("postgresql").database() as url:
        yield url


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Listening]:
    limits = {"checks_per_hour": 0, "event_stream_seconds": 0.1}
    directory = tmp_path_factory.mktemp("data")
    given = Settings(data_dir=directory, database_url=database_url, encoder="none", **limits)
    with listen(given) as running:
        yield running


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings()).openapi()


@pytest.fixture(scope="module")
def schema(document: dict[str, Any]) -> BaseSchema:
    return schemathesis.openapi.from_dict(document)


def _actions() -> dict[tuple[str, str], Action]:
    """Actions of all routes that the document tells."""
    found = {}
    for prefix, route in all_routes():
        assert isinstance(route, APIRoute)
        permission = permission_of(route.dependant)
        assert permission is not None
        if route.include_in_schema:
            found |= {(method, prefix + route.path): permission.action for method in route.methods}
    return found


ACTIONS = _actions()


def _headers(served: Served, action: Action) -> dict[str, str]:
    """Of somebody who may do it."""
    for role in ("head", "officer", "administrator", "department"):
        if allowed(Actor("person", "x", role, "tu-phap"), action):
            return served.person(role, "tu-phap" if role == "department" else None)
    return served.check()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("method", "path"), ACTIONS, ids=[" ".join(one) for one in ACTIONS])
def test_every_operation_answers_as_the_document_says(
    listening: Listening, schema: BaseSchema, method: str, path: str, mode: GenerationMode
):
    operation = schema[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode), is_there=strategies.booleans())
    def ask(case: schemathesis.Case, is_there: bool) -> None:
        if is_there and "dossier_id" in (case.path_parameters or {}):
            case.path_parameters["dossier_id"] = _dossier(listening.served)
        headers = _headers(listening.served, ACTIONS[method, path])
        response = case.call(base_url=listening.url, headers=headers, allow_redirects=False, timeout=30)
        case.validate_response(response, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # it asks for nothing that could be wrong


def _dossier(served: Served) -> str:
    """One that is open, made once."""
    if "dossier" not in served.people:
        served.people["dossier"] = served.dossier()
    return served.people["dossier"]


def test_every_operation_has_a_name_of_its_own_and_is_told(document: dict[str, Any]):
    operations = [one for path in document["paths"].values() for one in path.values()]
    names = Counter(operation["operationId"] for operation in operations)
    assert [name for name, times in names.items() if times > 1] == []
    assert all(operation.get("summary") for operation in operations)
    assert all("default" in operation["responses"] for operation in operations)
    posts = [path["post"] for path in document["paths"].values() if "post" in path]
    assert all(any(one["name"] == "Idempotency-Key" for one in post["parameters"]) for post in posts)


def test_every_list_is_told_alike(document: dict[str, Any]):
    """An object with `items`, to which something can be added without breaking who reads it."""
    bodies = [
        content.get("schema", {})
        for path in document["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
    ]
    assert bodies
    assert [body for body in bodies if body.get("type") == "array"] == []


def test_every_list_in_pieces_is_asked_for_alike(document: dict[str, Any]):
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    for operation in operations:
        names = {one["name"] for one in operation.get("parameters", ())}
        told = str(operation["responses"].get("200", {}).get("content"))
        assert ("cursor" in names) == ("limit" in names) == ("schemas/Page_" in told), operation["operationId"]


def test_every_body_that_is_asked_for_has_an_example(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    bodies = re.findall(
        r"#/components/schemas/(\w+)",
        str([one.get("requestBody") for path in document["paths"].values() for one in path.values()]),
    )
    without = [name for name in set(bodies) if "example" not in str(schemas[name])]
    assert without == []


def test_everything_that_is_asked_for_and_told_is_described(document: dict[str, Any]):
    operations = [(f"{method} {path}", one) for path, of in document["paths"].items() for method, one in of.items()]
    undescribed = [name for name, operation in operations if not operation["description"]]
    for name, operation in operations:
        parts = [*operation.get("parameters", ()), *({"name": k, **v} for k, v in operation["responses"].items())]
        undescribed += [f"{name}: {part['name']}" for part in parts if not part.get("description")]
    for model, schema in document["components"]["schemas"].items():
        shapes = {"": schema, **schema.get("properties", {})}
        undescribed += [f"{model}.{field}" for field, shape in shapes.items() if not shape.get("description")]
    assert undescribed == []
    assert {tag for _, operation in operations for tag in operation["tags"]} == {
        one["name"] for one in document["tags"]
    }


def test_the_common_words_are_of_things_that_there_are(document: dict[str, Any]):
    words = yaml.safe_load((Path(api.__file__).parent / "openapi_words.yaml").read_text(encoding="utf-8"))["properties"]
    schemas = document["components"]["schemas"]
    operations = [one for path in document["paths"].values() for one in path.values()]
    known = {field for schema in schemas.values() for field in schema.get("properties", {})}
    known |= {f"{model}.{field}" for model, schema in schemas.items() for field in schema.get("properties", {})}
    known |= {parameter["name"] for operation in operations for parameter in operation.get("parameters", ())}
    assert set(words) - known == set()


def test_every_operation_says_who_may_ask_and_how_they_show_it(document: dict[str, Any]):
    make = document["paths"]["/api/v1/dossiers"]["post"]
    assert make["description"].endswith("`dossier.create`: scanning_clerk, officer, head, keys with this scope.")
    assert make["security"] == [{"session": []}, {"key": []}]
    assert document["paths"]["/api/v1/checks"]["post"]["security"][0] == {}
    decide = document["paths"]["/api/v1/dossiers/{dossier_id}/confirmations"]["post"]
    assert decide["description"].endswith("`confirmation.make`: officer, head.")
    assert decide["security"] == [{"session": []}]
