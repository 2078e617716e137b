"""The command `read` as a person uses it: text, JSON, searchable PDF/A, bad files."""

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from PIL import Image, ImageDraw, ImageFont

from intake_ai.settings import get_settings

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "samples" / "khai-tu-thieu-giay-bao-tu" / "scan_01.pdf"
SCHEMA = json.loads((ROOT / "intake_ai" / "reading" / "reading.schema.json").read_text(encoding="utf-8"))
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
HEAVY = ("sqlalchemy", "scipy", "cv2", "pikepdf", "pdfplumber", "pypdfium2", "classifiers.ranking")

pytestmark = pytest.mark.xdist_group("cli")


def page_with(path, *lines):
    sheet = Image.new("RGB", (1240, 900), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype("DejaVuSerif.ttf", 36)
    for number, line in enumerate(lines):
        pen.text((120, 90 + 80 * number), line, font=font, fill="black")
    sheet.save(path, dpi=(150, 150))
    return path


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory):
    """A TIFF of two pages, named as people name files."""
    folder = tmp_path_factory.mktemp("two")
    first = page_with(folder / "1.png", MOTTO, "Độc lập - Tự do - Hạnh phúc", "Trang thứ nhất của tờ khai mẫu")
    second = page_with(folder / "2.png", "Tôi cam đoan những lời khai trên là đúng", "Trang thứ hai của tờ khai mẫu")
    path = folder / "tờ khai.tif"
    with Image.open(first) as image, Image.open(second) as following:
        image.save(path, save_all=True, append_images=[following], dpi=(150, 150))
    return path


def test_text_alone_is_printed_with_a_form_feed_between_pages(run, two_pages):
    result = run("read", two_pages)
    assert result.exit_code == 0
    assert result.stderr == ""
    first, second = result.stdout.split("\f")
    assert first.splitlines()[0] == MOTTO
    assert "Trang thứ hai" in second
    assert result.stdout.endswith("\n")


def test_text_is_what_is_printed_by_default(run, two_pages):
    assert run("read", two_pages, "--text").stdout == run("read", two_pages).stdout


def test_json_keeps_its_schema_and_holds_every_word_with_its_box(run, two_pages):
    result = run("read", two_pages, FORM, "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    document = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["schema"] == "intake-reading/1"
    assert [file["name"] for file in document["files"]] == ["tờ khai.tif", "scan_01.pdf"]
    first = document["pages"][0]
    assert (first["file"], first["page"], first["source"]) == ("tờ khai.tif", 1, "ocr")
    assert first["lines"][0]["text"] == MOTTO
    assert [word["text"] for word in first["lines"][0]["words"]] == MOTTO.split()
    left, top, right, bottom = first["lines"][0]["bbox"]
    assert 0.05 < left < right < 0.95
    assert 0.05 < top < bottom < 0.2


def test_json_and_text_say_the_same(run, two_pages):
    document = json.loads(run("read", two_pages, "--json").stdout)
    pages = ["".join(line["text"] + "\n" for line in page["lines"]) for page in document["pages"]]
    assert "\f".join(pages) == run("read", two_pages).stdout


def test_a_searchable_pdf_is_written_beside_the_untouched_original(run, tmp_path, two_pages):
    before = two_pages.read_bytes()
    result = run("read", two_pages, "--pdf", tmp_path / "new" / "copy.pdf")
    assert result.exit_code == 0
    assert two_pages.read_bytes() == before
    with pikepdf.open(tmp_path / "new" / "copy.pdf") as copy:
        assert len(copy.pages) == 2


def test_several_files_go_into_a_folder_under_names_of_their_own(run, tmp_path, two_pages):
    same = tmp_path / "other"
    same.mkdir()
    twin = page_with(same / "tờ khai.png", "Đơn đề nghị cấp bản sao trích lục")
    result = run("read", two_pages, twin, "--pdf", tmp_path / "copies")
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == ["tờ khai (2).pdf", "tờ khai.pdf"]


def refused(result):
    return (result.exit_code, result.stdout, len(result.stderr.strip().splitlines())) == (2, "", 1)


def test_an_original_is_never_overwritten(run, tmp_path):
    original = tmp_path / "scan.pdf"
    original.write_bytes(FORM.read_bytes())
    (tmp_path / "link.pdf").symlink_to(original)
    for out in (original, tmp_path, tmp_path / "link.pdf", tmp_path / "." / "scan.pdf"):
        assert refused(run("read", original, "--pdf", out))
    assert original.read_bytes() == FORM.read_bytes()


def test_several_files_do_not_fit_into_one(run, tmp_path, two_pages):
    (tmp_path / "out.pdf").write_bytes(b"mine")
    assert refused(run("read", two_pages, FORM, "--pdf", tmp_path / "out.pdf"))
    assert (tmp_path / "out.pdf").read_bytes() == b"mine"


def test_only_one_form_can_be_asked_for(run, two_pages):
    assert refused(run("read", two_pages, "--json", "--text"))
    assert refused(run("read", two_pages, "--json", "--pdf", "x.pdf"))


def test_a_bad_file_gets_one_sentence_and_the_others_are_read(run, tmp_path, two_pages):
    (tmp_path / "trong.pdf").write_bytes(b"")
    result = run("read", tmp_path / "trong.pdf", two_pages)
    assert result.exit_code == 1
    assert MOTTO in result.stdout
    assert len(result.stderr.strip().splitlines()) == 1
    assert "trong.pdf" in result.stderr
    assert "rỗng" in result.stderr


@pytest.mark.parametrize("form", [("--text",), ("--json",), ("--pdf", "out")])
def test_nothing_usable_ends_with_2_in_every_form(run, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    Path("trong.pdf").write_bytes(b"")
    result = run("read", "trong.pdf", "khong-co.png", *form)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 2
    assert "Traceback" not in result.output


def test_json_says_why_a_file_was_not_read(run, tmp_path):
    (tmp_path / "trong.pdf").write_bytes(b"")
    document = json.loads(run("read", tmp_path / "trong.pdf", tmp_path / "khong-co.png", "--json").stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert [bool(file["error"]) for file in document["files"]] == [True, True]
    assert document["files"][1]["sha256"] is None


def test_nothing_of_a_file_with_a_secrecy_mark_is_given_or_kept(run, tmp_path, data_dir, two_pages):
    secret = page_with(tmp_path / "mau.png", "ỦY BAN NHÂN DÂN XÃ MẪU", "TUYỆT MẬT", "Kế hoạch mẫu không có thật")
    result = run("read", secret, two_pages)
    assert result.exit_code == 1
    assert "Kế hoạch" not in result.stdout
    assert MOTTO in result.stdout
    assert "mau.png" in result.stderr
    kept = [path.read_text(encoding="utf-8") for path in (data_dir / "readings").rglob("*.json")]
    assert kept
    assert not any("TUYỆT" in reading for reading in kept)


def test_reading_does_not_wait_for_what_other_commands_need():
    """The command is called page by page in scripts: what it imports is paid for each time."""
    asked = f"import sys, intake_ai.reading.commands, api.cli; print([name for name in {HEAVY} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"


def test_help_lists_all_commands_and_shows_examples(run):
    assert all(name in run("--help").stdout for name in ("check", "read", "demo", "catalogue"))
    assert "intake-ai read" in run("read", "--help").stdout
    assert run("reed").exit_code == 2


def test_a_glance_reads_the_head_of_a_page_and_not_its_foot(run, tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    sheet = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype("DejaVuSerif.ttf", 30)
    for number, line in enumerate([MOTTO, *["Nội dung của đơn này được viết tiếp"] * 18, "Người làm đơn ký tên"]):
        pen.text((120, 90 + 75 * number), line, font=font, fill="black")
    sheet.save(tmp_path / "don.png", dpi=(150, 150))
    glanced = run("read", tmp_path / "don.png", "--glance").stdout
    assert MOTTO in glanced
    assert "Người làm đơn" not in glanced
    assert "Người làm đơn ký tên" in run("read", tmp_path / "don.png").stdout


def test_a_glance_makes_no_copy(run, two_pages, tmp_path):
    result = run("read", two_pages, "--glance", "--pdf", tmp_path / "copy.pdf")
    assert result.exit_code == 2
    assert "--glance" in result.stderr
    assert not (tmp_path / "copy.pdf").exists()
