"""Lines come in the order in which a person writes a page down."""

from ocr.layout import in_reading_order, lines_in_rows, split_at_gutters
from ocr.line_finding import TextLine, find_lines
from ocr.page import Box, Word
from tests.ocr.printed_page import DOTS_PER_INCH, PrintedPage


def _word(text: str, left: float, top: float, width: float = 0.1) -> Word:
    return Word(text, Box(left, top, left + width, top + 0.015), 0.9)


def _line(left: int, baseline: int, x_height: int = 16) -> TextLine:
    return TextLine(left, baseline - 30, left + 200, baseline + 8, 0, baseline, x_height)


def test_a_header_of_two_columns_is_read_row_by_row() -> None:
    page = PrintedPage(1500, 300)
    page.print("ỦY BAN NHÂN DÂN", 60, 100)
    page.print("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 640, 103)
    page.print("TỈNH MẪU", 100, 150)
    page.print("Độc lập - Tự do - Hạnh phúc", 700, 152)
    rows = lines_in_rows(find_lines(page.grey, DOTS_PER_INCH))
    assert [[line.left // 100 for line in row] for row in rows] == [[0, 6], [1, 7]]


def test_lines_of_a_list_between_those_of_a_signature_block_are_rows_of_their_own() -> None:
    rows = lines_in_rows([_line(900, 100), _line(60, 102, 12), _line(60, 126, 12), _line(900, 138), _line(60, 150, 12)])
    assert [[(line.left, line.baseline) for line in row] for row in rows] == [
        [(60, 102), (900, 100)],
        [(60, 126)],
        [(900, 138)],
        [(60, 150)],
    ]


def test_no_line_is_lost_or_doubled() -> None:
    lines = [_line(60 + 250 * (number % 5), 100 + 11 * number) for number in range(40)]
    rows = lines_in_rows(lines)
    assert sorted((line for row in rows for line in row), key=lambda line: line.baseline) == lines


def test_labels_and_values_of_a_form_stay_in_their_row() -> None:
    ordered = in_reading_order(
        [
            (1, [_word("Tên:", 0.1, 0.2)]),
            (1, [_word("Số:", 0.1, 0.3)]),
            (2, [_word("12", 0.5, 0.3)]),
            (2, [_word("Mẫu", 0.5, 0.2)]),
        ]
    )
    assert [words[0].text for _, words in ordered] == ["Tên:", "Mẫu", "Số:", "12"]


def test_a_gap_that_runs_on_below_parts_two_cells() -> None:
    rows = [
        (0, [_word("NGƯỜI", 0.1, 0.1), _word("CHỦ", 0.6, 0.1)]),
        (0, [_word("KHAI", 0.1, 0.13), _word("HỘ", 0.6, 0.13)]),
    ]
    assert [line.text for line in split_at_gutters(rows, 0.7)] == ["NGƯỜI", "CHỦ", "KHAI", "HỘ"]
