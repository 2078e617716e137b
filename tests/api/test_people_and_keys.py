"""People and keys as an administrator keeps them; keys that are wrong, over or revoked."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from served import Served, serve
from sqlalchemy import update

from intake_ai.access.tables import KeyRow
from intake_ai.settings import Settings
from intake_ai.storage.transactions import writing


@pytest.fixture
def served(settings_on: Settings):
    with serve(settings_on) as running:
        yield running


def _made_key(served: Served, **asked: object) -> dict[str, str]:
    wanted = {"name": "Cổng dịch vụ công MẪU", "scopes": ["dossier.list", "profile.read"], **asked}
    made = served.client.post("/api/v1/keys", json=wanted, headers=served.person("administrator"))
    assert made.status_code == 201
    return made.json()


def _ask(served: Served, shown: str):
    return served.client.get("/api/v1/me", headers={"Authorization": f"Bearer {shown}"})


def test_a_key_is_shown_once_and_asks_with_its_scopes(served: Served):
    made = _made_key(served)
    me = _ask(served, made["key"])
    assert me.json()["kind"] == "key"
    assert me.json()["actions"] == ["dossier.list", "profile.read"]
    listed = served.client.get("/api/v1/keys", headers=served.person("administrator"))
    assert made["key"].partition(".")[2] not in listed.text


def test_a_revoked_key_and_its_token_are_refused_at_once(served: Served):
    made = _made_key(served)
    token = _token(served, *made["key"].split(".")).json()["access_token"]
    assert _ask(served, token).status_code == 200
    headers = served.person("administrator")
    assert served.client.delete(f"/api/v1/keys/{made['id']}", headers=headers).status_code == 204
    for shown in (made["key"], token):
        refused = _ask(served, shown)
        assert (refused.status_code, refused.json()["code"]) == (401, "key-refused")
        assert refused.headers["www-authenticate"] == "Bearer"
    assert _token(served, *made["key"].split(".")).status_code == 401


def test_a_key_is_good_until_its_end(served: Served):
    made = _made_key(served, expires_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    assert _ask(served, made["key"]).status_code == 200
    with writing(served.installation.sessions) as session:
        session.execute(update(KeyRow).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert _ask(served, made["key"]).status_code == 401


def test_a_key_that_is_none_is_refused(served: Served):
    for shown in ("", "x", ".", "0123456789abcdef.x", "token_e30.x", "check_x", "đ", "a" * 5000):
        answer = served.client.get("/api/v1/me", headers={"Authorization": f"Bearer {shown}".encode()})
        assert answer.status_code == 401, shown
        assert answer.headers["content-type"] == "application/problem+json"


def test_half_a_key_is_no_key(served: Served):
    made = _made_key(served)
    identifier, secret = made["key"].split(".")
    for shown in (identifier, f"{identifier}.", f"{identifier}.{secret[:-1]}", f"{secret}.{identifier}"):
        assert _ask(served, shown).status_code == 401


def _token(served: Served, client: str, secret: str, **asked: str):
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret, **asked}
    return served.client.post("/api/v1/oauth/token", data=form)


def test_a_token_can_be_had_for_fewer_scopes(served: Served):
    client, secret = _made_key(served)["key"].split(".")
    given = _token(served, client, secret, scope="profile.read").json()
    assert given["token_type"] == "Bearer"  # noqa: S105  a kind
    assert given["scope"] == "profile.read"
    assert given["expires_in"] > 0
    assert _ask(served, given["access_token"]).json()["actions"] == ["profile.read"]


def test_a_token_is_refused_as_oauth_has_it(served: Served):
    client, secret = _made_key(served)["key"].split(".")
    asked = [
        (_token(served, client, "sai"), 401, "invalid_client"),
        (_token(served, client, secret, scope="audit.read"), 400, "invalid_scope"),
        (_token(served, client, secret, grant_type="password"), 400, "unsupported_grant_type"),
        (served.client.post("/api/v1/oauth/token"), 400, "invalid_request"),
    ]
    for answer, status, error in asked:
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert answer.headers["cache-control"] == "no-store"


def test_client_and_secret_come_as_basic_too(served: Served):
    made = _made_key(served)["key"].replace(".", ":")
    headers = {"Authorization": f"Basic {b64encode(made.encode()).decode()}"}
    form = {"grant_type": "client_credentials"}
    assert served.client.post("/api/v1/oauth/token", data=form, headers=headers).status_code == 200
    # which is no way to ask for anything else
    assert served.client.get("/api/v1/me", headers=headers).status_code == 401


def test_people_are_listed_in_pieces_that_miss_nobody(served: Served):
    headers = served.person("administrator")
    for number in range(7):
        asked = {"login": f"nguoi.{number}", "name": "Lê Văn MẪU", "role": "officer"}
        assert served.client.post("/api/v1/people", json=asked, headers=headers).status_code == 201
    logins, cursor = [], ""
    while cursor is not None:
        piece = served.client.get(f"/api/v1/people?limit=3{cursor and f'&cursor={cursor}'}", headers=headers).json()
        logins += [person["login"] for person in piece["items"]]
        cursor = piece["next"]
    assert logins == sorted({*logins})
    assert len(logins) == 8


def test_a_person_is_changed_disabled_and_let_in_again(served: Served):
    headers = served.person("administrator")
    officer = served.person("officer")
    address = f"/api/v1/people/{served.people['officer.mau']}"
    changed = served.client.patch(address, json={"role": "department", "department": "tu-phap"}, headers=headers)
    assert changed.json()["department"] == "tu-phap"
    assert served.client.get("/api/v1/me", headers=officer).status_code == 401  # another role, another session
    assert served.client.post(f"{address}/disable", headers=headers).json()["disabled_at"] is not None
    assert served.client.post(f"{address}/enable", headers=headers).json()["disabled_at"] is None
    for method, path in (("POST", "unlock"), ("DELETE", "sessions"), ("DELETE", "second-factor")):
        assert served.client.request(method, f"{address}/{path}", headers=headers).status_code == 204


def test_the_last_administrator_stays(served: Served):
    headers = served.person("administrator")
    address = f"/api/v1/people/{served.people['administrator.mau']}"
    refused = served.client.post(f"{address}/disable", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "person-last-administrator")


def test_the_log_tells_who_did_what_and_proves_it(served: Served):
    headers = served.person("administrator")
    made = _made_key(served)
    head = served.person("head")
    entries = served.client.get("/api/v1/audit/entries?limit=1&action=key.add", headers=head).json()
    assert entries["items"][0]["subject"] == made["id"]
    newest = served.client.get("/api/v1/audit/entries?limit=1", headers=head).json()
    older = served.client.get(f"/api/v1/audit/entries?limit=1&cursor={newest['next']}", headers=head).json()
    assert older["items"][0]["number"] == newest["items"][0]["number"] - 1
    proof = served.client.get("/api/v1/audit/verification", headers=headers).json()
    assert proof["whole"]
    assert proof["entries"] >= 1


def test_who_signs_in_is_no_citizen_and_the_roles_are_told_in_the_language_of_who_asks(served: Served):
    headers = {**served.person("administrator"), "Accept-Language": "vi"}
    asked = {"login": "dan", "name": "Dân MẪU", "role": "citizen"}
    refused = served.client.post("/api/v1/people", json=asked, headers=headers)
    assert refused.status_code == 422
    told = refused.json()["errors"][0]["detail"]
    assert told.endswith("scanning_clerk, officer, head, department, administrator.")
