"""Lines come in the order in which a person writes a page down."""

from ocr.layout import in_reading_order, split_at_gutters
from ocr.page import Box, Word


def _word(text: str, left: float, top: float, width: float = 0.1) -> Word:
    return Word(text, Box(left, top, left + width, top + 0.015), 0.9)


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


def test_a_header_of_two_columns_is_read_row_by_row() -> None:
    cells = [
        (1, [_word("ỦY BAN NHÂN DÂN", 0.06, 0.1)]),
        (2, [_word("TỈNH MẪU", 0.1, 0.13)]),
        (3, [_word("CỘNG HÒA", 0.6, 0.102)]),
        (4, [_word("Độc lập", 0.65, 0.132)]),
    ]
    ordered = [words[0].text for _, words in in_reading_order(cells)]
    assert ordered == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA", "TỈNH MẪU", "Độc lập"]
