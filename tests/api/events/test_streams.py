"""Streams of events over real connections: in order, nothing lost between two, ended with what they tell of."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from loopback import Listening, listen
from service_builder import service_of, settings_of, work_all
from worker_builder import typed_file

from intake_ai.access.tables import SessionRow
from intake_ai.dossier.erasing import erase
from intake_ai.storage.transactions import writing

V1 = "/api/v1"


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    times = {"event_poll_seconds": 0.02, "event_heartbeat_seconds": 0.2}
    with listen(settings_of(tmp_path_factory.mktemp("events"), **times)) as running:
        yield running


@pytest.fixture
def clerk(listening: Listening) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=listening.url, headers=listening.served.person("scanning_clerk"), timeout=60) as client:
        yield client


def dossier_of(clerk: httpx.Client) -> str:
    return str(clerk.post(f"{V1}/dossiers", json={}).json()["id"])


def heard(clerk: httpx.Client, dossier: str, until: str, **headers: str) -> Iterator[dict[str, Any]]:
    """Events of a stream up to one of a kind."""
    with clerk.stream("GET", f"{V1}/dossiers/{dossier}/events/stream", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        told: dict[str, str] = {}
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            if line:
                told[name] = value
            elif "data" in told:
                event = {**json.loads(told["data"]), "name": told["event"], "number": told["id"]}
                yield event
                told = {}
                if event["kind"] == until:
                    return


def test_a_dossier_is_followed_page_by_page(listening: Listening, clerk: httpx.Client, tmp_path: Path) -> None:
    dossier = dossier_of(clerk)
    events: list[dict[str, Any]] = []
    listener = threading.Thread(target=lambda: events.extend(heard(clerk, dossier, "checked")))
    listener.start()
    with httpx.Client(base_url=listening.url, headers=clerk.headers) as other:
        file = typed_file(tmp_path, 1, pages=3)
        sent = [("files", (file.name, file.read_bytes()))]
        assert other.post(f"{V1}/dossiers/{dossier}/files", files=sent).status_code == 201
        assert other.post(f"{V1}/dossiers/{dossier}/submit").status_code == 202
    work_all(listening.served.installation)
    listener.join(60)
    kinds = [event["kind"] for event in events]
    assert kinds[0] == "created"
    assert kinds[-1] == "checked"
    assert [event["name"] for event in events] == kinds
    read = [event["data"]["done"] for event in events if event["kind"] == "page-read"]
    assert read == list(range(1, len(read) + 1))
    assert [event["id"] for event in events] == [
        event["id"] for event in clerk.get(f"{V1}/dossiers/{dossier}/events").json()["items"]
    ]


def test_who_comes_again_hears_the_rest(listening: Listening, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    for number in range(3):
        clerk.post(f"{V1}/dossiers/{dossier}/files", files=[("files", (f"{number}.pdf", b"x"))])
    first, second, *_ = clerk.get(f"{V1}/dossiers/{dossier}/events").json()["items"]
    with service_of(listening.served.installation) as service:
        service.cancel(dossier)
    told = list(heard(clerk, dossier, "cancelled", **{"Last-Event-ID": str(second["id"])}))
    assert [event["id"] > second["id"] for event in told] == [True] * 3
    assert len(list(heard(clerk, dossier, "cancelled", **{"Last-Event-ID": "nonsense"}))) == 5
    assert first["kind"] == "created"


def test_a_stream_ends_when_its_dossier_is_erased(listening: Listening, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    with clerk.stream("GET", f"{V1}/dossiers/{dossier}/events/stream") as response:
        lines = response.iter_lines()
        assert next(lines).startswith("retry")
        erase(listening.served.installation, dossier)
        list(lines)  # ends, else this would wait until the time is over
    assert clerk.get(f"{V1}/dossiers/{dossier}/events/stream").status_code == 404


def test_a_stream_ends_when_who_listens_is_signed_out(listening: Listening, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    with clerk.stream("GET", f"{V1}/dossiers/{dossier}/events/stream") as response:
        lines = response.iter_lines()
        assert next(lines).startswith("retry")
        with writing(listening.served.installation.sessions) as session:
            session.query(SessionRow).delete()
        list(lines)
    assert clerk.get(f"{V1}/dossiers/{dossier}/events/stream").status_code == 401


def test_silence_is_filled_with_signs_of_life(clerk: httpx.Client) -> None:
    with clerk.stream("GET", f"{V1}/dossiers/{dossier_of(clerk)}/events/stream") as response:
        pings = 0
        for line in response.iter_lines():
            pings += line == ": ping"
            if pings == 2:
                break
    assert pings == 2


def test_a_server_that_stops_does_not_wait_for_its_streams(tmp_path_factory: pytest.TempPathFactory) -> None:
    with listen(settings_of(tmp_path_factory.mktemp("stopping"))) as running:
        client = httpx.Client(base_url=running.url, headers=running.served.person("officer"), timeout=30)
        dossier = client.post(f"{V1}/dossiers", json={}).json()["id"]
        stream = client.send(client.build_request("GET", f"{V1}/dossiers/{dossier}/events/stream"), stream=True)
        assert next(stream.iter_lines()).startswith("retry")
    stream.close()
    client.close()
