import io
import os
import struct
import zipfile
import zlib
from hashlib import md5, sha256
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from intake_ai.messages import LANGUAGES, text
from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.reader import read_page
from ocr.sandbox import Sandbox


def refusal(path: Path, sandbox: Sandbox, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        open_upload(path, path.name, limits, sandbox)
    error = caught.value
    for language in LANGUAGES:
        assert path.name in text(error.code, language, **error.values)
    unread = error.code in {"file-missing", "file-is-folder"}
    assert error.values.get("sha256") == (None if unread else sha256(path.read_bytes()).hexdigest())
    return error


def pdf_of(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


#: A PDF 1.4 of one empty page, encrypted with RC4-40: owner password "owner", user password as in the name.
def encrypted_pdf(user_password: str) -> bytes:
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def rc4(key: bytes, body: bytes) -> bytes:
        state, j, out = list(range(256)), 0, bytearray()
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        for byte in body:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(byte ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    def padded(password: str) -> bytes:
        return (password.encode() + padding)[:32]

    owner = rc4(md5(padded("owner")).digest()[:5], padded(user_password))  # noqa: S324 - the format's own algorithm
    identity, permissions = b"0123456789abcdef", -4
    key = md5(padded(user_password) + owner + struct.pack("<i", permissions) + identity).digest()[:5]  # noqa: S324
    user = rc4(key, padding)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + owner.hex().encode() + b"> /U <" + user.hex().encode() + b"> >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>] >>" % ((identity.hex().encode(),) * 2)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        trailer,
        len(body),
    )


def test_an_empty_file_is_called_empty(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "rong.pdf"
    path.write_bytes(b"")
    assert refusal(path, sandbox).code == "file-empty"


def test_a_missing_file_is_called_missing(tmp_path: Path, sandbox: Sandbox) -> None:
    assert refusal(tmp_path / "khong-co.pdf", sandbox).code == "file-missing"


def test_a_folder_is_called_a_folder(tmp_path: Path, sandbox: Sandbox) -> None:
    assert refusal(tmp_path, sandbox).code == "file-is-folder"


def test_text_renamed_to_pdf_is_judged_by_its_content(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "van-ban.pdf"
    path.write_text("Đây không phải là PDF.")
    assert refusal(path, sandbox).code == "file-type-unknown"


def test_an_archive_is_of_another_type(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "ho-so.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("trang-1.txt", "đơn")
    assert refusal(path, sandbox).code == "file-type-unknown"


def test_a_pdf_named_as_picture_is_still_a_pdf(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "anh.jpg"
    path.write_bytes(pdf_of(2))
    upload = open_upload(path, "anh.jpg", sandbox=sandbox)
    assert (upload.kind, upload.pages) == ("pdf", 2)


def test_a_pdf_behind_a_password_says_so(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "khoa.pdf"
    path.write_bytes(encrypted_pdf("bi-mat"))
    assert refusal(path, sandbox).code == "file-encrypted"


def test_a_pdf_encrypted_with_the_empty_password_opens(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "mo.pdf"
    path.write_bytes(encrypted_pdf(""))
    assert open_upload(path, "mo.pdf", sandbox=sandbox).pages == 1


def test_a_pdf_without_pages_says_so(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "khong-trang.pdf"
    path.write_bytes(pdf_of(0))
    assert refusal(path, sandbox).code == "file-without-pages"


def test_a_pdf_of_rubbish_is_broken(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    assert refusal(path, sandbox).code == "file-broken"


def test_more_pages_than_allowed_are_refused_with_both_numbers(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "day.pdf"
    path.write_bytes(pdf_of(2000))
    error = refusal(path, sandbox)
    assert error.code == "too-many-pages"
    assert (error.values["pages"], error.values["limit"]) == (2000, 500)


def test_the_page_limit_is_a_setting(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "day.pdf"
    path.write_bytes(pdf_of(501))
    assert open_upload(path, "day.pdf", Limits(pages=501), sandbox).pages == 501


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "HEIF"])
def test_a_truncated_picture_is_broken(tmp_path: Path, sandbox: Sandbox, letter: Path, form: str) -> None:
    path = tmp_path / "cat-ngang.jpg"
    Image.open(letter).save(path, form)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refusal(path, sandbox).code == "file-broken"


def test_a_picture_of_40000_by_40000_pixels_is_refused_from_its_header(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "khong-lo.png"
    path.write_bytes(png_header(40_000, 40_000))
    error = refusal(path, sandbox)
    assert error.code == "page-too-large"


def test_a_pipe_is_of_another_type_and_is_not_waited_for(tmp_path: Path, sandbox: Sandbox) -> None:
    os.mkfifo(tmp_path / "ong.pdf")
    with pytest.raises(UnreadableFile) as caught:
        open_upload(tmp_path / "ong.pdf", "ong.pdf", sandbox=sandbox)
    assert (caught.value.code, caught.value.values) == ("file-type-unknown", {"file": "ong.pdf"})


def test_a_file_over_the_limit_is_not_parsed(tmp_path: Path, sandbox: Sandbox, letter: Path) -> None:
    assert refusal(letter, sandbox, Limits(file_bytes=1000)).code == "file-too-large"


def test_opening_that_takes_too_long_is_stopped(letter: Path) -> None:
    with Sandbox(Limits(), processes=1) as impatient:
        open_upload(letter, "letter.png", sandbox=impatient)
        assert refusal(letter, impatient, Limits(opening_seconds=0.0)).code == "reading-timed-out"
        assert open_upload(letter, "letter.png", sandbox=impatient).pages == 1


@pytest.mark.parametrize(
    ("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff"), ("WEBP", "webp"), ("HEIF", "heic")]
)
def test_every_picture_format_opens_whatever_it_is_named(
    tmp_path: Path, sandbox: Sandbox, letter: Path, form: str, kind: str
) -> None:
    path = tmp_path / "khong-duoi"
    Image.open(letter).save(path, form)
    upload = open_upload(path, "khong-duoi", sandbox=sandbox)
    assert (upload.kind, upload.pages) == (kind, 1)
    assert len(upload.sha256) == 64


def test_the_pages_of_a_tiff_are_counted(tmp_path: Path, sandbox: Sandbox, letter: Path) -> None:
    path = tmp_path / "ba-trang.tif"
    page = Image.open(letter)
    page.save(path, save_all=True, append_images=[page, page])
    assert open_upload(path, "ba-trang.tif", sandbox=sandbox).pages == 3


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 40), (5, 5), (16, 90), (30, 20), (100, 1), (100, 100)])
def test_pictures_too_small_for_print_are_read_like_any_other(
    tmp_path: Path, sandbox: Sandbox, size: tuple[int, int]
) -> None:
    for number, noise in enumerate((Image.new("L", size, 0), Image.new("L", size, 255), Image.effect_noise(size, 90))):
        path = tmp_path / f"{number}.png"
        noise.save(path)
        reading = read_page(open_upload(path, path.name, sandbox=sandbox), 1, sandbox=sandbox)
        assert "unreadable" not in reading.problems
        assert (reading.width, reading.height) in {size, size[::-1]}
