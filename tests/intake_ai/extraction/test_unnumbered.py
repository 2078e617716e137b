"""Tables whose rows have no numbers: heads above columns, and labels above the values in their cells."""

from page_builder import line

from intake_ai.extraction.tables import page_pairs
from ocr.page import Line


def cells(lines: list[Line]) -> list[tuple[str, str]]:
    return [(pair.printed, pair.value.text) for pair in page_pairs(lines) if pair.printed]


def row(top: float, *texts: tuple[float, str]) -> list[Line]:
    return [line(text, top, left) for left, text in texts]


HEADS = row(0.2, (0.1, "Loại động vật"), (0.35, "Giống"), (0.5, "Mục đích sử")) + row(0.215, (0.5, "dụng"))


def test_what_stands_under_the_heads_is_told_row_by_row() -> None:
    body = row(0.25, (0.1, "Lợn thịt"), (0.35, "Ri lai"), (0.5, "Giết mổ")) + row(0.29, (0.1, "Bò thịt"), (0.5, "Nuôi"))
    assert cells([*HEADS, *body]) == [
        ("Loại động vật", "Lợn thịt"), ("Giống", "Ri lai"), ("Mục đích sử dụng", "Giết mổ"),
        ("Loại động vật", "Bò thịt"), ("Mục đích sử dụng", "Nuôi"),
    ]  # fmt: skip


def test_the_lines_of_a_cell_are_one_value() -> None:
    body = row(0.25, (0.1, "Lợn thịt"), (0.35, "Ri lai"), (0.5, "Nuôi thương"))
    body += row(0.265, (0.5, "phẩm")) + row(0.3, (0.1, "Bò thịt"), (0.35, "Lai"), (0.5, "Giết mổ"))
    assert ("Mục đích sử dụng", "Nuôi thương phẩm") in cells([*HEADS, *body])


def test_the_text_below_a_table_is_none_of_it() -> None:
    body = row(0.25, (0.1, "Lợn thịt"), (0.35, "Ri lai"), (0.5, "Giết mổ"))
    body += row(0.29, (0.1, "Bò thịt"), (0.35, "Lai"), (0.5, "Giết mổ"))
    below = line("Tôi xin cam đoan việc đăng ký trên hoàn toàn đúng sự thật", 0.33, 0.1)
    assert len(cells([*HEADS, *body, below])) == 6


def test_in_a_cell_the_value_may_stand_below_its_label() -> None:
    lines = row(0.2, (0.1, "Ngày, tháng, năm sinh"), (0.45, "Dân tộc"), (0.6, "Nơi sinh"))
    lines += row(0.219, (0.1, "02/03/2018"), (0.45, "Kinh"), (0.6, "xã Đồng Mẫu"))
    assert cells(lines) == [("Ngày, tháng, năm sinh", "02/03/2018"), ("Dân tộc", "Kinh"), ("Nơi sinh", "xã Đồng Mẫu")]


def test_signatures_side_by_side_are_no_table() -> None:
    lines = row(0.7, (0.1, "Bên bán"), (0.4, "Bên mua"), (0.7, "Người làm chứng"))
    lines += row(0.73, (0.1, "(Ký, ghi rõ họ tên)"), (0.4, "(Ký, ghi rõ họ tên)"), (0.7, "(Ký, ghi rõ họ tên)"))
    lines += row(0.8, (0.1, "Trần Văn Mẫu"), (0.4, "Lê Thị Mẫu"), (0.7, "Phạm Văn Mẫu"))
    assert cells(lines) == []


def test_labels_at_the_left_are_no_heads() -> None:
    lines = row(0.2, (0.1, "Nội dung"), (0.4, "Trước đây"), (0.7, "Hiện nay"))
    lines += row(0.24, (0.1, "Họ và tên"), (0.4, "Trần Văn Mẫu"), (0.7, "Trần Mẫu"))
    assert ("Trước đây", "Trần Văn Mẫu") not in cells(lines)


PERSONS = row(0.2, (0.12, "Họ, chữ đệm"), (0.31, "Ngày, tháng,"), (0.5, "Giới"), (0.6, "Số định danh"))
PERSONS += row(0.215, (0.12, "và tên"), (0.31, "năm sinh"), (0.5, "tính"), (0.6, "cá nhân"))
PERSON = ((0.12, "Trần Văn Mẫu"), (0.31, "02/03/2018"), (0.5, "Nam"), (0.6, "001218000123"))
VALUES = [
    ("Họ, chữ đệm và tên", "Trần Văn Mẫu"), ("Ngày, tháng, năm sinh", "02/03/2018"), ("Giới tính", "Nam"),
    ("Số định danh cá nhân", "001218000123"),
]  # fmt: skip


def test_the_heading_of_numbers_may_be_set_one_letter_above_the_other() -> None:
    letters = row(0.2, (0.06, "T")) + row(0.215, (0.06, "T"))
    assert cells([*letters, *PERSONS, *row(0.26, *PERSON)]) == VALUES
    assert cells([*letters, *PERSONS, *row(0.26, (0.06, "1"), *PERSON)]) == VALUES


def test_the_first_row_under_a_known_head_may_stay_empty() -> None:
    assert cells([*PERSONS, *row(0.31, *PERSON)]) == VALUES
    assert cells([*PERSONS, *row(0.45, *PERSON)]) != VALUES


def test_a_heading_of_numbers_between_the_lines_of_the_head_opens_no_table_of_its_own() -> None:
    number = row(0.2075, (0.06, "TT"))
    assert cells([*PERSONS[:4], *number, *PERSONS[4:], *row(0.29, *PERSON)]) == VALUES
