import re
import struct
from pathlib import Path

import pytest

from ocr import pdf_words
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.pictures import StoredPage, load_picture
from ocr.reader import read_page
from ocr.sandbox import Sandbox
from ocr.text_layer import is_meaningful, read_text_layer

PROSE = re.findall(r"\S+", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025 của Quốc hội nước ta")


def test_vietnamese_prose_is_meaningful() -> None:
    assert is_meaningful(PROSE)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["Trang", "2/3"],
        ["(cid:12)(cid:45)(cid:7)"] * 20,
        [
            "Céng",
            "hßa",
            "x·",
            "héi",
            "chñ",
            "nghÜa",
            "ViÖt",
            "Nam",
            "§éc",
            "lËp",
            "Tù",
            "do",
            "H¹nh",
            "phóc",
            "céng",
            "hßa",
            "x·",
            "héi",
        ],
        ["\ufffd\ufffd\ufffd", *PROSE[:4]] * 8,
    ],
)
def test_garbage_old_fonts_and_scraps_are_not(words: list[str]) -> None:
    assert not is_meaningful(words)


def pdf(text: str, rotate: int, crop: tuple[int, int, int, int], hidden: bool) -> bytes:
    """A page of ten lines in Helvetica; plain ASCII syllables are Vietnamese too."""
    lines = "".join(f"({text}) Tj 0 -20 Td " for _ in range(10))
    content = f"BT {3 if hidden else 0} Tr /F 14 Tf 100 700 Td {lines}ET".encode()
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /CropBox {list(crop)} /Rotate {rotate} /Contents 4 0 R"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.replace(",", "").encode() + b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


TEXT = "toi cam doan nhung loi khai tren la dung"


def test_a_text_layer_that_says_what_the_eye_sees_is_used(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "don.pdf"
    path.write_bytes(pdf(TEXT, 0, (50, 400, 500, 800), hidden=False))
    reading = read_page(open_upload(path, "don.pdf", sandbox=sandbox), 1, sandbox=sandbox)
    assert reading.source == "text_layer"
    assert [line.text for line in reading.lines] == [TEXT] * 10
    assert reading.words[0].box.left == pytest.approx(50 / 450, abs=0.005)
    assert reading.words[0].box.bottom == pytest.approx(100 / 400, abs=0.015)


def test_text_without_ink_is_not_believed(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "an.pdf"
    path.write_bytes(pdf(TEXT, 0, (0, 0, 595, 842), hidden=True))
    reading = read_page(open_upload(path, "an.pdf", sandbox=sandbox), 1, sandbox=sandbox)
    assert reading.blank


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_turned_by_its_own_attribute_is_read_upright(tmp_path: Path, sandbox: Sandbox, rotate: int) -> None:
    path = tmp_path / "xoay.pdf"
    path.write_bytes(pdf(TEXT, rotate, (0, 0, 595, 842), hidden=False))
    reading = read_page(open_upload(path, "xoay.pdf", sandbox=sandbox), 1, sandbox=sandbox)
    assert "cam doan" in reading.text.casefold()
    assert reading.rotation == (360 - rotate) % 360


def with_stamp(letter: bytes, stamp: str) -> bytes:
    """The letter with an update appended, as signing programs do: a signature field that shows a text."""
    content = f"BT /F 12 Tf 2 4 Td ({stamp}) Tj ET".encode()
    objects = {
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> /Annots [6 0 R] >>",
        6: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (chuky) /F 4 /P 3 0 R /Rect [300 740 400 760]"
        b" /AP << /N 7 0 R >> >>",
        7: b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 5 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    }
    body, entries = letter, []
    for number, part in objects.items():
        entries.append(b"%d 1\n%010d 00000 n \n" % (number, len(body)))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    previous = int(letter.rsplit(b"startxref\n", 1)[1].split()[0])
    trailer = b"trailer\n<< /Size 8 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, len(body))
    return body + b"xref\n" + b"".join(entries) + trailer


def test_what_a_signing_program_stamped_on_is_read_and_the_file_stays_as_it_is(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    path = tmp_path / "cong-van.pdf"
    signed = with_stamp(pdf(TEXT, 0, (0, 0, 595, 842), hidden=False), "So 507 ngay 24")
    path.write_bytes(signed)
    path.chmod(0o400)
    reading = read_page(open_upload(path, "cong-van.pdf", sandbox=sandbox), 1, sandbox=sandbox)
    assert reading.source == "text_layer"
    assert [line.text for line in reading.lines] == ["So 507 ngay 24", *[TEXT] * 10]
    (stamped,) = [word for word in reading.words if word.text == "507"]
    assert stamped.box.left == pytest.approx((300 + 2 + 19) / 595, abs=0.01)
    assert stamped.box.bottom == pytest.approx((842 - 743) / 842, abs=0.01)
    assert path.read_bytes() == signed
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.shared
def test_signed_letters_are_read_with_their_stamped_numbers_and_not_altered(
    shared: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    letters = shared / "data" / "scans" / "letters"
    for number, letter in {"565": "vht534.signed_20250510_124908.pdf", "11": "05.signed_20250517_044750.pdf"}.items():
        path = tmp_path / letter
        path.write_bytes((letters / letter).read_bytes())
        reading = read_page(open_upload(path, letter, sandbox=sandbox), 1, sandbox=sandbox)
        assert f"Số: {number}" in reading.text
        assert path.read_bytes() == (letters / letter).read_bytes()


def with_endless_objects(content: bytes) -> bytes:
    """No page is marked as one and the list of objects names a thousand million: pdfminer goes through all of them."""
    body = content[: content.rindex(b"xref\n0 6")].replace(b"/Type /Page", b"/Typo /Page")
    offsets = [*(body.index(b"%d 0 obj" % number) for number in range(1, 6)), len(body)]
    rows = b"".join(struct.pack(">BHB", 1, offset, 0) for offset in offsets)
    table = b"6 0 obj\n<< /Type /XRef /Size 7 /Root 1 0 R /W [1 2 1] /Index [1 6 7 999999999] /Length %d >>" % len(rows)
    return body + table + b"\nstream\n" + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def test_a_text_layer_that_never_ends_is_given_up_and_the_pixels_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_words, "_SECONDS_FOR_WORDS", 0.3)
    path = tmp_path / "don.pdf"
    path.write_bytes(with_endless_objects(pdf(TEXT, 0, (0, 0, 595, 842), hidden=False)))
    page = StoredPage(path, "pdf", 1)
    assert read_text_layer(page, load_picture(page, Limits())) is None
