"""`doctor` finds what was broken on purpose, says what to do, and changes nothing."""

import os
import shutil
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from certificate_builder import certificate
from sqlalchemy import text as sql

from intake_ai.dossier.service import DossierService
from intake_ai.dossier.values import NewDossier, NewUpload
from intake_ai.encryption.key_file import add_key
from intake_ai.encryption.resealing import reseal
from intake_ai.messages import LANGUAGES
from intake_ai.operating import machine_checks
from intake_ai.operating.doctor import examine
from intake_ai.operating.finding import Finding, fine, worst
from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation
from intake_ai.storage.transactions import writing
from intake_ai.work.tables import WorkerProcessRow, WorkRow
from ocr.tesseract_version import tesseract_version


def found(settings, least="warning"):
    """Codes of what is found, with each sentence tried in both languages."""
    findings = tuple(examine(settings))
    for finding in findings:
        for language in LANGUAGES:
            assert finding.name(language)
            assert finding.sentence(language)
            assert finding.level == "fine" or finding.remedy(language)
    levels = ("warning", "fault") if least == "warning" else ("fault",)
    return {finding.code for finding in findings if finding.level in levels}


@pytest.fixture(autouse=True)
def _in_vietnam(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def settings(settings_on):
    """Of an installation that was opened once."""
    with open_installation(settings_on):
        pass
    settings_on.data_dir.chmod(0o700)
    return settings_on


USUAL = {
    "doctor-no-workers",
    "doctor-no-administrator",
    "doctor-queue-one-machine",
    "doctor-disk-little",
    "doctor-memory",
}
"""Of an installation that was only just opened, on a machine of a developer."""


def test_an_installation_that_was_just_made_has_no_fault(settings):
    assert found(settings) <= USUAL


def test_looking_at_an_empty_machine_makes_nothing(tmp_path):
    settings = Settings(data_dir=tmp_path / "none" / "data", database_url="", broker_url="")
    assert found(settings) <= USUAL
    assert not (tmp_path / "none").exists()


def test_settings_that_contradict_each_other_are_told(tmp_path):
    settings = Settings(
        data_dir=tmp_path,
        database_url="sqlite://",
        broker_url="redis://nowhere.invalid/0",
        encryption_keys="k1:" + "A" * 43 + "=",
        encryption_key_file=tmp_path / "keys",
        oidc_issuer="http://login.example.vn",
        blob_access_key="x",
    )
    told = found(settings)
    assert {"doctor-broker-without-server", "doctor-keys-twice", "doctor-blob-keys-half", "doctor-oidc-half"} <= told


def test_an_address_that_is_no_address_is_told(tmp_path):
    assert "doctor-database-url" in found(Settings(data_dir=tmp_path, database_url="not a database"))


def test_a_folder_that_others_may_enter_is_told(settings):
    settings.data_dir.chmod(0o755)
    assert "doctor-folder-open" in found(settings)


def test_a_key_file_that_others_may_read_is_a_fault(settings):
    settings.own_key_file.chmod(0o644)
    assert "doctor-keys-open" in found(settings, "fault")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_key_file_of_root_may_be_read_by_the_group_of_the_service_and_by_nobody_else(settings):
    os.chown(settings.own_key_file, 0, 12345)
    settings.own_key_file.chmod(0o640)
    assert "doctor-keys-open" not in found(settings)
    settings.own_key_file.chmod(0o644)
    assert "doctor-keys-open" in found(settings, "fault")


def test_a_key_file_that_is_gone_or_another_is_a_fault_and_is_not_made_anew(settings):
    kept = settings.own_key_file.read_text()
    settings.own_key_file.unlink()
    assert "doctor-keys-gone" in found(settings, "fault")
    assert not settings.own_key_file.exists()
    settings.own_key_file.write_text("other:" + "A" * 43 + "=\n")
    settings.own_key_file.chmod(0o600)
    assert "doctor-keys-missing" in found(settings, "fault")
    settings.own_key_file.write_text(f"{kept.split(':')[0]}:" + "A" * 43 + "=\n")
    assert "doctor-keys-differ" in found(settings, "fault")
    settings.own_key_file.write_text("nonsense\n")
    assert "doctor-keys-malformed" in found(settings, "fault")


def test_values_that_an_older_key_still_seals_are_told(settings):
    with open_installation(settings) as installation, writing(installation.sessions) as session:
        DossierService(session, installation).create(NewDossier(date(2026, 11, 23)), "nguoi-mau")
    add_key(settings.own_key_file)
    with open_installation(settings):
        pass
    assert "doctor-keys-reseal" in {finding.code for finding in examine(settings)}
    with open_installation(settings) as installation:
        reseal(installation)
    assert "doctor-keys-reseal" not in {finding.code for finding in examine(settings)}


def test_a_database_out_of_reach_is_a_fault_that_tells_no_password(tmp_path):
    url = "postgresql://intake:mat-khau-bi-mat@127.0.0.1:1/intake"
    settings = Settings(data_dir=tmp_path, database_url=url, broker_url="")
    findings = tuple(examine(settings))
    assert "doctor-database-away" in {finding.code for finding in findings}
    said = " ".join(finding.sentence("vi") + finding.remedy("vi") for finding in findings)
    assert "mat-khau-bi-mat" not in said


def test_tables_of_another_version_are_told(settings, installation):
    with installation.engine.begin() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    assert "doctor-database-newer" in found(installation.settings, "fault")


def test_a_damaged_sqlite_file_is_a_fault(tmp_path):
    (tmp_path / "intake.sqlite3").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    assert "doctor-database-broken" in found(Settings(data_dir=tmp_path, database_url="", broker_url=""), "fault")


def test_a_store_of_files_that_cannot_be_written_is_a_fault(settings):
    blobs = settings.data_dir / "blobs"
    shutil.rmtree(blobs, ignore_errors=True)
    blobs.write_bytes(b"a file where a folder should be")
    assert "doctor-blobs" in found(settings, "fault")


def test_the_look_at_the_store_leaves_nothing_in_it(settings):
    found(settings)
    assert [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()] == []


def test_tesseract_without_vietnamese_is_a_fault(settings, monkeypatch, tmp_path):
    tesseract_version.cache_clear()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    try:
        assert "doctor-tesseract" in found(settings, "fault")
    finally:
        tesseract_version.cache_clear()


def test_another_time_zone_is_told(settings, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert "doctor-time-zone" in found(settings)


def test_shared_memory_that_the_service_cannot_use_is_a_fault(settings, monkeypatch, tmp_path):
    real = machine_checks.os.access
    monkeypatch.setattr(machine_checks, "_SHARED_MEMORY", tmp_path)
    # who runs the tests may be root, whom no mode keeps out
    monkeypatch.setattr(machine_checks.os, "access", lambda path, mode: path != tmp_path and real(path, mode))
    assert "doctor-shared-memory" in found(settings, "fault")


def test_a_full_disk_is_a_fault(settings, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=100 << 20)
    monkeypatch.setattr(machine_checks.shutil, "disk_usage", lambda _: usage)
    assert "doctor-disk-full" in found(settings, "fault")


@pytest.mark.parametrize(("days", "code"), [(-2, "doctor-tls-ended"), (5, "doctor-tls-ends"), (90, None)])
def test_a_certificate_is_told_of_before_it_ends(tmp_path, days, code):
    settings = Settings(data_dir=tmp_path, **certificate(tmp_path, days))
    told = {finding for finding in found(settings) if "-tls-" in finding}
    assert told == ({code} if code else set())


def test_a_certificate_of_another_key_and_half_of_a_pair_are_told(tmp_path):
    mine = certificate(tmp_path, 90)
    (tmp_path / "b").mkdir()
    other = certificate(tmp_path / "b", 90)
    settings = Settings(data_dir=tmp_path, tls_certificate=mine["tls_certificate"], tls_key=other["tls_key"])
    assert "doctor-tls-unusable" in found(settings, "fault")
    assert "doctor-tls-half" in found(Settings(data_dir=tmp_path, tls_certificate=mine["tls_certificate"]), "fault")


def _process(queues, seconds):
    now = datetime.now(UTC)
    return WorkerProcessRow(
        id=queues, place="may-1:77", queues=queues, started_at=now, seen_at=now - timedelta(seconds=seconds)
    )


def test_work_that_nobody_does_is_told_by_its_queue(installation):
    settings = installation.settings
    with writing(installation.sessions) as session:
        service = DossierService(session, installation)
        dossier = service.create(NewDossier(date(2026, 11, 20), priority="counter"), "test")
        blob = installation.blobs.put(b"x")
        service.add_upload(dossier.id, NewUpload("a.pdf", blob.sha256, blob.size), "test")
        service.submit(dossier.id)
        session.add(_process("citizen,bulk", 1))
        session.add(_process("counter", 3600))
    assert "doctor-no-workers-for" in found(settings, "fault")
    with writing(installation.sessions) as session:
        session.get(WorkerProcessRow, "counter").seen_at = datetime.now(UTC)
        for row in session.query(WorkRow):
            row.made_at = datetime.now(UTC) - timedelta(hours=1)
    assert {"doctor-no-workers-for", "doctor-no-workers"} & found(settings) == set()
    assert "doctor-queue-long" in found(settings)
    with writing(installation.sessions) as session:
        for row in session.query(WorkRow):
            row.state = "set_aside"
    assert "doctor-set-aside" in found(settings)


def test_the_worst_level_counts():
    assert worst(()) == "fine"
    assert worst((fine("python"), Finding("tls", "warning", "doctor-tls-half"), fine("tesseract"))) == "warning"
