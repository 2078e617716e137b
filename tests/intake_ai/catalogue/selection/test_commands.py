"""What a person at the command line is told of a selection, built-in procedures included."""

import json
from pathlib import Path
from typing import Any

import pytest
from catalogue_builder import file_of, record
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app

pytestmark = pytest.mark.usefixtures("own_data")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def listed() -> set[str]:
    return {one["code"] for one in json.loads(run("list", "--json").stdout)}


def imported(folder: Path, *levels: str, **more: Any) -> None:
    records = [record(f"9.00000{number}", level=[level], **more) for number, level in enumerate(levels, start=1)]
    assert run("import", str(file_of(folder, *records)), "--accept-losses").exit_code == 0


def test_a_builtin_procedure_that_is_removed_is_not_listed_and_can_be_added_again():
    assert "Bỏ: 1.001193" in run("select", "--remove", "1.001193").stdout
    assert "1.001193" not in listed()
    assert "1.001193" in {one["code"] for one in json.loads(run("list", "--all", "--json").stdout)}
    assert run("select", "--add", "1.001193").exit_code == 0
    assert "1.001193" in listed()


def test_a_list_of_codes_holds_for_builtin_procedures_too(tmp_path: Path):
    imported(tmp_path, "xa", "tinh")
    codes = tmp_path / "ma.txt"
    codes.write_text("1.001193\n9.000002\n", encoding="utf-8")
    assert "Đang chọn 2 trong" in run("select", "--list", str(codes)).stdout
    assert listed() == {"1.001193", "9.000002"}


@pytest.mark.parametrize("word", ["xa", "Xã", "cấp xã", "phường, xã"])
def test_a_level_may_be_written_as_people_write_it(tmp_path: Path, word: str):
    imported(tmp_path, "xa", "Cấp xã", "tinh")
    told = run("select", "--level", word)
    assert "Cấp: xa" in told.stdout
    assert {"9.000001", "9.000002"} <= listed()
    assert "9.000003" not in listed()


@pytest.mark.parametrize("option", ["--level=", "--level=  ", "--level=huyện đảo", "--agency=", "--field= "])
def test_a_level_that_is_none_or_an_empty_word_is_refused_and_the_selection_stays(option: str):
    run("select", "--remove", "1.001193")
    before = run("selection", "--json").stdout
    refused = run("select", option)
    assert refused.exit_code == 2
    assert "giữ nguyên như trước" in refused.stderr
    assert not option.startswith("--level") or "tỉnh (tinh), xã (xa), bộ (bo)" in refused.stderr
    assert run("selection", "--json").stdout == before


def test_a_selection_of_nothing_is_refused_and_the_one_before_stays(tmp_path: Path):
    imported(tmp_path, "xa", "tinh")
    refused = run("select", "--field", "không có lĩnh vực này")
    assert refused.exit_code == 2
    assert "không có thủ tục nào nên không áp dụng" in refused.stderr
    assert "9.000001" in listed()


def test_where_only_procedures_that_are_not_marked_fit_the_way_to_them_is_told(tmp_path: Path):
    imported(tmp_path, "bo", provincial_core=False, field="Hải quan MẪU")
    refused = run("select", "--field", "hải quan mẫu")
    assert refused.exit_code == 2
    assert "Có 1 thủ tục khác phù hợp: thêm --everything" in refused.stderr
    assert run("select", "--field", "hải quan mẫu", "--everything").exit_code == 0
    assert listed() == {"9.000001"}


def test_marks_of_the_file_are_named_only_where_they_decide(tmp_path: Path):
    assert "đánh dấu" not in run("selection").stdout
    imported(tmp_path, "xa", "tinh")
    assert "mọi thủ tục của danh mục (56)" in run("selection").stdout
    imported(tmp_path, "xa", "tinh", provincial_core=False)
    assert "đánh dấu thuộc tỉnh (54 trong 56 thủ tục)" in run("selection").stdout
