"""Dotted lines that a page keeps as marks stand between its words again, where the form prints them."""

from page_builder import line, reading

from intake_ai.extraction.leaders import is_leader, with_leaders
from ocr.page import Box, Line, Mark, Word


def dots(kind: str, left: float, right: float, top: float = 0.1) -> Mark:
    return Mark(kind, Box(left, top, right, top + 0.015), 0.7)


def texts(lines: list[Line]) -> list[str]:
    return [each.text for each in lines]


def test_bare_dots_behind_a_label_stand_behind_it_again() -> None:
    label = line("Họ và tên:", 0.1, 0.1)
    assert texts(with_leaders(reading([label], marks=(dots("empty_line", 0.3, 0.9),)))) == ["Họ và tên: ……"]


def test_of_a_line_that_is_written_on_only_the_rest_is_dots() -> None:
    filled = line("Họ và tên: Trần Mẫu", 0.1, 0.1)
    start, end = filled.words[3].box.left, filled.words[-1].box.right
    (row,) = with_leaders(reading([filled], marks=(dots("filled_line", start, 0.9),)))
    assert row.text == "Họ và tên: Trần Mẫu ……"
    assert row.words[-1].box.left == end
    assert is_leader(row.words[-1])


def test_dots_on_a_row_of_their_own_are_a_line_below_the_text() -> None:
    lines = [line("Nội dung đề nghị:", 0.1, 0.1), line("Người đề nghị", 0.2, 0.1)]
    marks = (dots("empty_line", 0.1, 0.9, top=0.15),)
    assert texts(with_leaders(reading(lines, marks=marks))) == ["Nội dung đề nghị:", "……", "Người đề nghị"]


def test_a_line_on_which_ink_was_seen_but_nothing_read_is_not_sure_to_be_bare() -> None:
    label = line("Họ và tên:", 0.1, 0.1)
    sure = {
        kind: with_leaders(reading([label], marks=(dots(kind, 0.3, 0.9),)))[0].words[-1].confidence
        for kind in ("empty_line", "filled_line")
    }
    assert sure["filled_line"] < sure["empty_line"] == 1.0


def test_what_is_typed_a_little_above_its_label_is_on_one_row_with_it() -> None:
    label, value = line("Trình độ đào tạo:", 0.105, 0.1), line("Tiến sĩ", 0.1, 0.28)
    marks = (dots("empty_line", 0.27, 0.9),)
    assert texts(with_leaders(reading([value, label], marks=marks)))[0].startswith("Trình độ đào tạo: Tiến sĩ")


def test_columns_that_stand_far_apart_stay_apart() -> None:
    lines = [line("Người làm đơn", 0.1, 0.1), line("Người chứng kiến", 0.1, 0.6)]
    assert texts(with_leaders(reading(lines))) == ["Người làm đơn", "Người chứng kiến"]


def test_dots_that_were_read_as_figures_are_dots() -> None:
    label = line("Lý do xin đổi giấy phép:", 0.1, 0.1)
    start = label.box.right + 0.02
    low = Line(tuple(Word("8", Box(start + 0.02 * n, 0.11, start + 0.02 * n + 0.01, 0.112), 0.6) for n in range(4)))
    (row,) = with_leaders(reading([label, low]))
    assert row.text == "Lý do xin đổi giấy phép: ……"


def test_dots_that_a_text_layer_writes_are_not_there_twice() -> None:
    written = line("Họ và tên: ..............................", 0.1, 0.1)
    box = written.words[-1].box
    rows = with_leaders(reading([written], marks=(dots("empty_line", box.left, box.right),)))
    assert texts(rows) == [written.text]
