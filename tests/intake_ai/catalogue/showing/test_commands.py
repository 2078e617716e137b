import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app
from intake_ai.catalogue.service import Catalogue
from intake_ai.settings import get_settings

RECORD: dict[str, Any] = {
    "code": "9.000001",
    "name": "Đăng ký thử nghiệm con dấu MẪU",
    "field": "Thử nghiệm",
    "level": ["xa"],
    "provincial_core": True,
    "cases": [{"case": ""}],
    "papers": [
        {"case": "", "name": "Đơn đề nghị theo Mẫu số 02 (bản chính)", "originals": 1},
        {"case": "", "name": "Giấy phép cũ (nếu có)"},
        {"case": "", "name": "Lưu ý: giấy tờ bằng tiếng nước ngoài phải được dịch."},
    ],
}
DORMANT = {**RECORD, "code": "9.000002", "name": "Thủ tục không áp dụng MẪU", "provincial_core": False}


@pytest.fixture(autouse=True)
def _catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    get_settings.cache_clear()
    file = tmp_path / "danh-muc.json"
    file.write_text(json.dumps([RECORD, DORMANT]), encoding="utf-8")
    assert run("import", str(file)).exit_code == 0
    yield
    get_settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def documents(result: Result) -> dict[str, Any]:
    return {one["code"]: one for one in map(json.loads, result.stdout.splitlines())}


def test_requirements_are_one_document_a_line_in_the_shape_of_the_contract():
    row_keys = {"index", "kind", "need", "when", "choice", "options", "present_only"}
    found = documents(run("requirements", "9.000001", "--json"))["9.000001"]
    assert [(case["index"], case["role"]) for case in found["cases"]] == [(0, "common")]
    assert [row["index"] for row in found["rows"]] == [0, 1, 2]
    assert [(row["kind"], row["need"], row["when"]) for row in found["rows"]] == [
        ("paper", "always", None),
        ("paper", "if", "nếu có"),
        ("note", "always", None),
    ]
    assert all(row_keys <= set(row) for row in found["rows"])
    assert found["rows"][0]["form_number"] == "Mẫu số 02"
    assert all(0 <= row["confidence"] <= 1 for row in found["rows"])
    assert found["rows"][1]["evidence"]["need"]["words"] == "nếu có"


def test_requirements_without_code_are_those_of_the_whole_catalogue_or_those_in_force():
    in_force = set(documents(run("requirements", "--json", "--in-force")))
    everything = set(documents(run("requirements", "--json")))
    assert everything - in_force == {"9.000002"}


def test_a_procedure_not_in_force_is_printed_when_named():
    assert set(documents(run("requirements", "9.000002", "--json"))) == {"9.000002"}


def test_unknown_codes_are_each_told_and_the_others_printed_all_the_same():
    result = run("requirements", "9.999998", "9.000001", "9.999999", "--json")
    assert result.exit_code == 2
    assert set(documents(result)) == {"9.000001"}
    sentences = result.stderr.strip().splitlines()
    assert len(sentences) == 2
    assert "9.999998" in sentences[0]
    assert "9.999999" in sentences[1]


def test_every_code_is_looked_up_once_and_told_once(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    look_up = Catalogue.find
    monkeypatch.setattr(Catalogue, "find", lambda self, code: asked.append(code) or look_up(self, code))
    result = run("requirements", "9.999998", "9.000001", "9.999998")
    assert asked == ["9.999998", "9.000001"]
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_code_named_twice_or_with_a_local_suffix_is_printed_once():
    assert run("requirements", "9.000001", "9.000001", "9.000001.H36", "--json").stdout.count("\n") == 1


def test_requirements_without_json_are_a_summary():
    told = run("requirements").stdout
    assert "Giấy tờ cần khi có điều kiện" in told
    assert "9.000001 Đăng ký" in run("requirements", "9.000001").stdout


def test_show_tells_a_person_when_each_paper_is_needed():
    shown = run("show", "9.000001").stdout
    assert "Đơn đề nghị theo Mẫu số 02" in shown
    assert "→ luôn cần · 1 bản chính · biểu mẫu: Mẫu số 02" in shown
    assert "→ cần khi có" in shown
    assert "Ghi chú: Lưu ý: giấy tờ bằng tiếng nước ngoài" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_show_speaks_english_too():
    shown = run("show", "9.000001", "--lang", "en").stdout
    assert "→ always needed · 1 original · form: Mẫu số 02" in shown
    assert "commune" in shown


def test_show_as_json_is_the_whole_procedure():
    document = json.loads(run("show", "9.000001", "--json").stdout)
    assert document["name"] == RECORD["name"]
    assert document["requirements"][1]["when"] == "nếu có"
    assert "officers" not in document


def test_what_an_officer_said_is_shown_with_name_and_day():
    run("correct", "9.000001", "1", "--need", "always", "--by", "Cán bộ MẪU", "--reason", "luật mới")
    run("correct", "9.000001", "2", "--confirm", "--by", "Cán bộ MẪU")
    shown = run("show", "9.000001").stdout
    assert "Cán bộ MẪU sửa khi nào phải nộp ngày" in shown
    assert "(luật mới)" in shown
    assert "Cán bộ MẪU xác nhận đúng ngày" in shown
    rows = documents(run("requirements", "9.000001", "--json"))["9.000001"]["rows"]
    assert rows[1]["need"] == "always"
    assert rows[1]["officer"]["action"] == "correct"
    assert rows[1]["officer"]["fields"] == {"need": "always"}
    assert "officer" not in rows[0]
    assert len(json.loads(run("show", "9.000001", "--json").stdout)["officers"]) == 2


def test_a_correction_whose_row_has_changed_is_told_to_be_reviewed(tmp_path: Path):
    run("correct", "9.000001", "1", "--need", "always", "--by", "Cán bộ MẪU")
    assert "Cán bộ đã xem 1 dòng" in run("show", "9.000001").stdout
    papers = [*RECORD["papers"][:1], {"case": "", "name": "Giấy phép cũ còn hiệu lực (nếu có)"}, *RECORD["papers"][2:]]
    file = tmp_path / "moi.json"
    file.write_text(json.dumps([{**RECORD, "papers": papers}, DORMANT]), encoding="utf-8")
    assert run("import", str(file)).exit_code == 0
    shown = run("show", "9.000001").stdout
    assert "1 chỉnh sửa chờ xem lại" in shown
    assert "Cán bộ đã xem" not in shown


def test_an_unknown_code_is_told_with_the_way_to_search():
    result = run("show", "9.999999", "--lang", "en")
    assert result.exit_code == 2
    assert "no procedure 9.999999" in result.stderr


def test_a_case_that_is_not_there_is_told():
    result = run("show", "9.000001", "--case", "7")
    assert result.exit_code == 2
    assert "9.000001 không có trường hợp số 7" in result.stderr


def test_stats_count_the_whole_catalogue_and_what_is_in_force():
    document = json.loads(run("stats", "--json").stdout)
    total, in_force = document["total"], document["in_force"]
    assert total["procedures"] == in_force["procedures"] + 1
    assert total["compiled"] == total["procedures"]
    assert document["officers"]["procedures"] == 0
    assert {"xa"} <= {level["level"] for level in document["levels"]}
    only = json.loads(run("stats", "--json", "--in-force").stdout)
    assert only["total"] == only["in_force"] == in_force


def test_stats_count_what_officers_confirmed():
    run("correct", "9.000001", "2", "--confirm", "--by", "Cán bộ MẪU")
    told = run("stats").stdout
    assert "xác nhận 1 dòng" in told
    assert "Thủ tục chắc chắn hoàn toàn" in told
    assert "Fully sure" in run("stats", "--lang", "en").stdout


@pytest.mark.parametrize("command", ["requirements", "show", "stats"])
def test_help_gives_examples(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"intake-ai catalogue {command}" in result.stdout


def test_a_reader_that_stops_early_gets_no_stack_trace():
    program = "from api.cli import main; main()"
    command = [sys.executable, "-c", program, "catalogue", "requirements", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
