"""The audit log over HTTP: who reads it, values before and after, and whether somebody tampered with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served, serve
from sqlalchemy import text

from intake_ai.access.rules import Actor
from intake_ai.audit.anchoring import keep_anchor
from intake_ai.audit.recording import Change, Entry, record
from intake_ai.dossier.tables import DossierRow
from intake_ai.settings import Settings
from intake_ai.storage.transactions import writing

ENTRIES = "/api/v1/audit/entries"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(Settings(data_dir=tmp_path / "data", database_url="")) as running:
        yield running


def changed(served: Served, dossier: str) -> int:
    """An entry about a corrected name; its number."""
    keys = served.installation.keys
    with writing(served.installation.sessions) as session:
        own = keys.own(session.get(DossierRow, dossier).own_key)
        change = Change(own, {"value": "Tên Cũ MẪU"}, {"value": "Tên Mới MẪU"})
        actor = Actor("person", "can-bo-mau", "officer", session="a" * 64)
        record(session, keys, Entry(actor, "field.correct", "dossier", dossier, change=change))
    found = served.client.get(ENTRIES, params={"action": "field.correct"}, headers=served.person("head"))
    (entry,) = found.json()["items"]
    assert entry["has_values"]
    assert "MẪU" not in found.text
    return int(entry["number"])


def test_the_head_sees_what_a_value_was_and_is_and_that_look_is_in_the_log(served: Served):
    dossier = served.dossier(state="read")
    number = changed(served, dossier)
    head = served.person("head")
    for _ in range(2):
        answer = served.client.get(f"{ENTRIES}/{number}/values", headers=head)
        assert answer.json() == {"before": {"value": "Tên Cũ MẪU"}, "after": {"value": "Tên Mới MẪU"}}
    looks = served.client.get(ENTRIES, params={"action": "dossier.look"}, headers=head).json()["items"]
    assert [(look["subject"], look["actor"]) for look in looks] == [(dossier, served.people["head.mau"])]


@pytest.mark.parametrize("role", ["officer", "administrator", "scanning_clerk"])
def test_nobody_else_sees_the_values(served: Served, role):
    number = changed(served, served.dossier(state="read"))
    assert served.client.get(f"{ENTRIES}/{number}/values", headers=served.person(role)).status_code == 403


def test_values_of_an_erased_dossier_and_of_entries_without_any_are_not_there(served: Served):
    dossier = served.dossier(state="read")
    number = changed(served, dossier)
    head = served.person("head")
    people = served.client.get(ENTRIES, params={"subject_kind": "person"}, headers=head).json()["items"]
    with writing(served.installation.sessions) as session:
        row = session.get(DossierRow, dossier)
        row.state, row.own_key = "erased", None
    for wanted in (number, people[0]["number"], 2**53):
        assert served.client.get(f"{ENTRIES}/{wanted}/values", headers=head).status_code == 404


def test_tampering_is_found_and_so_is_an_older_copy_of_the_database(served: Served):
    head = served.person("head")
    served.person("officer")
    keep_anchor(served.installation)
    address = "/api/v1/audit/verification"
    assert served.client.get(address, headers=head).json()["whole"] is True
    with writing(served.installation.sessions) as session:
        session.execute(text("DELETE FROM audit"))
        session.execute(text("DELETE FROM audit_head"))
    answer = served.client.get(address, headers=head).json()
    assert answer["whole"] is False
    assert [finding["kind"] for finding in answer["findings"]] == ["anchor_differs"]
