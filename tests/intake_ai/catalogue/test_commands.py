import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app
from intake_ai.messages import catalogue as sentences

RECORD = {
    "code": "9.000001",
    "name": "Đăng ký thử nghiệm con dấu MẪU",
    "field": "Thử nghiệm",
    "cases": [{"case": ""}],
    "papers": [{"case": "", "name": "Đơn đề nghị", "originals": 1}, {"case": "", "name": "Giấy phép cũ (nếu có)"}],
}


pytestmark = pytest.mark.usefixtures("own_data")


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def file_of(folder: Path, content: Any) -> str:
    path = folder / "danh-muc.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def test_an_import_tells_what_is_in_force_and_a_second_one_that_nothing_changed(tmp_path: Path):
    first, second = (run("import", file_of(tmp_path, RECORD)) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Đã nhập 1 thủ tục với 2 dòng" in first.stdout
    assert "không có gì thay đổi" in second.stdout


@pytest.mark.parametrize(
    ("content", "vietnamese", "english"),
    [
        ("", "trống", "is empty"),
        ("a,b,c", "không phải JSON hợp lệ", "not valid JSON"),
        ({"a": 1}, "không phải danh mục thủ tục", "no catalogue of procedures"),
        ([{**RECORD, "code": ""}], "Thủ tục thứ 1 trong tệp danh-muc.json không có mã", "has no code"),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(content: Any, vietnamese: str, english: str, tmp_path: Path):
    path = file_of(tmp_path, content)
    for sentence, arguments in ((vietnamese, ()), (english, ("--lang", "en"))):
        result = run("import", path, *arguments)
        assert result.exit_code == 2
        assert sentence in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert "danh-muc.json" in result.stderr
        assert result.stdout == ""


def test_after_a_bad_file_the_catalogue_is_as_before(tmp_path: Path):
    before = run("list", "--json").stdout
    run("import", file_of(tmp_path, [RECORD, {**RECORD, "code": ""}]))
    assert run("list", "--json").stdout == before


def test_a_missing_file_is_told_and_how_to_go_on(tmp_path: Path):
    result = run("import", str(tmp_path / "khong-co.json"))
    assert result.exit_code == 2
    assert "Không tìm thấy tệp khong-co.json" in result.stderr


def test_list_shows_the_procedures_of_a_field(tmp_path: Path):
    run("import", file_of(tmp_path, RECORD))
    assert "9.000001" in run("list", "--field", "thu nghiem").stdout
    listed = json.loads(run("list", "--field", "Thử nghiệm", "--json").stdout)
    assert [one["code"] for one in listed] == ["9.000001"]
    assert "9.000001" in {one["code"] for one in json.loads(run("list", "--json").stdout)}


def test_search_answers_each_line_of_standard_input_with_one_array(tmp_path: Path):
    run("import", file_of(tmp_path, RECORD))
    answered = run("search", "--json", "--limit", "2", "-", stdin="thử nghiệm con dấu\n\nkhai sinh\n")
    lines = [json.loads(line) for line in answered.stdout.splitlines()]
    assert len(lines) == 3
    assert lines[0][0]["code"] == "9.000001"
    assert set(lines[0][0]) == {"code", "name", "confidence"}
    assert lines[1] == []
    assert all(len(line) <= 2 for line in lines)


def test_search_takes_words_without_quotes():
    assert "1.000894" in run("search", "dang", "ky", "ket", "hon", "--limit", "3").stdout
    assert "Không tìm thấy" in run("search", "xyzzy").stdout


@pytest.mark.parametrize("command", ["import", "list", "search"])
def test_help_gives_examples(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"intake-ai catalogue {command}" in result.stdout


def test_every_sentence_of_the_catalogue_is_there_in_both_languages():
    assert set(sentences("vi")) == set(sentences("en"))
