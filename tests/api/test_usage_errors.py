"""Who calls a command wrongly is told so in their language, with where it stands how to do it right."""

import pytest


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("users add", "Thiếu LOGIN."),
        ("users add a --name x", "Thiếu --role."),
        ("users add a --nam x --role officer", "Không có tùy chọn --nam. Có phải --name không?"),
        ("users xyz", "Không có lệnh “xyz”."),
        ("xyz", "Không có lệnh “xyz”."),
        ("serve --port abc", "Giá trị của --port không dùng được. Phải là số nguyên."),
        ("serve --port -3", "Giá trị của --port không dùng được. Phải từ 0 trở lên."),
        ("watch x --priority rush", "Phải là một trong các giá trị: citizen, counter, bulk."),
        ("keys add X --scope", "Tùy chọn --scope thiếu giá trị"),
        ("doctor --json=3", "Tùy chọn --json thiếu giá trị, hoặc có giá trị mà không cần."),
        ("doctor a b", "Thừa: a b"),
        ("users add --lang en", "LOGIN is missing."),
    ],
)
def test_what_is_wrong_is_told_in_the_language_of_who_asks(run, words: str, told: str):
    result = run(*words.split())
    assert result.exit_code == 2
    assert told in result.output
    assert "Error" not in result.output
    assert "Traceback" not in result.output


def test_where_it_stands_how_a_command_is_used_is_told(run):
    assert "users add --help" in run("users", "add").output


@pytest.mark.parametrize(("words", "code"), [((), 2), (("users",), 2), (("--help",), 0), (("users", "--help"), 0)])
def test_who_asks_for_nothing_or_for_help_gets_help(run, words: tuple[str, ...], code: int):
    result = run(*words)
    assert result.exit_code == code
    assert "Usage:" in result.output
