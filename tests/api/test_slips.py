"""The commands `slip` and `slips` as a person uses them."""

import json
import os

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


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "\u00ad "], ids=["none", "spaces", "no width", "soft"])
def test_a_reason_that_says_nothing_refuses_nobody(run, found, tmp_path, reason):
    out = tmp_path / "03.pdf"
    asked = run("slip", "03", found, "--out", out, "--officer", "Trần Thị Mẫu", "--reason", reason)
    assert asked.exit_code == 2
    assert "--reason" in asked.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--code", "M" * 201),
        ("--officer", "M" * 20_001),
        ("--officer", "Mẫu\udcff"),
        ("--number", "M" * 20_001),
        ("--keep", "7" * 5_000),
        ("--drop", "7" * 5_000),
    ],
    ids=["long code", "long name", "no letter", "long number", "long keep", "long drop"],
)
def test_an_option_that_no_slip_takes_is_named_without_what_it_says(run, found, tmp_path, option, value):
    asked = run("slip", "02", found, "--out", tmp_path / "02.pdf", option, value)
    assert asked.exit_code == 2
    assert isinstance(asked.exception, SystemExit)
    assert option in asked.stderr
    assert "M" * 20 not in asked.stderr
    assert "7" * 20 not in asked.stderr


def test_a_number_of_thousands_of_digits_makes_a_file_no_report(run, tmp_path):
    path = tmp_path / "report.json"
    path.write_text('{"due": ' + "7" * 5_000 + "}", encoding="utf-8")
    asked = run("slip", "04", path, "--out", tmp_path / "04.pdf")
    assert asked.exit_code == 2
    assert "report.json" in asked.stderr


def test_what_is_no_plain_file_is_refused_and_not_waited_for(run, tmp_path):
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for source in (pipe, "/dev/zero", tmp_path):
        asked = run("slip", "04", source, "--out", tmp_path / "04.pdf")
        assert asked.exit_code == 2
        assert len(asked.stderr.strip().splitlines()) == 1


def test_values_that_cannot_be_are_told_by_their_place_and_not_repeated(run, tmp_path):
    path = tmp_path / "values.json"
    values = {"issued": "2026-03-05T09:07", "reasons": [{"text": " ", "legal_basis": "Nguyễn Văn Mẫu"}]}
    path.write_text(json.dumps(values), encoding="utf-8")
    asked = run("slip", "03", path, "--out", tmp_path / "03.pdf")
    assert asked.exit_code == 2
    assert "reasons.0.text" in asked.stderr
    assert "Nguyễn" not in asked.stderr


def test_a_report_with_a_finding_that_says_nothing_makes_no_request(run, tmp_path):
    path = tmp_path / "report.json"
    path.write_text(report(problems=[problem("unsigned", message=" ", paper=None)]).to_json(), encoding="utf-8")
    asked = run("slip", "02", path, "--out", tmp_path / "02.pdf")
    assert asked.exit_code == 2
    assert "report.json" in asked.stderr


def test_a_slip_is_for_its_owner_alone_also_over_a_file_that_others_could_read(run, found, tmp_path):
    out = tmp_path / "02.pdf"
    out.write_bytes(b"")
    out.chmod(0o644)
    assert run("slip", "02", found, "--out", out).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".intake-ai-*"))


@pytest.mark.parametrize("option", ["--due", "--handed-over", "--not-found"])
def test_rows_of_thousands_of_digits_are_told_by_the_option(run, found, option):
    asked = run("check", found, option, "7" * 5_000)
    assert asked.exit_code == 2
    assert isinstance(asked.exception, SystemExit)
    assert option in asked.stderr
    assert "7" * 20 not in asked.stderr


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
