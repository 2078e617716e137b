"""Ten gigabytes that nobody announced are refused and leave nothing; damaged files end with a report or a reason."""

import io
import os
import random
import socket
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from service_builder import SAMPLES
from serving_builder import RunningService, Sender

from intake_ai.settings import Settings

FILES = int(os.environ.get("INTAKE_AI_TEST_EXAMPLES", "60"))
GIBIBYTE = 1 << 30
MOST_MEMORY = 512 << 20
"""Bytes that the API's process may have held at most; it held 235 MiB with the default limits."""
FORM = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningService]:
    """With as many processes that read as the test says."""
    (tmp_path / "data").mkdir()
    settings = Settings(data_dir=tmp_path / "data", database_url="", broker_url="", encoder="none")
    running = RunningService(settings, request.param)
    running.start()
    yield running
    running.kill()


@pytest.mark.soak
@pytest.mark.parametrize("service", [0], indirect=True)
@pytest.mark.parametrize("kind", ["form", "part"])
def test_ten_gigabytes_without_a_length_leave_nothing(service: RunningService, kind: str) -> None:
    key = service.key()
    with Sender(service, key) as sender:
        dossier = str(sender.ask("POST", "/dossiers", json={})["id"])
        path, head, beginning = _announced(service, key, dossier) if kind == "part" else _form(dossier)
        before = _kept(service)
        with closing(socket.create_connection(("127.0.0.1", service.port), timeout=60)) as connection:
            connection.sendall(_head(path, key, head))
            sent, answer = _streamed(connection, beginning)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"application/problem+json" in answer
        assert sent < GIBIBYTE  # refused once the limit was passed
        assert _kept(service) == before
        assert sender.ask("GET", f"/dossiers/{dossier}/files")["items"] == []
        assert max(_most_memory(process) for process in service.apis()) < MOST_MEMORY


def _form(dossier: str) -> tuple[str, list[str], bytes]:
    return f"POST /api/v1/dossiers/{dossier}/files", ["Content-Type: multipart/form-data; boundary=x"], FORM


def _announced(service: RunningService, key: str, dossier: str) -> tuple[str, list[str], bytes]:
    head = ["Tus-Resumable: 1.0.0", "Upload-Length: 100000000", "Content-Length: 0"]
    with closing(socket.create_connection(("127.0.0.1", service.port), timeout=60)) as connection:
        connection.sendall(_head(f"POST /api/v1/dossiers/{dossier}/resumable-files", key, head, is_chunked=False))
        answer = connection.recv(65536).decode()
    place = next(line for line in answer.splitlines() if line.lower().startswith("location: "))[len("location: ") :]
    more = ["Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream"]
    return f"PATCH {place}", more, b"%PDF-1.7\n"


def _head(asked: str, key: str, more: list[str], is_chunked: bool = True) -> bytes:
    lines = [f"{asked} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {key}", *more]
    lines += ["Transfer-Encoding: chunked"] * is_chunked
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _streamed(connection: socket.socket, beginning: bytes) -> tuple[int, bytes]:
    """Sends ten gigabytes in chunks until the service answers; how much it took, and its answer."""
    sent, piece = 0, beginning
    try:
        while sent < 10 * GIBIBYTE:
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            sent += len(piece)
            piece = os.urandom(64) * (1 << 14)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it was answered and closed
    try:
        return sent, connection.recv(65536)
    except ConnectionResetError:
        return sent, b""


def _kept(service: RunningService) -> dict[str, int]:
    """What lies in the store, and beside it for a while."""
    folders = [service.data / name for name in ("blobs", "scratch")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {str(file): file.stat().st_size for file in files}


def _most_memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


@pytest.mark.soak
@pytest.mark.parametrize("service", [2], indirect=True)
def test_damaged_files_end_with_a_report_or_a_reason(service: RunningService) -> None:
    chance = random.Random(7)  # noqa: S311  cases that come again
    sources = _sources()
    with Sender(service, service.key()) as sender:
        dossiers = []
        for number in range(FILES):
            kind = chance.choice(list(sources))
            dossier = str(sender.ask("POST", "/dossiers", json={})["id"])
            content = _damaged(chance, sources[kind], sources)
            answer = sender.answer(
                "POST", f"/dossiers/{dossier}/files", files=[("files", (f"{number}.{kind}", content))]
            )
            assert answer.status_code in {201, 413, 422}, answer.text
            if answer.status_code == 201:
                sender.ask("POST", f"/dossiers/{dossier}/submit")
                dossiers.append(dossier)
        for dossier in dossiers:
            assert _end_of(sender, dossier) == "read"
            told = sender.ask("GET", f"/dossiers/{dossier}/files")["items"]
            assert all(file["error"] or file["pages"] for file in told)


def _end_of(sender: Sender, dossier: str) -> str:
    while (state := str(sender.ask("GET", f"/dossiers/{dossier}")["state"])) in {"open", "reading"}:
        time.sleep(0.5)
    return state


def _sources() -> dict[str, bytes]:
    with Image.open(next(SAMPLES.rglob("*.jpg"))) as photo:
        picture = photo.convert("L")
    picture.thumbnail((700, 700))
    found = {"pdf": min(SAMPLES.rglob("*.pdf"), key=lambda path: path.stat().st_size).read_bytes()}
    for kind in ("png", "jpeg", "tiff", "webp"):
        target = io.BytesIO()
        picture.save(target, kind)
        found[kind] = target.getvalue()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.png", found["png"])
        archive.writestr("b.pdf", found["pdf"])
    return {**found, "zip": target.getvalue()}


def _damaged(chance: random.Random, content: bytes, others: dict[str, bytes]) -> bytes:
    damaged, place = bytearray(content), chance.randrange(len(content))
    how = chance.choice(["bits", "head", "cut", "spliced", "doubled", "zeros", "numbers"])
    if how == "bits":
        for _ in range(chance.choice([1, 5, 50, 500])):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    elif how == "head":
        damaged[: chance.choice([1, 4, 16])] = chance.randbytes(chance.choice([1, 4, 16]))
    elif how == "cut":
        del damaged[max(1, place) :]
    elif how == "spliced":
        damaged[place:place] = others[chance.choice(list(others))][:200_000]
    elif how == "doubled":
        damaged[place:] = damaged[max(0, place - 1000) :]
    elif how == "zeros":
        damaged[place : place + 1000] = bytes(16)
    else:
        damaged[place : place + 4] = chance.choice([b"\xff" * 4, b"\x7f\xff\xff\xff", bytes(4)])
    return bytes(damaged)
