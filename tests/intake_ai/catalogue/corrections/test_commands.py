"""What the commands say of corrections: in people's words, with the reason of a refusal."""

import json
from pathlib import Path

import pytest
from catalogue_builder import file_of, many, record
from typer.testing import CliRunner, Result

from intake_ai.catalogue.commands import app

BY = ("--by", "Cán bộ MẪU")

pytestmark = pytest.mark.usefixtures("own_data")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def take_in(folder: Path, originals: int = 1, copies: int = 0) -> None:
    paper = {"case": "", "name": "Giấy phép (nếu có)", "originals": originals, "copies": copies}
    assert run("import", str(file_of(folder, record("9.000001", papers=[paper]), *many(3)[1:]))).exit_code == 0


def test_fields_and_values_are_named_in_words(tmp_path: Path):
    take_in(tmp_path)
    assert (
        "số bản chính: 1, số bản sao: 0"
        in run("correct", "9.000001", "0", "--originals", "1", "--copies", "0", *BY).stdout
    )
    assert "loại dòng: ghi chú" in run("correct", "9.000001", "0", "--kind", "note", *BY).stdout
    assert "loại dòng: ghi chú" in " ".join(run("corrections").stdout.split())
    assert "Được phép: 0–99" in run("correct", "9.000001", "0", "--copies", "100", *BY).stderr


def test_a_review_tells_which_counts_the_file_changed(tmp_path: Path):
    take_in(tmp_path)
    run("correct", "9.000001", "0", "--originals", "1", "--copies", "0", *BY)
    take_in(tmp_path, 0, 3)
    shown = run("review").stdout
    assert "Chữ vẫn như cũ (dòng 0)" in shown
    assert "số bản chính: trước là “1”, nay là “0”; số bản sao: trước là “0”, nay là “3”" in shown
    assert json.loads(run("review", "--json").stdout)["changed"][1] == {"fact": "copies", "then": 0, "now": 3}
    assert "Đã chuyển chỉnh sửa số 1" in run("review", "--take", "1", *BY).stdout
    assert "Không có chỉnh sửa nào cần xem lại" in run("review").stdout


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fields": {"need": "if"}}, "cần nêu điều kiện"),
        ({"fields": {"need": "maybe"}}, "always (luôn phải nộp)"),
        ({"by": " "}, "ghi tên người sửa"),
        ({"made_at": "hôm qua"}, "“ngày sửa” thiếu hoặc sai"),
        ({"seen": {"colour": "red"}}, "thiếu hoặc sai"),
    ],
)
def test_a_line_is_refused_with_its_reason(tmp_path: Path, changes: dict[str, object], reason: str):
    take_in(tmp_path)
    run("correct", "9.000001", "0", "--kind", "note", *BY)
    shared = tmp_path / "chinh-sua.jsonl"
    run("corrections", "--export", str(shared))
    shared.write_text(json.dumps({**json.loads(shared.read_text(encoding="utf-8")), **changes}), encoding="utf-8")
    refused = run("corrections", "--import", str(shared))
    assert refused.exit_code == 2
    assert "Dòng 1 của tệp" in refused.stderr
    assert reason in refused.stderr
