"""Lessons from corrected dossiers, through the command line, with real files read once."""

import gzip
import json
from pathlib import Path

import pytest

from classifiers.papers import PaperType
from intake_ai.learning.lessons import lessons_folder, read_lessons

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "samples" / "khai-tu-thieu-giay-bao-tu"
FILES = sorted(SAMPLE.glob("scan_*.pdf"))
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def corrected(settings, run, tmp_path):
    """A report about the sample as the command line gives it, with its procedure confirmed."""
    report = json.loads(run("check", *FILES, "--json", "--received", "2026-11-22").stdout)
    path = tmp_path / "sua.json"
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_lesson_holds_what_the_officer_confirmed_and_no_identity(settings, run, corrected, tmp_path):
    report = json.loads(corrected.read_text(encoding="utf-8"))
    report["papers"][0]["type"] = "other"
    said = [
        {"kind": "surplus_paper", "severity": severity, "message": "MẪU", "paper": paper["id"]}
        for severity, paper in zip(("check", "info"), report["papers"], strict=False)
    ]
    report["problems"] = said
    corrected.write_text(json.dumps(report), encoding="utf-8")
    told = run("lessons", "keep", corrected, *reversed(FILES))
    assert told.exit_code == 0, told.output
    assert "thông tin cá nhân" in told.stdout
    (lesson,) = read_lessons(settings)
    assert lesson.code == report["procedure"]["code"]
    assert lesson.papers[0].type is PaperType.OTHER
    assert [paper.surplus for paper in lesson.papers[:2]] == [True, False]
    assert [len(paper.pages) for paper in lesson.papers] == [len(paper["pages"]) for paper in report["papers"]]
    assert {page.ref.file for page in lesson.pages} <= {f"{number}.pdf" for number in range(1, 9)}
    (file,) = lessons_folder(settings).iterdir()
    kept = gzip.decompress(file.read_bytes()).decode().casefold()
    for person in TRUTH["people"]:
        for identity in (person["name"], person["id"], person["dob"]):
            assert identity.casefold() not in kept
    assert file.stat().st_mode & 0o077 == 0

    again = run("lessons", "keep", corrected, *FILES, "--json")
    assert json.loads(again.stdout)["dossier"] == report["dossier_id"]
    listed = json.loads(run("lessons", "list", "--json").stdout)
    assert [entry["dossier"] for entry in listed] == [report["dossier_id"]]
    assert report["dossier_id"] in run("lessons", "list").stdout
    assert run("lessons", "forget", report["dossier_id"]).exit_code == 0
    assert list(read_lessons(settings)) == []
    assert "Chưa có bài học" in run("lessons", "list").stdout


def test_a_lesson_needs_the_very_files_and_pages_of_its_report(settings, run, corrected):
    missing = run("lessons", "keep", corrected, FILES[0])
    assert missing.exit_code == 2
    assert FILES[1].name in missing.stderr
    report = json.loads(corrected.read_text(encoding="utf-8"))
    report["papers"][0]["pages"][0]["page"] = 40
    corrected.write_text(json.dumps(report), encoding="utf-8")
    beyond = run("lessons", "keep", corrected, *FILES)
    assert beyond.exit_code == 2
    assert "40" in beyond.stderr
    assert list(read_lessons(settings)) == []


def test_what_is_no_report_or_no_lesson_is_told(settings, run, tmp_path):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    assert run("lessons", "keep", tmp_path / "x.json", FILES[0]).exit_code == 2
    assert "không phải báo cáo" in run("lessons", "keep", tmp_path / "x.json", FILES[0]).stderr
    for dossier in ("local-1", "../x"):
        told = run("lessons", "forget", dossier)
        assert told.exit_code == 2
        assert "Không có bài học" in told.stderr
