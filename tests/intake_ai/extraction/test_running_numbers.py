"""The numbers of the rows of a table are no values, however the head above them is written."""

import pytest
from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.running_numbers import is_of_running_numbers
from ocr.page import Line, Page, PageRef

from .paper_builder import paper, values

LEFT = (0.08, 0.2, 0.5, 0.7)


def _row(top: float, *cells: str) -> list[Line]:
    return [line(text, top, left) for left, text in zip(LEFT, cells, strict=False) if text]


def _read(lines: list[Line]) -> list[tuple[str, str]]:
    return values(read_form(paper(Page(PageRef("don.pdf", 1), reading(lines)))))


@pytest.mark.parametrize("head", ["TT", "STT", "S.T.T", "Số TT", "Số thứ tự"])
@pytest.mark.parametrize("heads", [("Tên giấy tờ", "Bản"), ("Họ và tên", "Ngày sinh", "Quan hệ")])
def test_a_table_gives_its_cells_and_not_the_numbers_of_its_rows(head: str, heads: tuple[str, ...]) -> None:
    cells = ("Trần Văn Mẫu", "02/03/2018", "Con")[: len(heads)]
    lines = [*_row(0.2, head, *heads), *_row(0.24, "1", *cells), *_row(0.28, "2", "Lê Thị Mẫu", *cells[1:])]
    found = _read(lines)
    assert not {value for _, value in found} & {"1", "2"}
    assert "Trần Văn Mẫu" in {value for _, value in found}


@pytest.mark.parametrize("text", ["STT: 1 Họ và tên: Trần Văn Mẫu", "Số TT: 1 Họ và tên: Trần Văn Mẫu"])
def test_the_number_of_a_row_is_no_value_where_the_table_is_a_line(text: str) -> None:
    assert _read([line(text, 0.2, 0.1)]) == [("full_name", "Trần Văn Mẫu")]


def test_other_heads_with_numbers_are_none_of_rows() -> None:
    assert is_of_running_numbers("Số TT")
    assert not is_of_running_numbers("Số lượng")
