"""A dossier that went through everything, then erased: every table, file, sealed thing and the log are searched."""

import base64
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from privacy_builder import NAME, NUMBER, raw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from served import Served, serve
from service_builder import settings_of, work_all
from sqlalchemy import MetaData, select
from worker_builder import FONT, LINES, typed_file

from api.service import Service
from intake_ai.access.rules import SYSTEM
from intake_ai.dossier.tables import DossierRow
from intake_ai.logs import set_up_logs
from intake_ai.pictures.gallery import Gallery, PagePicture
from intake_ai.privacy.erasing import erase_dossier
from intake_ai.privacy.index import number_hash
from intake_ai.storage.transactions import reading

V1 = "/api/v1"
FILE_NAME = "to-khai-nguyen-thi-bi-an.pdf"
PART_NAME = "giay-bo-sung-nguyen-thi-bi-an.pdf"
CORRECTED, NOTE, CODE = "Nguyễn Thị Bị Sửa MẪU", "Ghi chú bí ẩn MẪU", "H99-BI-AN-MAU-0001"
MARKS = (NAME, NAME.upper(), NUMBER, CORRECTED, NOTE, CODE, FILE_NAME, PART_NAME)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    set_up_logs("debug", "json", stream)
    yield stream
    root.handlers, root.level = before, level
    for name in ("sqlalchemy.engine", "api"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def served(tmp_path: Path, on_sqlite: None) -> Iterator[Served]:
    with serve(settings_of(tmp_path, database_url="")) as running:
        yield running


def _file(folder: Path) -> Path:
    typed_file(folder, 1, pages=1)  # registers the font
    path = folder / FILE_NAME
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 12)
    of_person = (f"Họ, chữ đệm, tên: {NAME.upper()}", f"Số định danh cá nhân: {NUMBER}")
    for row, line in enumerate((*LINES[:4], *of_person)):
        canvas.drawString(80, 760 - 24 * row, line)
    canvas.save()
    return path


def _ask(served: Served, method: str, address: str, **content: Any) -> Any:
    headers = {**served.person("officer", is_fresh=False), **content.pop("headers", {})}
    if method == "POST":
        headers["Idempotency-Key"] = f"lan-mot-{address}"
    answer = served.client.request(method, f"{V1}/dossiers{address}", headers=headers, **content)
    assert answer.is_success, answer.text
    return answer


def _lived(served: Served, file: Path) -> str:
    """A dossier that was read, looked at, corrected, decided on, and to which a part of another file came; its id."""
    dossier = str(_ask(served, "POST", "", json={"received": "2026-11-23", "code": CODE}).json()["id"])
    _ask(served, "POST", f"/{dossier}/files", files=[("files", (FILE_NAME, file.read_bytes()))])
    name = base64.b64encode(PART_NAME.encode()).decode()
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "999", "Upload-Metadata": f"filename {name}"}
    part = {**tus, "Content-Type": "application/offset+octet-stream"}
    _ask(served, "POST", f"/{dossier}/resumable-files", headers=part, content=f"{NAME} {NUMBER}".encode())
    _ask(served, "POST", f"/{dossier}/submit")
    work_all(served.installation)
    assert NUMBER in _ask(served, "GET", f"/{dossier}/report").text
    for image in _ask(served, "GET", f"/{dossier}/pages").json()["items"][0]["images"]:
        assert served.client.get(image["href"], headers=served.person("officer", is_fresh=False)).status_code == 200
    field = _ask(served, "GET", f"/{dossier}/fields").json()["items"][0]["id"]
    tag = {"If-Match": _ask(served, "GET", f"/{dossier}").headers["etag"]}
    _ask(served, "PUT", f"/{dossier}/fields/{field}", json={"value": CORRECTED}, headers=tag)
    work_all(served.installation)
    said = {"report": _ask(served, "GET", f"/{dossier}").json()["report"], "decision": "complete", "note": NOTE}
    _ask(served, "POST", f"/{dossier}/confirmations", json=said)
    return dossier


def _cells(served: Served) -> Iterator[tuple[str, bytes]]:
    """Everything that the database tells of, table by table."""
    tables = MetaData()
    tables.reflect(served.installation.engine)
    with reading(served.installation.sessions) as session:
        for table in tables.sorted_tables:
            for row in session.execute(select(table)):
                for cell in row:
                    yield table.name, cell if isinstance(cell, bytes) else str(cell).encode()


def _opened(served: Served) -> bytes:
    """All that is kept sealed among the blobs, opened."""
    blobs = served.installation.blobs
    contents = [blobs.get(name.rpartition("/")[2]) for name in blobs.objects.names("content/")]
    named = [blobs.get_named(name.removeprefix("named/")) or b"" for name in blobs.objects.names("named/")]
    return b"\n".join([*contents, *named])


def _found(content: bytes) -> set[str]:
    written = {mark: (mark.encode(), json.dumps(mark).strip('"').encode()) for mark in MARKS}
    return {mark for mark, forms in written.items() if any(form in content for form in forms)}


def test_no_byte_of_a_person_is_left_once_the_dossier_is_erased(logged: io.StringIO, served: Served, tmp_path: Path):
    file = _file(tmp_path)
    dossier = _lived(served, file)
    with reading(served.installation.sessions) as session:
        own_key = bytes(session.get_one(DossierRow, dossier).own_key or b"")
    told = number_hash(served.installation.keys, NUMBER).encode()
    assert {NAME.upper(), NUMBER} <= _found(_opened(served)), "what is searched for can be found"
    assert {CODE, FILE_NAME, PART_NAME} <= _found(raw(served.installation))
    assert all(mark in raw(served.installation) for mark in (own_key, told))

    said = {"dossiers": [dossier], "why": "Công dân đề nghị"}
    erased = served.client.post(f"{V1}/privacy/erasures", json=said, headers=served.person("head"))
    assert erased.json() == {"erased": [dossier]}, erased.text

    assert _found(_opened(served)) == set()
    assert {table for table, cell in _cells(served) if _found(cell) or own_key in cell or told in cell} == set()
    on_disk = raw(served.installation)
    assert _found(on_disk) == set()
    assert not [mark for mark in (own_key, told, file.read_bytes()[:64]) if mark in on_disk]
    kept = [path for path in served.installation.settings.scratch_dir.rglob("*") if path.is_file()]
    assert {path.name for path in kept} <= {"lock"}
    assert _found(logged.getvalue().encode()) == set()
    left = {table for table, cell in _cells(served) if dossier.encode() in cell}
    assert left <= {"audit", "confirmation", "dossier", "dossier_event", "field_correction", "upload", "work"}
    again = served.client.get(f"{V1}/dossiers/{dossier}/report", headers=served.person("officer"))
    assert again.status_code == 404


def test_what_a_killed_process_left_in_plain_goes_with_the_next_start(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    left = settings.scratch_dir / "12345-0badcafe"
    left.mkdir(parents=True)
    (left / "lock").touch()
    (left / "page").write_text(NAME, encoding="utf-8")
    with serve(settings):
        assert not left.exists()
        (own,) = settings.scratch_dir.iterdir()
        assert Path(gettempdir()) == own
    assert list(settings.scratch_dir.iterdir()) == []


def test_a_picture_drawn_while_its_dossier_is_erased_is_neither_shown_nor_kept(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = _lived(served, _file(tmp_path))
    gallery = service_in(served).part(Gallery)
    gallery.forget(dossier)
    draw = gallery.picture

    def draw_slowly(wanted: PagePicture) -> bytes:
        picture = draw(wanted)
        erase_dossier(served.installation, dossier, SYSTEM, "MẪU")
        served.installation.blobs.put_named(wanted.name, picture)  # as if it had been drawn a moment later
        return picture

    image = _ask(served, "GET", f"/{dossier}/pages").json()["items"][0]["images"][0]["href"]
    monkeypatch.setattr(gallery, "picture", draw_slowly)
    answer = served.client.get(image, headers=served.person("officer", is_fresh=False))
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert not [name for name in served.installation.blobs.objects.names("named/") if dossier in name]


def service_in(served: Served) -> Service:
    service: Service = served.client.app.state.service  # type: ignore[attr-defined]
    return service
