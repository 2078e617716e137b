"""The searchable copy: PDF/A-2b by its parts, the page as scanned, each word on its place."""

import hashlib
import io
import re
from xml.etree import ElementTree

import numpy as np
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from page_builder import line, reading
from PIL import Image, ImageDraw, ImageFont

from ocr.archive_metadata import srgb_profile
from ocr.glyphless_font import glyphless_font
from ocr.opening import Upload
from ocr.page import Box, Line, Word
from ocr.searchable_pdf import CopyFailed, write_searchable_pdf

LINES = [
    line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.1),
    line("Độc lập - Tự do - Hạnh phúc", 0.14),
    line("Tôi tên là Nguyễn Thị Mẫu, sinh ngày 01/02/1990", 0.3, 0.12),
]
FORBIDDEN = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/AA",
    "/OpenAction",
    "/EmbeddedFiles",
    "/SMask",
    "/Encrypt",
    "/OCProperties",
)


def marked_sheet():
    """A page with a black square at its upper left and a red one at its lower right."""
    sheet = Image.new("RGB", (600, 840), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 160, 160), fill="black")
    pen.rectangle((440, 680, 560, 800), fill=(220, 30, 30))
    return sheet


def upload_of(path, kind, pages=1):
    return Upload(path.name, path, hashlib.sha256(path.read_bytes()).hexdigest(), kind, pages)


def pdf_of(path, **jpeg):
    """A scan as scanners write it: one JPEG that fills the page."""
    marked_sheet().save(path, "PDF", resolution=72, **jpeg)
    return path


@pytest.fixture
def copy_of(tmp_path, sandbox):
    def written(upload, *readings):
        target = tmp_path / "copy.pdf"
        write_searchable_pdf(upload, readings or [reading(LINES)], target, sandbox=sandbox)
        return target

    return written


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "quét & <thử>.jpg"
    marked_sheet().save(path, dpi=(150, 150))
    return upload_of(path, "jpeg")


def drawn(path, page=0):
    document = pypdfium2.PdfDocument(path)
    picture = document[page].render(scale=1).to_pil().convert("RGB")
    document.close()
    return picture


def spots(picture):
    """Where the black and the red square are, as fractions: upper left and lower right where the page is upright."""
    pixels = np.asarray(picture).astype(int)
    height, width = pixels.shape[:2]
    black = np.argwhere(pixels.sum(axis=2) < 150).mean(axis=0) / (height, width)
    red = np.argwhere((pixels[:, :, 0] > 150) & (pixels[:, :, 1] < 100)).mean(axis=0) / (height, width)
    return black, red


def assert_upright(path):
    picture = drawn(path)
    assert picture.height > picture.width
    black, red = spots(picture)
    assert np.allclose(black, (100 / 840, 100 / 600), atol=0.02)
    assert np.allclose(red, (740 / 840, 500 / 600), atol=0.02)


def objects_of(document):
    """Every dictionary of the file, streams' own included."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing


def test_it_is_a_pdf_a_2b_by_all_that_the_standard_asks_of_its_parts(scan, copy_of):
    """ISO 19005-2: 6.1.2 header, 6.1.3 identifier, 6.2.4 colours, 6.2.11 fonts, 6.6 metadata, and what is forbidden."""
    path = copy_of(scan)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in content[10:14])
    with pikepdf.open(path) as document:
        assert len(document.trailer.ID) == 2
        assert "/Info" not in document.trailer
        assert not document.is_encrypted
        (intent,) = document.Root.OutputIntents
        assert (intent.S, intent.DestOutputProfile.N) == (pikepdf.Name.GTS_PDFA1, 3)
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        metadata = document.Root.Metadata
        assert "/Filter" not in metadata
        said = {child.tag.split("}")[1]: child for child in ElementTree.fromstring(metadata.read_bytes()).iter()}  # noqa: S314 - ours
        assert (said["part"].text, said["conformance"].text) == ("2", "B")
        assert said["source"].text == f"sha256:{scan.sha256}"
        assert "".join(said["title"].itertext()) == scan.name
        for thing in objects_of(document):
            assert not any(name in thing for name in FORBIDDEN)
            if thing.get("/Type") == "/FontDescriptor":
                assert len(thing.FontFile2.read_bytes()) == thing.FontFile2.Length1
            if thing.get("/Subtype") == "/Image":
                assert thing.ColorSpace in {pikepdf.Name.DeviceRGB, pikepdf.Name.DeviceGray}
                assert "/Interpolate" not in thing
        for page in document.pages:
            assert "/Annots" not in page
            assert "/Group" not in page


def test_every_letter_has_a_glyph_and_a_meaning(scan, copy_of):
    """ISO 19005-2, 6.2.11.8: no reference to .notdef; each code of the text has its letter in ToUnicode."""
    with pikepdf.open(copy_of(scan)) as document:
        font = document.pages[0].Resources.Font["/F0"]
        glyphs = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
        letters = dict(
            re.findall(
                r"<([0-9A-F]{4})> <([0-9A-F]+)>",
                re.sub(r"(?s).*?endcodespacerange", "", font.ToUnicode.read_bytes().decode()),
            )
        )
        shown = [
            operands[0]
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "Tj"
        ]
        codes = {int.from_bytes(pair) for text in shown for pair in zip(*[iter(bytes(text))] * 2, strict=True)}
        modes = [
            operands[0]
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "Tr"
        ]
    assert codes
    assert all(glyphs[2 * code : 2 * code + 2] == b"\0\1" for code in codes)
    assert {f"{code:04X}" for code in codes} == set(letters)
    assert "Ộ" in {bytes.fromhex(letter).decode("utf-16-be") for letter in letters.values()}
    assert modes == [3]


def test_what_is_copied_is_what_was_read_and_each_word_stands_on_its_box(scan, copy_of):
    wanted = [word for row in LINES for word in row.words]
    with pdfplumber.open(copy_of(scan)) as document:
        page = document.pages[0]
        found = page.extract_words(use_text_flow=True)
        boxes = [
            Box(
                word["x0"] / page.width,
                word["top"] / page.height,
                word["x1"] / page.width,
                word["bottom"] / page.height,
            )
            for word in found
        ]
    assert [word["text"] for word in found] == [word.text for word in wanted]
    assert min(box.overlap(word.box) for box, word in zip(boxes, wanted, strict=True)) > 0.95


def test_a_dash_stays_on_the_line_of_its_words(scan, copy_of):
    row = line("Độc lập Tự do", 0.2)
    first, last = row.words[1].box, row.words[2].box
    dash = Word("-", Box(first.right + 0.002, 0.208, last.left - 0.002, 0.209), 0.9)
    with pdfplumber.open(copy_of(scan, reading([Line((*row.words[:2], dash, *row.words[2:]))]))) as document:
        assert document.pages[0].extract_text() == "Độc lập - Tự do"


def test_an_uploaded_jpeg_is_embedded_byte_for_byte(scan, copy_of):
    path = copy_of(scan)
    with pikepdf.open(path) as document:
        assert document.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == scan.path.read_bytes()
        assert [float(side) for side in document.pages[0].MediaBox] == [0, 0, 288, 403.2]
    assert_upright(path)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_upright_in_the_copy(tmp_path, copy_of, orientation):
    undone = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the turn of Pillow that the reader will undo
    stored = marked_sheet() if orientation == 1 else marked_sheet().transpose(Image.Transpose(undone[orientation]))
    exif = Image.Exif()
    exif[274] = orientation
    stored.save(tmp_path / "photo.jpg", exif=exif)
    path = copy_of(upload_of(tmp_path / "photo.jpg", "jpeg"))
    assert_upright(path)
    with pikepdf.open(path) as document:
        assert document.pages[0].Resources.XObject["/Im0"].Filter == pikepdf.Name.DCTDecode


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_was_scanned_turned_is_upright_in_the_copy(tmp_path, copy_of, rotation):
    marked_sheet().rotate(rotation, expand=True).save(tmp_path / "turned.png")
    assert_upright(copy_of(upload_of(tmp_path / "turned.png", "png"), reading(LINES, rotation=rotation)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_jpeg_of_a_scanned_pdf_is_kept_however_the_page_is_turned(tmp_path, copy_of, turn):
    path = pdf_of(tmp_path / "scan.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        jpeg = next(iter(document.pages[0].Resources.XObject.values())).read_raw_bytes()
        document.pages[0].Rotate = turn
        document.save(path)
    # displayed turned by `turn`, so found upright by turning back
    copy = copy_of(upload_of(path, "pdf"), reading(LINES, rotation=(360 - turn) % 360))
    assert_upright(copy)
    with pikepdf.open(copy) as document:
        assert document.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == jpeg


def test_what_stands_over_a_scan_is_not_lost(tmp_path, copy_of):
    path = pdf_of(tmp_path / "stamped.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].contents_add(b"q 0 0 1 rg 250 400 100 100 re f Q")
        document.save(path)
    pixels = np.asarray(drawn(copy_of(upload_of(path, "pdf"))))
    assert tuple(pixels[390, 300] // 64) == (0, 0, 3)


def test_black_and_white_is_packed_without_loss(tmp_path, copy_of):
    Image.effect_noise((400, 560), 60).point(lambda level: 255 * (level > 110)).convert("1").save(tmp_path / "fax.tif")
    with pikepdf.open(copy_of(upload_of(tmp_path / "fax.tif", "tiff"))) as document:
        image = document.pages[0].Resources.XObject["/Im0"]
        assert (image.BitsPerComponent, image.ColorSpace) == (1, pikepdf.Name.DeviceGray)
        with Image.open(tmp_path / "fax.tif") as stored:
            assert image.read_bytes() == stored.tobytes()


def test_the_same_page_gives_the_same_bytes(scan, copy_of):
    assert copy_of(scan).read_bytes() == copy_of(scan).read_bytes()


def test_a_page_that_cannot_be_drawn_gives_no_copy_and_leaves_what_was_there(tmp_path, sandbox):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    target = tmp_path / "copy.pdf"
    target.write_bytes(b"older")
    with pytest.raises(CopyFailed) as failure:
        write_searchable_pdf(upload_of(tmp_path / "broken.png", "png"), [reading(LINES)], target, sandbox=sandbox)
    assert failure.value.values == {"file": "broken.png", "page": 1}
    assert target.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.png", "copy.pdf"]


def test_the_copy_is_for_its_owner_alone(scan, copy_of):
    assert copy_of(scan).stat().st_mode & 0o077 == 0


def test_the_font_is_one_that_other_programs_open():
    assert ImageFont.truetype(io.BytesIO(glyphless_font()), 20).getlength(" ") == 10


def test_the_colour_profile_does_not_tell_the_time():
    assert srgb_profile() == srgb_profile()
    assert srgb_profile()[12:20] == b"mntrRGB "
