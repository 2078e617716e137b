import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from access_builder import add_person
from servers.postgresql import PostgreSQL
from servers.s3 import S3
from service_builder import made
from sqlalchemy import func, insert, select
from typer.testing import CliRunner

from api.cli import app
from intake_ai.access.rules import SYSTEM
from intake_ai.audit.recording import Change, Entry, record
from intake_ai.audit.verifying import verify
from intake_ai.backup.errors import BackupDamaged, BackupRefused
from intake_ai.backup.restoring import Restored, restore_backup
from intake_ai.backup.rows import lines_of, tables_of
from intake_ai.backup.taking import take_backup
from intake_ai.catalogue.tables import CatalogueVersionRow, ProcedureRow
from intake_ai.dossier.documents import document_name
from intake_ai.dossier.tables import CorrectionRow, DossierRow, EventRow, UploadRow
from intake_ai.dossier.values import NewDossier
from intake_ai.settings import Settings, get_settings
from intake_ai.storage.engine import open_engine
from intake_ai.storage.errors import KeysUnusable, StorageUnusable
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.storage.upgrading import version
from intake_ai.work.tables import CountRow

NOW = datetime(2026, 11, 23, 8, 30, 1, 234567, tzinfo=UTC)
NAMES = ["mẫu một.pdf", "mẫu hai.jpg"]
OPENED = Callable[..., Settings]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OPENED]:
    """Makes settings of empty installations: of which kind, in a database and a store of their own."""
    databases: list[Any] = []

    def settings(kind: str, name: str, keys: Path | None = None) -> Settings:
        given: dict[str, Any] = {"data_dir": tmp_path / name, "database_url": "", "encoder": "none"}
        if "postgresql" in kind:
            server: PostgreSQL = request.getfixturevalue("postgresql")
            database = server.database(empty="empty" in kind)
            given["database_url"] = database.__enter__()
            databases.append(database)
        if "s3" in kind:
            store: S3 = request.getfixturevalue("s3")
            given |= store.bucket()
        return Settings(**given, encryption_key_file=keys)

    yield settings
    for database in databases:
        database.__exit__(None, None, None)


def filled(installation: Installation, tmp_path: Path) -> str:
    """An installation in which something of every kind is kept; the id of its dossier."""
    files = [tmp_path / name for name in NAMES]
    for number, file in enumerate(files):
        file.write_bytes(bytes([number]) * 300_000)
    identifier = made(installation, files)
    add_person(installation)
    report = '{"kết quả": "MẪU"}'.encode()
    digest = "ab" * 32
    installation.blobs.put_named(document_name(identifier, digest), report)
    with writing(installation.sessions) as session:
        dossier = session.get_one(DossierRow, identifier)
        dossier.report, dossier.own_key = digest, installation.keys.new_own_key()
        own = installation.keys.own(dossier.own_key)
        session.add_all(
            CorrectionRow(
                dossier_id=identifier, run=1, field="f", kind="name", before=own.seal(b"MAU", "correction"),
                after=own.seal("MẪU".encode(), "correction"), made_by="x", made_at=NOW + timedelta(hours=hour),
            )
            for hour in range(3)
        )  # fmt: skip
        session.add(CountRow(kind="read", outcome="done", times=2**40, seconds=0.1 + 0.2))
        versions = CatalogueVersionRow(
            content_hash="0" * 64, file="mẫu.xlsx", format="x", imported_at=NOW, compiler="1", procedures=1, active=1,
            rows=1,
        )  # fmt: skip
        session.add(versions)
        session.flush()
        rows = [
            {"version_id": versions.id, "code": f"1.{number:06}", "position": number, "active": number % 2 == 0,
             "document": "{}", "context": "Đường \\ \n \" ' \u2028" * number}
            for number in range(1200)
        ]  # fmt: skip
        session.execute(insert(ProcedureRow), rows)
        change = Change(own, {"tên": "MAU"}, {"tên": "MẪU"})
        for _ in range(3):
            record(session, installation.keys, Entry(SYSTEM, "dossier.correct", "dossier", identifier, change=change))
    return identifier


def everything(installation: Installation) -> dict[str, list[bytes]]:
    """All rows of all tables."""
    with installation.engine.connect() as connection:
        return {table.name: sorted(lines_of(connection, table)) for table in tables_of(connection)}


KINDS = ["sqlite", "postgresql s3", "postgresql empty"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("sqlite", "sqlite"),
        ("sqlite", "postgresql s3"),
        ("postgresql s3", "sqlite"),
        ("postgresql", "postgresql empty"),
    ],
)
def test_what_is_restored_equals_what_was_backed_up(place: OPENED, tmp_path: Path, source: str, target: str):
    old = place(source, "cu")
    with open_installation(old) as installation:
        identifier = filled(installation, tmp_path)
        taken = take_backup(installation, tmp_path / "sao-luu")
        before = everything(installation)
    new = place(target, "moi", keys=old.own_key_file)
    restored = restore_backup(new, tmp_path / "sao-luu")
    assert restored == Restored(sum(entry.rows for entry in taken.tables.values()), taken.files, 3 + 1, ())
    with open_installation(new) as installation:
        assert everything(installation) == before
        with reading(installation.sessions) as session:
            assert verify(session, installation.keys).findings == ()
            uploads = session.scalars(select(UploadRow).order_by(UploadRow.position)).all()
            dossier = session.get_one(DossierRow, identifier)
            correction = session.scalars(select(CorrectionRow)).first()
        assert [installation.blobs.get(upload.sha256) for upload in uploads] == [b"\0" * 300_000, b"\1" * 300_000]
        assert installation.blobs.get_named(document_name(identifier, dossier.report or ""))
        assert dossier.own_key
        assert correction
        assert installation.keys.own(dossier.own_key).open(correction.after, "correction").decode() == "MẪU"


def test_models_and_slips_of_the_centre_come_back_too(place: OPENED, tmp_path: Path):
    old = place("sqlite", "cu")
    kept = {"models/ranking/weights.npz": b"MAU", "slips/01.typ": "MẪU".encode(), "learning/lessons/ab/1.json": b"{}"}
    left = {"queue/x": b"x", "learning/training.lock": b""}
    with open_installation(old) as installation:
        for name, content in {**kept, **left}.items():
            (old.data_dir / name).parent.mkdir(parents=True, exist_ok=True)
            (old.data_dir / name).write_bytes(content)
        take_backup(installation, tmp_path / "sao-luu")
    new = place("sqlite", "moi", keys=old.own_key_file)
    restore_backup(new, tmp_path / "sao-luu")
    assert {name: (new.data_dir / name).read_bytes() for name in kept} == kept
    assert not any((new.data_dir / name).exists() for name in left)
    (new.data_dir / "intake.sqlite3").unlink()
    (new.data_dir / "slips" / "02.typ").touch()
    with pytest.raises(BackupRefused):
        restore_backup(new, tmp_path / "sao-luu")


def test_after_a_restore_new_rows_get_numbers_that_are_free(place: OPENED, tmp_path: Path):
    old = place("sqlite", "cu")
    with open_installation(old) as installation:
        identifier = filled(installation, tmp_path)
        take_backup(installation, tmp_path / "sao-luu")
    new = place("postgresql", "moi", keys=old.own_key_file)
    restore_backup(new, tmp_path / "sao-luu")
    with open_installation(new) as installation, writing(installation.sessions) as session:
        last = session.scalar(select(func.max(EventRow.id))) or 0
        event = EventRow(dossier_id=identifier, at=NOW, kind="mau")
        session.add(event)
        record(session, installation.keys, Entry(SYSTEM, "dossier.correct", "dossier", identifier))
        session.flush()
        assert event.id == last + 1


def test_nothing_plain_and_no_key_is_in_a_backup(taken_once: Path):
    key = (taken_once / "cu" / "keys").read_text().strip().partition(":")[2].encode()
    files = [path for path in (taken_once / "sao-luu").rglob("*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    assert key not in content
    assert all(name.encode() not in content for name in (*NAMES, "Nguyễn Thị"))
    assert not (taken_once / "sao-luu").stat().st_mode & 0o077


def test_checks_of_citizens_are_in_no_backup(place: OPENED, tmp_path: Path):
    old = place("sqlite", "cu")
    with open_installation(old) as installation:
        kept = filled(installation, tmp_path)
        (tmp_path / "cong-dan.pdf").write_bytes(b"MAU" * 1000)
        check = made(installation, [tmp_path / "cong-dan.pdf", tmp_path / NAMES[0]])
        with writing(installation.sessions) as session:
            session.get_one(DossierRow, check).purpose = "citizen"
            session.add(EventRow(dossier_id=check, at=NOW, kind="mau"))
        installation.blobs.put_named(document_name(check, "cd" * 32), b"MAU")
        take_backup(installation, tmp_path / "sao-luu")
    new = place("sqlite", "moi", keys=old.own_key_file)
    assert restore_backup(new, tmp_path / "sao-luu").files == 3
    with open_installation(new) as installation, reading(installation.sessions) as session:
        assert session.scalars(select(DossierRow.id)).all() == [kept]
        assert session.scalar(select(func.count()).where(UploadRow.dossier_id == check)) == 0
        assert session.scalar(select(func.count()).where(EventRow.dossier_id == check)) == 0


def test_a_file_that_was_deleted_meanwhile_is_told_and_no_error(place: OPENED, tmp_path: Path):
    old = place("sqlite", "cu")
    with open_installation(old) as installation:
        filled(installation, tmp_path)
        with reading(installation.sessions) as session:
            sha256 = session.scalars(select(UploadRow.sha256)).first() or ""
        installation.blobs.delete(sha256)
        taken = take_backup(installation, tmp_path / "sao-luu")
    assert [name.rpartition("/")[2] for name in taken.gone] == [sha256]
    new = place("sqlite", "moi", keys=old.own_key_file)
    assert restore_backup(new, tmp_path / "sao-luu").gone == taken.gone


@contextmanager
def under_load(installation: Installation, tmp_path: Path) -> Iterator[None]:
    """Somebody who makes dossiers, files and entries of the log, and deletes some again, all the time."""
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            file = tmp_path / f"{number}.pdf"
            file.write_bytes(os.urandom(20_000))
            identifier = made(installation, [file], NewDossier(date(2026, 11, 23)))
            with writing(installation.sessions) as session:
                record(session, installation.keys, Entry(SYSTEM, "dossier.create", "dossier", identifier))

    with ThreadPoolExecutor(1) as threads:
        working = threads.submit(work)
        try:
            yield
        finally:
            stop.set()
    working.result()


def test_a_backup_taken_under_load_is_of_one_moment(place: OPENED, tmp_path: Path, installation: Installation):
    with under_load(installation, tmp_path):
        while not everything(installation)["audit"]:
            time.sleep(0.01)
        taken = take_backup(installation, tmp_path / "sao-luu")
        counted = {name: entry.rows for name, entry in taken.tables.items()}
        while len(everything(installation)["audit"]) == counted["audit"]:
            time.sleep(0.01)
    # a dossier and its entry come in two transactions; its upload is in the first
    assert 0 <= counted["dossier"] - counted["audit"] <= 1
    assert counted["upload"] == counted["dossier"]
    new = place("sqlite", "moi", keys=installation.settings.own_key_file)
    restored = restore_backup(new, tmp_path / "sao-luu")
    assert (restored.gone, restored.audit_entries) == ((), counted["audit"])


@pytest.fixture(scope="module")
def taken_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation ``cu`` and a backup of it."""
    folder = tmp_path_factory.mktemp("sao-luu")
    with open_installation(Settings(data_dir=folder / "cu", database_url="")) as installation:
        filled(installation, folder)
        take_backup(installation, folder / "sao-luu")
    return folder


@pytest.fixture
def backup(taken_once: Path, tmp_path: Path) -> tuple[Path, Settings]:
    """A backup of ``cu``, and settings of an empty installation with its keys."""
    shutil.copytree(taken_once, tmp_path, dirs_exist_ok=True)
    keys = tmp_path / "cu" / "keys"
    return tmp_path / "sao-luu", Settings(data_dir=tmp_path / "moi", database_url="", encryption_key_file=keys)


def nothing_restored(settings: Settings) -> bool:
    engine = open_engine(settings.database)
    try:
        return version(engine) is None
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "where", ["manifest.json", "blobs.jsonl", "tables/dossier", "tables/audit", "blobs/content/*/*"]
)
@pytest.mark.parametrize("harm", ["altered", "cut off", "removed"])
def test_a_backup_that_was_harmed_is_refused_and_nothing_restored(backup: tuple[Path, Settings], where: str, harm: str):
    folder, settings = backup
    path = next(folder.glob(where))
    content = bytearray(path.read_bytes())
    if harm == "removed":
        path.unlink()
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content if harm == "altered" else content[:-20])
    with pytest.raises(BackupDamaged):
        restore_backup(settings, folder)
    assert nothing_restored(settings)


def test_a_backup_needs_its_keys_and_makes_none(backup: tuple[Path, Settings], tmp_path: Path):
    folder, settings = backup
    for keys in (None, tmp_path / "khong-co"):
        with pytest.raises(KeysUnusable):
            restore_backup(settings.model_copy(update={"encryption_key_file": keys}), folder)
    other = settings.model_copy(update={"data_dir": tmp_path / "khac", "encryption_key_file": None})
    with open_installation(other):
        pass
    with pytest.raises(BackupDamaged) as told:
        restore_backup(settings.model_copy(update={"encryption_key_file": other.own_key_file}), folder)
    assert told.value.code == "backup-other-keys"


def test_an_installation_with_anything_in_it_is_not_restored_to(backup: tuple[Path, Settings]):
    folder, settings = backup
    with open_installation(settings) as installation:
        pass  # opening alone is no harm
    restore_backup(settings, folder)
    with pytest.raises(BackupRefused):
        restore_backup(settings, folder)
    with open_installation(settings) as installation:
        before = everything(installation)
    assert len(before["dossier"]) == 1


def test_a_store_with_other_files_in_it_is_not_restored_to(backup: tuple[Path, Settings]):
    folder, settings = backup
    with open_installation(settings) as installation:
        installation.blobs.put(b"khac")
    with pytest.raises(BackupRefused):
        restore_backup(settings, folder)


def test_a_folder_that_is_there_is_never_written_into(place: OPENED, tmp_path: Path):
    (tmp_path / "sao-luu").mkdir()
    with open_installation(place("sqlite", "cu")) as installation:
        for target in (tmp_path / "sao-luu", tmp_path):
            with pytest.raises(BackupRefused):
                take_backup(installation, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cu", "sao-luu"]


def test_a_place_without_room_is_told_and_left_as_it_was(place: OPENED, tmp_path: Path):
    mounted = tmp_path / "nho"
    mounted.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mounted]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        with open_installation(place("sqlite", "cu")) as installation:
            filled(installation, tmp_path)
            with pytest.raises(StorageUnusable) as told:
                take_backup(installation, mounted / "sao-luu")
        assert told.value.code == "storage-full"
        assert list(mounted.iterdir()) == []
    finally:
        subprocess.run(["/bin/umount", mounted], check=True)


KILLED = """
import os, signal, sys
from pathlib import Path
from intake_ai.backup.restoring import restore_backup
from intake_ai.backup.taking import take_backup
from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation

def progress(done, all):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(data_dir=Path(sys.argv[2]), database_url="", encryption_key_file=Path(sys.argv[3]))
if sys.argv[1] == "backup":
    with open_installation(settings) as installation:
        take_backup(installation, Path(sys.argv[4]), progress)
else:
    restore_backup(settings, Path(sys.argv[4]), progress)
"""


def killed(*words: object) -> None:
    command = [sys.executable, "-c", KILLED, *map(str, words)]
    assert subprocess.run(command, cwd=Path(__file__).parents[3], check=False).returncode == -9


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(backup: tuple[Path, Settings], tmp_path: Path):
    _, settings = backup
    killed("backup", tmp_path / "cu", tmp_path / "cu" / "keys", tmp_path / "do-dang")
    assert not (tmp_path / "do-dang").exists()
    (left,) = tmp_path.glob(".do-dang.part-*")
    with pytest.raises(BackupDamaged) as told:
        restore_backup(settings, left)
    assert told.value.code == "backup-not-whole"


def test_a_restore_that_is_killed_leaves_nothing_and_can_be_done_again(backup: tuple[Path, Settings]):
    folder, settings = backup
    killed("restore", settings.data_dir, settings.encryption_key_file, folder)
    assert nothing_restored(settings)
    assert restore_backup(settings, folder).files == 3


def test_the_commands_tell_what_they_did_and_name_the_keys(
    backup: tuple[Path, Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _, settings = backup

    def said(*words: object, data: Path) -> tuple[int, str]:
        monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(data))
        monkeypatch.setenv("INTAKE_AI_DATABASE_URL", "")
        monkeypatch.setenv("INTAKE_AI_ENCRYPTION_KEY_FILE", str(settings.encryption_key_file))
        get_settings.cache_clear()
        result = CliRunner().invoke(app, [str(word) for word in words])
        get_settings.cache_clear()
        return result.exit_code, result.output

    key = settings.own_key_file if settings.encryption_key_file is None else settings.encryption_key_file
    code, told = said("backup", tmp_path / "lan-hai", data=tmp_path / "cu")
    assert (code, "3 tệp" in told, key.read_text().partition(":")[0] in told) == (0, True, True)
    code, told = said("backup", tmp_path / "lan-hai", data=tmp_path / "cu")
    assert (code, "thư mục mới" in told) == (2, True)
    code, told = said("restore", tmp_path / "lan-hai", "--json", data=tmp_path / "moi")
    assert (code, json.loads(told)["files"]) == (0, 3)
    code, told = said("restore", tmp_path, "--lang", "en", data=tmp_path / "moi")
    assert (code, "manifest.json is missing" in told) == (2, True)
