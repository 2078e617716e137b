"""Files sent to a dossier over real connections: streamed, limited, kept whole or not at all."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loopback import Listening, listen
from service_builder import settings_of
from sqlalchemy import func, select

from intake_ai.dossier.tables import UploadRow
from intake_ai.storage.transactions import reading

V1 = "/api/v1"
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    folder = tmp_path_factory.mktemp("listening")
    limits = {"file_mb": 8, "dossier_mb": 16, "dossier_files": 12, "archive_mb": 8}
    with listen(settings_of(folder, **limits, body_silence_seconds=1.0, body_least_rate=1)) as running:
        yield running


@pytest.fixture(scope="module")
def clerk(listening: Listening) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{listening.url}{V1}", headers=listening.served.person("scanning_clerk")) as client:
        yield client


def dossier_of(clerk: httpx.Client) -> str:
    made = clerk.post("/dossiers", json={})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def sent(clerk: httpx.Client, dossier: str, *files: tuple[str, bytes]) -> httpx.Response:
    return clerk.post(f"/dossiers/{dossier}/files", files=[("files", file) for file in files])


def names(clerk: httpx.Client, dossier: str) -> list[str]:
    return [file["name"] for file in clerk.get(f"/dossiers/{dossier}/files").json()["items"]]


def kept(listening: Listening) -> set[str]:
    return set(listening.served.installation.blobs.contents())


def test_every_file_is_kept_whatever_it_is(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    response = sent(clerk, dossier, ("rỗng.pdf", b""), ("lạ.xyz", b"\0\1\2"), ("chữ.txt", "chào".encode()))
    assert response.status_code == 201, response.text
    assert names(clerk, dossier) == ["rỗng.pdf", "lạ.xyz", "chữ.txt"]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("đơn\u202efdp.exe", "đơnfdp.exe"),
        ("..", "tep"),
        ("con đường/", "tep"),
    ],
)
def test_names_lead_nowhere(clerk: httpx.Client, told: str, name: str) -> None:
    dossier = dossier_of(clerk)
    assert sent(clerk, dossier, (told, b"x")).status_code == 201
    assert names(clerk, dossier) == [name]


def test_a_long_name_is_cut_and_keeps_its_ending(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    assert sent(clerk, dossier, ("dài" * 300 + ".pdf", b"x")).status_code == 201
    (name,) = names(clerk, dossier)
    assert len(name) <= 255
    assert name.endswith(".pdf")


def test_files_of_one_name_get_numbers(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    assert sent(clerk, dossier, ("a.pdf", b"1"), ("a.pdf", b"2")).status_code == 201
    assert sent(clerk, dossier, ("a.pdf", b"3")).status_code == 201
    assert names(clerk, dossier) == ["a.pdf", "a (2).pdf", "a (3).pdf"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=300), content=st.binary(max_size=2000))
def test_whatever_it_is_called_it_is_kept(clerk: httpx.Client, name: str, content: bytes) -> None:
    try:
        told = name.encode().decode()
    except UnicodeEncodeError:
        return
    dossier = dossier_of(clerk)
    response = sent(clerk, dossier, (told, content))
    if not told:
        return
    assert response.status_code == 201, (response.text, told)
    (file,) = response.json()["items"]
    assert file["size"] == len(content)
    assert file["name"]
    assert not set(file["name"]) & set("/\\\0\n\r")
    assert clerk.get(f"/dossiers/{dossier}/files/{file['id']}/content").content == content


def test_too_large_a_body_is_refused_before_it_is_sent(listening: Listening, clerk: httpx.Client) -> None:
    """Ten gigabytes are announced, and nothing of them is waited for."""
    dossier, before = dossier_of(clerk), kept(listening)
    with listening.connection() as connection:
        head = [
            f"POST {V1}/dossiers/{dossier}/files HTTP/1.1",
            "Host: localhost",
            f"Cookie: {clerk.headers['cookie']}",
            "Content-Type: multipart/form-data; boundary=x",
            f"Content-Length: {10 << 30}",
            "\r\n",
        ]
        connection.sendall("\r\n".join(head).encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 413")
    assert (names(clerk, dossier), kept(listening)) == ([], before)


def test_a_file_that_grows_too_large_on_its_way_is_refused(listening: Listening, clerk: httpx.Client) -> None:
    """Nobody told how long it is: it is refused where it passes the limit, and nothing of the form is kept."""
    dossier = dossier_of(clerk)

    def growing() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        for _ in range(64):
            yield bytes(MEBIBYTE)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        response = clerk.post(f"/dossiers/{dossier}/files", content=growing(), headers=headers)
    except httpx.WriteError:
        pass  # refused while it was still being sent
    else:
        assert (response.status_code, response.json()["code"]) == (413, "upload-file-too-large")
    assert names(clerk, dossier) == []


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("a.pdf", 9 * MEBIBYTE)], "upload-file-too-large"),
        ([("a.pdf", 7 * MEBIBYTE), ("b.pdf", 7 * MEBIBYTE), ("c.pdf", 5 * MEBIBYTE // 2)], "upload-dossier-too-large"),
        ([(f"{number}.pdf", 1) for number in range(13)], "upload-too-many-files"),
    ],
)
def test_a_form_is_kept_whole_or_not_at_all(
    listening: Listening, clerk: httpx.Client, files: list[tuple[str, int]], code: str
) -> None:
    dossier, before = dossier_of(clerk), kept(listening)
    content = (b"%d %s" % (number, code.encode()) for number in range(len(files)))
    response = sent(clerk, dossier, *((name, next(content).ljust(size, b"-")) for name, size in files))
    assert (response.status_code, response.json()["code"]) == (413, code)
    assert (names(clerk, dossier), kept(listening)) == ([], before)


def test_what_is_refused_takes_no_other_dossier_s_file_along(listening: Listening, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    assert sent(clerk, dossier, ("a.pdf", b"the same")).status_code == 201
    before = kept(listening)
    assert sent(clerk, dossier_of(clerk), ("a.pdf", b"the same"), ("b.pdf", bytes(9 * MEBIBYTE))).status_code == 413
    assert kept(listening) == before


def test_what_is_there_counts_towards_the_limit(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    assert sent(clerk, dossier, ("a.pdf", bytes(7 * MEBIBYTE)), ("b.pdf", bytes(7 * MEBIBYTE))).status_code == 201
    assert sent(clerk, dossier, ("c.pdf", bytes(5 * MEBIBYTE))).status_code == 413
    assert sent(clerk, dossier, ("d.pdf", bytes(MEBIBYTE))).status_code == 201


def test_a_connection_that_breaks_leaves_nothing(listening: Listening, clerk: httpx.Client) -> None:
    dossier, before = dossier_of(clerk), kept(listening)
    with listening.connection() as connection:
        connection.sendall(_begun_form(clerk, dossier, 5000) + b"\1" * 3000)
    assert clerk.get(f"/dossiers/{dossier}").json()["state"] == "open"
    assert (names(clerk, dossier), kept(listening)) == ([], before)


def test_a_sender_that_falls_silent_is_not_waited_for(listening: Listening, clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    with listening.connection() as connection:
        connection.sendall(_begun_form(clerk, dossier, 5000) + b"\1" * 10)
        began = time.monotonic()
        assert connection.recv(4096).startswith(b"HTTP/1.1 408")
        assert time.monotonic() - began < 15
    assert names(clerk, dossier) == []


def _begun_form(clerk: httpx.Client, dossier: str, length: int) -> bytes:
    head = [
        f"POST {V1}/dossiers/{dossier}/files HTTP/1.1",
        "Host: localhost",
        f"Cookie: {clerk.headers['cookie']}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {length}",
        "",
        "--x",
        'Content-Disposition: form-data; name="files"; filename="a.pdf"',
        "\r\n",
    ]
    return "\r\n".join(head).encode()


def packed(*files: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def test_an_archive_becomes_its_files(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    content = packed(("quét/đơn.pdf", b"%PDF-1"), ("thẻ/đơn.pdf", b"%PDF-2"))
    assert sent(clerk, dossier, ("hồ sơ.zip", content)).status_code == 201
    assert names(clerk, dossier) == ["đơn.pdf", "đơn (2).pdf"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (packed(("bom.pdf", bytes(9 * MEBIBYTE))), 413),
        (packed(*((f"{number}.pdf", b"x") for number in range(13))), 413),
        (packed(("../ngoai.pdf", b"x")), 422),
        (packed(("trong.zip", packed(("a.pdf", b"x")))), 422),
        (packed(("a.pdf", b"x" * 3000))[:-20], 422),
    ],
)
def test_a_harmful_archive_is_refused_and_leaves_nothing(
    listening: Listening, clerk: httpx.Client, content: bytes, status: int
) -> None:
    dossier, before = dossier_of(clerk), kept(listening)
    response = sent(clerk, dossier, ("trước.pdf", b"status %d" % status), ("hồ sơ.zip", content))
    assert response.status_code == status, response.text
    assert (names(clerk, dossier), kept(listening)) == ([], before)


@pytest.mark.parametrize(
    ("content_type", "content", "code"),
    [
        ("application/json", b"{}", "upload-not-multipart"),
        ("multipart/form-data; boundary=x", b"", "upload-broken-off"),
        ("multipart/form-data; boundary=x", b"--x--\r\n", "upload-without-files"),
        ("multipart/form-data; boundary=x", b"nonsense", "upload-not-multipart"),
    ],
)
def test_what_is_no_form_with_files_is_told_so(
    clerk: httpx.Client, content_type: str, content: bytes, code: str
) -> None:
    response = clerk.post(
        f"/dossiers/{dossier_of(clerk)}/files", content=content, headers={"Content-Type": content_type}
    )
    assert (response.status_code, response.json()["code"]) == (400, code)


def test_a_repeated_form_is_added_once(clerk: httpx.Client) -> None:
    dossier = dossier_of(clerk)
    key = {"Idempotency-Key": "gui-tep-mau-00001"}
    first = clerk.post(f"/dossiers/{dossier}/files", files=[("files", ("a.pdf", b"1"))], headers=key)
    again = clerk.post(f"/dossiers/{dossier}/files", files=[("files", ("a.pdf", b"1"))], headers=key)
    other = clerk.post(f"/dossiers/{dossier}/files", files=[("files", ("a.pdf", b"2"))], headers=key)
    assert (first.status_code, again.json(), other.status_code) == (201, first.json(), 422)
    assert names(clerk, dossier) == ["a.pdf"]


def test_others_are_answered_while_a_file_arrives(listening: Listening, clerk: httpx.Client) -> None:
    """An upload under way holds no transaction: SQLite has one writer."""
    dossier = dossier_of(clerk)
    with listening.connection() as connection:
        connection.sendall(_begun_form(clerk, dossier, 5000) + b"\1" * 10)
        time.sleep(0.1)
        assert clerk.post("/dossiers", json={}).status_code == 201


@pytest.mark.shared
def test_awkward_files_are_all_kept(listening: Listening, clerk: httpx.Client, shared: Path) -> None:
    files = [path for path in sorted((shared / "data" / "awkward").rglob("*")) if path.is_file()]
    small = [path for path in files if path.stat().st_size < MEBIBYTE and path.suffix != ".md"][:60]
    for start in range(0, len(small), 12):
        chosen = small[start : start + 12]
        dossier = dossier_of(clerk)
        response = sent(clerk, dossier, *((path.name, path.read_bytes()) for path in chosen))
        assert response.status_code == 201, response.text
        assert [file["size"] for file in response.json()["items"]] == [path.stat().st_size for path in chosen]


def test_no_row_points_nowhere(listening: Listening) -> None:
    """After all of the above every file that is listed can be read."""
    installation = listening.served.installation
    with reading(installation.sessions) as session:
        hashes = set(session.scalars(select(UploadRow.sha256)))
        assert session.scalar(select(func.count()).select_from(UploadRow))
    assert hashes <= kept(listening)
