"""Refusals are problems that people and programs understand, and an answer leaves with headers for safety."""

import json
import logging

import pytest
from served import Served, serve
from starlette.types import Message

from api.conditions import Conditions, version_tag
from api.paging import decoded, encoded
from api.problems import RequestRefused
from intake_ai.logs import set_up_logs
from intake_ai.messages import LANGUAGES, catalogue
from intake_ai.settings import Settings


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serve(Settings(data_dir=tmp_path_factory.mktemp("data"), database_url="")) as running:
        yield running


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9,vi;q=0.5", "en"),
        ("fr, en;q=0.3, vi;q=0.7", "vi"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("en;q=x,,;", "vi"),
        ("", "vi"),
    ],
)
def test_a_problem_is_told_in_the_language_of_who_asks(served: Served, asked: str, language: str):
    answer = served.client.get("/api/v1/khong-co", headers={"Accept-Language": asked})
    problem = answer.json()
    assert answer.status_code == problem["status"] == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    assert problem["title"] == catalogue(language)["title-404"]
    assert problem["detail"] == catalogue(language)["http-404"]
    assert problem["request"] == answer.headers["x-request-id"]


def test_a_wrong_value_is_named_with_its_place_and_never_repeated(served: Served):
    headers = served.person("administrator")
    asked = {"login": "a", "name": 5, "role": "officer", "secret": "bí mật MẪU"}
    answer = served.client.post("/api/v1/people", json=asked, headers=headers)
    assert answer.status_code == 422
    errors = {tuple(error["where"]): error["code"] for error in answer.json()["errors"]}
    assert errors == {("body", "name"): "string_type", ("body", "secret"): "extra_forbidden"}
    assert "bí mật" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "taken"),
    [
        ("PUT", "/dossiers", "GET, POST"),
        ("PATCH", f"/dossiers/{'0' * 32}/procedure", "GET, PUT"),
        ("OPTIONS", "/checks/take-over", "POST"),
        ("DELETE", "/keys/scopes", "GET"),
    ],
)
def test_a_method_that_is_not_taken_is_refused_with_those_that_are(served: Served, method: str, path: str, taken: str):
    answer = served.client.request(method, f"/api/v1{path}")
    assert (answer.status_code, answer.headers["allow"]) == (405, taken)


@pytest.mark.parametrize("given", ["0", 0, "1e9", "23/11/2025"])
def test_days_are_written_as_days(served: Served, given: object):
    headers = served.person("officer")
    made = served.client.post("/api/v1/dossiers", json={"received": given}, headers=headers)
    listed = served.client.get("/api/v1/dossiers", params={"received_to": given}, headers=headers)
    assert (made.status_code, listed.status_code) == (422, 422)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'"\\ud800"', b"[" * 100_000, b'{"login": NaN}'])
def test_a_body_that_is_no_json_is_a_bad_request(served: Served, body: bytes):
    headers = {**served.person("administrator"), "Content-Type": "application/json"}
    assert served.client.post("/api/v1/people", content=body, headers=headers).status_code in (400, 422)


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_letters_that_no_database_keeps_are_refused(served: Served, name: str):
    headers = {**served.person("administrator"), "Content-Type": "application/json"}
    body = json.dumps({"login": "a.mau", "role": "officer", "name": name})
    answer = served.client.post("/api/v1/people", content=body.encode(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "letters-unstorable")


def test_a_backslash_before_u0000_is_text_like_any_other(served: Served):
    headers = served.person("administrator")
    asked = {"login": "gach.cheo", "role": "officer", "name": "a\\u0000b"}
    assert served.client.post("/api/v1/people", json=asked, headers=headers).status_code == 201


def test_nul_in_an_address_is_refused(served: Served):
    headers = served.person("administrator")
    assert served.client.get("/api/v1/sessions?person=%00", headers=headers).status_code == 422
    assert served.client.get("/api/v1/people/%00", headers=headers).status_code == 422


def test_a_host_that_is_not_ours_is_refused(served: Served):
    for host in ("khac.example", "localhost.khac.example", "", "127.0.0.1.nip.io"):
        answer = served.client.get("/health", headers={"Host": host})
        assert (answer.status_code, answer.json()["code"]) == (421, "host-unknown")
    for host in ("localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000", "10.0.0.7"):
        assert served.client.get("/health", headers={"Host": host}).status_code == 200


def test_hosts_of_the_settings_are_ours(tmp_path):
    settings = Settings(data_dir=tmp_path, database_url="", trusted_hosts="motcua.mau.vn")
    with serve(settings) as served:
        assert served.client.get("/health", headers={"Host": "motcua.mau.vn"}).status_code == 200


def test_every_answer_leaves_with_headers_for_safety(served: Served):
    for address in ("/health", "/khong-co", "/api/v1/people"):
        headers = served.client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_a_request_keeps_the_number_that_a_proxy_gave_it(served: Served):
    given = "0123abcd-4567"
    assert served.client.get("/health", headers={"X-Request-Id": given}).headers["x-request-id"] == given
    for wrong in ("a b", "x" * 65, "<script>"):
        assert served.client.get("/health", headers={"X-Request-Id": wrong}).headers["x-request-id"] != wrong


def test_a_failure_that_nobody_foresaw_is_told_without_what_it_held(tmp_path, capfd):
    set_up_logs()
    try:
        with serve(Settings(data_dir=tmp_path, database_url="")) as served:
            del served.client.app.state.service.lanes
            answer = served.client.get("/health", headers={"Authorization": "Bearer khoa-mau"})
            assert (answer.status_code, answer.json()["code"]) == (500, "http-500")
        logged = capfd.readouterr().err
    finally:
        logging.getLogger().handlers.clear()
    assert "AttributeError" in logged
    assert "has no attribute" not in logged  # what the error says
    assert "routes.py" in logged


def test_a_database_out_of_reach_is_told_as_such_and_readiness_fails(tmp_path):
    with serve(Settings(data_dir=tmp_path, database_url="")) as served:
        headers = served.person("administrator")
        installation = served.installation
        installation.engine.dispose()
        (tmp_path / "intake.sqlite3").write_bytes(b"no database at all, but as long as one could be" * 100)
        for suffix in ("-wal", "-shm"):
            (tmp_path / f"intake.sqlite3{suffix}").unlink(missing_ok=True)
        for address in ("/ready", "/api/v1/me"):
            answer = served.client.get(address, headers=headers)
            assert answer.status_code == 503, answer.text
            assert answer.headers["retry-after"]
        assert served.client.get("/health").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_edge_has_its_sentence(language):
    for code in ("not-found", "credentials-missing", "body-too-large", "host-unknown", "version-changed", "http-500"):
        assert catalogue(language)[code]


def test_a_version_that_has_passed_is_not_changed():
    seen = Conditions(if_match='"3"')
    seen.require(version_tag(3))
    with pytest.raises(RequestRefused) as changed:
        seen.require(version_tag(4))
    assert changed.value.http_status == 412
    with pytest.raises(RequestRefused) as missing:
        Conditions().require(version_tag(4))
    assert missing.value.http_status == 428


def test_who_has_this_version_gets_no_copy_of_it():
    known = Conditions(if_none_match='W/"2", "3"')
    answer = known.unchanged(version_tag(3))
    assert answer is not None
    assert answer.status_code == 304
    assert known.unchanged(version_tag(4)) is None


def test_a_cursor_comes_back_as_it_was_given():
    assert decoded(encoded(("lê.mẫu", 7)), str, int) == ("lê.mẫu", 7)
    assert decoded(None, str) is None


@pytest.mark.parametrize(
    "cursor", ["", "x", "bnVsbA", encoded((1,)), encoded(("a\0",)), encoded(("a", "b")), encoded(("\ud800",)), "é"]
)
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str):
    with pytest.raises(RequestRefused):
        decoded(cursor, str)


def test_a_number_that_no_row_can_have_is_no_cursor():
    with pytest.raises(RequestRefused):
        decoded(encoded((2**70,)), int)


def test_health_is_answered_while_all_threads_wait_for_the_database(served: Served):
    threads = served.client.app.state.service.lanes.threads
    waiting = [object() for _ in range(int(threads.total_tokens))]
    for one in waiting:
        threads.acquire_on_behalf_of_nowait(one)
    try:
        assert served.client.get("/health").status_code == 200
    finally:
        for one in waiting:
            threads.release_on_behalf_of(one)


def test_who_goes_away_before_all_is_sent_is_no_fault_of_the_service(served: Served, caplog):
    sent = []

    async def ask() -> None:
        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"localhost"), (b"content-length", b"9"), (b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/api/v1/sessions", "query_string": b"", "headers": headers}
        await served.client.app({**scope, "client": ("127.0.0.1", 9), "server": ("localhost", 80)}, receive, send)

    served.client.portal.call(ask)
    assert sent == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
