import json

import pytest
from click.testing import Result
from typer.testing import CliRunner

from intake_ai.catalogue.commands import app

pytestmark = pytest.mark.usefixtures("own_data")


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["search", *arguments], input=stdin)


def test_there_are_as_many_answers_as_lines_whatever_stands_in_them():
    lines = ["khai sinh", "", "a\rb", "🙂", "\x0b\x0c\x1c\u2028khai tử", "x" * 100_000, "1001193"]
    answered = run("--json", "--limit", "3", "-", stdin="\n".join(lines) + "\n").stdout.splitlines()
    answers = [json.loads(answer) for answer in answered]
    assert len(answers) == len(lines)
    assert answers[1] == answers[3] == answers[5] == []
    assert answers[6] == [{"code": "1.001193", "name": answers[6][0]["name"], "confidence": 1.0}]


def test_bytes_that_are_no_text_are_no_reason_to_stop():
    answered = run("--json", "-", stdin=b"khai sinh\xff\xfe\nkhai sinh").stdout.splitlines()
    assert len(answered) == 2
    assert json.loads(answered[1])


def test_confidences_fall_and_no_more_than_asked_for_are_given():
    (answer,) = map(json.loads, run("--json", "--limit", "4", "xin giay to cho con").stdout.splitlines())
    confidences = [hit["confidence"] for hit in answer]
    assert 0 < len(answer) <= 4
    assert confidences == sorted(confidences, reverse=True)


def test_a_person_sees_who_handles_each_procedure():
    shown = run("khai", "sinh", "--limit", "1").stdout
    assert "1.001193" in shown
    assert "Nơi giải quyết" in shown
    assert "cấp xã" in shown


@pytest.mark.parametrize(
    ("encoder", "sentence"),
    [
        ("word2vec", "Không có bộ so nghĩa “word2vec”"),
        ("transformers:/nowhere/model", "Không dùng được mô hình “/nowhere/model”"),
    ],
)
def test_an_encoder_that_cannot_be_used_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, encoder: str, sentence: str
):
    monkeypatch.setenv("INTAKE_AI_ENCODER", encoder)
    result = run("khai sinh")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_code_that_the_province_does_not_receive_is_told():
    removed = CliRunner().invoke(app, ["select", "--remove", "1.001193"])
    assert removed.exit_code == 0
    told = " ".join(run("1.001193", "--limit", "1").stderr.split())
    assert "1.001193" in told
    assert "không nằm trong lựa chọn của tỉnh" in told
