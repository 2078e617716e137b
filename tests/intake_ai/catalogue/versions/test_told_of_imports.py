"""What is said of an import that is not in force, of what it would lose, and of one version's difference."""

import json
from pathlib import Path

import pytest
from catalogue_builder import file_of, many, record
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app

pytestmark = pytest.mark.usefixtures("own_data")

BY = ("--by", "Cán bộ MẪU")
LATER = ("--effective", "31/12/2999")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def imported(folder: Path, count: int, *options: str) -> Result:
    return run("import", str(file_of(folder, *many(count))), *options)


def test_an_import_that_waits_is_not_said_to_be_in_force(tmp_path: Path):
    told = imported(tmp_path, 5, *LATER).stdout
    assert "đang áp dụng" not in told
    assert "chưa áp dụng" in told
    assert "chờ đến ngày 31/12/2999" in told
    again = imported(tmp_path, 5, *LATER).stdout
    assert "đã được nhập từ trước" in again
    assert "đang áp dụng" not in again


def test_corrections_are_reviewed_against_the_version_that_was_imported(tmp_path: Path):
    imported(tmp_path, 30)
    run("correct", "9.000001", "1", "--need", "if", "--when", "cấp lại", *BY)
    changed = [record("9.000001", "Đơn đề nghị", "Giấy phép đã cấp"), *many(30)[1:]]
    told = run("import", str(file_of(tmp_path, *changed)), *LATER).stdout
    assert "1 chỉnh sửa sẽ không còn khớp" in told
    assert "catalogue review --on 31/12/2999" in told
    assert "Không có chỉnh sửa nào" in run("review").stdout
    assert "Giấy phép đã cấp" in run("review", "--on", "31/12/2999").stdout
    assert run("review", "--on", "31/12/2999", "--take", "1", *BY).exit_code == 0
    assert "Không có chỉnh sửa nào" in run("review", "--on", "31/12/2999").stdout
    row = json.loads(run("show", "9.000001", "--json").stdout)["requirements"][1]
    assert row["when"] == "cấp lại"


def test_one_version_is_compared_with_the_one_before_it(tmp_path: Path):
    for count in (20, 21, 23):
        assert imported(tmp_path, count).exit_code == 0
    for version, added in (("2", 1), ("3", 2)):
        assert json.loads(run("diff", version, "--json").stdout)["counts"]["procedures_added"] == added
    refused = run("diff", "1")
    assert refused.exit_code == 2
    assert "Trước phiên bản 1 không có bản nào" in refused.stderr
    assert "intake-ai catalogue diff 1 SỐ" in refused.stderr


def test_the_difference_of_a_local_import_is_the_one_that_is_pointed_to(tmp_path: Path):
    imported(tmp_path, 20)
    imported(tmp_path, 20, "--local")
    assert "catalogue diff 3" in imported(tmp_path, 22, "--local").stdout
    assert json.loads(run("diff", "3", "--json").stdout)["counts"]["procedures_added"] == 2


def test_only_losses_above_the_share_are_named(tmp_path: Path):
    unusable = file_of(tmp_path, *many(2), record(""), name="hong.jsonl")
    refused = run("import", str(unusable))
    assert refused.exit_code == 2
    assert "1 trong 3 mục của tệp không dùng được (33.3%)" in refused.stderr
    assert "trong 0" not in refused.stderr
    assert "thủ tục (" not in refused.stderr
    imported(tmp_path, 30)
    fewer = imported(tmp_path, 20)
    assert "sẽ mất 10 trong 30 thủ tục (33.3%); sẽ mất 20 trong 60 dòng" in fewer.stderr
    assert "không dùng được" not in fewer.stderr
