"""The worker runs the pipeline."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from celery import Celery

from intake_ai.completeness.situation import Situation
from intake_ai.pipeline import CheckRequest
from intake_ai.settings import Settings
from worker.app import configure
from worker.tasks import message_of

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


def test_a_message_holds_no_content_of_a_page():
    request = CheckRequest(
        ((Path("a.pdf"), "a.pdf"),), date(2026, 11, 22), situation=Situation(due_rows=frozenset({1}))
    )
    message = message_of(request)
    assert json.loads(json.dumps(message)) == message
    assert message["files"] == [["a.pdf", "a.pdf"]]
    assert message["situation"]["due_rows"] == [1]
