"""Text lines are found whole, apart from each other, with the marks of their letters."""

import numpy as np
import pytest

from ocr.line_finding import TextLine, find_lines
from tests.ocr.printed_page import DOTS_PER_INCH, PrintedPage

_CLOSE = 42  # pixels from line to line where 13 points are set solid


def _sides(line: TextLine) -> tuple[int, int, int, int]:
    return line.left, line.top, line.right, line.bottom


def test_a_line_reaches_from_its_highest_mark_to_its_lowest_tail() -> None:
    page = PrintedPage()
    sides = page.print("Ổn định đời sống Ấp Ỷ, phường Ự", 60, 200)
    (line,) = find_lines(page.grey, DOTS_PER_INCH)
    assert np.abs(np.subtract(_sides(line), sides)).max() <= 3
    assert line.baseline == pytest.approx(200, abs=2)


def test_lines_set_solid_stay_apart_although_tails_meet_marks() -> None:
    page = PrintedPage()
    for number in range(6):
        page.print("gửy phượng Ấy Ổ quyền Ỷ gậy ngủ Ẫ yên", 60, 100 + number * _CLOSE)
    lines = find_lines(page.grey, DOTS_PER_INCH)
    assert [round((line.baseline - 100) / _CLOSE) for line in lines] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("degrees", [-0.5, 0.5])
def test_lines_that_slope_a_little_are_not_joined(degrees: float) -> None:
    page = PrintedPage(1600, 500)
    text = "Căn cứ Luật Tổ chức chính quyền địa phương và đề nghị của Giám đốc Sở Nội vụ tại Tờ trình này"
    for number in range(4):
        page.print(text, 60, 150 + number * 50)
    lines = find_lines(page.sloping(degrees), DOTS_PER_INCH)
    assert len(lines) == 4
    assert all(line.right - line.left > 1200 for line in lines)


def test_columns_of_a_header_are_lines_of_their_own() -> None:
    page = PrintedPage(1500, 300)
    page.print("ỦY BAN NHÂN DÂN", 60, 100)
    page.print("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 640, 100)
    lines = find_lines(page.grey, DOTS_PER_INCH)
    assert len(lines) == 2


def test_wide_spaces_of_a_justified_line_do_not_part_it() -> None:
    page = PrintedPage(1500, 300)
    left = 60
    for word in ["phường", "xã", "thực", "hiện", "nghiêm", "quy", "định"]:
        left = page.print(word, left, 100)[2] + 26
    assert len(find_lines(page.grey, DOTS_PER_INCH)) == 1


def test_no_line_runs_across_an_upright_rule() -> None:
    page = PrintedPage()
    page.print("Nam", 60, 100)
    right = page.print("Nam", 60, 100)[2]
    page.print("Kinh", right + 14, 100)
    rules = np.zeros(page.grey.shape, dtype=np.bool_)
    assert len(find_lines(page.grey, DOTS_PER_INCH, rules)) == 1
    rules[40:160, right + 6 : right + 9] = True
    assert len(find_lines(page.grey, DOTS_PER_INCH, rules)) == 2


def test_a_footnote_mark_belongs_to_its_line() -> None:
    page = PrintedPage()
    right = page.print("Kính gửi", 60, 100)[2]
    page.print("(1)", right + 2, 86, 22)
    assert len(find_lines(page.grey, DOTS_PER_INCH)) == 1


def test_headings_and_small_print_are_both_found() -> None:
    page = PrintedPage(1000, 400)
    page.print("GIẤY CHỨNG NHẬN", 60, 120, 90)
    page.print("Certificate of residence, issued without charge", 60, 160, 17)
    page.print("ghi chú ở chân trang", 60, 320, 22)
    assert len(find_lines(page.grey, DOTS_PER_INCH)) == 3


@pytest.mark.parametrize("size", [40, 50, 60])
def test_the_dot_below_a_capital_belongs_to_its_line(size: int) -> None:
    page = PrintedPage(1000, 500)
    sides = page.print("MẬT", 60, 150, size)
    for number in range(5):
        page.print("Nội dung của văn bản này không được đọc tiếp", 60, 280 + 44 * number)
    first = find_lines(page.grey, DOTS_PER_INCH)[0]
    assert np.abs(np.subtract(_sides(first), sides)).max() <= 3


def test_a_name_under_a_pen_stroke_is_one_line() -> None:
    page = PrintedPage()
    page.print("Trần Thị Mẫu", 300, 200)
    page.pen.line([(200, 60), (330, 260), (420, 120), (640, 40)], fill=20, width=5)
    lines = [line for line in find_lines(page.grey, DOTS_PER_INCH) if abs(line.baseline - 200) <= 6]
    assert len(lines) == 1
    assert lines[0].left < 320


def test_drawings_and_specks_are_no_lines() -> None:
    page = PrintedPage()
    page.pen.ellipse((100, 100, 380, 380), outline=20, width=6)
    for number in range(40):
        page.pen.point([(17 * number % 997, 31 * number % 491)], fill=0)
    assert find_lines(page.grey, DOTS_PER_INCH) == []


def test_an_empty_page_has_no_lines() -> None:
    assert find_lines(np.full((600, 400), 250, dtype=np.uint8), 100.0) == []


def test_lines_of_a_paragraph_share_a_block_and_others_do_not() -> None:
    page = PrintedPage(1000, 600)
    for base in (100, 150, 200, 480):
        page.print("theo quy định của pháp luật", 60, base)
    blocks = [line.block for line in find_lines(page.grey, DOTS_PER_INCH)]
    assert blocks[0] == blocks[1] == blocks[2] != blocks[3]
