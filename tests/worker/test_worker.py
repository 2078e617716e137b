"""Worker processes on real queues: dossiers come back as reports, whatever is killed meanwhile."""

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from installation_builder import lay_out
from servers.processes import Server
from service_builder import dossier_of, files_of, service_of, work_all
from worker_builder import RunningWorker, is_ended, reports_told, sent, typed_file, wait_until, worker_of

from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation

SAMPLE = "khai-tu-thieu-giay-bao-tu"


@pytest.fixture(params=["folders", "redis", "rabbitmq"])
def settings_on_queue(request, tmp_path) -> Iterator[Settings]:
    """Settings with each broker; the two servers come with PostgreSQL."""
    values = {"data_dir": lay_out(tmp_path / "data"), "encoder": "none"}
    if request.param == "folders":
        yield Settings(**values, database_url="", broker_url="")
        return
    broker = request.getfixturevalue({"redis": "redis_server", "rabbitmq": "rabbitmq"}[request.param])
    with request.getfixturevalue("postgresql").database() as database, broker.queues() as queues:
        yield Settings(**values, database_url=database, broker_url=queues)


def told(installation: Installation, identifier: str) -> dict:
    """A report without what differs from run to run."""
    with service_of(installation) as service:
        report = service.report(identifier).model_dump(mode="json")
    del report["timings"], report["dossier_id"]
    return report


def test_a_dossier_sent_to_the_queue_comes_back_as_a_report(settings_on_queue, tmp_path):
    with open_installation(settings_on_queue) as installation, worker_of(settings_on_queue) as worker:
        # the transport carries no pages: they are recognised for one of them
        files = [typed_file(tmp_path, 1)] if settings_on_queue.broker_url else files_of(SAMPLE)
        identifier = sent(installation, files)
        wait_until(lambda: is_ended(installation, [identifier]))
        dossier = dossier_of(installation, identifier)
        assert (dossier.state, dossier.pages, dossier.pages_read) == ("read", 2, 2)
        assert dossier.first_look is not None
        assert worker.stop() == 0
        assert list(settings_on_queue.scratch_dir.iterdir()) == []
        assert {json.loads(line)["level"] for line in worker.log().splitlines()} <= {"info", "warning"}


def test_what_was_submitted_while_no_worker_ran_is_found_without_a_message(tmp_path):
    settings = Settings(data_dir=tmp_path / "data", encoder="none")
    with open_installation(settings) as installation:
        identifier = sent(installation, [typed_file(tmp_path, 1)])
        for message in (settings.data_dir / "queue").rglob("*.msg"):
            message.unlink()
        with worker_of(settings, 1):
            wait_until(lambda: is_ended(installation, [identifier]))


def blows(request: pytest.FixtureRequest, settings: Settings, worker: RunningWorker) -> list[Callable[[], None]]:
    """What can be killed: processes and the whole worker; with servers these too, each back after a moment."""

    def kill_child() -> None:
        if worker.children():
            os.kill(worker.children()[0], signal.SIGKILL)

    def kill_worker() -> None:
        worker.kill()
        worker.start()

    dealt = [kill_child, kill_worker, kill_child]
    if settings.database_url:
        dealt.insert(1, lambda: away(request.getfixturevalue("postgresql").server))
    if settings.broker_url.startswith("redis"):
        dealt.insert(2, lambda: away(request.getfixturevalue("redis_server").server))
    return dealt


def away(server: Server) -> None:
    server.kill()
    time.sleep(1.5)
    server.start()


@pytest.mark.parametrize("settings_on_queue", ["folders", "redis"], indirect=True)
def test_whatever_is_killed_costs_time_and_no_dossier(settings_on_queue, request, tmp_path):
    chance = random.Random(1)  # noqa: S311  moments, not secrets
    files = [[typed_file(tmp_path, number)] for number in range(8)]
    with open_installation(settings_on_queue) as installation, worker_of(settings_on_queue) as worker:
        dossiers = [sent(installation, each) for each in files]
        wait_until(lambda: dossier_of(installation, dossiers[0]).state != "reading")
        for blow in blows(request, settings_on_queue, worker):
            time.sleep(chance.uniform(0.1, 0.6))
            blow()
        wait_until(lambda: is_ended(installation, dossiers))
        assert sorted(reports_told(installation)) == sorted((dossier, 1) for dossier in dossiers)
        reports = [told(installation, dossier) for dossier in dossiers]
    with open_installation(Settings(data_dir=tmp_path / "quiet", encoder="none", database_url="")) as quiet:
        expected = [sent(quiet, each) for each in files]
        work_all(quiet)
        assert [told(quiet, dossier) for dossier in expected] == reports


def test_a_worker_waits_for_a_database_that_comes_up_later(postgresql, tmp_path):
    with postgresql.database() as url:
        settings = Settings(data_dir=tmp_path / "data", encoder="none", database_url=url, broker_url="")
        with open_installation(settings):
            postgresql.server.kill()
        with worker_of(settings, 1) as worker:
            wait_until(lambda: "waiting for the installation: storage-database" in worker.log())
            postgresql.server.start()
            wait_until(lambda: worker.children() != [])
            assert worker.stop() == 0
        assert "celery@" not in worker.log()


def test_a_worker_that_waits_for_its_database_ends_at_once_when_it_is_told_to(tmp_path):
    (tmp_path / "data" / "khong-phai-tep").mkdir(parents=True)
    url = f"sqlite:///{tmp_path / 'data' / 'khong-phai-tep'}"
    with worker_of(Settings(data_dir=tmp_path / "data", encoder="none", database_url=url), 1) as worker:
        wait_until(lambda: "waiting for the installation" in worker.log())
        assert worker.stop() == -signal.SIGTERM


def test_a_worker_that_is_the_first_to_start_reads_from_a_store_in_the_network(tmp_path, s3, monkeypatch):
    """It looks into the store before it makes keys; the library for it does not outlive the fork of its processes."""
    for name, value in s3.bucket().items():
        monkeypatch.setenv(f"INTAKE_AI_{name.upper()}", value)
    settings = Settings(data_dir=tmp_path / "data", encoder="none")
    settings.data_dir.mkdir()
    with worker_of(settings, 1) as worker:
        wait_until(lambda: bool(worker.children()) and settings.own_key_file.exists())
        with open_installation(settings) as installation:
            identifier = sent(installation, [typed_file(tmp_path, 1)])
            wait_until(lambda: is_ended(installation, [identifier]))
            assert dossier_of(installation, identifier).state == "read"
