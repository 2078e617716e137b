"""Tables with numbered rows: every cell is a value under the label of its column, whatever the slope of the page."""

from dataclasses import replace

from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.grids import grids_of
from ocr.page import Line, Page, PageRef, Word

from .paper_builder import paper

HEAD = [
    line("Đề nghị chứng thực các giấy tờ sau", 0.06, 0.12),
    line("STT", 0.10, 0.12),
    line("Tên giấy tờ", 0.10, 0.30),
    line("Số lượng", 0.10, 0.66),
    line("Mối quan", 0.10, 0.80),
    line("bản chính", 0.12, 0.66),
    line("hệ", 0.12, 0.80),
]
ROWS = [
    line("1", 0.155, 0.13),
    line("Giấy khai sinh", 0.155, 0.20),
    line("01", 0.155, 0.69),
    line("Cha", 0.155, 0.83),
    line("2", 0.19, 0.13),
    line("Học bạ", 0.19, 0.20),
    line("03", 0.19, 0.69),
]
BELOW = line("Mục đích sử dụng: Nộp hồ sơ", 0.25, 0.12)


def told(lines: list[Line]) -> list[tuple[str, str]]:
    return [(pair.printed, pair.value.text) for grid in grids_of(lines) for pair in grid.pairs]


ALL = [
    ("Tên giấy tờ", "Giấy khai sinh"),
    ("Số lượng bản chính", "01"),
    ("Mối quan hệ", "Cha"),
    ("Tên giấy tờ", "Học bạ"),
    ("Số lượng bản chính", "03"),
]


def test_each_cell_is_a_value_under_the_label_of_its_column() -> None:
    assert told([*HEAD, *ROWS, BELOW]) == ALL


def test_columns_hold_on_a_page_that_slopes() -> None:
    assert told([_sloped(each) for each in [*HEAD, *ROWS, BELOW]]) == ALL


def _sloped(row: Line) -> Line:
    def lower(word: Word) -> Word:
        fall = 0.02 * word.box.left
        return replace(word, box=replace(word.box, top=word.box.top + fall, bottom=word.box.bottom + fall))

    return replace(row, words=tuple(lower(word) for word in row.words))


def test_a_row_whose_number_was_not_read_is_a_row() -> None:
    assert told([*HEAD, *ROWS[1:], BELOW]) == ALL
    assert told([*HEAD, *(each for each in ROWS if each.text not in ("1", "2")), BELOW]) == ALL


def test_rows_that_were_left_empty_hold_no_value() -> None:
    empty = [line("3", 0.22, 0.13), line("4", 0.25, 0.13)]
    assert told([*HEAD, *ROWS, *empty, line("Mục đích: Nộp hồ sơ", 0.30, 0.12)]) == ALL


def test_a_row_tells_whose_it_is_by_the_relationship() -> None:
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading([*HEAD, *ROWS, BELOW]))))
    assert [(field.value, field.role) for field in fields if field.value in ("Cha", "Học bạ")] == [
        ("Cha", "father"),
        ("Học bạ", "member"),
    ]
    assert fields[-1].value == "Nộp hồ sơ"


def test_numbered_labels_of_a_form_are_no_table() -> None:
    lines = [
        line("1. Họ và tên: Trần Mẫu", 0.10, 0.12),
        line("2. Ngày sinh: 01/02/1990", 0.14, 0.12),
        line("3. Dân tộc: Kinh", 0.18, 0.12),
    ]
    assert told(lines) == []
