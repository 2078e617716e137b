"""Sessions of people, their second factor, and who may not act with them."""

from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from access_builder import next_code
from fastapi.testclient import TestClient
from served import PASSWORD, Served, serve
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.app import create_app
from intake_ai.settings import Settings

LOGIN = "officer.mau"
ADMINISTRATOR = "administrator.mau"


@pytest.fixture
def served(settings_on: Settings):
    with serve(settings_on) as running:
        running.person("officer", password=PASSWORD)
        running.person("administrator", password=PASSWORD)
        yield running


def _sign_in(served: Served, **asked: str):
    return served.client.post("/api/v1/sessions", json={"login": LOGIN, "password": PASSWORD, **asked})


def _cookie(response) -> dict[str, str]:
    return {"Cookie": response.headers["set-cookie"].partition(";")[0]}


def _me(served: Served, headers: dict[str, str]):
    return served.client.get("/api/v1/me", headers=headers)


def test_the_cookie_of_a_session_is_for_our_own_pages_alone(served: Served):
    opened = _sign_in(served)
    assert opened.status_code == 201
    session = opened.headers.get_list("set-cookie")[0]
    assert session.startswith("intake-ai=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(session.split("; "))
    assert _me(served, _cookie(opened)).json()["login"] == LOGIN


def test_over_tls_the_cookie_is_bound_to_the_host(served: Served):
    opened = served.client.post("https://localhost/api/v1/sessions", json={"login": LOGIN, "password": PASSWORD})
    session = opened.headers.get_list("set-cookie")[0]
    assert session.startswith("__Host-intake-ai=")
    assert "Secure" in session.split("; ")
    assert "max-age" in opened.headers["strict-transport-security"]


def test_signing_out_ends_the_session_everywhere(served: Served):
    headers = _cookie(_sign_in(served))
    assert served.client.delete("/api/v1/sessions/current", headers=headers).status_code == 204
    assert _me(served, headers).status_code == 401


def test_a_wrong_password_and_an_unknown_login_are_told_the_same(served: Served):
    wrong, unknown = _sign_in(served, password="sai"), _sign_in(served, login="khong.co")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_after_many_wrong_passwords_the_right_one_must_wait(served: Served):
    answers = [_sign_in(served, password="sai") for _ in range(12)]
    assert answers[-1].status_code == 429
    right = _sign_in(served)
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


def test_signing_out_clears_what_the_browser_kept_but_not_the_mark_of_the_place(served: Served):
    signed_out = served.client.delete("/api/v1/sessions/current", headers=_cookie(_sign_in(served)))
    assert signed_out.headers["clear-site-data"] == '"cache", "storage"'
    cookies = signed_out.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["intake-ai"]
    assert "Max-Age=0" in cookies[0]


def test_a_flood_of_guesses_at_one_login_keeps_nobody_out_at_another_address(settings_on: Settings):
    """What a trusted proxy says of the client's address counts, and nobody else's word."""
    with serve(settings_on) as served:
        served.person("officer", password=PASSWORD)
    with _asking_from(settings_on, "10.0.0.1") as proxy:
        guesses = [_from(proxy, "203.0.113.66", "sai").status_code for _ in range(12)]
        assert guesses[-1] == 429
        assert _from(proxy, "203.0.113.66", PASSWORD).status_code == 429
        assert _from(proxy, "203.0.113.67", PASSWORD).status_code == 201
    with _asking_from(settings_on, "203.0.113.66") as guesser:
        assert _from(guesser, "203.0.113.99", PASSWORD).status_code == 429


def _asking_from(settings: Settings, address: str) -> TestClient:
    """An API process behind a proxy at 10.0.0.1, asked from some address."""
    behind = ProxyHeadersMiddleware(create_app(settings), trusted_hosts=["10.0.0.1"])
    return TestClient(behind, base_url="http://localhost", client=(address, 5000))


def test_one_address_tries_no_password_at_all_logins(tmp_path: Path):
    limited = Settings(data_dir=tmp_path, database_url="", sign_in_failures=5)
    with serve(limited) as one, serve(limited) as other:
        one.person("officer", password=PASSWORD)
        answers = [_sign_in((one, other)[turn % 2], login=f"nguoi.{turn}").status_code for turn in range(7)]
        assert answers == [401] * 5 + [429] * 2
        assert int(_sign_in(one).headers["retry-after"]) > 0


def _from(client: TestClient, address: str, password: str):
    asked = {"login": LOGIN, "password": password}
    return client.post("/api/v1/sessions", json=asked, headers={"X-Forwarded-For": address})


def test_a_second_factor_is_set_up_and_asked_for(served: Served):
    first = _sign_in(served, login=ADMINISTRATOR)
    assert first.json()["needs"] == "set_up"
    headers = _cookie(first)
    refused = served.client.get("/api/v1/people", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")
    begun = served.client.post("/api/v1/me/second-factor", headers=headers).json()
    app = pyotp.TOTP(begun["secret"])
    shown = {"sealed": begun["sealed"], "code": app.now()}
    assert served.client.put("/api/v1/me/second-factor", json=shown, headers=headers).status_code == 204
    assert _me(served, headers).status_code == 401  # all sessions ended

    weak = _sign_in(served, login=ADMINISTRATOR)
    assert weak.json()["needs"] == "code"
    refused = served.client.get("/api/v1/people", headers=_cookie(weak))
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")
    wrong = served.client.post("/api/v1/sessions/current/second-factor", json={"code": "x"}, headers=_cookie(weak))
    assert wrong.status_code == 401
    code = {"code": next_code(app, datetime.now(UTC))}
    strong = served.client.post("/api/v1/sessions/current/second-factor", json=code, headers=_cookie(weak))
    assert strong.status_code == 200
    assert served.client.get("/api/v1/people", headers=_cookie(strong)).status_code == 200
    assert _me(served, _cookie(weak)).status_code == 401


def test_who_shows_the_password_alone_cannot_replace_the_app(served: Served):
    headers = _cookie(_sign_in(served))
    begun = served.client.post("/api/v1/me/second-factor", headers=headers).json()
    shown = {"sealed": begun["sealed"], "code": pyotp.TOTP(begun["secret"]).now()}
    served.client.put("/api/v1/me/second-factor", json=shown, headers=headers)
    weak = _cookie(_sign_in(served))
    again = served.client.post("/api/v1/me/second-factor", headers=weak)
    assert again.status_code == 403


def test_a_password_is_changed_by_who_knows_the_old_one(served: Served):
    headers = _cookie(_sign_in(served))
    new = "gà cùng một mẹ chớ hoài đá nhau MẪU"
    wrong = served.client.put("/api/v1/me/password", json={"old": "sai", "new": new}, headers=headers)
    assert wrong.status_code == 401
    short = served.client.put("/api/v1/me/password", json={"old": PASSWORD, "new": "ngắn"}, headers=headers)
    assert (short.status_code, short.json()["code"]) == (422, "password-too-short")
    changed = served.client.put("/api/v1/me/password", json={"old": PASSWORD, "new": new}, headers=headers)
    assert changed.status_code == 204
    assert _me(served, headers).status_code == 401
    assert _sign_in(served, password=new).status_code == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://khac.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 204),
        ({"Origin": "http://localhost"}, 204),
        ({"Sec-Fetch-Site": "none"}, 204),
        ({}, 204),
    ],
)
def test_another_site_cannot_act_with_the_cookie(settings_on: Settings, headers: dict[str, str], status: int):
    with serve(settings_on) as served:
        session = served.person("administrator")
        answer = served.client.delete("/api/v1/sessions/current", headers={**session, **headers})
        assert answer.status_code == status
        if status == 403:
            assert answer.json()["code"] == "request-of-other-site"
            assert _me(served, session).status_code == 200


def test_another_site_cannot_sign_somebody_in(served: Served):
    asked = {"login": LOGIN, "password": PASSWORD}
    refused = served.client.post("/api/v1/sessions", json=asked, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
