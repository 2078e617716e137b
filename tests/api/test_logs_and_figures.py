"""The log and the figures say what happened, never to whom."""

import io
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import structlog
from fastapi.testclient import TestClient
from served import Served, serve

from api.app import create_app
from intake_ai.logs import set_up_logs
from intake_ai.settings import Settings

NAME, NUMBER, PHONE = "Nguyễn Thị Bí Mật MẪU", "001099123456", "0912345678"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    set_up_logs("debug", "json", stream)
    yield stream
    root.handlers, root.level = before, level
    for name in ("sqlalchemy.engine", "api"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    with serve(Settings(data_dir=tmp_path, database_url="")) as running:
        yield running


def _lines(logged: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def test_what_people_send_is_in_no_log_wherever_they_put_it(logged: io.StringIO, served: Served):
    headers = served.person("administrator")
    for value in (NAME, NUMBER, PHONE):
        told = quote(value)
        named = {**headers, "User-Agent": told, "Referer": told, "X-Request-Id": f"{told} ", "If-Match": told}
        for method, address in (
            ("GET", f"/api/v1/people/{told}"),
            ("GET", f"/api/v1/people?cursor={told}&limit={told}"),
            ("GET", f"/api/v1/sessions?person={told}"),
            ("GET", f"/{told}"),
            (told[:9], "/api/v1/people"),
            ("DELETE", f"/api/v1/keys/{told}"),
        ):
            served.client.request(method, address, headers=named)
        for body in ({"login": value, "name": value, "role": value, value: value}, [value], value):
            for address in ("/api/v1/people", "/api/v1/sessions", "/api/v1/keys", "/api/v1/me/second-factor"):
                served.client.post(address, json=body, headers={**named, "Idempotency-Key": NUMBER * 2})
        served.client.post("/api/v1/oauth/token", data={"grant_type": "client_credentials", "client_id": value})
        served.client.get("/api/v1/me", headers={"Authorization": f"Bearer {told}"})
    asked = {"login": "ten.that", "name": NAME, "role": "officer"}
    assert served.client.post("/api/v1/people", json=asked, headers=headers).status_code == 201
    text = logged.getvalue()
    assert text.count('"answered"') > 50
    for value in (NAME, NUMBER, PHONE, quote(NAME), "Bí Mật", "ten.that"):
        assert value not in text
        assert json.dumps(value).strip('"') not in text


def test_the_cookie_and_the_key_are_in_no_log(logged: io.StringIO, served: Served):
    shown = [served.person("administrator"), served.key("profile.read")]
    for headers in shown:
        served.client.get("/api/v1/me", headers=headers)
    for headers in shown:
        assert next(iter(headers.values())).split("=")[-1].split(" ")[-1] not in logged.getvalue()


def test_an_error_is_told_by_kind_and_place_not_by_what_it_says(logged: io.StringIO):
    def fail() -> None:
        raise ValueError(f"wrong number {NUMBER}")

    for log in (logging.getLogger("anywhere"), structlog.get_logger("api")):
        try:
            fail()
        except ValueError:
            log.exception("it broke")
    first, second = _lines(logged)
    for line in (first, second):
        assert line["event"] == "it broke"
        assert line["error"] == "builtins.ValueError"
        assert any("fail" in frame for frame in line["frames"])
    assert NUMBER not in logged.getvalue()


def test_what_celery_says_of_a_task_that_failed_holds_nothing_of_its_error(logged: io.StringIO):
    said = {"name": "look", "exc": f"ValueError('{NUMBER}')", "traceback": NUMBER, "args": f"['{NAME}']"}
    log = logging.getLogger("celery.app.trace")
    log.error("Task %(name)s with %(args)s raised unexpected: %(exc)s\n%(traceback)s", said)
    assert _lines(logged)[0]["event"] == "Task look with … raised unexpected: …\n…"


def test_a_line_of_the_log_names_the_pattern_of_the_route_and_the_request(logged: io.StringIO, served: Served):
    identifier = "0" * 32
    answer = served.client.get(f"/api/v1/people/{identifier}", headers=served.person("administrator"))
    line = next(line for line in _lines(logged) if line["event"] == "answered")
    assert line["route"] == "/people/{person_id}"
    assert line["status"] == 404
    assert line["request"] == answer.headers["x-request-id"]
    assert identifier not in logged.getvalue()


def test_the_figures_count_requests_by_pattern_and_tell_of_work(served: Served):
    served.client.get("/api/v1/people/" + "0" * 32, headers=served.person("administrator"))
    served.client.request("KHONGCO", "/health")
    answer = served.client.get("/metrics", headers=served.key("metrics.read"))
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'intake_request_seconds_count{method="GET",route="/people/{person_id}",status="404"} 1.0' in answer.text
    assert 'method="other"' in answer.text
    for figure in ("intake_work_oldest_waiting_seconds", "intake_worker_processes"):
        for queue in ("citizen", "counter", "bulk"):
            assert f'{figure}{{queue="{queue}"}} 0.0' in answer.text


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("10.0.0.9", {}, 200),
        ("10.0.1.77", {}, 200),
        ("2001:db8::9", {}, 200),
        ("10.0.0.9", {"X-Forwarded-For": "10.0.0.9"}, 401),
        ("10.0.0.9", {"Forwarded": "for=10.0.0.9"}, 401),
        ("10.0.0.8", {}, 401),
        ("127.0.0.1", {}, 401),
        ("testclient", {}, 401),
    ],
)
def test_figures_need_a_key_but_for_named_addresses(tmp_path, client: str, headers: dict[str, str], status: int):
    named = "10.0.0.9, 10.0.1.0/24, 2001:db8::/32"
    app = create_app(Settings(data_dir=tmp_path, database_url="", metrics_addresses=named))
    with TestClient(app, base_url="http://localhost", client=(client, 50000)) as asked:
        assert asked.get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_this_machine_itself_needs_a_key_for_figures_too(tmp_path, client: str):
    """A proxy on it may not say for whom it asks."""
    app = create_app(Settings(data_dir=tmp_path, database_url=""))
    with TestClient(app, base_url="http://localhost", client=(client, 50000)) as asked:
        assert asked.get("/metrics").status_code == 401
