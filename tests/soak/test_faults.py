"""Dossiers in flight while everything is killed, refused or full: each ends with its report, once."""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fault_builder import LONG, SHORT, Faults, Pace, small_disk
from service_builder import files_of, service_of, submitted, work_all
from serving_builder import RunningService, Sender
from worker_builder import typed_file

from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation

DOSSIERS = int(os.environ.get("INTAKE_AI_TEST_DOSSIERS", "100"))
SCANNED = ("khai-tu-thieu-giay-bao-tu", "hon-nhan-chua-ky")
_FEW = 6
_LONGEST_SECONDS = 1800.0


@pytest.fixture(params=[("sqlite", ""), ("postgresql", "redis_server"), ("postgresql", "rabbitmq")], ids="-".join)
def province(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Settings, dict[str, Any]]]:
    """Settings, and the servers that can be killed."""
    database, broker = request.param
    values = {"data_dir": tmp_path / "data", "encoder": "none"}
    (tmp_path / "data").mkdir()
    if database == "sqlite":
        yield Settings(**values, database_url="", broker_url=""), {}
        return
    postgresql, queues = request.getfixturevalue(database), request.getfixturevalue(broker)
    with postgresql.database() as url, queues.queues() as queue:
        servers = {"database": postgresql.server, "broker": queues.server}
        yield Settings(**values, database_url=url, broker_url=queue), servers


def test_no_fault_costs_or_doubles_one_of_a_few_dossiers(tmp_path):
    (tmp_path / "data").mkdir()
    settings = Settings(data_dir=tmp_path / "data", encoder="none", database_url="", broker_url="")
    _try(settings, {}, [[typed_file(tmp_path, number)] for number in range(_FEW)], 1, SHORT)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_fault_costs_or_doubles_one_of_a_hundred_dossiers(province, seed, tmp_path):
    settings, servers = province
    _try(settings, servers, [_files(tmp_path, number) for number in range(DOSSIERS)], seed, LONG)


def _try(settings: Settings, servers: dict[str, Any], files: list[list[Path]], seed: int, pace: Pace) -> None:
    with small_disk(settings.data_dir / "blobs") as is_small:
        service = RunningService(settings)
        service.start()
        try:
            with Sender(service, service.key()) as sender:
                disk = settings.data_dir / "blobs" if is_small else None
                faults = Faults(service, seed, pace, disk=disk, **servers)
                dossiers = _sent_among(faults, sender, files)
                told = {dossier: sender.ask("GET", f"/dossiers/{dossier}/report") for dossier in dossiers}
                events = {dossier: sender.ask("GET", f"/dossiers/{dossier}/events")["items"] for dossier in dossiers}
                _listed_once(sender, dossiers)
        finally:
            service.kill()
    for dossier in dossiers:
        assert Counter(event["kind"] for event in events[dossier])["checked"] == 1
    expected = _reports_without_faults(settings.data_dir.parent / "quiet", files)
    assert [_same(told[dossier]) for dossier in dossiers] == expected
    how = "filled" if is_small else "left alone"
    sys.stdout.write(f"{len(files)} dossiers, seed {seed}, disk {how}: {dict(Counter(faults.dealt))}\n")


def _files(folder: Path, number: int) -> list[Path]:
    """Mostly typed pages, read in no time; every twentieth dossier is a scan."""
    return files_of(SCANNED[number // 20 % 2]) if number % 20 == 0 else [typed_file(folder, number)]


def _sent_among(faults: Faults, sender: Sender, files: list[list[Path]]) -> list[str]:
    """Sends all dossiers, with faults until half of them have ended; their ids once all have.

    A few are sent one after each fault, or they would have ended before the second. This thread deals the faults:
    servers that a thread starts end with it.
    """
    is_dealt = threading.Event()

    def send(number: int) -> str:
        while len(files) <= _FEW and len(faults.dealt) < number and not is_dealt.is_set():
            time.sleep(0.05)
        return sender.send(files[number])

    def send_all() -> list[str]:
        with ThreadPoolExecutor(4) as senders:
            sent = list(senders.map(send, range(len(files))))
        _wait(sender, sent, len(sent) // 2)
        return sent

    with ThreadPoolExecutor(1) as sending:
        sent = sending.submit(send_all)
        try:
            faults.deal(lambda: not sent.done())
        finally:
            is_dealt.set()
    dossiers = sent.result()
    _wait(sender, dossiers, len(dossiers))
    return dossiers


def _wait(sender: Sender, dossiers: list[str], ended: int) -> None:
    """Until so many have ended."""
    until = time.monotonic() + _LONGEST_SECONDS
    waiting = set(dossiers)
    while len(dossiers) - len(waiting) < ended:
        assert time.monotonic() < until, f"{len(waiting)} dossiers have not ended"
        waiting = {one for one in waiting if sender.ask("GET", f"/dossiers/{one}")["state"] == "reading"}
        time.sleep(0.5)


def _listed_once(sender: Sender, dossiers: list[str]) -> None:
    listed, cursor = [], None
    while True:
        page = sender.ask("GET", "/dossiers", params={"limit": 50, **({"cursor": cursor} if cursor else {})})
        listed += [item["id"] for item in page["items"]]
        cursor = page.get("next")
        if cursor is None:
            break
    assert sorted(listed) == sorted(dossiers)


def _reports_without_faults(folder: Path, files: list[list[Path]]) -> list[dict[str, Any]]:
    with open_installation(Settings(data_dir=folder, encoder="none", database_url="")) as quiet:
        dossiers = [submitted(quiet, each) for each in files]
        work_all(quiet)
        return [_report_of(quiet, dossier) for dossier in dossiers]


def _report_of(installation: Installation, dossier: str) -> dict[str, Any]:
    with service_of(installation) as service:
        return _same(service.report(dossier).model_dump(mode="json", by_alias=True))


def _same(report: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from run to run."""
    return {name: value for name, value in report.items() if name not in {"timings", "dossier_id"}}
