"""Personal data over HTTP: found by number, told, erased by the head alone; nothing personal is kept on the way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from audit_builder import findings
from privacy_builder import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, let_age, raw, read_dossier
from served import Served, serve
from service_builder import settings_of
from slip_builder import known
from sqlalchemy import select, update

from api.idempotency import HEADER
from intake_ai.dossier.tables import DossierRow
from intake_ai.requests.tables import AnswerRow
from intake_ai.storage.transactions import reading, writing

V1 = "/api/v1"
WHY = "Công dân đề nghị"
SOUGHT = {"number": NUMBER, "why": WHY}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(settings_of(tmp_path, database_url="")) as running:
        yield running


def ask(served: Served, what: str, said: dict[str, Any], **headers: str) -> Any:
    who = served.person("head", is_fresh=False)
    return served.client.post(f"{V1}/privacy/{what}", json=said, headers={**who, **headers})


def entries(served: Served, action: str) -> list[dict[str, Any]]:
    found = served.client.get(
        f"{V1}/audit/entries", params={"action": action}, headers=served.person("head", is_fresh=False)
    )
    return list(found.json()["items"])


def test_a_person_s_data_is_told_and_nobody_else_s(served: Served):
    identifier = read_dossier(served.installation)
    read_dossier(served.installation, fields=[known("id_number", OTHER_NUMBER)])
    assert ask(served, "searches", SOUGHT).json() == {"dossiers": [identifier]}
    told = ask(served, "exports", SOUGHT)
    assert told.status_code == 200, told.text
    (dossier,) = told.json()["dossiers"]
    assert dossier["dossier"] == identifier
    assert NUMBER in told.text
    assert OTHER_NUMBER not in told.text
    assert OTHER_NAME not in told.text
    assert told.headers["cache-control"] == "no-store"
    logged = entries(served, "privacy.export")
    assert [(one["subject_kind"], one["why"]) for one in logged] == [("dossier", WHY), ("privacy", WHY)]
    assert NUMBER not in json.dumps(logged)


def test_what_is_told_is_kept_for_no_repetition(served: Served):
    read_dossier(served.installation)
    for what in ("searches", "exports"):
        for _ in range(2):
            answer = ask(served, what, SOUGHT, **{HEADER: f"lan-mot-{what}"})
            assert answer.status_code == 200
            assert "idempotency-replayed" not in answer.headers
    with reading(served.installation.sessions) as session:
        kept = session.scalars(select(AnswerRow.key)).all()
    assert not [key for key in kept if key.startswith("lan-mot")]


def test_what_was_found_is_erased_once_and_the_log_stays_whole(served: Served):
    identifier, other = read_dossier(served.installation), read_dossier(served.installation)
    let_age(served.installation)
    said = {"dossiers": [identifier, identifier], "why": WHY}
    first = ask(served, "erasures", said, **{HEADER: "xoa-mot-lan"})
    assert (first.status_code, first.json()) == (200, {"erased": [identifier]}), first.text
    again = ask(served, "erasures", said, **{HEADER: "xoa-mot-lan"})
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert ask(served, "erasures", said).json() == {"erased": []}
    assert ask(served, "searches", SOUGHT).json() == {"dossiers": [other]}
    assert [one["subject"] for one in entries(served, "privacy.erase")] == [identifier]
    assert findings(served.installation) == []
    assert served.client.get(f"{V1}/dossiers/{identifier}", headers=served.person("officer")).status_code == 404
    ask(served, "erasures", {"dossiers": [other], "why": WHY})
    assert NAME.encode() not in raw(served.installation)


def test_a_citizen_s_check_is_nobody_s_to_look_into(served: Served):
    identifier = read_dossier(served.installation)
    with writing(served.installation.sessions) as session:
        session.execute(update(DossierRow).where(DossierRow.id == identifier).values(purpose="citizen"))
    assert ask(served, "searches", SOUGHT).json() == {"dossiers": []}
    assert ask(served, "exports", SOUGHT).json() == {"dossiers": []}


@pytest.mark.parametrize("role", ["officer", "scanning_clerk", "department", "administrator"])
def test_nobody_but_the_head_may(served: Served, role: Any):
    who = served.person(role, "tu-phap" if role == "department" else None)
    erasure = {"dossiers": ["0" * 32], "why": WHY}
    for what, said in (("searches", SOUGHT), ("exports", SOUGHT), ("erasures", erasure)):
        refused = served.client.post(f"{V1}/privacy/{what}", json=said, headers=who)
        assert (refused.status_code, refused.json()["code"]) == (403, "access-denied")


@pytest.mark.parametrize(
    ("what", "said", "status"),
    [
        ("searches", {"number": "khong phai so", "why": WHY}, 400),
        ("exports", {"number": NUMBER, "why": "   "}, 422),
        ("exports", {"number": NUMBER}, 422),
        ("erasures", {"dossiers": [], "why": WHY}, 422),
        ("erasures", {"dossiers": ["../.."], "why": WHY}, 422),
        ("erasures", {"dossiers": ["0" * 32]}, 422),
    ],
)
def test_a_number_that_is_none_and_a_missing_reason_are_refused(
    served: Served, what: str, said: dict[str, Any], status: int
):
    assert ask(served, what, said).status_code == status


def test_the_log_is_written_out_and_that_is_in_it(served: Served):
    ask(served, "searches", SOUGHT)
    for role in ("head", "administrator"):
        exported = served.client.get(f"{V1}/audit/export", headers=served.person(role, is_fresh=False))
        assert exported.status_code == 200, exported.text
        assert exported.headers["content-type"].startswith("application/x-ndjson")
        lines = [json.loads(line) for line in exported.text.splitlines()]
        assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
        assert lines[-1]["action"] == "audit.export"
    officer = served.client.get(f"{V1}/audit/export", headers=served.person("officer"))
    assert officer.status_code == 403
    day = served.client.get(
        f"{V1}/audit/export", params={"since": "2099-01-01T00:00:00Z"}, headers=served.person("head", is_fresh=False)
    )
    assert day.text == ""
