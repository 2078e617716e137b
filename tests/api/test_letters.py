"""NUL and halves of pairs of UTF-16, which PostgreSQL does not keep, are refused or left out wherever they come in."""

import base64
import json
from collections.abc import Iterator

import pytest
from served import Served, serve

from intake_ai.settings import Settings

V1 = "/api/v1"
HALF = json.dumps("\ud800")


@pytest.fixture
def served(settings_on: Settings) -> Iterator[Served]:
    with serve(settings_on) as running:
        yield running


def test_letters_that_no_database_keeps_never_make_the_service_fail(served: Served):
    officer, administrator = served.person("officer"), served.person("administrator")
    as_json = {"Content-Type": "application/json"}
    asked = [
        ("POST", "/dossiers", officer | as_json, b'{"code": "a\\u0000"}', 422),
        ("POST", "/dossiers", officer | as_json, b'{"code": %s}' % HALF.encode(), 422),
        ("POST", "/sessions", as_json, b'{"login": "a\\u0000", "password": "x"}', 422),
        ("GET", "/dossiers?code=a%00", officer, b"", 422),
        ("GET", "/dossiers?code=%ED%A0%80", officer, b"", 200),
        ("GET", "/dossiers/%00", officer, b"", 422),
        ("GET", "/people?cursor=" + _cursor("\ud800"), administrator, b"", 400),
        ("GET", "/people?cursor=" + _cursor("\0"), administrator, b"", 400),
        ("GET", "/dossiers?cursor=" + _cursor("0001-01-01T00:00:00+23:59", "a"), officer, b"", (200, 400)),
        ("GET", "/dossiers?received_from=0001-01-01&received_to=9999-12-31", officer, b"", 200),
    ]
    for method, path, headers, content, status in asked:
        answer = served.client.request(method, V1 + path, headers=headers, content=content)
        assert answer.status_code in (status if isinstance(status, tuple) else (status,)), (path, answer.text)


def test_clients_that_cannot_be_are_unknown(served: Served):
    for client in ("a\0", "\0" * 16, "é\U0010ffff"):
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": "x\0"}
        assert served.client.post(f"{V1}/oauth/token", data=form).status_code == 401, client
    shown = base64.b64encode(b"%00a:%00").decode()
    form = {"grant_type": "client_credentials"}
    answer = served.client.post(f"{V1}/oauth/token", data=form, headers={"Authorization": f"Basic {shown}"})
    assert answer.status_code == 401


def test_names_of_files_are_kept_without_them(served: Served):
    for name in (b"a\0b.pdf", b"\xff\xfe.pdf", "\ud800.pdf".encode("utf-8", "surrogatepass")):
        files = f"{V1}/dossiers/{served.dossier()}"
        told = {
            **served.person("officer"),
            "Tus-Resumable": "1.0.0",
            "Upload-Length": "1",
            "Upload-Metadata": f"filename {base64.b64encode(name).decode()}",
            "Content-Type": "application/offset+octet-stream",
        }
        assert served.client.post(f"{files}/resumable-files", headers=told, content=b"x").status_code == 201
        form = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\ny\r\n--x--\r\n' % name
        told = {**served.person("officer"), "Content-Type": "multipart/form-data; boundary=x"}
        assert served.client.post(f"{files}/files", headers=told, content=form).status_code == 201
        kept = [one["name"] for one in served.client.get(f"{files}/files", headers=told).json()["items"]]
        assert len(kept) == 2
        assert not any("\0" in one for one in kept), name


def _cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
