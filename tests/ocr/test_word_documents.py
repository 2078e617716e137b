import shutil
import socket
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from intake_ai.messages import LANGUAGES, text
from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.reader import ReadingOptions, read_page, read_uploads
from ocr.sandbox import Sandbox
from ocr.word_documents import find_office

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed (libreoffice-writer)")

SENTENCES = [
    "Kính gửi: Trung tâm Phục vụ hành chính công xã Mẫu",
    "Tôi tên là Nguyễn Thị Mẫu, đề nghị cấp bản sao trích lục khai sinh.",
    "Tôi cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật.",
]
CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>"""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"""
DOCUMENT = """<?xml version="1.0"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{relation}"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{body}</w:body></w:document>"""
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
NEXT_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
LINKED_PICTURE = """<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="p1"/></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def docx(path: Path, body: str, main: str = "wordprocessingml.document", picture: str = "") -> Path:
    link = f'<Relationship Id="p1" Type="{RELATION}/image" Target="{picture}" TargetMode="External"/>'
    root = f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES.format(main=main))
        archive.writestr("_rels/.rels", RELATIONS.format(relations=root))
        archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(relations=link if picture else ""))
        archive.writestr("word/document.xml", DOCUMENT.format(relation=RELATION, body=body))
    return path


def paragraphs(sentences: Sequence[str]) -> str:
    return "".join(map(PARAGRAPH.format, sentences))


def refusal(path: Path, limits: Limits | None = None) -> UnreadableFile:
    """Why it is refused; told by a child that starts here, with the programs of this moment."""
    limits = limits or Limits()
    with Sandbox(limits) as sandbox, pytest.raises(UnreadableFile) as caught:
        open_upload(path, path.name, limits, sandbox)
    for language in LANGUAGES:
        assert path.name in text(caught.value.code, language, **caught.value.values)
    return caught.value


@needs_office
def test_a_word_document_is_read_page_by_page_and_laid_out_once(tmp_path: Path) -> None:
    path = docx(tmp_path / "don.docx", paragraphs(SENTENCES) + NEXT_PAGE + paragraphs(SENTENCES))
    before = sha256(path.read_bytes()).hexdigest()
    with Sandbox(Limits()) as sandbox:
        upload = open_upload(path, "don.docx", sandbox=sandbox)
        (rendition,) = sandbox.folder().glob("*.pdf")
        made = rendition.stat().st_mtime_ns
        readings = [read_page(upload, page, sandbox=sandbox) for page in (1, 2)]
        assert rendition.stat().st_mtime_ns == made
    assert (upload.kind, upload.pages) == ("docx", 2)
    assert [reading.source for reading in readings] == ["text_layer", "text_layer"]
    assert " ".join(readings[1].text.split()) == " ".join(" ".join(SENTENCES).split())
    assert sha256(path.read_bytes()).hexdigest() == before
    assert list(tmp_path.iterdir()) == [path]


@needs_office
def test_a_word_document_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    files = [(docx(tmp_path / name, paragraphs(SENTENCES)), name) for name in ("a.docx", "b.docx")]
    result = read_uploads(files, ReadingOptions(processes=2))
    assert len(result.pages) == 2
    assert not list(temporary.iterdir())


@needs_office
def test_another_sandbox_lays_out_the_document_again(tmp_path: Path, sandbox: Sandbox) -> None:
    path = docx(tmp_path / "don.docx", paragraphs(SENTENCES))
    with Sandbox(Limits()) as first:
        upload = open_upload(path, "don.docx", sandbox=first)
    assert "Nguyễn Thị Mẫu" in read_page(upload, 1, sandbox=sandbox).text


@needs_office
def test_opening_a_document_tells_nobody_on_the_network(tmp_path: Path, sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        called = threading.Event()
        server.settimeout(60)
        threading.Thread(target=lambda: answer(server, called), daemon=True).start()
        picture = f"http://127.0.0.1:{server.getsockname()[1]}/con-dau.png"
        path = docx(tmp_path / "don.docx", paragraphs(SENTENCES) + LINKED_PICTURE, picture=picture)
        assert open_upload(path, "don.docx", sandbox=sandbox).pages == 1
        assert not called.wait(0.5)


def answer(server: socket.socket, called: threading.Event) -> None:
    try:
        connection, _ = server.accept()
    except OSError:  # closed: nobody called
        return
    connection.close()
    called.set()


@needs_office
def test_a_document_that_takes_too_long_is_stopped_with_its_program(tmp_path: Path) -> None:
    path = docx(tmp_path / "lau.docx", paragraphs(SENTENCES))
    limits = Limits(opening_seconds=0.0, converting_seconds=0.05)
    with Sandbox(limits) as sandbox:
        open_upload(page_of_pixels(tmp_path), "trang.png", sandbox=sandbox)  # its start has time of its own
        with pytest.raises(UnreadableFile) as caught:
            open_upload(path, "lau.docx", limits, sandbox)
        assert caught.value.code == "reading-timed-out"
        assert not list(sandbox.folder().glob("*.pdf"))


def page_of_pixels(folder: Path) -> Path:
    path = folder / "trang.png"
    Image.new("L", (100, 100), 255).save(path)
    return path


def test_without_libreoffice_the_document_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = docx(tmp_path / "don.docx", paragraphs(SENTENCES))
    monkeypatch.setenv("PATH", str(folder_without_office(tmp_path)))
    assert refusal(path).code == "file-needs-libreoffice"


def folder_without_office(folder: Path) -> Path:
    programs = folder / "bin"
    programs.mkdir()
    tesseract = shutil.which("tesseract")
    if tesseract:
        (programs / "tesseract").symlink_to(tesseract)
    return programs


def test_a_spreadsheet_is_of_another_type(tmp_path: Path) -> None:
    path = docx(tmp_path / "bang.xlsx", "", main="spreadsheetml.sheet")
    assert refusal(path).code == "file-type-unknown"


def test_an_old_office_file_that_is_no_text_document_is_of_another_type(tmp_path: Path) -> None:
    path = tmp_path / "bang.xls"
    path.write_bytes(OLE + "Workbook".encode("utf-16-le").ljust(1024, b"\0"))
    assert refusal(path).code == "file-type-unknown"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")


@pytest.mark.parametrize(
    "content",
    [
        OLE + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0"),
        OLE
        + "WordDocument".encode("utf-16-le").ljust(512, b"\0")
        + b"\xec\xa5\xc1\x00\0\0\0\0\0\0\0\x01".ljust(512, b"\0"),
    ],
    ids=["docx", "doc"],
)
def test_a_document_behind_a_password_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "khoa.doc"
    path.write_bytes(content)
    assert refusal(path).code == "file-encrypted"


def test_a_truncated_document_is_broken(tmp_path: Path) -> None:
    path = docx(tmp_path / "cat.docx", paragraphs(SENTENCES))
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).code == "file-broken"


def test_a_document_that_would_burst_is_not_unpacked(tmp_path: Path) -> None:
    path = docx(tmp_path / "no.docx", paragraphs(["Mẫu " * 2_000_000]))
    assert path.stat().st_size < 1 << 20
    assert refusal(path, Limits(file_bytes=4 << 20)).code == "file-too-large"
