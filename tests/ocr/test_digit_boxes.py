from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.box_rows import find_box_rows
from ocr.cleaning import Grey, even_light
from ocr.digit_boxes import read_box_row, with_digit_boxes
from ocr.geometry import scaling
from ocr.page import Box, Line, Word

MM = 200 / 25.4
NUMBER = "051087996043"
SIZE = 1500, 500


@dataclass(frozen=True)
class Comb:
    """A row of boxes: places and sides in millimetres, one character of `text` in each, a space for none."""

    text: str = NUMBER
    left: float = 70
    top: float = 20
    width: float = 6.5
    height: float = 7.0
    font: str = "LiberationSerif-Regular.ttf"


def drawn(*combs: Comb) -> Image.Image:
    page = Image.new("L", SIZE, "white")
    pen = ImageDraw.Draw(page)
    label = ImageFont.truetype("LiberationSerif-Regular.ttf", 36)
    pen.text((60, 60), "2. Ngày, tháng, năm sinh: 28/11/1987", font=label, fill="black")
    pen.text((60, 24 * MM), "4. Số định danh cá nhân:", font=label, fill="black", anchor="lm")
    for comb in combs:
        draw_comb(pen, comb)
    return page


def draw_comb(pen: ImageDraw.ImageDraw, comb: Comb) -> None:
    font = ImageFont.truetype(comb.font, 34)
    top, bottom = comb.top * MM, (comb.top + comb.height) * MM
    for place, letter in enumerate(comb.text):
        left, right = ((comb.left + at * comb.width) * MM for at in (place, place + 1))
        pen.rectangle((left, top, right, bottom), outline="black", width=2)
        pen.text(((left + right) / 2, (top + bottom) / 2), letter, font=font, fill="black", anchor="mm")


def grey_of(image: Image.Image) -> Grey:
    return even_light(np.asarray(image, dtype=np.uint8))


def numbers(image: Image.Image, dots_per_inch: float = 200) -> list[str]:
    grey = grey_of(image)
    digits = [read_box_row(row, grey, dots_per_inch) for row in find_box_rows(grey, dots_per_inch)]
    return [found.text if found else "" for found in digits]


def noisy(image: Image.Image) -> Image.Image:
    blurred = cv2.GaussianBlur(np.asarray(image, np.float32) * 0.85, (0, 0), 0.8)
    grain = np.random.default_rng(5).normal(0, 5, blurred.shape)
    _, jpeg = cv2.imencode(".jpg", np.clip(blurred + grain, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 50])
    return Image.fromarray(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE), np.uint8))


def test_digits_in_boxes_are_read_as_one_number() -> None:
    grey = grey_of(drawn(Comb()))
    (row,) = find_box_rows(grey, 200)
    digits = read_box_row(row, grey, 200)
    assert len(row) == 12
    assert digits is not None
    assert digits.text == NUMBER
    assert digits.confidence > 0.8


@pytest.mark.parametrize("degrees", [-0.8, 0.5])
def test_a_row_that_is_a_little_crooked_is_read(degrees: float) -> None:
    page = drawn(Comb()).rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert numbers(page) == [NUMBER]


def test_a_grey_noisy_scan_is_read() -> None:
    assert numbers(noisy(drawn(Comb()))) == [NUMBER]


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_rows_are_read_at_other_resolutions(dots_per_inch: int) -> None:
    size = (SIZE[0] * dots_per_inch // 200, SIZE[1] * dots_per_inch // 200)
    page = drawn(Comb()).resize(size, Image.Resampling.LANCZOS)
    assert numbers(page, dots_per_inch) == [NUMBER]


@pytest.mark.parametrize("font", ["LiberationSans-Bold.ttf", "DejaVuSans.ttf", "DejaVuSerif.ttf"])
def test_rows_are_read_in_other_fonts(font: str) -> None:
    assert numbers(drawn(Comb(font=font))) == [NUMBER]


def test_wide_low_boxes_are_a_row_too() -> None:
    assert numbers(drawn(Comb(left=62, width=9, height=6))) == [NUMBER]


def test_empty_boxes_are_left_out_and_the_word_ends_with_the_last_digit() -> None:
    grey = grey_of(drawn(Comb(text="   123456789")))
    (row,) = find_box_rows(grey, 200)
    digits = read_box_row(row, grey, 200)
    assert digits is not None
    assert digits.text == "123456789"
    assert (digits.left, digits.right) == (row[3].left, row[-1].right)


def test_a_number_with_an_empty_box_within_is_doubtful() -> None:
    grey = grey_of(drawn(Comb(text="05108 996043")))
    (row,) = find_box_rows(grey, 200)
    digits = read_box_row(row, grey, 200)
    assert digits is not None
    assert digits.text == "05108996043"
    assert digits.confidence <= 0.5


def test_empty_rows_have_no_digits_despite_specks_in_them() -> None:
    page = drawn(Comb(text=" " * 12))
    pen = ImageDraw.Draw(page)
    for place in range(12):
        pen.ellipse(((73 + 6.5 * place) * MM, 23 * MM, (73.4 + 6.5 * place) * MM, 23.4 * MM), fill="black")
    assert numbers(page) == [""]


def test_two_rows_are_told_apart() -> None:
    second = "030062996137"
    assert numbers(drawn(Comb(), Comb(text=second, top=40, left=80))) == [NUMBER, second]


def test_a_missing_wall_does_not_part_a_row() -> None:
    page = drawn(Comb())
    wall = (70 + 5 * 6.5) * MM
    ImageDraw.Draw(page).rectangle((wall - 4, 20 * MM + 3, wall + 4, 27 * MM - 3), fill="white")
    assert numbers(page) == [NUMBER]


@pytest.mark.parametrize(
    "comb",
    [
        Comb(text="12345"),  # too few
        Comb(text="1234567", left=20, width=20),  # too wide: a row of a table
        Comb(text="123456789", width=4, height=14),  # too high
    ],
)
def test_other_rows_of_cells_are_no_digit_boxes(comb: Comb) -> None:
    assert find_box_rows(grey_of(drawn(comb)), 200) == []


def test_a_grid_of_small_cells_is_no_row() -> None:
    grid = [Comb(text="123456789012", top=10 + 7 * line) for line in range(5)]
    assert find_box_rows(grey_of(drawn(*grid)), 200) == []


def test_a_table_with_columns_of_different_widths_is_no_row() -> None:
    page = Image.new("L", SIZE, "white")
    pen = ImageDraw.Draw(page)
    edges = [60, 120, 200, 245, 330, 380, 470, 520, 610]
    for line in range(4):
        for left, right in pairwise(edges):
            pen.rectangle((left, 100 + 56 * line, right, 156 + 56 * line), outline="black", width=2)
    assert find_box_rows(grey_of(page), 200) == []


def test_a_page_of_text_has_no_boxes() -> None:
    page = Image.new("L", (1654, 2339), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSerif.ttf", 32)
    for line in range(36):
        pen.text((120, 90 + 60 * line), "Tôi tên là Nguyễn Thị Mẫu, đề nghị cấp bản sao trích lục", font=font)
    pen.line((120, 86, 1500, 86), fill="black", width=3)
    assert find_box_rows(grey_of(page), 200) == []


def word(text: str, left: float, right: float, top: float = 20) -> Word:
    """A word 7 mm high at millimetres of the drawn page."""
    edges = left * MM / SIZE[0], top * MM / SIZE[1], right * MM / SIZE[0], (top + 7) * MM / SIZE[1]
    return Word(text, Box(*edges), 0.3)


def lines_with(comb: Comb, lines: list[Line], *, known: bool = False) -> list[str]:
    to_page = scaling(1 / SIZE[0], 1 / SIZE[1])
    return [line.text for line in with_digit_boxes(lines, grey_of(drawn(comb)), 200, to_page, known=known)]


ABOVE = Line((word("sinh:", 8, 40, top=6),))
LABEL = (word("Số", 8, 14), word("nhân:", 50, 62))


def test_the_number_takes_the_place_of_what_was_read_from_the_boxes() -> None:
    rubbish = word("|o|s|:|olsz|", 71, 120), word("+|2|", 122, 147)
    assert lines_with(Comb(), [ABOVE, Line((*LABEL, *rubbish))]) == ["sinh:", f"Số nhân: {NUMBER}"]


def test_the_number_joins_the_line_of_its_label_where_the_boxes_made_a_line_of_their_own() -> None:
    assert lines_with(Comb(), [ABOVE, Line(LABEL), Line((word("o|s", 75, 140),))]) == ["sinh:", f"Số nhân: {NUMBER}"]


def test_a_label_that_runs_into_the_boxes_keeps_its_letters() -> None:
    line = Line((word("Số", 8, 14), word("nhân:|o|s|", 60, 80)))
    assert lines_with(Comb(), [line]) == [f"Số nhân: {NUMBER}"]


def test_empty_boxes_leave_the_label_alone() -> None:
    line = Line((*LABEL, word("LLLL|", 71, 140)))
    assert lines_with(Comb(text=" " * 12), [ABOVE, line]) == ["sinh:", "Số nhân:"]


def test_a_number_without_label_is_a_line_of_its_own_in_its_place() -> None:
    below = Line((word("Email:", 8, 30, top=45),))
    assert lines_with(Comb(), [ABOVE, below]) == ["sinh:", NUMBER, "Email:"]


def test_boxes_with_letters_in_them_stay_as_they_were_read() -> None:
    line = Line((*LABEL, word("MPKDXUAVHWCH", 71, 147)))
    assert lines_with(Comb(text="MPKDXUAVHWCH"), [line]) == ["Số nhân: MPKDXUAVHWCH"]


def test_digits_of_a_text_layer_are_joined_as_they_are() -> None:
    digits = [word(digit, 72 + 6.5 * place, 75 + 6.5 * place) for place, digit in enumerate(NUMBER)]
    assert lines_with(Comb(), [Line((*LABEL, *digits))], known=True) == [f"Số nhân: {NUMBER}"]
