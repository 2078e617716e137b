"""What a person at a terminal is asked and told."""

import builtins
from collections.abc import Callable, Iterator

import pytest
import typer

from intake_ai.terminal import agrees, told_to_people


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets somebody type these lines, and then end the input."""

    def type_lines(*lines: str) -> None:
        waiting: Iterator[str] = iter(lines)

        def answer() -> str:
            for line in waiting:
                return line
            raise EOFError

        monkeypatch.setattr(builtins, "input", answer)

    return type_lines


@pytest.mark.parametrize("yes", ["c", "Có", " y ", "CO"])
def test_who_says_yes_agrees(yes: str, typed: Callable[..., None]):
    typed(yes)
    assert agrees("Vẫn nhập?", "vi")


@pytest.mark.parametrize("lines", [("k",), ("không",), ("",), (), ("gì cơ", "n")])
def test_no_answer_a_no_and_the_end_of_input_are_a_no(lines: tuple[str, ...], typed: Callable[..., None]):
    typed(*lines)
    assert not agrees("Vẫn nhập?", "vi")


def test_another_answer_is_asked_for_again_with_the_answers_that_are_known(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    typed("chắc vậy", "có")
    assert agrees("Vẫn nhập?", "vi")
    assert "c (có) hoặc k (không)" in capsys.readouterr().err


def test_an_error_of_the_system_names_the_file_in_vietnamese(tmp_path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit) as ended, told_to_people("vi"):
        (tmp_path / "khong-co.json").read_text(encoding="utf-8")
    said = "".join(capsys.readouterr().err.split("\n"))
    assert ended.value.exit_code == 2
    assert "khong-co.json”: không tìm thấy tệp" in said


def test_who_stops_an_import_is_told_that_the_catalogue_is_as_it_was(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit) as ended, told_to_people("vi", "catalogue-interrupted"):
        raise KeyboardInterrupt
    assert ended.value.exit_code == 130
    assert "danh mục giữ nguyên" in capsys.readouterr().err


def test_who_stops_another_command_is_told_nothing_of_pages(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit), told_to_people("vi"):
        raise KeyboardInterrupt
    assert capsys.readouterr().err.strip() == "Đã dừng."
