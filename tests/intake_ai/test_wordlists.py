"""Word lists are read from beside the module that uses them."""

from pathlib import Path

import pytest

from intake_ai.wordlists import phrases, wordlists


def test_a_list_is_read_from_beside_its_module(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("greetings: [xin chao, kinh gui]\n", encoding="utf-8")
    assert phrases(str(tmp_path / "module.py"), "words.yaml", "greetings") == ("xin chao", "kinh gui")


def test_a_file_without_lists_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("- one\n- two\n", encoding="utf-8")
    with pytest.raises(TypeError, match=r"words\.yaml"):
        wordlists(str(tmp_path / "module.py"), "words.yaml")
