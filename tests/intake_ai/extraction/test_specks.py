"""Rows of dots and the frame of a page that were read as words are none."""

from page_builder import line

from intake_ai.extraction.specks import without_specks
from ocr.page import Box, Line, Word


def low(text: str, left: float, top: float) -> Word:
    return Word(text, Box(left, top, left + 0.01, top + 0.004), 0.8)


def test_dots_read_as_figures_behind_a_value_are_a_dotted_line_again() -> None:
    print_, rest = line("Về con chung: Không có", 0.1, 0.1), [low("8", 0.6, 0.11), low("88%", 0.62, 0.11)]
    lines, dots = without_specks([Line((*print_.words, *rest))])
    assert [each.text for each in lines] == ["Về con chung: Không có"]
    assert [(mark.kind, round(mark.box.left, 2), round(mark.box.right, 2)) for mark in dots] == [
        ("filled_line", 0.6, 0.63)
    ]


def test_a_page_may_hold_more_dots_than_words() -> None:
    rows = [Line(tuple(low("8", 0.1 + 0.02 * place, 0.2 + 0.02 * row) for place in range(20))) for row in range(5)]
    lines, dots = without_specks([line("Về tài sản: Không có", 0.1, 0.1), *rows])
    assert [each.text for each in lines] == ["Về tài sản: Không có"]
    assert len(dots) == len(rows)


def test_a_dash_between_words_and_small_letters_stay() -> None:
    name = line("khu vực 4 Sơn La", 0.1, 0.1)
    words = [*name.words[:3], low("-", 0.3, 0.107), *name.words[3:]]
    lines, dots = without_specks([Line(tuple(words))])
    assert lines[0].text == "khu vực 4 - Sơn La"
    assert not dots


def test_a_frame_read_as_strokes_at_the_margin_is_no_text() -> None:
    strokes = [line("I", 0.1 + 0.05 * row, 0.93) for row in range(6)]
    kept, _ = without_specks([line("Họ và tên: Trần Mẫu", 0.1, 0.1), *strokes])
    assert [each.text for each in kept] == ["Họ và tên: Trần Mẫu"]


def test_one_figure_at_the_margin_is_a_value() -> None:
    kept, _ = without_specks([line("Số lượng bản sao:", 0.1, 0.1), line("1", 0.1, 0.93)])
    assert [each.text for each in kept] == ["Số lượng bản sao:", "1"]
