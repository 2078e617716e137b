"""A dossier with a mark of state secrecy: nothing made of it stays, and its files are given to nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas
from served import Served, serve
from service_builder import settings_of, work_all
from worker_builder import FONT, typed_file

from intake_ai.access.rules import SYSTEM
from intake_ai.dossier.documents import folder_of
from intake_ai.privacy.erasing import erase_dossier
from intake_ai.privacy.exporting import Wanted, export

V1 = "/api/v1"
PLAIN, SECRET = "to-khai-1.pdf", "van-ban.pdf"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve(settings_of(tmp_path, database_url="")) as running:
        yield running


def ask(served: Served, method: str, address: str, who: dict[str, str] | None = None, **content: Any) -> Any:
    headers = who or served.person("officer", is_fresh=False)
    return served.client.request(method, f"{V1}/dossiers{address}", headers=headers, **content)


def send(served: Served, dossier: str, file: Path) -> dict[str, Any]:
    """A file of a dossier, added and read."""
    sent = ask(served, "POST", f"/{dossier}/files", files=[("files", (file.name, file.read_bytes()))])
    assert sent.status_code == 201, sent.text
    assert ask(served, "POST", f"/{dossier}/submit").status_code == 202
    work_all(served.installation)
    (told,) = sent.json()["items"]
    return dict(told)


def secret_file(folder: Path) -> Path:
    path = folder / SECRET
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 16)
    canvas.drawString(80, 760, "TUYỆT MẬT")
    canvas.drawString(80, 600, "Nội dung của văn bản này MẪU")
    canvas.save()
    return path


def documents(served: Served, dossier: str) -> list[str]:
    return [name for name in served.installation.blobs.objects.names("named/") if folder_of(dossier) in name]


def test_nothing_made_of_a_secret_dossier_stays_and_its_files_are_given_to_nobody(served: Served, tmp_path: Path):
    dossier = ask(served, "POST", "", json={"received": "2026-11-23"}).json()["id"]
    plain = send(served, dossier, typed_file(tmp_path, 1, pages=1))
    image, content = f"/{dossier}/files/{plain['id']}/pages/1/image?side=240", f"/{dossier}/files/{plain['id']}/content"
    for address in (image, content):
        assert ask(served, "GET", address).status_code == 200
    assert len(documents(served, dossier)) >= 2

    send(served, dossier, secret_file(tmp_path))
    report = ask(served, "GET", f"/{dossier}/report").json()
    assert [problem["kind"] for problem in report["problems"]] == ["secrecy_mark"]
    assert (report["papers"], report["fields"]) == ([], [])
    key = served.key("dossier.read", "page.read", "upload.read")
    for who in (served.person("officer"), served.person("head"), served.person("scanning_clerk"), key):
        for address in (image, content):
            refused = ask(served, "GET", address, who)
            assert (refused.status_code, refused.json()["code"]) == (409, "picture-secret")
        assert ask(served, "GET", f"/{dossier}/first-look", served.person("officer")).status_code == 404
    assert len(documents(served, dossier)) == 1  # the report that says so
    assert not [name for name in served.installation.blobs.objects.names("named/") if "readings" in name]

    out = tmp_path / "xuat"
    export(served.installation, Wanted((dossier,), whole=True), out, SYSTEM, "MẪU")
    assert [path.name for path in (out / dossier).iterdir()] == ["dossier.json"]


def test_its_files_stay_sealed_until_somebody_erases_them(served: Served, tmp_path: Path):
    typed_file(tmp_path, 1, pages=1)  # registers the font
    dossier = ask(served, "POST", "", json={"received": "2026-11-23"}).json()["id"]
    file = secret_file(tmp_path)
    told = send(served, dossier, file)
    blobs = served.installation.blobs
    assert blobs.get(told["sha256"]) == file.read_bytes()
    raw = [path.read_bytes() for path in served.installation.settings.data_dir.rglob("*") if path.is_file()]
    assert not [one for one in raw if file.read_bytes()[:64] in one]
    assert erase_dossier(served.installation, dossier, SYSTEM, "MẪU")
    assert not blobs.exists(told["sha256"])
    assert documents(served, dossier) == []


def test_without_the_secret_file_the_dossier_is_one_like_any_other(served: Served, tmp_path: Path):
    dossier = ask(served, "POST", "", json={"received": "2026-11-23"}).json()["id"]
    plain = typed_file(tmp_path, 1, pages=1)
    secret = send(served, dossier, secret_file(tmp_path))
    assert ask(served, "DELETE", f"/{dossier}/files/{secret['id']}").status_code == 204
    told = send(served, dossier, plain)
    assert ask(served, "GET", f"/{dossier}/files/{told['id']}/content").status_code == 200
    gone = ask(served, "GET", f"/{dossier}/files/{secret['id']}/content")
    assert gone.status_code == 404
