import json
from pathlib import Path
from typing import Any

import pytest
from catalogue_builder import TODAY, imported
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from intake_ai.catalogue.errors import ProcedureUnknown, UnreadableCatalogue
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.tables import CatalogueVersionRow
from intake_ai.catalogue.versions.installing import ImportRequest
from intake_ai.storage.engine import open_engine

BUILTIN = (
    Procedure(code="9.000001", name="Thủ tục có sẵn một", context="có sẵn"),
    Procedure(code="9.000009", name="Thủ tục có sẵn chín"),
)


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'du-lieu' / 'intake.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def repository(engine: Engine) -> CatalogueRepository:
    return CatalogueRepository(engine, BUILTIN, lambda: TODAY)


def record(code: str, **changes: Any) -> dict[str, Any]:
    papers = [
        {"case": "", "name": "Đơn đề nghị theo Mẫu số 01", "originals": 1, "copies": 0},
        {"case": "", "name": "Văn bản ủy quyền (nếu có)", "originals": 1, "copies": 0},
    ]
    return {"code": code, "name": f"Thủ tục {code}", "cases": [{"case": ""}], "papers": papers, **changes}


def file_of(folder: Path, *records: dict[str, Any], name: str = "danh-muc.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return path


def codes(procedures) -> list[str]:
    return [procedure.code for procedure in procedures]


def test_before_any_import_the_builtin_procedures_are_in_force(repository: CatalogueRepository):
    assert codes(repository.active()) == ["9.000001", "9.000009"]
    assert repository.versions() == []
    assert repository.version().startswith("builtin-")


def test_an_imported_procedure_supersedes_the_builtin_one_of_its_code(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000001"), record("9.000002")))
    assert codes(repository.active()) == ["9.000001", "9.000002", "9.000009"]
    assert repository.get("9.000001").name == "Thủ tục 9.000001"


def test_only_flagged_procedures_are_active_if_the_file_has_the_flag(repository: CatalogueRepository, tmp_path: Path):
    records = (record("9.000001", provincial_core=False), record("9.000002", provincial_core=True), record("9.000003"))
    done = imported(repository, file_of(tmp_path, *records))
    assert done.changed
    version = done.version
    assert (version.procedures, version.active, version.rows) == (3, 1, 6)
    assert codes(repository.active()) == ["9.000002", "9.000009"]
    assert codes(repository.all()) == ["9.000001", "9.000002", "9.000003", "9.000009"]
    assert not repository.get("9.000003").active


def test_importing_the_same_content_again_changes_nothing(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path
):
    first = imported(repository, file_of(tmp_path, record("9.000002")))
    second = imported(repository, file_of(tmp_path, record("9.000002"), name="ten-khac.jsonl"))
    assert not second.changed
    assert second.version == first.version
    with Session(engine) as session:
        assert len(session.scalars(select(CatalogueVersionRow)).all()) == 1


def test_an_import_replaces_the_one_before_and_can_be_taken_back(repository: CatalogueRepository, tmp_path: Path):
    old = file_of(tmp_path, record("9.000002"), name="cu.jsonl")
    imported(repository, old)
    before = repository.version()
    imported(repository, file_of(tmp_path, record("9.000003"), name="moi.jsonl"))
    assert codes(repository.active()) == ["9.000003", "9.000001", "9.000009"]
    assert repository.version() != before
    assert imported(repository, old).changed
    assert repository.version() == before


@pytest.mark.parametrize(("code", "fatal"), [("", "without-code"), ("9" * 65, "invalid")])
def test_a_file_without_one_usable_procedure_leaves_everything_as_it_was(
    repository: CatalogueRepository, tmp_path: Path, code: str, fatal: str
):
    imported(repository, file_of(tmp_path, record("9.000002")))
    before = repository.version()
    with pytest.raises(UnreadableCatalogue) as caught:
        imported(repository, file_of(tmp_path, record(code), name="hong.jsonl"))
    assert caught.value.code == f"catalogue-record-{fatal}"
    assert repository.version() == before
    assert codes(repository.active()) == ["9.000002", "9.000001", "9.000009"]


def test_of_a_code_that_stands_twice_in_a_file_the_last_counts(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000002"), record("9.000002", name="Tên sau")))
    assert repository.get("9.000002").name == "Tên sau"


@pytest.mark.parametrize("code", ["9.000001", " 9.000001 ", "9.000001.H36", "9.000001.000.00.00.H55"])
def test_a_local_code_falls_back_on_the_national_one(repository: CatalogueRepository, code: str):
    assert repository.get(code).code == "9.000001"


@pytest.mark.parametrize(
    "code", ["9.0000010", "9.0000010.H36", "9.000001xyz", "9.000001.", "9.000001. H36", "9.00000", ""]
)
def test_a_code_that_only_begins_like_another_is_unknown(repository: CatalogueRepository, code: str):
    with pytest.raises(ProcedureUnknown):
        repository.get(code)


def test_an_unknown_code_is_named(repository: CatalogueRepository):
    with pytest.raises(ProcedureUnknown) as caught:
        repository.get("1.234567")
    assert caught.value.values == {"procedure": "1.234567"}


def test_compiled_rows_come_back_as_they_were_stored(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000002")))
    form, authorisation = repository.get("9.000002").requirements
    assert (form.need, form.form_number, form.question_id) == ("always", "Mẫu số 01", "")
    assert (authorisation.need, authorisation.when, authorisation.question_id) == ("if", "nếu có", "row-1")
    assert authorisation.question == ("Có văn bản ủy quyền không?", "Is there this paper: văn bản ủy quyền?")


def test_rows_compiled_by_earlier_rules_are_compiled_again_when_opened(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000002")))
    expected = repository.get("9.000002")
    with engine.begin() as connection:
        connection.execute(text("UPDATE catalogue_version SET compiler = 'cu'"))
        connection.execute(text("UPDATE catalogue_procedure SET document = replace(document, '\"nếu có\"', '\"x\"')"))
    assert repository.get("9.000002").requirements[1].when == "x"
    assert CatalogueRepository(engine, BUILTIN, lambda: TODAY).get("9.000002") == expected


def test_contexts_are_kept_apart_from_the_procedures(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000002", steps="Bước một.\nBước hai.")))
    assert repository.contexts()["9.000002"] == "Bước một.\nBước hai."
    assert repository.contexts()["9.000001"] == "có sẵn"
    assert repository.get("9.000002").context == ""


def test_progress_counts_every_procedure(repository: CatalogueRepository, tmp_path: Path):
    told: list[tuple[int, int]] = []
    path = file_of(tmp_path, record("9.000002"), record("9.000003"))
    request = ImportRequest(path, TODAY)
    repository.carry_out(repository.prepare(request), lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
