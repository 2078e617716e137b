"""A form filled in by hand is told from a typed one by its ink, and by how unsurely what is filled in was read."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.handwriting import Hand, hand_of
from ocr.page import Line, Page, PageRef, Word

from .paper_builder import paper

ROWS = (
    "Họ và tên: Trần Thị Mẫu",
    "Nơi cư trú: Thôn Hoa Mẫu, xã Mẫu, tỉnh Mẫu",
    "Quê quán: Thôn Hoa Mẫu, xã Mẫu, tỉnh Mẫu",
    "Quan hệ với người được khai sinh: Cha",
)


def filled(confidence: float, **more: object) -> Paper:
    """A form whose values were read with this confidence and whose labels with 0.95."""
    lines = [_with_value(line(text, 0.1 + 0.03 * row, 0.12), confidence) for row, text in enumerate(ROWS)]
    return paper(Page(PageRef("scan.pdf", 1), reading(lines, **more)))


def _with_value(whole: Line, confidence: float) -> Line:
    words: list[Word] = []
    behind = False
    for word in whole.words:
        words.append(Word(word.text, word.box, confidence if behind else word.confidence))
        behind = behind or word.text.endswith(":")
    return Line(tuple(words))


def test_values_read_as_surely_as_labels_were_typed() -> None:
    assert hand_of(filled(0.95)) == Hand(written=False, unclear=False)


def test_values_read_much_less_surely_were_written() -> None:
    assert hand_of(filled(0.85)) == Hand(written=True, unclear=True)


def test_what_lies_between_is_unclear() -> None:
    assert hand_of(filled(0.9)) == Hand(written=False, unclear=True)


def test_much_ink_of_a_pen_is_handwriting_however_surely_it_was_read() -> None:
    assert hand_of(filled(0.95, handwriting=0.2)).written


def test_figures_read_much_less_surely_than_letters_were_written() -> None:
    form = filled(0.95)
    page = form.pages[0]
    dates = [_with_value(line(f"Ngày sinh: 0{row}/05/1990", 0.3 + 0.03 * row, 0.12), 0.7) for row in range(1, 4)]
    lines = (*page.reading.lines, *dates)
    assert hand_of(paper(Page(page.ref, reading(lines)))).written


def test_a_text_layer_is_never_written_by_hand() -> None:
    assert hand_of(filled(0.6, source="text_layer")) == Hand(written=False, unclear=False)


def test_a_paper_that_is_no_form_is_at_most_unclear() -> None:
    form = filled(0.6, handwriting=0.5)
    letter = Paper(form.id, PaperType.OTHER, "", form.pages, 1.0)
    assert hand_of(letter) == Hand(written=False, unclear=True)


@given(st.lists(st.text(max_size=30), max_size=5), st.floats(0, 1))
def test_any_page_can_be_judged(rows: Sequence[str], share: float) -> None:
    lines = [line(text, 0.1 + 0.03 * row, 0.12) for row, text in enumerate(rows) if text.strip()]
    hand = hand_of(paper(Page(PageRef("scan.pdf", 1), reading(lines, handwriting=share))))
    assert hand.unclear or not hand.written
