"""Who may not send files leaves nothing, on whatever way they try; who sends slowly keeps nobody else waiting."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from loopback import Listening, listen
from service_builder import settings_of

from intake_ai.access.keys import KeyService
from intake_ai.access.rules import SYSTEM
from intake_ai.access.tables import KeyRow
from intake_ai.storage.transactions import writing

V1 = "/api/v1"
SCOPES = ("dossier.read", "upload.add", "upload.list", "upload.read", "upload.remove")
TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
AT_ONCE = 4


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    folder = tmp_path_factory.mktemp("hostile")
    with listen(settings_of(folder, uploads_at_once=AT_ONCE, body_silence_seconds=60)) as running:
        yield running


def wrong(listening: Listening) -> dict[str, str]:
    shown = listening.served.key(*SCOPES)["Authorization"]
    return {"Authorization": shown[:-4] + ("AAAA" if shown[-4:] != "AAAA" else "BBBB")}


def revoked(listening: Listening) -> dict[str, str]:
    headers = listening.served.key(*SCOPES)
    with writing(listening.served.installation.sessions) as session:
        KeyService(session, listening.served.installation.keys, SYSTEM).revoke(_id_of(headers))
    return headers


def expired(listening: Listening) -> dict[str, str]:
    headers = listening.served.key(*SCOPES, expires_at=datetime.now(UTC) + timedelta(hours=1))
    with writing(listening.served.installation.sessions) as session:
        row = session.get(KeyRow, _id_of(headers))
        assert row is not None
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    return headers


def _id_of(headers: dict[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ").partition(".")[0]


STRANGERS = {
    "nobody": (lambda _: {}, 401),
    "a wrong key": (wrong, 401),
    "a revoked key": (revoked, 401),
    "an expired key": (expired, 401),
    "a key for other things": (lambda listening: listening.served.key("dossier.read"), 403),
    "a key of another department": (lambda listening: listening.served.key(*SCOPES, department="dat-dai"), 404),
    "another citizen's check": (lambda listening: listening.served.check(), 404),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_change_nothing_and_learn_nothing(listening: Listening, stranger: str) -> None:
    show, status = STRANGERS[stranger]
    dossier = listening.served.dossier(department="tu-phap")
    with httpx.Client(base_url=f"{listening.url}{V1}/dossiers/{dossier}", timeout=30) as client:
        owner = listening.served.key(*SCOPES)
        file = client.post("/files", files=[("files", ("a.pdf", b"MAU"))], headers=owner).json()["items"][0]["id"]
        place = client.post("/resumable-files", headers={**TUS, **owner, "Upload-Length": "5"}, content=b"12").headers
        part = "/resumable-files/" + place["location"].rpartition("/")[2]
        before = everything(listening)
        for method, path, more in _ways_in(file, part):
            told = {**more.pop("headers", {}), **show(listening)}
            answer = client.request(method, path, headers=told, **more)
            assert answer.status_code == status, (method, path, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
        assert everything(listening) == before
        assert client.head(part, headers={**TUS, **owner}).headers["upload-offset"] == "2"
        assert [one["id"] for one in client.get("/files", headers=owner).json()["items"]] == [file]


def _ways_in(file: str, part: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        ("POST", "/files", {"files": [("files", ("b.pdf", b"other" * 1000))]}),
        ("GET", "/files", {}),
        ("GET", f"/files/{file}/content", {}),
        ("DELETE", f"/files/{file}", {}),
        ("POST", "/resumable-files", {"content": b"other", "headers": {**TUS, "Upload-Length": "5"}}),
        ("PATCH", part, {"content": b"345", "headers": {**TUS, "Upload-Offset": "2"}}),
        ("HEAD", part, {"headers": TUS}),
        ("DELETE", part, {"headers": TUS}),
    ]


def everything(listening: Listening) -> set[str]:
    """Whatever lies in the store."""
    return set(listening.served.installation.blobs.objects.names(""))


def test_slow_senders_keep_nobody_else_waiting(listening: Listening) -> None:
    """One sender holds more uploads open than the service receives at once; somebody else's is taken meanwhile."""
    dossier = listening.served.dossier()
    slow = listening.served.key(*SCOPES)
    with ExitStack() as stack:
        held = [stack.enter_context(_begun(listening, dossier, slow)) for _ in range(2 * AT_ONCE)]
        answer = httpx.post(
            f"{listening.url}{V1}/dossiers/{dossier}/files",
            files=[("files", ("a.pdf", b"MAU"))],
            headers=listening.served.key(*SCOPES),
            timeout=50,
        )
        assert answer.status_code == 201
        for connection in held:
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.recv(1)  # still waited for


def _begun(listening: Listening, dossier: str, headers: dict[str, str]) -> socket.socket:
    head = [
        f"POST {V1}/dossiers/{dossier}/files HTTP/1.1",
        "Host: localhost",
        f"Authorization: {headers['Authorization']}",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Length: 5000",
        "",
        '--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\nM',
    ]
    connection = listening.connection()
    connection.sendall("\r\n".join(head).encode())
    return connection
