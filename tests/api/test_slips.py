"""The commands `slip` and `slips` as a person uses them."""

import json

import pytest
from slip_builder import component, known, problem, report

from intake_ai.slips.examples import example_slips

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def found(tmp_path):
    """A report: one row missing, one in doubt, one there."""
    path = tmp_path / "report.json"
    rows = [
        component(0, "missing", reason="Không thấy.", remedy="Nộp bản chính."),
        component(1, "to_check"),
        component(2, "present", form="original", papers=["p1"]),
    ]
    made = report(rows, [problem("unsigned", paper="p1")], [known("full_name", "Nguyễn Văn Mẫu", status="to_check")])
    path.write_text(made.to_json(), encoding="utf-8")
    return path


def test_a_request_is_a_draft_until_an_officer_settles_the_doubts(run, found, tmp_path):
    out = tmp_path / "02.pdf"
    draft = run("slip", "02", found, "--out", out, "--code", "MAU.1")
    assert draft.exit_code == 0, draft.output
    assert out.read_bytes().startswith(b"%PDF-1.4")
    assert out.stat().st_mode & 0o077 == 0
    assert "DỰ THẢO" in draft.stderr
    assert "Mục 2" in draft.stderr
    assert "full_name" in draft.stderr, "who was not confirmed is named"
    officer = ("--officer", "Trần Thị Mẫu", "--drop", "2")
    assert "DỰ THẢO" not in run("slip", "2", found, "--out", out, *officer).stderr


def test_a_second_request_is_warned_of(run, found, tmp_path):
    assert "lần yêu cầu thứ 2" in run("slip", "02", found, "--out", tmp_path / "a.pdf", "--attempt", "2").stderr


def test_values_can_be_printed_edited_and_made(run, found, tmp_path):
    printed = run("slip", "02", found, "--values", "--drop", "2")
    values = json.loads(printed.stdout)
    assert [item["name"] for item in values["items"]] == ["Giấy số 0", "Giấy số 2"]
    edited = tmp_path / "values.json"
    edited.write_text(json.dumps(values), encoding="utf-8")
    made = run("slip", "02", edited, "--out", tmp_path / "02.pdf", "--officer", "Trần Thị Mẫu")
    assert made.exit_code == 0, made.output
    assert "DỰ THẢO" not in made.stderr


def test_a_refusal_without_a_reason_stays_a_draft_whoever_is_named(run, found, tmp_path):
    out = tmp_path / "03.pdf"
    assert "DỰ THẢO" in run("slip", "03", found, "--out", out, "--officer", "Trần Thị Mẫu").stderr
    decided = run("slip", "03", found, "--out", out, "--officer", "Trần Thị Mẫu", "--reason", "Không thuộc thẩm quyền.")
    assert "DỰ THẢO" not in decided.stderr


def test_a_receipt_of_an_incomplete_dossier_is_warned_of(run, found, tmp_path):
    made = run("slip", "01", found, "--out", tmp_path / "01.pdf", "--due", "30/11/2026 16:30")
    assert made.exit_code == 0, made.output
    assert "chưa được kết luận là đủ" in made.stderr


@pytest.mark.parametrize("slip", example_slips(), ids=lambda slip: slip.kind)
def test_every_slip_is_made_from_values(run, slip, tmp_path):
    values = tmp_path / "values.json"
    values.write_text(slip.model_dump_json(), encoding="utf-8")
    made = run("slip", slip.kind, values, "--out", tmp_path / "out.pdf")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.4")


def test_nothing_to_ask_for_makes_no_file(run, tmp_path):
    path = tmp_path / "report.json"
    path.write_text(report([component(0, "present")], verdict="complete").to_json(), encoding="utf-8")
    asked = run("slip", "02", path, "--out", tmp_path / "02.pdf")
    assert asked.exit_code == 1
    assert not (tmp_path / "02.pdf").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("08", "REPORT", "--out", "OUT"),
        ("04", "REPORT", "--out", "OUT"),
        ("02", "REPORT"),
        ("02", "REPORT", "--out", "OUT", "--values"),
        ("02", "REPORT", "--out", "REPORT"),
        ("02", "REPORT", "--out", "OUT", "--drop", "9"),
        ("02", "REPORT", "--out", "OUT", "--drop", "hai"),
        ("02", "REPORT", "--out", "OUT", "--due", "hôm nay"),
        ("02", "nowhere.json", "--out", "OUT"),
        ("02", "BROKEN", "--out", "OUT"),
        ("02", "LIST", "--out", "OUT"),
        ("02", "EMPTY", "--out", "OUT"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(run, found, tmp_path, words):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "empty.json").write_text("{}", encoding="utf-8")
    places = {"REPORT": found, "OUT": tmp_path / "out.pdf"}
    places |= {name.upper(): tmp_path / f"{name}.json" for name in ("broken", "list", "empty")}
    before = found.read_bytes()
    asked = run("slip", *(places.get(word, word) for word in words))
    assert asked.exit_code == 2
    assert len(asked.stderr.strip().splitlines()) == 1
    assert "Traceback" not in asked.output
    assert found.read_bytes() == before


def test_templates_are_copied_listed_checked_and_told_when_broken(run, data_dir, tmp_path):
    listed = run("slips", "templates")
    assert "receipt.typ" in listed.stdout
    assert run("slips", "templates", "--copy", "--check").exit_code == 0
    broken = data_dir / "slips" / "stop.typ"
    kept = broken.read_text(encoding="utf-8")
    broken.write_text(kept + "\n#nowhere\n", encoding="utf-8")
    checked = run("slips", "templates", "--check")
    assert checked.exit_code == 2
    assert f"dòng {len(kept.splitlines()) + 2}" in checked.stderr
    broken.write_text(kept, encoding="utf-8")
    shown = run("slips", "preview", tmp_path / "preview")
    assert shown.exit_code == 0
    assert len(list((tmp_path / "preview").glob("0?-*.pdf"))) == 7
