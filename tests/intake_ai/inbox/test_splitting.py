"""A scanned batch is parted at its separator sheets, and no page is lost or doubled."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from intake_ai.inbox.separator import Separator, separator_of
from intake_ai.inbox.separator_sheets import separator_sheets
from intake_ai.inbox.splitting import BatchFile, BatchPage, open_batch, parts_of, save_range, split_batch
from ocr.limits import Limits
from ocr.opening import Upload
from ocr.page_codes import PageCode
from ocr.sandbox import Sandbox

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits()) as shared:
        yield shared


def batch_file(name, pages):
    return BatchFile(Path(name), name, Upload(name, Path(name), name, "pdf", pages))


@given(
    st.none() | st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
    st.none() | st.sampled_from(["counter", "bulk"]),
    st.none() | st.integers(0, 999_999),
)
def test_what_a_sheet_says_is_read_back(procedure, priority, number):
    separator = Separator(procedure, priority, number)
    assert separator_of([PageCode("qr", separator.code())]) == separator


@pytest.mark.parametrize(
    "text",
    ["", "INTAKE-AI", "INTAKE-AI:2", "INTAKE-AI:1:X", "x INTAKE-AI:1", "INTAKE-AI:1:P../../x", "0123|Mẫu|01012000"],
)
def test_other_codes_are_no_separators(text):
    assert separator_of([PageCode("qr", text)]) is None


def test_a_patch_sheet_parts_dossiers_and_a_code_of_ours_beside_it_says_more():
    assert separator_of([PageCode("patch", "T")]) == Separator()
    assert separator_of([PageCode("patch", "1")]) is None
    assert separator_of([PageCode("patch", "2"), PageCode("qr", "INTAKE-AI:1:N0003")]) == Separator(number=3)


_BATCHES = st.lists(st.lists(st.booleans(), min_size=1, max_size=8), max_size=4)
"""For each file, for each page, whether it is a sheet."""


@given(_BATCHES)
def test_every_page_that_is_no_sheet_is_in_one_dossier_and_in_its_place(batches):
    pages = [
        BatchPage(file, number + 1, Separator() if is_sheet else None)
        for index, sheets in enumerate(batches)
        for file in [batch_file(f"{index}.pdf", len(sheets))]
        for number, is_sheet in enumerate(sheets)
    ]
    parts = parts_of(pages)
    found = [
        (pages.file.name, number)
        for part in parts
        for pages in part.ranges
        for number in range(pages.first, pages.last + 1)
    ]
    assert found == [(page.file.name, page.number) for page in pages if page.separator is None]
    assert all(part.ranges for part in parts)


@given(_BATCHES)
def test_a_sheet_always_begins_another_dossier(batches):
    pages = [
        BatchPage(batch_file("a.pdf", 99), 1, Separator() if sheet else None) for sheets in batches for sheet in sheets
    ]
    runs = "".join("s" if page.separator else "p" for page in pages).split("s")
    assert len(parts_of(pages)) == sum(1 for run in runs if run)


def test_what_a_sheet_says_counts_for_the_dossier_behind_it_alone():
    file = batch_file("a.pdf", 5)
    marks = [None, Separator("1.001193"), None, Separator(None, "bulk"), None]
    parts = parts_of(BatchPage(file, number, mark) for number, mark in enumerate(marks, 1))
    assert [part.separator for part in parts] == [None, Separator("1.001193"), Separator(None, "bulk")]


def scanned(pdf, dpi=150):
    """The pages of a PDF as a scanner would send them: askew, blurred, as JPEG."""
    with pypdfium2.PdfDocument(pdf) as document:
        for leaf in document:
            page = leaf.render(scale=dpi / 72).to_pil().convert("RGB")
            yield page.rotate(0.7, expand=False, fillcolor="white").filter(ImageFilter.GaussianBlur(0.8))


def write_batch(path, dossiers, sheets):
    """One PDF of all dossiers, a sheet before each but the first."""
    with pikepdf.new() as batch:
        for index, files in enumerate(dossiers):
            if index:
                drawn = io.BytesIO()
                next(scanned(separator_sheets([sheets[index - 1]]))).save(drawn, "PDF", resolution=150, quality=60)
                batch.pages.extend(pikepdf.open(drawn).pages)
            for file in files:
                batch.pages.extend(pikepdf.open(file).pages)
        batch.save(path)


def test_a_batch_of_samples_is_parted_into_their_dossiers(tmp_path, sandbox):
    births, marriage = sorted((SAMPLES / "khai-sinh-du").glob("*.pdf")), [SAMPLES / "hon-nhan-chua-ky" / "hoso.pdf"]
    path = tmp_path / "lô quét.pdf"
    write_batch(path, [births, marriage, births[:1]], [Separator("1.004873"), Separator(None, "bulk", 2)])
    before = path.read_bytes()
    parts = split_batch(open_batch([(path, path.name)], Limits(), sandbox), Limits(), sandbox)
    assert [part.separator for part in parts] == [None, Separator("1.004873"), Separator(None, "bulk", 2)]
    spans = [[(pages.first, pages.last) for pages in part.ranges] for part in parts]
    assert spans == [[(1, 4)], [(6, 7)], [(9, 9)]]
    assert parts[1].ranges[0].name == "lô quét (trang 6-7).pdf"
    copy = save_range(parts[1].ranges[0], tmp_path, Limits(), sandbox)
    assert path.read_bytes() == before
    with pypdfium2.PdfDocument(copy) as cut, pypdfium2.PdfDocument(marriage[0]) as whole:
        assert len(cut) == len(whole) == 2
        for number in range(2):
            assert cut[number].render().to_pil() == whole[number].render().to_pil()


def test_single_pictures_are_parted_without_a_copy_and_a_broken_file_stays_in_its_dossier(tmp_path, sandbox):
    photo = next(iter(sorted((SAMPLES / "khai-tu-anh-chup").glob("*.jpg"))))
    sheet = tmp_path / "b.png"
    next(scanned(separator_sheets([Separator()]))).rotate(180).save(sheet)
    broken = tmp_path / "d.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    files = [(photo, "a.jpg"), (sheet, "b.png"), (photo, "c.jpg"), (broken, "d.pdf")]
    parts = split_batch(open_batch(files, Limits(), sandbox), Limits(), sandbox)
    assert [[pages.file.name for pages in part.ranges] for part in parts] == [["a.jpg"], ["c.jpg", "d.pdf"]]
    assert save_range(parts[0].ranges[0], tmp_path, Limits(), sandbox) == photo


def test_sheets_for_both_sides_leave_no_dossier_between_them(tmp_path, sandbox):
    path = tmp_path / "sheets.pdf"
    path.write_bytes(separator_sheets([Separator(number=1), Separator(number=2)], both_sides=True))
    files = open_batch([(path, path.name)], Limits(), sandbox)
    assert files[0].pages == 4
    assert split_batch(files, Limits(), sandbox) == ()


def test_a_sheet_says_in_both_languages_what_it_is_for():
    with pypdfium2.PdfDocument(separator_sheets([Separator("1.001193", "bulk", 12)], "Đăng ký khai sinh")) as document:
        said = document[0].get_textpage().get_text_range()
    for words in ("BẮT ĐẦU HỒ SƠ MỚI", "START OF A NEW DOSSIER", "1.001193", "Đăng ký khai sinh", "0012", "hàng loạt"):
        assert words in said


def test_pictures_of_sheets_in_black_and_white_at_low_resolution_are_read(tmp_path, sandbox):
    path = tmp_path / "fax.tiff"
    pages = [page.convert("1") for page in scanned(separator_sheets([Separator("1.001193", "bulk", 1)]), dpi=100)]
    assert isinstance(pages[0], Image.Image)
    pages[0].save(path, compression="group4", dpi=(100, 100))
    assert split_batch(open_batch([(path, "fax.tiff")], Limits(), sandbox), Limits(), sandbox) == ()
