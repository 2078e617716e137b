"""A value that opens with the colon belongs to the label that stands level at its left."""

from page_builder import line, reading

from intake_ai.extraction.colon_cells import with_values_of_cells
from intake_ai.extraction.forms import read_form
from ocr.page import Line, Page, PageRef

from .paper_builder import paper, values

ADDRESS, PHONE = line("Thường trú", 0.20, 0.12), line("Số điện thoại", 0.25, 0.12)
HOUSE, NUMBER = line(": Số 12 đường Mẫu, phường Mẫu, tỉnh Mẫu", 0.20, 0.35), line(": 0900123456....", 0.25, 0.35)
READ = [("address", "Số 12 đường Mẫu, phường Mẫu, tỉnh Mẫu"), ("phone", "0900123456")]


def fields_of(lines: list[Line]) -> list[tuple[str, str]]:
    return values(read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines)))))


def test_a_value_behind_its_colon_belongs_to_the_label_at_its_left() -> None:
    assert fields_of([ADDRESS, HOUSE, PHONE, NUMBER]) == READ


def test_labels_may_be_read_before_or_after_their_values() -> None:
    assert fields_of([ADDRESS, PHONE, HOUSE, NUMBER]) == READ
    assert fields_of([HOUSE, ADDRESS, NUMBER, PHONE]) == READ


def test_what_has_a_colon_of_its_own_or_stands_on_another_level_is_not_joined() -> None:
    lines = [line("Nơi ở:", 0.20, 0.12), HOUSE, line("Dân tộc", 0.30, 0.12), line(": Kinh", 0.33, 0.35)]
    assert with_values_of_cells(lines) == lines


def test_a_title_of_address_ahead_of_a_name_is_none_of_it() -> None:
    lines = [line("NGƯỜI CHỒNG", 0.20, 0.12), line(": ÔNG Trần Văn Mẫu......", 0.20, 0.35)]
    assert fields_of(lines) == [("full_name", "Trần Văn Mẫu")]
    assert fields_of([line("Họ và tên: Bà Lê Thị Mẫu", 0.2, 0.12)]) == [("full_name", "Lê Thị Mẫu")]


def test_a_label_that_stands_between_two_lines_has_both_for_its_value() -> None:
    lines = [line("Số 12 đường Mẫu, phường Mẫu, thành", 0.200, 0.35), line("Thường trú :", 0.210, 0.12)]
    lines += [line("phố Mẫu", 0.220, 0.35), line("Dân tộc: Kinh", 0.26, 0.12)]
    found = [("address", "Số 12 đường Mẫu, phường Mẫu, thành phố Mẫu"), ("ethnicity", "Kinh")]
    assert fields_of(lines) == found
    apart = [line("Tôi cam đoan", 0.17, 0.35), *lines[1:]]
    assert fields_of(apart) != found


def test_figures_in_boxes_right_of_a_label_are_its_value() -> None:
    label = line("9. Số định danh cá nhân của chủ hộ:", 0.20, 0.12)
    boxes = line("0 0 1 0 9 1 0 0 0 1 2 3", 0.225, 0.55)
    assert fields_of([label, boxes]) == [("id_number", "001091000123")]
    assert len(with_values_of_cells([label, line("0 0 1 0 9 1 0 0 0 1 2 3", 0.25, 0.55)])) == 2


def test_figures_far_behind_the_label_that_asks_for_them_are_its_value() -> None:
    pieces = [line("Số", 0.20, 0.12), line("điện thoại:", 0.20, 0.40), line("0900123456", 0.20, 0.75)]
    assert fields_of(pieces) == [("phone", "0900123456")]
    lower = [*pieces[:2], line("0900123456", 0.24, 0.75)]
    assert with_values_of_cells(lower) == lower
    between = [line("Số điện thoại:", 0.20, 0.12), line("Nơi cấp:", 0.20, 0.40), line("0900123456", 0.20, 0.75)]
    assert with_values_of_cells(between) == between
