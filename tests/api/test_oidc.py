"""Signing in at the centre's own provider over HTTP: a real one on loopback, and what a browser carries between."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, running_provider
from served import Served, serve

from intake_ai.settings import Settings

START, CALLBACK = "/api/v1/sessions/oidc/start", "/api/v1/sessions/oidc/callback"


@pytest.fixture(scope="module")
def running() -> Iterator[OidcProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: OidcProvider) -> OidcProvider:
    running.claims = {"sub": "s-1", "preferred_username": "officer.mau", "amr": ["pwd"]}
    running.alter, running.signing_key = lambda _claims: None, None
    return running


@pytest.fixture
def open_centre(tmp_path: Path, provider: OidcProvider) -> Iterator[Callable[..., Served]]:
    centres: list[Path] = []
    with ExitStack() as stack:

        def centre(**values: Any) -> Served:
            told = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
            folder = tmp_path / f"centre-{len(centres)}"
            given = Settings(data_dir=folder, database_url="", **{**told, **values})
            centres.append(folder)
            served = stack.enter_context(serve(given))
            served.person("officer")
            return served

        yield centre


@pytest.fixture
def centre(open_centre: Callable[..., Served]) -> Served:
    return open_centre()


def _sent(served: Served) -> tuple[str, dict[str, str]]:
    """Where the browser is sent, and the cookie that it brings back."""
    response = served.client.get(START, follow_redirects=False)
    assert response.status_code == 303
    (cookie,) = response.headers.get_list("set-cookie")
    assert {"HttpOnly", "SameSite=lax", "Path=/api/v1/sessions/oidc"} <= set(cookie.split("; "))
    return response.headers["location"], {"Cookie": cookie.partition(";")[0]}


def _back(served: Served, answer: dict[str, str], cookie: dict[str, str]):
    """As a browser comes from another site."""
    return served.client.get(CALLBACK, params=answer, headers={**cookie, "Sec-Fetch-Site": "cross-site"})


def _session(response) -> dict[str, str]:
    given = next(one for one in response.headers.get_list("set-cookie") if one.startswith("intake-ai="))
    assert {"HttpOnly", "SameSite=strict"} <= set(given.split("; "))
    return {"Cookie": given.partition(";")[0]}


def test_the_way_in_is_told_only_where_the_settings_name_a_provider(open_centre):
    assert open_centre().client.get("/api/v1/sessions/ways").json() == {"password": True, "oidc": True}
    without = open_centre(oidc_issuer="", oidc_client_id="")
    assert without.client.get("/api/v1/sessions/ways").json() == {"password": True, "oidc": False}
    refused = without.client.get(START, follow_redirects=False)
    assert (refused.status_code, refused.json()["code"]) == (401, "oidc-refused")


def test_who_comes_back_from_the_provider_is_signed_in(centre: Served, provider: OidcProvider):
    address, cookie = _sent(centre)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == f"http://localhost{CALLBACK}"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    arrived = _back(centre, provider.authorise(address), cookie)
    assert arrived.status_code == 200, arrived.text
    assert arrived.headers["cache-control"] == "no-store"
    me = centre.client.get("/api/v1/me", headers=_session(arrived)).json()
    assert (me["id"], me["role"], me["needs"]) == (centre.people["officer.mau"], "officer", "nothing")
    taken = next(one for one in arrived.headers.get_list("set-cookie") if "intake-ai-provider" in one)
    assert "Max-Age=0" in taken


def test_a_role_with_a_second_factor_shows_it_there_or_here(centre: Served, provider: OidcProvider):
    centre.person("administrator")
    provider.claims |= {"sub": "s-2", "preferred_username": "administrator.mau"}
    address, cookie = _sent(centre)
    weak = _session(_back(centre, provider.authorise(address), cookie))
    refused = centre.client.get("/api/v1/people", headers=weak)
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")
    provider.claims["amr"] = ["pwd", "otp"]
    address, cookie = _sent(centre)
    strong = _session(_back(centre, provider.authorise(address), cookie))
    assert centre.client.get("/api/v1/people", headers=strong).status_code == 200


def test_an_answer_is_taken_once_and_in_the_browser_that_asked(centre: Served, provider: OidcProvider):
    address, cookie = _sent(centre)
    answer = provider.authorise(address)
    _, of_another = _sent(centre)
    for shown in ({}, of_another):
        _refused(_back(centre, answer, shown), "oidc-refused")
    assert _back(centre, answer, cookie).status_code == 200
    _refused(_back(centre, answer, cookie), "oidc-refused")


@pytest.mark.parametrize(
    "change",
    [
        {"state": "khac"},
        {"state": ""},
        {"code": "bia"},
        {"code": ""},
        {"iss": "https://khac.example"},
        {"error": "access_denied", "code": None},
    ],
)
def test_a_crooked_answer_opens_nothing(centre: Served, provider: OidcProvider, change: dict[str, str | None]):
    address, cookie = _sent(centre)
    answer = {name: value for name, value in {**provider.authorise(address), **change}.items() if value is not None}
    _refused(_back(centre, answer, cookie), "oidc-refused")


@pytest.mark.parametrize("wrong", [{"iss": "https://khac.example"}, {"nonce": "cu"}, {"aud": "khac"}, {"exp": 1}])
def test_an_id_token_with_a_wrong_claim_opens_nothing(centre: Served, provider: OidcProvider, wrong: dict[str, Any]):
    provider.alter = lambda claims: claims.update(wrong)
    address, cookie = _sent(centre)
    _refused(_back(centre, provider.authorise(address), cookie), "oidc-refused")


def test_pkce_keeps_out_who_has_the_code_but_not_the_browser(centre: Served, provider: OidcProvider):
    """The thief swaps the state for one of the own; the verifier in the own cookie fits the own challenge alone."""
    address, _ = _sent(centre)
    own, cookie = _sent(centre)
    state = parse_qs(urlsplit(own).query)["state"][0]
    _refused(_back(centre, provider.authorise(address) | {"state": state}, cookie), "oidc-refused")


def test_who_is_not_known_is_refused_and_nobody_is_made(centre: Served, provider: OidcProvider):
    provider.claims |= {"sub": "s-9", "preferred_username": "nguoi.la"}
    address, cookie = _sent(centre)
    _refused(_back(centre, provider.authorise(address), cookie), "oidc-person-unknown")
    people = centre.client.get("/api/v1/people", headers=centre.person("administrator")).json()["items"]
    assert "nguoi.la" not in {person["login"] for person in people}


def test_a_provider_out_of_reach_is_told(open_centre):
    response = open_centre(oidc_issuer="http://127.0.0.1:9").client.get(START, follow_redirects=False)
    assert (response.status_code, response.json()["code"]) == (502, "oidc-unreachable")


def _refused(response, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (401, code), response.text
    assert not any(one.startswith("intake-ai=") for one in response.headers.get_list("set-cookie"))
