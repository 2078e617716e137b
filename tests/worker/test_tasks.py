"""The worker runs the pipeline."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from celery import Celery

from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.completeness.situation import Situation
from intake_ai.pipeline import CheckRequest
from intake_ai.settings import Settings, get_settings
from worker.app import configure
from worker.tasks import check_dossier, message_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "khai-tu-thieu-giay-bao-tu"


@pytest.fixture
def queue(tmp_path, monkeypatch):
    """A client of the default queue in a folder of its own, and a worker process that serves it."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path))
    client = Celery("client")
    configure(client, Settings(data_dir=tmp_path))
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "worker.app",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "WARNING",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as worker:
        yield client
        worker.terminate()
        worker.wait(30)
    client.close()


def test_a_dossier_sent_to_the_queue_comes_back_as_a_report(queue):
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    request = CheckRequest(
        files=tuple((SAMPLE / name, name) for name in truth["files"]),
        received=date(2026, 11, 22),
        situation=Situation(due_rows=frozenset(truth["required_rows"])),
    )
    answer = queue.send_task("check_dossier", [message_of(request)]).get(timeout=120)
    report = json.loads(answer)
    assert report["schema"] == "intake-report/1"
    assert {file["name"] for file in report["files"]} == set(truth["files"])
    assert report["papers"]


def test_a_worker_reads_the_catalogue_for_its_first_dossier_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    reads = []
    active = CatalogueRepository.active
    monkeypatch.setattr(CatalogueRepository, "active", lambda catalogue: reads.append(1) or active(catalogue))
    (tmp_path / "trong.pdf").write_bytes(b"")
    request = CheckRequest(((tmp_path / "trong.pdf", "trong.pdf"),), date(2026, 11, 22))
    reports = [json.loads(check_dossier(message_of(request))) for _ in range(2)]
    get_settings.cache_clear()
    assert reads == [1]
    assert reports[0]["problems"] == reports[1]["problems"] != []


def test_a_message_holds_no_content_of_a_page():
    request = CheckRequest(
        ((Path("a.pdf"), "a.pdf"),), date(2026, 11, 22), situation=Situation(due_rows=frozenset({1}))
    )
    message = message_of(request)
    assert json.loads(json.dumps(message)) == message
    assert message["files"] == [["a.pdf", "a.pdf"]]
    assert message["situation"]["due_rows"] == [1]
