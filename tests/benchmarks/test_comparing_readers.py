"""The comparison of readers: its measure of truth, and what it says a command cost."""

import pytest

from benchmarks.reading import run
from benchmarks.truth import Score, TruePage, mean_score, true_pages


def test_a_reading_equal_to_the_truth_has_no_errors_whatever_its_spaces_and_leaders(tmp_path):
    page = TruePage(tmp_path / "a.png", "Họ tên: ........ Mẫu\n\nTuổi: ____")
    assert page.score("Họ  tên:\nMẫu Tuổi:") == Score(0.0, 1.0)


def test_order_counts_for_letters_and_not_for_words(tmp_path):
    score = TruePage(tmp_path / "a.png", "một hai").score("hai một")
    assert score.character_errors > 0.5
    assert score.word_f1 == 1.0


def test_nothing_read_is_all_wrong(tmp_path):
    assert TruePage(tmp_path / "a.png", "một").score("") == Score(1.0, 0.0)


def test_a_mean_of_no_pages_is_none():
    assert mean_score([]) is None
    assert mean_score([Score(0.1, 0.9), Score(0.3, 0.7)]) == Score(pytest.approx(0.2), pytest.approx(0.8))


def test_pages_are_found_by_their_truth(tmp_path):
    (tmp_path / "f_1.gt.txt").write_text("đơn", encoding="utf-8")
    (tmp_path / "f_1.jpg").touch()
    (tmp_path / "without.gt.txt").write_text("x", encoding="utf-8")
    assert [(page.image.name, page.text, page.is_form) for page in true_pages(tmp_path)] == [("f_1.jpg", "đơn", True)]


def test_the_work_of_grandchildren_is_counted(tmp_path):
    busy = "python3 -c 'data = bytearray(80_000_000); sum(range(6_000_000))'"
    cost, printed = run('sh -c "$1" | cat; echo "$2"', [busy, "Tiếng Việt"], {})
    assert printed == "Tiếng Việt\n"
    assert cost.processor > 0.05
    assert cost.wall > 0.05
    assert cost.largest > 80_000_000


def test_a_reader_that_fails_is_told_with_its_last_words():
    with pytest.raises(RuntimeError, match="no such page"):
        run("echo no such page >&2; exit 3", [], {})
