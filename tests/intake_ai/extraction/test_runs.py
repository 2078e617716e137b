"""A slice of a run holds the words it says and the box that they take up."""

from hypothesis import given
from hypothesis import strategies as st
from page_builder import line

from intake_ai.extraction.runs import Run, fold, run_of
from ocr.page import Box, Word


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(), st.integers(0, 60), st.integers(0, 60))
def test_a_slice_lies_inside_the_run(text: str, start: int, end: int) -> None:
    run = run_of(line(text[:60], 0.2, 0.1).words)
    part = run.slice(start, end)
    assert all(letter in run.text[start:end] for word in part.words for letter in word.text)
    if part:
        assert run.box.left - 1e-9 <= part.box.left <= part.box.right <= run.box.right + 1e-9


def test_a_slice_of_whole_words_has_exactly_their_boxes() -> None:
    run = run_of(line("Giới tính: Nam Dân tộc: Kinh", 0.2, 0.1).words)
    start = run.text.index("Nam")
    assert run.slice(start, start + 3).words == (run.words[2],)


def test_a_word_that_is_cut_keeps_its_share_of_the_box() -> None:
    word = Word("Vỹ......", Box(0.1, 0.1, 0.5, 0.12), 0.9)
    part = Run((word,)).slice(0, 2)
    assert part.text == "Vỹ"
    assert 0.1 < part.box.right < 0.4


def test_the_box_of_a_date_broken_over_two_lines_holds_no_other_value() -> None:
    first, second = line("ngày 12 tháng", 0.2, 0.7), line("01 năm 2014", 0.23, 0.1)
    assert Run((*first.words, *second.words)).box == first.box
