"""The commands `watch` and `import-archive` in processes of their own, ended by signals."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import get_settings
from intake_ai.storage.engine import open_engine

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "samples" / "khai-sinh-du" / "scan_01.pdf"


@pytest.fixture
def environment(tmp_path):
    own = {
        "INTAKE_AI_DATA_DIR": str(tmp_path / "data"),
        "INTAKE_AI_WATCH_SETTLE_SECONDS": "0.1",
        "INTAKE_AI_WATCH_POLL_SECONDS": "0.05",
    }
    return {**os.environ, **own, "OMP_NUM_THREADS": "1"}


def start(environment, *words):
    command = [sys.executable, "-m", "api.cli", *map(str, words)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def dossiers(environment):
    path = Path(environment["INTAKE_AI_DATA_DIR"], "intake.sqlite3")
    url = environment.get("INTAKE_AI_DATABASE_URL") or f"sqlite:///{path}"
    if url.startswith("sqlite") and not path.exists():
        return []
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(sql("SELECT id FROM dossier")).all()
    except OperationalError:
        return []  # its tables are not made yet
    finally:
        engine.dispose()


def wait_for(condition, process):
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_watcher_that_is_killed_and_started_again_takes_each_file_once(tmp_path, environment):
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(4):
        shutil.copy(PAPER, folder / f"{number}.pdf")
    process = start(environment, "watch", folder)
    wait_for(lambda: len(dossiers(environment)) >= 2, process)
    process.kill()
    process.communicate()
    process = start(environment, "watch", folder)
    wait_for(lambda: {path.name for path in folder.iterdir()} == {"done"}, process)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Đã dừng theo dõi" in said
    assert len(dossiers(environment)) == 4
    assert len(list(folder.rglob("*.pdf"))) == 4


def test_once_takes_what_is_there_and_its_exit_code_tells_of_what_failed(tmp_path, environment):
    folder = tmp_path / "scans"
    folder.mkdir()
    shutil.copy(PAPER, folder / "a.pdf")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 %%EOF")
    process = start(environment, "watch", folder, "--once", "--lang", "en")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "Took 1 files as 1 dossiers" in said
    assert "a.pdf" not in said
    assert (folder / "failed" / "b.pdf.txt").exists()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    get_settings.cache_clear()


def test_an_import_is_tried_dry_told_by_line_and_then_done(tmp_path, run):
    archive = tmp_path / "archive"
    archive.mkdir()
    shutil.copy(PAPER, archive / "a.pdf")
    (archive / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    listing, result = tmp_path / "list.csv", tmp_path / "out" / "result.csv"
    listing.write_text("hồ sơ;tệp;thủ tục\n1;a.pdf;1.001193\n2;c.pdf;\n", encoding="utf-8")
    wrong = run("import-archive", archive, "--csv", listing)
    assert wrong.exit_code == 2
    assert "Dòng 3: Không có tệp hay thư mục “c.pdf”." in wrong.stderr
    listing.write_text("hồ sơ;tệp;thủ tục\n1;a.pdf;1.001193\n2;b.pdf;\n", encoding="utf-8")
    assert run("import-archive", archive, "--csv", listing, "--dry-run").exit_code == 0
    done = run("import-archive", archive, "--csv", listing, "--result", result, "--lang", "en")
    assert done.exit_code == 1
    assert "1 dossiers were taken, 0 had been taken before, 1 failed." in done.stderr
    assert "Line 3" in done.stderr
    lines = result.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [["2", "1", "taken"], ["3", "2", "failed"]]
    assert result.stat().st_mode & 0o077 == 0


def test_once_waits_for_no_folder_that_is_not_there_and_for_nobody_who_is_still_writing(tmp_path, run):
    missing = run("watch", tmp_path / "none", "--once")
    assert missing.exit_code == 2
    assert str(tmp_path / "none") in missing.stderr
    growing = tmp_path / "scans" / "growing"
    growing.mkdir(parents=True)
    shutil.copy(PAPER, growing / "1.pdf")
    (growing / "2.pdf.part").write_bytes(b"x")
    assert run("watch", tmp_path / "scans", "--once").exit_code == 0
    assert (growing / "1.pdf").exists()


def test_a_wrong_procedure_ends_the_watch_before_it_begins(tmp_path, run):
    result = run("watch", tmp_path, "--procedure", "9.999999", "--once")
    assert result.exit_code == 2
    assert "9.999999" in result.stderr
