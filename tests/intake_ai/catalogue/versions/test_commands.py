import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from catalogue_builder import file_of, many, record
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app
from intake_ai.catalogue.versions import commands as version_commands
from intake_ai.settings import get_settings

pytestmark = pytest.mark.usefixtures("own_data")


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def took(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_an_import_tells_the_difference_from_the_version_before(tmp_path: Path):
    assert "So với bản trước" not in run("import", str(file_of(tmp_path, *many(30)))).stdout
    changed = [*many(29)[1:], record("9.000001", "Đơn đề nghị mới", "Giấy phép"), record("9.000077")]
    told = run("import", str(file_of(tmp_path, *changed))).stdout
    assert "thêm 1 thủ tục, bỏ 1, thay đổi 1" in told
    shown = run("diff").stdout
    assert "9.000077" in shown
    assert "sửa giấy tờ (dòng 0): Đơn đề nghị mới" in shown
    assert "thêm chữ “mới”" in shown
    document = took("diff")
    assert document["counts"] == {
        "procedures_added": 1,
        "procedures_removed": 1,
        "procedures_changed": 1,
        "rows_added": 2,
        "rows_removed": 2,
        "rows_changed": 1,
    }
    assert document["changed"][0]["rows_changed"][0]["words"] == [["", "mới"]]


def test_versions_are_listed_with_the_one_that_waits(tmp_path: Path):
    assert "Chưa nhập danh mục nào" in run("versions").stdout
    run("import", str(file_of(tmp_path, *many(3))))
    told = run("import", str(file_of(tmp_path, *many(4))), "--effective", "31/12/2999")
    assert "chờ đến ngày 31/12/2999" in told.stdout
    shown = run("versions").stdout
    assert "đang áp dụng" in shown
    assert "chờ hiệu lực" in shown
    assert next((one["number"], one["state"], one["effective"]) for one in took("versions")) == (
        2,
        "waiting",
        "2999-12-31",
    )


def test_a_drop_is_refused_with_figures_and_the_way_on_where_nobody_can_be_asked(tmp_path: Path):
    run("import", str(file_of(tmp_path, *many(20))))
    fewer = str(file_of(tmp_path, *many(10), name="it.jsonl"))
    before = run("versions", "--json").stdout
    refused = run("import", fewer)
    assert refused.exit_code == 2
    assert "10 trong 20 thủ tục (50.0%)" in refused.stderr
    assert "--accept-losses" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert run("versions", "--json").stdout == before
    assert run("import", fewer, "--accept-losses").exit_code == 0


@pytest.mark.parametrize(("answer", "versions"), [("n\n", 1), ("y\n", 2), ("", 1)])
def test_a_person_at_the_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, versions: int):
    run("import", str(file_of(tmp_path, *many(20))))
    monkeypatch.setattr(version_commands, "is_asked", lambda: True)
    asked = run("import", str(file_of(tmp_path, *many(10))), stdin=answer)
    assert "10 trong 20 thủ tục" in asked.stderr
    assert "Vẫn nhập?" in asked.stderr
    assert (asked.exit_code == 0) == (versions == 2)
    assert len(took("versions")) == versions


def test_the_share_that_may_be_lost_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run("import", str(file_of(tmp_path, *many(20))))
    monkeypatch.setenv("INTAKE_AI_MOST_LOST", "0.5")
    get_settings.cache_clear()
    assert run("import", str(file_of(tmp_path, *many(10)))).exit_code == 0


def test_what_could_not_be_used_is_told_and_written_as_json(tmp_path: Path):
    report = tmp_path / "loi.json"
    told = run("import", str(file_of(tmp_path, *many(30), record(""))), "--report", str(report))
    assert "1 mục không dùng được" in told.stdout
    assert "dòng 31: không có mã thủ tục" in told.stdout
    (fault,) = json.loads(report.read_text(encoding="utf-8"))
    assert (fault["number"], fault["unit"], fault["lost"]) == (31, "line", True)
    assert fault["reason"].startswith("không có mã thủ tục")


def test_a_list_in_excel_is_imported_beside_the_national_catalogue(tmp_path: Path):
    run("import", str(file_of(tmp_path, *many(3))))
    book = openpyxl.Workbook()
    for row in (["Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ"], ["9.800001", "Thủ tục tỉnh MẪU", "- Đơn\n- Ảnh"]):
        book.active.append(row)
    book.save(tmp_path / "tinh.xlsx")
    done = took("import", str(tmp_path / "tinh.xlsx"), "--local")
    assert (done["version"]["layer"], done["version"]["format"], done["unusable"]) == ("local", "xlsx", [])
    assert {"9.000001", "9.800001"} <= {one["code"] for one in took("list")}


@pytest.mark.parametrize("value", ["mai", "2026-13-01", "31/02/2026", ""])
def test_a_day_that_is_none_is_told(tmp_path: Path, value: str):
    path = str(file_of(tmp_path, *many(1)))
    result = run("import", path, f"--effective={value}")
    if value:
        assert result.exit_code == 2
        assert f"“{value}” không phải ngày hợp lệ" in result.stderr
    else:
        assert result.exit_code == 0


def test_a_version_that_is_not_there_is_told():
    result = run("diff", "7", "8")
    assert result.exit_code == 2
    assert "Không có phiên bản danh mục 8" in result.stderr
    assert "Chỉ có một phiên bản" in run("diff").stdout


def test_a_row_is_corrected_listed_and_dropped_again(tmp_path: Path):
    run("import", str(file_of(tmp_path, *many(3))))
    by = ("--by", "Cán bộ MẪU", "--reason", "theo luật")
    kept = run("correct", "9.000001", "1", "--need", "if", "--when", "cấp lại", *by)
    assert "Đã ghi chỉnh sửa số 1 cho 9.000001, dòng 1: khi nào phải nộp: khi có điều kiện" in kept.stdout
    assert "Đã xác nhận" in run("correct", "9.000001", "0", "--confirm", *by).stdout
    shown = took("show", "9.000001")["requirements"][1]
    assert (shown["need"], shown["when"]) == ("if", "cấp lại")
    assert "cấp lại" in run("corrections").stdout
    assert "Đã bỏ chỉnh sửa số 1" in run("corrections", "--drop", "1", *by).stdout
    assert "need" not in took("show", "9.000001")["requirements"][1]
    history = [json.loads(line) for line in run("corrections", "9.000001", "--history", "--json").stdout.splitlines()]
    assert [one["action"] for one in history] == ["correct", "confirm", "drop"]


def test_options_types_and_the_role_of_a_case_are_corrected(tmp_path: Path):
    run("import", str(file_of(tmp_path, *many(3))))
    by = ("--by", "Cán bộ MẪU")
    options = ("--option", "Hộ chiếu", "--option", "Căn cước", "--type", "passport", "--present-only")
    assert run("correct", "9.000001", "1", *options, *by).exit_code == 0
    row = took("show", "9.000001")["requirements"][1]
    assert (row["options"], row["types"], row["present_only"]) == (["Hộ chiếu", "Căn cước"], ["passport"], True)
    assert run("correct", "9.000001", "1", "--option", "", "--hand-in", *by).exit_code == 0
    row = took("show", "9.000001")["requirements"][1]
    assert "options" not in row
    assert "present_only" not in row
    assert run("correct", "9.000001", "--case", "0", "--role", "note", *by).exit_code == 0
    assert took("show", "9.000001")["cases"][0]["role"] == "note"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9.000001", "0", "--by", "x"), "Chưa nêu sửa gì"),
        (("9.000001", "0", "--need", "always"), "ghi tên người sửa"),
        (("9.000001", "0", "--need", "always", "--by", "x" * 256), "“người sửa” không hợp lệ"),
        (("9.000001", "9", "--need", "always", "--by", "x"), "không có dòng 9"),
        (("9.000001", "--case", "9", "--role", "note", "--by", "x"), "không có trường hợp 9"),
        (("9.000001", "--need", "always", "--by", "x"), "hoặc số dòng, hoặc --case"),
        (("9.000001", "0", "--need", "maybe", "--by", "x"), "always (luôn phải nộp), if (khi có điều kiện)"),
        (("9.000001", "0", "--role", "note", "--by", "x"), "Không có mục “vai trò của trường hợp”"),
        (("9.111111", "0", "--need", "always", "--by", "x"), "không có thủ tục mã 9.111111"),
    ],
)
def test_a_correction_that_cannot_be_gets_one_sentence(tmp_path: Path, arguments: tuple[str, ...], sentence: str):
    run("import", str(file_of(tmp_path, *many(3))))
    result = run("correct", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Chưa có chỉnh sửa nào" in run("corrections").stdout


def test_corrections_of_changed_rows_are_reviewed_after_an_import(tmp_path: Path):
    by = ("--by", "Cán bộ MẪU")
    run("import", str(file_of(tmp_path, *many(3))))
    run("correct", "9.000001", "1", "--need", "if", "--when", "cấp lại", *by)
    changed = [record("9.000001", "Đơn đề nghị", "Giấy phép đã cấp"), *many(3)[1:]]
    told = run("import", str(file_of(tmp_path, *changed)))
    assert "1 chỉnh sửa không còn khớp" in told.stdout
    shown = run("review").stdout
    assert "Dòng đã sửa: Giấy phép" in shown
    assert "Nay là (dòng 1): Giấy phép đã cấp" in shown
    assert "thêm chữ “đã cấp”" in shown
    assert "Đã chuyển chỉnh sửa số 1" in run("review", "--take", "1", *by).stdout
    assert took("show", "9.000001")["requirements"][1]["when"] == "cấp lại"
    assert "Không có chỉnh sửa nào cần xem lại" in run("review").stdout
    assert run("review", "--take", "1", *by).exit_code == 2


def test_corrections_are_written_to_a_file_and_taken_over_from_it(tmp_path: Path):
    run("import", str(file_of(tmp_path, *many(3))))
    run("correct", "9.000001", "1", "--kind", "note", "--by", "Cán bộ MẪU")
    shared = tmp_path / "chinh-sua.jsonl"
    assert "Đã ghi 1 chỉnh sửa" in run("corrections", "--export", str(shared)).stdout
    assert "1 đã có sẵn" in run("corrections", "--import", str(shared)).stdout
    for content in (b"{}\n", b"\xff\xfe\x00"):
        shared.write_bytes(content)
        refused = run("corrections", "--import", str(shared))
        assert (refused.exit_code, "Dòng 1" in refused.stderr) == (2, True)
    assert run("corrections", "--import", str(tmp_path / "khong-co.jsonl")).exit_code == 2
    assert run("corrections", "--drop", "1").exit_code == 2
    assert run("corrections", "--drop", "9", "--by", "Cán bộ MẪU").exit_code == 2


def test_a_selection_is_made_shown_and_cleared(tmp_path: Path):
    records = [record("9.000001", level=["xa"]), record("9.000002", level=["tinh"]), record("9.000003", level=["tinh"])]
    run("import", str(file_of(tmp_path, *records)))
    assert "mặc định" in run("selection").stdout
    codes = tmp_path / "ma.csv"
    codes.write_text("Mã TTHC;Tên thủ tục\n9.000002;Hai\n9.777777;Bảy\n?;Không\n", encoding="utf-8")
    told = run("select", "--list", str(codes), "--add", "9.000001")
    assert "Đang chọn 2 trong 57 thủ tục" in told.stdout
    assert "9.777777" in told.stdout
    assert "hàng 4: “?” không phải mã thủ tục" in told.stdout
    chosen = {one["code"] for one in took("list")}
    assert {"9.000001", "9.000002"} <= chosen
    assert "9.000003" not in chosen
    assert took("selection")["selection"]["codes"] == ["9.000002", "9.777777"]
    assert "mặc định" in run("selection", "--clear").stdout
    assert "9.000003" in {one["code"] for one in took("list")}
    assert run("select").exit_code == 2


@pytest.mark.parametrize("command", ["versions", "diff", "correct", "corrections", "review", "select", "selection"])
def test_help_gives_examples(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"intake-ai catalogue {command}" in result.stdout
