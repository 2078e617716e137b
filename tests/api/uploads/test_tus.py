"""Files in parts over real connections, as tus 1.0.0 has it: creation, parts, checksums, end, expiry, restarts."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest
from loopback import Listening, listen
from service_builder import settings_of

from intake_ai.requests import parts, resumable
from intake_ai.settings import Settings

V1 = "/api/v1"
TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}
CONTENT = bytes(range(256)) * 400


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_of(tmp_path_factory.mktemp("tus"), file_mb=4, dossier_mb=8)


@pytest.fixture(scope="module")
def listening(settings: Settings) -> Iterator[Listening]:
    with listen(settings) as running:
        yield running


@pytest.fixture(scope="module")
def clerk(listening: Listening) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=listening.url, headers=listening.served.person("scanning_clerk")) as client:
        yield client


def dossier_of(clerk: httpx.Client) -> str:
    return str(clerk.post(f"{V1}/dossiers", json={}).json()["id"])


def announced(clerk: httpx.Client, dossier: str, length: int = len(CONTENT), name: str = "quét.pdf") -> str:
    told = base64.b64encode(name.encode()).decode()
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {told},filetype YQ=="}
    response = clerk.post(f"{V1}/dossiers/{dossier}/resumable-files", headers=headers)
    assert response.status_code == 201, response.text
    assert response.headers["upload-offset"] == "0"
    assert parsedate_to_datetime(response.headers["upload-expires"]) > datetime.now(UTC)
    return str(response.headers["location"])


def part(clerk: httpx.Client, place: str, offset: int, content: bytes, **more: str) -> httpx.Response:
    return clerk.patch(place, content=content, headers={**PART, "Upload-Offset": str(offset), **more})


def offset(clerk: httpx.Client, place: str) -> int:
    response = clerk.head(place, headers=TUS)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return int(response.headers["upload-offset"])


def files(clerk: httpx.Client, dossier: str) -> list[tuple[str, bytes]]:
    listed = clerk.get(f"{V1}/dossiers/{dossier}/files").json()["items"]
    return [(one["name"], clerk.get(f"{V1}/dossiers/{dossier}/files/{one['id']}/content").content) for one in listed]


def test_what_is_offered_is_told(clerk: httpx.Client) -> None:
    response = clerk.options(f"{V1}/dossiers/{dossier_of(clerk)}/resumable-files")
    assert response.status_code == 204
    assert response.headers["tus-version"] == "1.0.0"
    offered = {"creation", "creation-with-upload", "termination", "expiration", "checksum"}
    assert set(response.headers["tus-extension"].split(",")) == offered
    assert set(response.headers["tus-checksum-algorithm"].split(",")) == {"sha1", "sha256"}
    assert response.headers["tus-max-size"] == str(4 << 20)


def test_a_file_in_parts_is_the_file(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier)
    first = part(clerk, place, 0, CONTENT[:5000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "5000")
    assert offset(clerk, place) == 5000
    assert part(clerk, place, 5000, CONTENT[5000:]).status_code == 204
    assert files(clerk, dossier) == [("quét.pdf", CONTENT)]
    assert offset(clerk, place) == len(CONTENT)


def test_the_first_part_may_come_along(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    headers = {**PART, "Upload-Length": "6", "Upload-Metadata": "filename YS5wZGY="}
    response = clerk.post(f"{V1}/dossiers/{dossier}/resumable-files", headers=headers, content=b"abc")
    assert (response.status_code, response.headers["upload-offset"]) == (201, "3")
    assert part(clerk, response.headers["location"], 3, b"def").status_code == 204
    assert files(clerk, dossier) == [("a.pdf", b"abcdef")]


def test_an_empty_file_is_there_at_once(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    announced(clerk, dossier, 0)
    assert files(clerk, dossier) == [("quét.pdf", b"")]


def test_a_part_for_elsewhere_is_refused(clerk: httpx.Client) -> None:
    place = announced(clerk, dossier_of(clerk))
    part(clerk, place, 0, CONTENT[:100])
    for wrong in (0, 99, 101, 10**9):
        response = part(clerk, place, wrong, b"x")
        assert (response.status_code, response.json()["code"]) == (409, "resumable-offset")
    assert offset(clerk, place) == 100


def test_of_parts_sent_at_once_each_byte_counts_once(clerk: httpx.Client, listening: Listening) -> None:
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier, 40)
    statuses: list[int] = []

    def send(letter: bytes) -> None:
        statuses.append(
            httpx.patch(
                f"{listening.url}{place}",
                content=letter * 40,
                headers={**PART, "Upload-Offset": "0", "Cookie": clerk.headers["cookie"]},
            ).status_code
        )

    threads = [threading.Thread(target=send, args=(bytes([letter]),)) for letter in b"abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204, 409, 409, 409]
    ((_, content),) = files(clerk, dossier)
    assert content in [bytes([letter]) * 40 for letter in b"abcd"]


def test_altered_parts_are_refused_whole(clerk: httpx.Client) -> None:
    place = announced(clerk, dossier_of(clerk))
    right = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
    wrong = part(clerk, place, 0, CONTENT[:-1] + b"?", **{"Upload-Checksum": f"sha256 {right}"})
    assert (wrong.status_code, wrong.json()["code"]) == (460, "resumable-checksum")
    assert offset(clerk, place) == 0
    assert part(clerk, place, 0, CONTENT, **{"Upload-Checksum": f"sha256 {right}"}).status_code == 204


@pytest.mark.parametrize("told", ["md5 YQ==", "sha256 YQ==", "sha256", "sha256 %%%", ""])
def test_a_checksum_that_is_none_is_refused(clerk: httpx.Client, told: str) -> None:
    place = announced(clerk, dossier_of(clerk))
    assert part(clerk, place, 0, b"x", **{"Upload-Checksum": told}).status_code == 400
    assert offset(clerk, place) == 0


def test_a_broken_connection_goes_on_where_it_stopped(clerk: httpx.Client, listening: Listening) -> None:
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier)
    head = [
        f"PATCH {place} HTTP/1.1",
        "Host: localhost",
        f"Cookie: {clerk.headers['cookie']}",
        *(f"{name}: {value}" for name, value in PART.items()),
        "Upload-Offset: 0",
        f"Content-Length: {len(CONTENT)}",
        "\r\n",
    ]
    with listening.connection() as connection:
        connection.sendall("\r\n".join(head).encode() + CONTENT[:60_000])
        time.sleep(0.5)  # what the server has not read when the connection breaks is lost
    came = _settled(clerk, place)
    assert 0 < came <= 60_000
    assert part(clerk, place, came, CONTENT[came:]).status_code == 204
    assert files(clerk, dossier) == [("quét.pdf", CONTENT)]


def _settled(clerk: httpx.Client, place: str) -> int:
    """The offset once the server has seen the end of the connection."""
    for _ in range(200):
        if came := offset(clerk, place):
            return came
        time.sleep(0.02)
    return 0


def test_another_server_goes_on(settings: Settings, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier)
    part(clerk, place, 0, CONTENT[:700])
    with listen(settings) as restarted, httpx.Client(base_url=restarted.url, headers=clerk.headers) as other:
        assert offset(other, place) == 700
        assert part(other, place, 700, CONTENT[700:]).status_code == 204
    assert files(clerk, dossier) == [("quét.pdf", CONTENT)]


def test_a_file_that_is_given_up_is_gone(clerk: httpx.Client, listening: Listening) -> None:
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier)
    part(clerk, place, 0, CONTENT[:700])
    assert clerk.delete(place, headers=TUS).status_code == 204
    assert clerk.head(place, headers=TUS).status_code == 404
    objects = listening.served.installation.blobs.objects
    assert not [name for name in objects.names("named/dossiers/") if dossier in name]


def test_a_file_that_is_too_late_is_gone(clerk: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = announced(clerk, dossier_of(clerk))
    monkeypatch.setattr(resumable, "_now", lambda: datetime.now(UTC) + timedelta(days=2))
    assert clerk.head(place, headers=TUS).status_code == 410
    assert part(clerk, place, 0, b"x").status_code == 410


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "5"}, 400),
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "5"}, 412),
        (TUS, 400),
        ({**TUS, "Upload-Length": "-5"}, 400),
        ({**TUS, "Upload-Length": "５"}, 400),
        ({**TUS, "Upload-Defer-Length": "1"}, 400),
        ({**TUS, "Upload-Length": str(5 << 20)}, 413),
        ({**TUS, "Upload-Length": str(10 << 30)}, 413),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": "filename ?"}, 400),
    ],
)
def test_what_is_announced_wrongly_is_refused(clerk: httpx.Client, headers: dict[str, str], status: int) -> None:
    told = {name: value.encode() for name, value in headers.items()}
    response = clerk.post(f"{V1}/dossiers/{dossier_of(clerk)}/resumable-files", headers=told)
    assert response.status_code == status, response.text
    if status == 412:
        assert response.headers["tus-version"] == "1.0.0"


@pytest.mark.parametrize(("headers", "status"), [({"Content-Type": "text/plain"}, 415), ({"Upload-Offset": "x"}, 400)])
def test_a_part_that_is_none_is_refused(clerk: httpx.Client, headers: dict[str, str], status: int) -> None:
    place = announced(clerk, dossier_of(clerk))
    assert clerk.patch(place, content=b"x", headers={**PART, "Upload-Offset": "0", **headers}).status_code == status


def test_nobody_else_sees_it(clerk: httpx.Client, listening: Listening) -> None:
    place = announced(clerk, dossier_of(clerk))
    stranger = {**TUS, **listening.served.person("department", "dat-dai")}
    assert httpx.head(f"{listening.url}{place}", headers=stranger).status_code == 403
    assert httpx.head(f"{listening.url}{place}", headers=TUS).status_code == 401
    citizen = {**TUS, **listening.served.check()}
    assert httpx.head(f"{listening.url}{place}", headers=citizen).status_code == 404


@pytest.mark.parametrize("is_told", [True, False])
def test_a_part_that_is_longer_than_its_file_leaves_nothing(
    clerk: httpx.Client, listening: Listening, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1000)
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier, 6000)
    assert part(clerk, place, 0, CONTENT[:500]).status_code == 204
    more = {} if is_told else {"Transfer-Encoding": "chunked"}
    pieces: Any = CONTENT if is_told else (CONTENT[at : at + 500] for at in range(0, len(CONTENT), 500))
    headers = {**PART, "Upload-Offset": "500", **more}
    refused = clerk.patch(place, content=pieces, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (413, "upload-longer-than-told")
    assert offset(clerk, place) == 500
    objects = listening.served.installation.blobs.objects
    assert len([name for name in objects.names("named/dossiers/") if dossier in name]) == 1
    assert part(clerk, place, 500, CONTENT[500:6000]).status_code == 204
    assert files(clerk, dossier) == [("quét.pdf", CONTENT[:6000])]


def test_a_large_part_is_kept_in_pieces_while_it_arrives(clerk: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1000)
    dossier = dossier_of(clerk)
    place = announced(clerk, dossier)
    assert part(clerk, place, 0, CONTENT).status_code == 204
    assert files(clerk, dossier) == [("quét.pdf", CONTENT)]
