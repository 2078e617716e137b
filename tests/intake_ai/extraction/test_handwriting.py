"""A form filled in by hand is told from a typed one by its ink, and by how unsurely what is filled in was read."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.handwriting import Hand, hand_of, may_hide_hand, unsure_figures
from ocr.page import Line, Mark, Page, PageRef, Word

from .paper_builder import paper

ROWS = (
    "Họ và tên: Trần Thị Mẫu",
    "Ngày sinh: 04/05/1990",
    "Số định danh cá nhân: 001190012345",
    "Số điện thoại: 0912000000",
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


def test_figures_read_surely_were_typed() -> None:
    assert hand_of(filled(0.95)) == Hand(written=False, unclear=False)


def test_figures_read_unsurely_on_a_legible_form_were_written() -> None:
    assert hand_of(filled(0.5, legible=0.95, handwriting=0.05)) == Hand(written=True, unclear=True)


def test_unsure_figures_tell_less_where_the_whole_page_is_hard_to_read() -> None:
    assert hand_of(filled(0.5, legible=0.7, handwriting=0.05)) == Hand(written=False, unclear=True)


def test_much_ink_of_a_pen_is_handwriting_though_the_figures_were_read_surely() -> None:
    assert hand_of(filled(0.95, handwriting=0.6)).unclear


def test_years_that_a_form_prints_tell_nothing() -> None:
    years = [line("Mẫu ban hành năm 2024", 0.1, 0.12), line("Căn cứ Luật năm 2014", 0.2, 0.12)]
    assert unsure_figures(years) is None


def test_a_text_layer_is_never_written_by_hand() -> None:
    assert hand_of(filled(0.6, source="text_layer")) == Hand(written=False, unclear=False)


def test_a_paper_that_is_no_form_is_at_most_unclear() -> None:
    form = filled(0.5, handwriting=0.5)
    letter = Paper(form.id, PaperType.OTHER, "", form.pages, 1.0)
    assert hand_of(letter) == Hand(written=False, unclear=True)


@given(st.lists(st.text(max_size=30), max_size=5), st.floats(0, 1))
def test_any_page_can_be_judged(rows: Sequence[str], share: float) -> None:
    lines = [line(text, 0.1 + 0.03 * row, 0.12) for row, text in enumerate(rows) if text.strip()]
    hand = hand_of(paper(Page(PageRef("scan.pdf", 1), reading(lines, handwriting=share))))
    assert hand.unclear or not hand.written


def test_ink_on_the_values_of_a_neat_hand_may_hide_handwriting() -> None:
    rows = [line(text, 0.1 + 0.03 * row, 0.12) for row, text in enumerate(ROWS)]
    places = [(PageRef("scan.pdf", 1), row.words[-1].box) for row in rows]
    ink = tuple(Mark("handwriting", box) for _, box in places)
    written = paper(Page(PageRef("scan.pdf", 1), reading(rows, handwriting=0.05, legible=0.8, marks=ink)))
    typed = paper(Page(PageRef("scan.pdf", 1), reading(rows, handwriting=0.05, legible=0.8)))
    assert may_hide_hand(written, places)
    assert not may_hide_hand(typed, places)
