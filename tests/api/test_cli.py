"""The command line as a person uses it, bad input above all."""

import json
from pathlib import Path

import pytest
from PIL import Image

from intake_ai.settings import get_settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "khai-tu-thieu-giay-bao-tu"
FORM = SAMPLE / "scan_01.pdf"

pytestmark = pytest.mark.xdist_group("cli")


def huge_png(path):
    """A PNG whose header says 40,000 x 40,000, as a decompression bomb does; the pixels compress to 1.5 MB."""
    Image.MAX_IMAGE_PIXELS = None
    Image.new("1", (40_000, 40_000)).save(path)


def truncated_jpeg(path):
    whole = path.with_suffix(".whole.jpg")
    Image.effect_noise((800, 800), 90).convert("RGB").save(whole)
    path.write_bytes(whole.read_bytes()[:3000])


def pdf_without_pages(path):
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )


BAD_FILES = {
    "trong.pdf": lambda path: path.write_bytes(b""),
    "chu.pdf": lambda path: path.write_text("xin chào", encoding="utf-8"),
    "anh-cut.jpg": truncated_jpeg,
    "khong-trang.pdf": pdf_without_pages,
    "qua-to.png": huge_png,
    "thu-muc": lambda path: path.mkdir(),
    "khong-co.pdf": lambda _path: None,
    "van-ban.docx": lambda path: path.write_bytes(b"PK\x03\x04 not a picture"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_alone_gets_one_sentence_that_names_it(run, tmp_path, name):
    BAD_FILES[name](tmp_path / name)
    result = run("check", tmp_path / name, "--json", "--lang", "en")
    assert result.exit_code == 2
    report = json.loads(result.stdout)
    assert name in report["files"][0]["error"]
    assert "Traceback" not in result.output
    assert report["verdict"] == "review"


@pytest.mark.parametrize("name", BAD_FILES)
def test_the_sentence_is_vietnamese_unless_asked_otherwise(run, tmp_path, name):
    BAD_FILES[name](tmp_path / name)
    vietnamese = json.loads(run("check", tmp_path / name, "--json").stdout)["files"][0]["error"]
    english = json.loads(run("check", tmp_path / name, "--json", "--lang", "en").stdout)["files"][0]["error"]
    assert vietnamese != english
    assert any(not letter.isascii() for letter in vietnamese.replace(name, ""))


def test_the_other_files_are_read_where_one_is_bad(run, tmp_path):
    (tmp_path / "trong.pdf").write_bytes(b"")
    result = run("check", tmp_path / "trong.pdf", FORM, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [bool(file["error"]) for file in report["files"]] == [True, False]
    assert report["papers"][0]["type"] == "application_form"
    assert report["problems"][0]["kind"] == "unreadable_file"


def test_what_is_printed_for_json_is_one_report_and_nothing_else(run):
    result = run("check", FORM, "--json")
    assert json.loads(result.stdout)["schema"] == "intake-report/1"
    assert result.stderr == ""


def test_the_printed_report_names_procedure_missing_paper_and_verdict(run):
    result = run("check", *sorted(SAMPLE.glob("*.pdf")), "--due", "1", "--procedure", "1.000656")
    assert result.exit_code == 1
    assert "1.000656" in result.stdout
    assert "THIẾU" in result.stdout
    assert "CHƯA ĐỦ" in result.stdout


def test_files_of_one_name_in_two_folders_are_kept_apart(run, tmp_path):
    copy = tmp_path / FORM.name
    copy.write_bytes(FORM.read_bytes())
    report = json.loads(run("check", FORM, copy, "--json").stdout)
    assert [file["name"] for file in report["files"]] == ["scan_01.pdf", "scan_01 (2).pdf"]


def test_the_report_is_written_where_asked(run, tmp_path):
    result = run("check", FORM, "--out", tmp_path / "reports", "--json")
    written = list((tmp_path / "reports").glob("*.json"))
    assert [json.loads(path.read_text(encoding="utf-8"))["dossier_id"] for path in written] == [
        json.loads(result.stdout)["dossier_id"]
    ]


def test_an_answer_settles_its_question(run):
    open_questions = json.loads(run("check", FORM, "--procedure", "1.000656", "--json").stdout)["questions"]
    asked = open_questions[0]["id"]
    answered = json.loads(run("check", FORM, "--procedure", "1.000656", "--answer", f"{asked}=không", "--json").stdout)
    assert next(question for question in answered["questions"] if question["id"] == asked)["answer"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("--procedure", "9.999999"),
        ("--received", "22/11/2026"),
        ("--due", "a,b"),
        ("--answer", "x"),
        ("--procedure", "1.000656", "--case", "77"),
    ],
)
def test_a_wrong_option_gets_one_sentence_before_anything_is_read(run, words):
    result = run("check", FORM, *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_procedure_that_a_person_chose_is_kept_and_contradicted_politely(run):
    report = json.loads(run("check", FORM, "--procedure", "1.013225", "--json").stdout)
    assert report["procedure"]["code"] == "1.013225"
    assert report["procedure"]["confidence"] == 1.0
    assert "1.000656" in [other["code"] for other in report["procedure"]["alternatives"]]


def test_the_same_dossier_gives_the_same_report_but_for_its_times(run):
    first, second = (json.loads(run("check", FORM, "--json", "--received", "2026-11-22").stdout) for _ in range(2))
    first.pop("timings")
    second.pop("timings")
    assert first == second


def test_help_shows_examples(run):
    result = run("check", "--help")
    assert result.exit_code == 0
    assert "intake-ai check" in result.stdout


def test_a_data_folder_that_cannot_be_written_is_told(run, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "file" / "data"))
    get_settings.cache_clear()
    result = run("check", FORM)
    assert result.exit_code == 2
    assert "INTAKE_AI_DATA_DIR" in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("on_sqlite")
def test_a_broken_database_is_told(run, tmp_path, monkeypatch):
    (tmp_path / "intake.sqlite3").write_bytes(b"this is no database, whatever its name says" * 100)
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    result = run("catalogue", "list", "--lang", "en")
    assert result.exit_code == 2
    assert "database" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_data_folder_is_for_its_owner_alone(run, tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    assert run("check", FORM, "--json").exit_code == 1
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
