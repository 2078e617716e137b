"""A label in pieces is one label, and its value stands on the line below it."""

from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.split_labels import with_whole_labels
from intake_ai.extraction.values import find_dates
from ocr.page import Line, Page, PageRef

from .paper_builder import paper, values

LABEL = [line("Thường", 0.10, 0.12), line("trú:", 0.102, 0.55)]


def fields_of(lines: list[Line]) -> list[tuple[str, str]]:
    return values(read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines)))))


def test_the_pieces_of_a_known_label_that_stand_level_are_one_line() -> None:
    assert [each.text for each in with_whole_labels(LABEL)] == ["Thường trú:"]


def test_an_address_that_opens_with_a_number_stands_below_its_label() -> None:
    address = "Số 12 đường Mẫu, phường Mẫu, tỉnh Mẫu"
    assert fields_of([*LABEL, line(address, 0.13, 0.12)]) == [("address", address)]


def test_a_footnote_mark_on_a_line_of_its_own_is_no_label() -> None:
    lines = [line("17. Nơi thường trú", 0.10, 0.12), line("n9):", 0.10, 0.34), line("Số 12 đường Mẫu", 0.13, 0.12)]
    assert fields_of(lines) == [("address", "Số 12 đường Mẫu")]


def test_words_that_are_no_label_together_stay_lines() -> None:
    lines = [line("Người", 0.10, 0.12), line("trú:", 0.10, 0.55)]
    assert with_whole_labels(lines) == lines


def test_figures_of_a_date_may_stand_between_strokes_and_dots() -> None:
    assert [day for _, _, day in find_dates(".23./..02 / …… 1979")] == ["23/02/1979"]
    assert find_dates("12 / 13 / 1979") == []


def test_dots_read_between_the_pieces_of_a_label_part_it_not() -> None:
    dots = line("……", 0.12, 0.20)
    assert [each.text for each in with_whole_labels([LABEL[0], dots, LABEL[1]])] == ["Thường trú:", dots.text]
