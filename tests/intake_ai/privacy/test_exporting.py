import json
from pathlib import Path

import pytest
from privacy_builder import (
    CORRECTED,
    FILE_NAME,
    NAME,
    NUMBER,
    OF_OTHER,
    OF_PERSON,
    OFFICER,
    OTHER_NAME,
    OTHER_NUMBER,
    correct_name,
    decide,
    read_dossier,
)
from slip_builder import known
from sqlalchemy import select

from intake_ai.audit.tables import AuditRow
from intake_ai.errors import BadRequest
from intake_ai.privacy.exporting import Wanted, export, fields_of_person
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading


def written(folder: Path, identifier: str) -> tuple[dict, str]:
    text = (folder / identifier / "dossier.json").read_text(encoding="utf-8")
    return json.loads(text), text


def test_what_is_said_of_the_person_is_written_and_nothing_of_others(installation: Installation, tmp_path: Path):
    identifier = read_dossier(installation)
    decide(installation, identifier)
    wanted = Wanted((identifier,), NUMBER)
    assert export(installation, wanted, tmp_path / "ra", OFFICER, "Công dân đề nghị") == 1
    told, text = written(tmp_path / "ra", identifier)
    assert [field["value"] for field in told["fields"]] == [NAME, NUMBER]
    assert OTHER_NAME not in text
    assert OTHER_NUMBER not in text
    assert [decision["decision"] for decision in told["decisions"]] == ["complete"]
    assert [path.name for path in (tmp_path / "ra" / identifier).iterdir()] == ["dossier.json"]
    with reading(installation.sessions) as session:
        row = session.scalars(select(AuditRow).where(AuditRow.action == "privacy.export")).one()
    assert (row.actor, row.subject, row.why, row.detail) == (
        OFFICER.id,
        identifier,
        "Công dân đề nghị",
        {"whole": False},
    )


def test_what_an_officer_corrected_is_written_as_corrected(installation: Installation, tmp_path: Path):
    identifier = read_dossier(installation)
    correct_name(installation, identifier)
    export(installation, Wanted((identifier,), NUMBER), tmp_path / "ra", OFFICER, "đề nghị")
    told, _ = written(tmp_path / "ra", identifier)
    assert [field["value"] for field in told["fields"]] == [CORRECTED, NUMBER]
    assert told["fields"][0]["source"] == "officer"


def test_a_whole_dossier_comes_with_its_files(installation: Installation, tmp_path: Path):
    identifier = read_dossier(installation, {"../../ra ngoài.pdf": b"mot", FILE_NAME: b"hai"})
    export(installation, Wanted((identifier,), whole=True), tmp_path / "ra", OFFICER, "đề nghị")
    told, text = written(tmp_path / "ra", identifier)
    assert OTHER_NAME in text
    assert told["report"]["schema"] == "intake-report/1"
    content = {path.name: path.read_bytes() for path in (tmp_path / "ra" / identifier).iterdir()}
    assert set(content.values()) >= {b"mot", b"hai"}
    assert {path.parent.name for path in tmp_path.rglob("*ngoài*")} == {identifier}


def test_only_its_owner_may_enter_the_folder_and_nothing_is_overwritten(installation: Installation, tmp_path: Path):
    identifier = read_dossier(installation)
    folder = tmp_path / "ra"
    export(installation, Wanted((identifier,), NUMBER), folder, OFFICER, "đề nghị")
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(BadRequest, match="privacy-folder-taken"):
        export(installation, Wanted((identifier,), NUMBER), folder, OFFICER, "đề nghị")


def test_values_without_a_role_belong_to_whose_number_stands_on_the_same_paper():
    card = [known("id_number", NUMBER, role=None, on="p1"), known("full_name", NAME, role=None, on="p1")]
    other = [known("id_number", OTHER_NUMBER, role=None, on="p2"), known("full_name", OTHER_NAME, role=None, on="p2")]
    assert [field.value for field in fields_of_person([*other, *card], NUMBER)] == [NUMBER, NAME]


def test_a_role_is_followed_over_all_papers():
    elsewhere = known("address", "Thôn MẪU", role="applicant", on="p9")
    found = fields_of_person([*OF_OTHER, *OF_PERSON, elsewhere], NUMBER)
    assert [field.value for field in found] == [NAME, NUMBER, "Thôn MẪU"]
    assert fields_of_person([*OF_OTHER], NUMBER) == []
