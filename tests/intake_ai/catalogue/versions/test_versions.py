import gzip
import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from catalogue_builder import BUILTIN, TODAY, file_of, imported, many, record
from sqlalchemy import Engine, text

from intake_ai.catalogue.corrections.reviewing import to_review
from intake_ai.catalogue.corrections.store import find_target, keep
from intake_ai.catalogue.errors import (
    ChangedMeanwhile,
    LossesNotAccepted,
    ProcedureUnknown,
    UnreadableCatalogue,
    VersionUnknown,
)
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.versions import installing, upgrading
from intake_ai.catalogue.versions.installing import ImportRequest
from intake_ai.storage.engine import open_engine
from intake_ai.storage.upgrading import downgrade, upgrade

ROOT = Path(__file__).resolve().parents[4]


class Calendar:
    """A day that tests can turn."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def repository(engine: Engine, calendar: Calendar) -> CatalogueRepository:
    return CatalogueRepository(engine, BUILTIN, calendar)


def active(repository: CatalogueRepository) -> list[str]:
    return [procedure.code for procedure in repository.active() if procedure.code != "9.900001"]


def test_a_version_with_a_future_day_waits_and_comes_into_force_by_itself(
    repository: CatalogueRepository, calendar: Calendar, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000001")))
    told = imported(repository, file_of(tmp_path, record("9.000002")), effective=date(2027, 1, 1))
    assert told.version.state == "waiting"
    assert active(repository) == ["9.000001"]
    calendar.day = date(2026, 12, 31)
    assert active(repository) == ["9.000001"]
    calendar.day = date(2027, 1, 1)
    assert active(repository) == ["9.000002"]
    assert [version.state for version in repository.versions()] == ["in-force", "past"]


def test_a_version_of_an_earlier_day_does_not_replace_the_one_in_force(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000001")))
    told = imported(repository, file_of(tmp_path, record("9.000002")), effective=TODAY - timedelta(days=1))
    assert told.version.state == "past"
    assert active(repository) == ["9.000001"]


def test_versions_tell_file_counts_day_and_state(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, *many(3), name="mot.jsonl"))
    imported(repository, file_of(tmp_path, *many(4), name="hai.jsonl"), effective=date(2027, 1, 1))
    told = [(one.number, one.file, one.procedures, one.rows, one.effective, one.state) for one in repository.versions()]
    assert told == [
        (2, "hai.jsonl", 4, 8, date(2027, 1, 1), "waiting"),
        (1, "mot.jsonl", 3, 6, TODAY, "in-force"),
    ]


def test_a_dossier_keeps_the_procedure_as_it_was(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn cũ"), record("9.000002")))
    before = repository.version()
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn mới")))
    assert [row.name for row in repository.get("9.000001").requirements] == ["Đơn mới"]
    assert [row.name for row in repository.get("9.000001", version=before).requirements] == ["Đơn cũ"]
    assert [procedure.code for procedure in repository.at(before).active()] == ["9.000001", "9.000002", "9.900001"]
    assert repository.at(before).version() == before
    with pytest.raises(ProcedureUnknown):
        repository.get("9.000002")


def test_a_dossier_keeps_what_earlier_rules_made_of_the_rows(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn", "Giấy ủy quyền (nếu có)"), record("9.000002")))
    with engine.begin() as connection:
        connection.execute(text("UPDATE catalogue_version SET compiler = 'cu'"))
        connection.execute(text("UPDATE catalogue_procedure SET document = replace(document, '\"need\":\"if\",', '')"))
    before = repository.version()
    assert "-cu+" in before
    assert [row.need for row in repository.get("9.000001").requirements] == ["always", "always"]
    upgraded = CatalogueRepository(engine, BUILTIN, lambda: TODAY)
    assert [row.need for row in upgraded.get("9.000001").requirements] == ["always", "if"]
    assert [row.need for row in upgraded.get("9.000001", version=before).requirements] == ["always", "always"]
    assert upgraded.get("9.000002", version=before) == upgraded.get("9.000002")


@pytest.mark.parametrize("name", ["", "khong-co", "0123456789ab-cdef+builtin-1", "abc"])
def test_a_version_that_never_was_is_unknown(repository: CatalogueRepository, tmp_path: Path, name: str):
    imported(repository, file_of(tmp_path, record("9.000001")))
    with pytest.raises(VersionUnknown):
        repository.at(name or "x")


def test_a_database_from_before_there_were_releases_opens_with_what_was_in_force(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path
):
    for code in ("9.000001", "9.000002"):
        imported(repository, file_of(tmp_path, record(code)))
    downgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("UPDATE catalogue_version SET current = (id = 1), imported_at = '2026-11-20 10:00:00'"))
        for table in ("earlier_document", "recompilation", "release", "correction", "selection"):
            connection.execute(text(f"DROP TABLE catalogue_{table}"))
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(engine)
    opened = CatalogueRepository(engine, BUILTIN, lambda: TODAY + timedelta(days=2))
    assert active(opened) == ["9.000001"]
    assert [(version.number, version.state) for version in opened.versions()] == [(1, "in-force"), (2, "past")]
    assert active(CatalogueRepository(engine, BUILTIN, lambda: TODAY + timedelta(days=2))) == ["9.000001"]


@pytest.mark.parametrize(("kept", "asks"), [(95, False), (94, True)])
def test_an_import_that_drops_more_than_a_twentieth_of_the_procedures_asks_first(
    repository: CatalogueRepository, tmp_path: Path, kept: int, asks: bool
):
    imported(repository, file_of(tmp_path, *many(100)))
    before = repository.version()
    changed = file_of(tmp_path, *many(kept))
    if not asks:
        assert imported(repository, changed, accept_losses=False).changed
        return
    with pytest.raises(LossesNotAccepted) as caught:
        imported(repository, changed, accept_losses=False)
    assert (caught.value.values["procedures"], caught.value.values["procedures_of"]) == (6, 100)
    assert repository.version() == before
    assert imported(repository, changed).changed


def test_an_import_that_drops_many_rows_asks_first(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, *many(10, "Đơn đề nghị", "Bản vẽ mặt bằng", "Giấy ủy quyền")))
    with pytest.raises(LossesNotAccepted) as caught:
        imported(repository, file_of(tmp_path, *many(10, "Đơn đề nghị", "Giấy ủy quyền")), accept_losses=False)
    assert (caught.value.values["procedures"], caught.value.values["rows"]) == (0, 10)


def test_rows_in_another_order_are_no_loss(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, *many(10, "Đơn đề nghị", "Bản vẽ mặt bằng")))
    done = imported(repository, file_of(tmp_path, *many(10, "Bản vẽ mặt bằng", "Đơn đề nghị")), accept_losses=False)
    assert done.changed
    assert done.difference.changed == ()


def test_a_file_with_many_bad_entries_asks_first(repository: CatalogueRepository, tmp_path: Path):
    path = file_of(tmp_path, *many(9), record(""))
    with pytest.raises(LossesNotAccepted) as caught:
        imported(repository, path, accept_losses=False)
    assert (caught.value.values["records"], caught.value.values["records_of"]) == (1, 10)
    assert repository.versions() == []
    done = imported(repository, path)
    assert [fault.code for fault in done.faults] == ["catalogue-fault-no-code"]
    assert done.version.procedures == 9


def test_few_bad_entries_are_told_and_the_rest_is_imported(repository: CatalogueRepository, tmp_path: Path):
    path = file_of(tmp_path, *many(30), record("9.000001", name="Tên sau"), record(""))
    done = imported(repository, path, accept_losses=False)
    assert [(fault.code, fault.lost) for fault in done.faults] == [
        ("catalogue-fault-duplicate", False),
        ("catalogue-fault-no-code", True),
    ]
    assert repository.get("9.000001").name == "Tên sau"


def test_of_two_imports_prepared_at_once_the_second_is_refused(repository: CatalogueRepository, tmp_path: Path):
    paths = [file_of(tmp_path, record(code), name=f"{code}.jsonl") for code in ("9.000001", "9.000002")]
    first, second = (repository.prepare(ImportRequest(path, TODAY)) for path in paths)
    repository.carry_out(first)
    with pytest.raises(ChangedMeanwhile):
        repository.carry_out(second)
    assert active(repository) == ["9.000001"]


def test_local_procedures_stand_beside_the_national_ones_and_override_them(
    repository: CatalogueRepository, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn"), record("9.000002", "Đơn")))
    local = file_of(tmp_path, record("9.000002", "Đơn của tỉnh"), record("9.800001"), name="tinh.jsonl")
    imported(repository, local, layer="local")
    assert active(repository) == ["9.000001", "9.000002", "9.800001"]
    assert repository.get("9.000002").requirements[0].name == "Đơn của tỉnh"
    assert repository.local_codes() == {"9.000002", "9.800001"}
    before = repository.version()
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn khác"), record("9.000002", "Đơn")))
    assert repository.get("9.000002").requirements[0].name == "Đơn của tỉnh"
    assert repository.get("9.000001", version=before).requirements[0].name == "Đơn"


def test_a_local_procedure_without_papers_does_not_empty_the_national_one(
    repository: CatalogueRepository, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000001", "Đơn")))
    local = file_of(tmp_path, record("9.000001", papers=[]), *many(30)[1:], name="tinh.jsonl")
    done = imported(repository, local, layer="local")
    assert [fault.code for fault in done.faults] == ["catalogue-fault-would-empty"]
    assert repository.get("9.000001").requirements[0].name == "Đơn"


def test_the_same_file_can_be_national_and_local(repository: CatalogueRepository, tmp_path: Path):
    path = file_of(tmp_path, record("9.000001"))
    imported(repository, path)
    assert imported(repository, path, layer="local").changed
    assert {version.layer for version in repository.versions()} == {"national", "local"}


def test_differences_are_by_number_name_or_between_the_newest_two(repository: CatalogueRepository, tmp_path: Path):
    assert repository.difference() is None
    names = []
    for count in (1, 2, 4):
        done = imported(repository, file_of(tmp_path, *many(count)), effective=TODAY + timedelta(days=count))
        names.append(done.version.name)
    found = [repository.difference(), repository.difference("1", "2"), repository.difference(names[0], names[2][:8])]
    assert [len(one.added) for one in found if one] == [2, 1, 3]
    with pytest.raises(VersionUnknown):
        repository.difference("7", "1")


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from sqlalchemy import event
from intake_ai.catalogue.versions.installing import ImportRequest
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.storage.engine import open_engine

engine = open_engine(sys.argv[1])
repository = CatalogueRepository(engine, ())
prepared = repository.prepare(ImportRequest(Path(sys.argv[2]), date(2026, 11, 22), accept_losses=True))

@event.listens_for(engine, "after_cursor_execute")
def kill(connection, cursor, statement, parameters, context, many):
    if statement.startswith("INSERT INTO catalogue_procedure"):
        os.kill(os.getpid(), signal.SIGKILL)

repository.carry_out(prepared)
"""


def test_an_import_killed_in_the_middle_leaves_the_old_version(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path
):
    imported(repository, file_of(tmp_path, record("9.000001")))
    before = repository.version()
    new = file_of(tmp_path, *many(1200), name="moi.jsonl")
    command = [sys.executable, "-c", KILLED, str(engine.url), str(new)]
    killed = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    opened = CatalogueRepository(engine, BUILTIN, lambda: TODAY)
    assert opened.version() == before
    assert active(opened) == ["9.000001"]
    assert len(opened.versions()) == 1
    assert imported(opened, new).version.procedures == 1200


def test_a_file_that_nothing_can_be_read_from_changes_nothing(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, file_of(tmp_path, record("9.000001")))
    path = tmp_path / "hong.jsonl"
    for content in (b"", b"\x00" * 10, b"{", b"PK\x03\x04abc"):
        path.write_bytes(content)
        with pytest.raises(UnreadableCatalogue):
            imported(repository, path)
    assert active(repository) == ["9.000001"]


def test_a_name_of_seven_thousand_letters_and_a_suffixed_code_are_kept(repository: CatalogueRepository, tmp_path: Path):
    name = "Giấy " * 1400 + "cuối"
    imported(repository, file_of(tmp_path, record("1.012796.H36", name, name=name)))
    found = repository.get("1.012796.H36")
    assert (found.name, found.requirements[0].name) == (name, name)


def test_opening_an_up_to_date_database_recompiles_nothing(
    repository: CatalogueRepository, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    imported(repository, file_of(tmp_path, record("9.000001")))
    monkeypatch.delattr(upgrading, "compile_procedure")
    assert active(CatalogueRepository(engine, BUILTIN, lambda: TODAY)) == ["9.000001"]


def test_papers_are_linked_to_the_procedures_that_issue_them_local_ones_too(
    repository: CatalogueRepository, tmp_path: Path
):
    issuing = record("9.000001", "Đơn đề nghị", results=["Giấy chứng nhận đủ điều kiện nuôi ong"])
    asking = record("9.000002", "Bản sao Giấy chứng nhận đủ điều kiện nuôi ong")
    imported(repository, file_of(tmp_path, issuing, asking))
    assert repository.get("9.000002").requirements[0].result_of == ("9.000001",)
    local = record("9.800001", "Giấy chứng nhận đủ điều kiện nuôi ong")
    imported(repository, file_of(tmp_path, local, name="tinh.jsonl"), layer="local")
    assert repository.get("9.800001").requirements[0].result_of == ("9.000001",)


def test_what_has_not_changed_is_compiled_as_if_it_were_new(
    repository: CatalogueRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    issuing = record("9.000001", "Đơn đề nghị", results=["Giấy chứng nhận đủ điều kiện nuôi ong"])
    asking = record("9.000002", "Giấy chứng nhận đủ điều kiện nuôi ong", "Giấy ủy quyền (nếu có)")
    imported(repository, file_of(tmp_path, issuing, asking))
    changed = {**issuing, "results": ["Giấy phép khác hẳn của ngành"]}
    compiled: list[str] = []
    compile_procedure = installing.compile_procedure
    monkeypatch.setattr(
        installing, "compile_procedure", lambda one: compiled.append(one.code) or compile_procedure(one)
    )
    imported(repository, file_of(tmp_path, changed, asking))
    assert compiled == ["9.000001"]
    after = repository.get("9.000002")
    assert after.requirements[0].result_of == ()
    assert (after.requirements[1].need, after.requirements[1].when) == ("if", "nếu có")
    fresh = CatalogueRepository(open_engine(f"sqlite:///{tmp_path / 'moi.sqlite3'}"), BUILTIN, lambda: TODAY)
    imported(fresh, file_of(tmp_path, changed, asking))
    assert fresh.get("9.000002") == after
    fresh._engine.dispose()


@pytest.mark.shared
def test_the_july_file_and_then_a_changed_copy_of_it(repository: CatalogueRepository, shared: Path, tmp_path: Path):
    """Removed, reordered, reworded, shortened and added procedures; corrections of kept and of changed rows."""
    july = shared / "data" / "catalogue" / "national-2026-07.jsonl.gz"
    first = imported(repository, july, accept_losses=False)
    assert (first.version.procedures, first.version.active, first.version.rows) == (5664, 1849, 28015)
    assert first.faults == ()
    assert len(active(repository)) == 1849

    with gzip.open(july, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    removed, kept = records[::100], [one for number, one in enumerate(records) if number % 100]
    for one in kept[::4]:
        one["papers"].reverse()
    worded = [one for one in kept[::4] if len(one["papers"]) > 1][:40]
    for one in worded:
        one["papers"][0]["name"] += " có xác nhận của cơ quan"
    shortened = [one for one in kept if len(one["papers"]) > 2][-30:]
    gone = sum(len(one["papers"]) for one in removed) + len(shortened)
    for one in shortened:
        one["papers"].pop()
    added = [record(f"9.{number:06d}") for number in range(7)]
    stays = find_target(repository.source(kept[0]["code"]), "row", 0)
    last_row = len(worded[0]["papers"]) - 1  # reversed, it is the first: its words change
    changes = find_target(repository.source(worded[0]["code"]), "row", last_row)
    with repository.writing() as session:
        for target in (stays, changes):
            keep(session, target, "correct", {"need": "if", "when": "thử MẪU"}, "Cán bộ MẪU", "thử")

    copy = file_of(tmp_path, *kept, *added, name="thang-12.jsonl")
    second = imported(repository, copy, accept_losses=False, effective=TODAY + timedelta(days=1))
    assert [one.state for one in repository.versions()] == ["waiting", "in-force"]
    found = second.difference
    assert {one.code for one in found.removed} == {one["code"] for one in removed}
    assert {one.code for one in found.added} == {one["code"] for one in added}
    assert {one.code for one in found.changed} == {one["code"] for one in (*worded, *shortened)}
    assert (found.rows_lost, found.rows_changed) == (gone, len(worded))
    words = {words for one in found.changed for row in one.rows_changed for words in row.words}
    assert all(new.endswith("có xác nhận của cơ quan") for _, new in words)

    assert to_review(repository) == []
    tomorrow = CatalogueRepository(repository._engine, BUILTIN, lambda: TODAY + timedelta(days=1))
    (review,) = to_review(tomorrow)
    assert (review.correction.key, review.replaced_by.index) == (changes.key, 0)
    moved = next(row for row in tomorrow.get(kept[0]["code"]).requirements if row.name == stays.source)
    assert moved.when == "thử MẪU"
    assert next(found.confidence for found in moved.evidence if found.fact == "need") == 1

    fewer = file_of(tmp_path, *kept[:5000], name="thieu.jsonl")
    with pytest.raises(LossesNotAccepted) as caught:
        imported(tomorrow, fewer, accept_losses=False, effective=TODAY + timedelta(days=1))
    assert caught.value.values["procedures"] == len(kept) + len(added) - 5000
    assert len(tomorrow.versions()) == 2
