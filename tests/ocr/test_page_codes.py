"""Codes on pages of a batch are found at a glance, and pages are cut out without loss."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image, ImageDraw

from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.page_codes import PageCode, codes_of_page
from ocr.page_cutting import save_pages
from ocr.patch_codes import find_patch_codes
from ocr.sandbox import Sandbox

A4 = (1075, 1520)  # at 130 dpi
_INCH = 130


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits()) as shared:
        yield shared


def patch_page(pattern, angle=0.0, at=(300, 60), size=A4):
    """A page with the bars of a patch code across the way of the paper."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    left, top = at
    for wide in pattern:
        height = round((0.20 if wide == "1" else 0.08) * _INCH)
        pen.rectangle((left, top, left + 2.5 * _INCH, top + height - 1), fill="black")
        top += height + round(0.08 * _INCH)
    pen.text((200, 700), "Tờ ngăn cách", fill="black", font_size=60)
    return page.rotate(angle, expand=True, fillcolor="white")


@pytest.mark.parametrize(
    ("pattern", "name"), [("1100", "1"), ("1001", "2"), ("1010", "3"), ("0110", "4"), ("0011", "6"), ("0101", "T")]
)
def test_each_patch_code_is_told_by_its_name(pattern, name):
    assert find_patch_codes(np.asarray(patch_page(pattern))) == (name,)


@pytest.mark.parametrize("angle", [0, 1.5, -1.5, 90, 91, 180, 270])
def test_a_patch_code_is_found_askew_and_on_every_side(angle):
    assert set(find_patch_codes(np.asarray(patch_page("0101", angle)))) & {"T", "3"}


def test_a_scan_of_a_patch_code_with_grain_and_broad_bars_is_read():
    page = np.asarray(patch_page("1001").convert("L")).astype(np.float32)
    grain = np.random.default_rng(3).normal(0, 18, page.shape)
    scanned = np.clip(page * 0.8 + 30 + grain, 0, 255).astype(np.uint8)
    assert find_patch_codes(np.stack([scanned] * 3, axis=2)) == ("2",)


def test_ruled_lines_and_tables_are_no_patch_codes():
    page = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(page)
    for row in range(40):
        pen.rectangle((80, 100 + row * 30, 1000, 100 + row * 30 + row % 12), fill="black")
    for column in range(20):
        pen.line((80 + column * 46, 100, 80 + column * 46, 1300), fill="black", width=1 + column % 5)
    assert find_patch_codes(np.asarray(page)) == ()


def qr_page(text, size=A4):
    page = Image.new("RGB", size, "white")
    drawn = io.BytesIO()
    segno.make_qr(text, error="h").save(drawn, kind="png", scale=6)
    page.paste(Image.open(drawn).convert("RGB"), (300, 200))
    return page


@pytest.mark.parametrize("angle", [0, 3, 90, 180, 267])
def test_a_qr_code_is_read_whichever_way_the_sheet_lies(tmp_path, sandbox, angle):
    path = tmp_path / "sheet.png"
    qr_page("INTAKE-AI:1:N0007").rotate(angle, expand=True, fillcolor="white").save(path)
    upload = open_upload(path, path.name, sandbox=sandbox)
    assert codes_of_page(upload, 1, Limits(), sandbox) == (PageCode("qr", "INTAKE-AI:1:N0007"),)


def test_pages_of_a_pdf_are_cut_with_their_pictures_byte_for_byte(tmp_path, sandbox):
    path, target = tmp_path / "batch.pdf", tmp_path / "part.pdf"
    pages = [qr_page(f"page {number}") for number in range(4)]
    pages[0].save(path, "PDF", resolution=130, save_all=True, append_images=pages[1:], quality=70)
    before = path.read_bytes()
    upload = open_upload(path, path.name, sandbox=sandbox)
    save_pages(upload, 2, 3, target, Limits(), sandbox)
    assert path.read_bytes() == before
    with pikepdf.open(path) as whole, pikepdf.open(target) as part:
        pictures = [[_raw(leaf) for leaf in file.pages] for file in (whole, part)]
    assert pictures[1] == pictures[0][1:3]
    cut = open_upload(target, "part.pdf", sandbox=sandbox)
    assert cut.pages == 2
    assert codes_of_page(cut, 1, Limits(), sandbox) == (PageCode("qr", "page 1"),)


def _raw(leaf):
    (picture,) = leaf.get_images().values()
    return picture.read_raw_bytes()


def test_a_cut_copy_holds_nothing_of_the_other_pages(tmp_path, sandbox):
    path, target = tmp_path / "batch.pdf", tmp_path / "part.pdf"
    with pikepdf.new() as file:
        for _ in range(3):
            file.add_blank_page()
        first, last = file.pages[0], file.pages[2]
        last.obj["/Contents"] = file.make_stream(b"% of another dossier")
        link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 9, 9]}
        first.obj["/Annots"] = [file.make_indirect(pikepdf.Dictionary(link | {"/Dest": [last.obj, pikepdf.Name.Fit]}))]
        stamp = {
            "/Type": pikepdf.Name.Annot,
            "/Subtype": pikepdf.Name.Square,
            "/Rect": [10, 10, 90, 90],
            "/P": last.obj,
        }
        first.obj["/Annots"].append(file.make_indirect(pikepdf.Dictionary(stamp)))
        file.save(path, compress_streams=False)
    upload = open_upload(path, path.name, sandbox=sandbox)
    save_pages(upload, 1, 1, target, Limits(), sandbox)
    with pikepdf.open(target) as part:
        assert not any(
            isinstance(thing, pikepdf.Stream) and b"another dossier" in thing.read_bytes() for thing in part.objects
        )
        (drawn,) = part.pages[0].obj["/Annots"]
        assert drawn["/Subtype"] == pikepdf.Name.Square


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_pages_of_a_tiff_are_cut_pixel_for_pixel(tmp_path, sandbox, mode):
    path, target = tmp_path / "batch.tiff", tmp_path / "part.tiff"
    frames = [qr_page(f"page {number}").convert(mode) for number in range(3)]
    compression = "group4" if mode == "1" else "tiff_lzw"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression=compression, dpi=(130, 130))
    upload = open_upload(path, path.name, sandbox=sandbox)
    save_pages(upload, 2, 3, target, Limits(), sandbox)
    with Image.open(target) as cut:
        assert cut.n_frames == 2
        assert cut.info["dpi"] == pytest.approx((130, 130))
        for number, frame in enumerate(frames[1:]):
            cut.seek(number)
            assert cut.mode == mode
            assert np.array_equal(np.asarray(cut), np.asarray(frame))


@pytest.mark.shared
def test_no_page_of_real_letters_has_a_patch_code(shared):
    letters = sorted((shared / "data" / "scans").rglob("*.pdf"))[:12]
    assert letters
    for path in letters:
        with pypdfium2.PdfDocument(path) as document:
            for number in range(min(3, len(document))):
                pixels = document[number].render(scale=130 / 72, rev_byteorder=True).to_numpy()[:, :, :3]
                assert find_patch_codes(np.ascontiguousarray(pixels)) == ()
