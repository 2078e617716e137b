"""Straight sheets from crooked scans and photos: angles, corners, borders, facing pages, the way up."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.photographs import SCENES, photograph
from ocr.engine import chosen_engine
from ocr.engines import load_engine
from ocr.line_reading import words_of_crops
from ocr.line_samples import sample_lines
from ocr.orientation import likely_direction, turned
from ocr.page import Rotation
from ocr.page_reading import read_picture
from ocr.pictures import Picture
from ocr.scanner_borders import dark_bands, painted_as_paper
from ocr.sheet_finding import find_sheet
from ocr.skew import letters_of, measure_skew
from ocr.spreads import find_gutter
from ocr.straightening import straighten

READ = partial(words_of_crops, load_engine())
Draw = Callable[..., Image.Image]
Pixels = NDArray[np.uint8]
SENTENCES = [
    "Căn cứ Luật Tổ chức chính quyền địa phương và các văn bản hướng dẫn,",
    "Ủy ban nhân dân xã đề nghị các thôn rà soát, lập danh sách hộ gia đình",
    "có công với cách mạng trên địa bàn, gửi về trước ngày 30 tháng 9,",
    "để tổng hợp, trình cấp có thẩm quyền xem xét, quyết định.",
]


@pytest.fixture(scope="module")
def page(draw: Draw, sketch: type) -> Pixels:
    """An upright page of print, 2,000 x 1,414."""
    lines = ["ỦY BAN NHÂN DÂN XÃ MẪU", *(SENTENCES * 6)]
    return np.asarray(draw(sketch(lines=lines, size=(1414, 2000))))


def skewed(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255)), np.uint8)


@pytest.mark.parametrize("degrees", [-5, -3.3, -0.4, 0, 0.7, 2.2, 5])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_skew_is_measured_to_a_fifth_of_a_degree_whichever_way_the_page_lies(
    page: Pixels, degrees: float, rotation: Rotation
) -> None:
    crooked = turned(skewed(page, degrees), rotation)
    sheet = straighten(Picture(crooked, 170))
    assert sheet.skew == pytest.approx(degrees, abs=0.2)
    assert sheet.sideways == (rotation in {90, 270})
    assert not sheet.photographed


def test_the_cells_of_a_tilted_page_stay_in_their_rows(draw: Draw, sketch: type) -> None:
    names = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Nghề nghiệp", "Quốc tịch", "Tôn giáo"]
    rows = [f"{name}:{' ' * 60}Mục {name}" for name in names]
    page = np.asarray(draw(sketch(lines=rows, size=(1414, 2000))))
    # the right cell of a row lies as low as the left one of the next
    reading = read_picture(Picture(skewed(page, 4), 170), chosen_engine())
    cells = " ".join(line.text for line in reading.lines).split(":")
    assert len(cells) == 1 + len(names)
    for name, cell in zip(names[:-1], cells[1:-1], strict=True):
        assert f"Mục {name}" in cell


def test_what_is_straight_already_is_handed_on_as_it_is(page: Pixels) -> None:
    sheet = straighten(Picture(page, 170))
    assert sheet.colour is page


def test_a_few_letters_tell_no_angle() -> None:
    empty = np.full((1000, 700), 255, np.uint8)
    cv2.putText(empty, "MAU", (300, 500), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    assert measure_skew(letters_of(empty)).degrees == 0


@pytest.mark.parametrize("name", sorted(set(SCENES) - {"fills the frame", "curled edge"}))
def test_the_corners_of_a_sheet_are_found_on_any_table(page: Pixels, name: str) -> None:
    photo, corners = photograph(page, replace(SCENES[name], long_side=1600), "góc")
    found = find_sheet(photo)
    assert found is not None
    assert np.linalg.norm(found - corners, axis=1).max() < 0.02 * 1600


def test_a_page_that_fills_the_frame_is_not_cut(page: Pixels) -> None:
    photo, _ = photograph(page, replace(SCENES["fills the frame"], long_side=1600), "đầy")
    assert find_sheet(photo) is None


def test_a_frame_and_a_picture_printed_on_a_scan_are_no_sheet(page: Pixels) -> None:
    framed = page.copy()
    cv2.rectangle(framed, (60, 60), (1354, 1940), (200, 30, 30), 12)
    cv2.rectangle(framed, (400, 1300), (900, 1700), (90, 120, 90), -1)
    assert find_sheet(framed) is None


def test_a_rectified_photo_is_straight(page: Pixels) -> None:
    photo, _ = photograph(page, replace(SCENES["strong tilt"], long_side=2000), "nghiêng")
    sheet = straighten(Picture(photo, None))
    assert sheet.photographed
    grey = np.asarray(cv2.cvtColor(cv2.resize(sheet.colour, None, fx=0.6, fy=0.6), cv2.COLOR_RGB2GRAY), np.uint8)
    assert abs(measure_skew(letters_of(grey)).degrees) <= 0.3


def test_black_borders_are_painted_and_print_that_touches_them_stays(page: Pixels) -> None:
    scanned = page.copy()
    scanned[:, :40] = 20
    cv2.fillPoly(scanned, [np.array([(1414, 0), (1414, 2000), (1340, 2000)])], (25, 25, 25))
    cv2.putText(scanned, "GHI CHU", (30, 1950), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3)
    sheet = straighten(Picture(scanned, 170))
    assert not sheet.photographed
    assert sheet.colour[:, :20].min() > 200
    assert sheet.colour[1500:, -10:].min() > 200
    kept = sheet.colour[1900:1960, 60:220]
    assert np.count_nonzero(kept.min(axis=2) < 100) > 0.9 * np.count_nonzero(scanned[1900:1960, 60:220, 0] < 100)


def test_a_page_without_borders_has_no_bands(page: Pixels) -> None:
    small = np.asarray(cv2.resize(page, None, fx=0.32, fy=0.32, interpolation=cv2.INTER_AREA), np.uint8)
    bands = dark_bands(small)
    assert not bands.any()
    assert np.array_equal(painted_as_paper(page, bands), page)


def test_two_facing_pages_part_at_the_fold(page: Pixels) -> None:
    spread = cv2.cvtColor(np.hstack([page, page]), cv2.COLOR_RGB2GRAY)
    cv2.line(spread, (1414, 0), (1414, 2000), 120, 4)
    assert find_gutter(np.asarray(spread, np.uint8)) == pytest.approx(1414, abs=120)


def landscape(draw: Draw, sketch: type, lines: list[str]) -> Pixels:
    page = draw(sketch(lines=lines, size=(2000, 1414)))
    return np.asarray(cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2GRAY), np.uint8)


def test_one_page_is_not_parted(draw: Draw, sketch: type, page: Pixels) -> None:
    gap = " " * 24
    header = [
        f"ỦY BAN NHÂN DÂN XÃ{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"XÃ MẪU{gap * 2}Độc lập - Tự do - Hạnh phúc",
    ]
    body = [" ".join(SENTENCES[:2])] * 12
    assert find_gutter(landscape(draw, sketch, header + body)) is None
    assert find_gutter(np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)) is None


def test_a_landscape_table_is_not_parted(draw: Draw, sketch: type) -> None:
    table = landscape(draw, sketch, [])
    for row in range(12):
        top = 120 + 90 * row
        cv2.line(table, (100, top), (1900, top), (0,), 3)
        for left in (120, 560, 1080, 1500):
            cv2.putText(table, "Nguyen Mau", (left, top + 60), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)
    assert find_gutter(table) is None


def test_two_sides_of_a_card_copied_side_by_side_are_not_parted(draw: Draw, sketch: type) -> None:
    copy = landscape(draw, sketch, [])
    for left in (150, 1150):
        cv2.rectangle(copy, (left, 450), (left + 700, 900), (0,), 3)
        for row in range(7):
            cv2.putText(copy, "Ho va ten NGUYEN MAU", (left + 200, 510 + 55 * row), 0, 0.9, (0,), 2)
    assert find_gutter(copy) is None


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_few_lines_tell_which_way_up_a_page_is(page: Pixels, rotation: Rotation) -> None:
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    direction = likely_direction(turned(grey, rotation), rotation in {90, 270}, READ)
    assert direction.sure
    assert direction.order[0] == (360 - rotation) % 360


def test_samples_are_a_small_part_of_the_page_and_spread_over_it(page: Pixels) -> None:
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    lines = sample_lines(grey, 3)
    assert len(lines) == 3
    assert sum(line.size for line in lines) < 0.05 * grey.size


def test_an_empty_page_has_no_lines_and_no_sure_direction() -> None:
    empty = np.full((1000, 700), 255, np.uint8)
    assert sample_lines(empty, 3) == []
    assert not likely_direction(empty, False, READ).sure
