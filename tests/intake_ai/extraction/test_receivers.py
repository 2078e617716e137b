"""Where a form prints the beginning of a body's name, what was filled in behind it is a value of its own."""

import pytest
from page_builder import line

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.receivers import typed_parts
from intake_ai.extraction.runs import run_of
from ocr.page import Box

from .paper_builder import form, values


def typed(name: str, *dots: Box) -> list[tuple[str, str]]:
    run = run_of(line(name, 0.1, 0.1).words)
    return [(part.kind, part.value) for part in typed_parts("Kính gửi", run, dots)]


@pytest.mark.parametrize(
    ("name", "filled_in"),
    [
        ("Ủy ban nhân dân xã Đồng Mẫu, tỉnh Nghệ An", ["xã Đồng Mẫu, tỉnh Nghệ An"]),
        ("Trung tâm Dịch vụ việc làm Cần Thơ", ["Cần Thơ"]),
        ("Tòa án nhân dân khu vực 4 - Sơn La", ["khu vực 4 - Sơn La"]),
        ("Trưởng Công an xã/phường/thị trấn Đồng Mẫu, tỉnh Nghệ An", ["Đồng Mẫu, tỉnh Nghệ An"]),
        ("Ủy ban nhân dân xã/phường Đồng Mẫu, tỉnh/thành phố Nghệ An", ["Đồng Mẫu", "Nghệ An"]),
        ("Ủy ban nhân dân (phường, xã, thị trấn) Đồng Mẫu", ["Đồng Mẫu"]),
        ("Phòng Kinh tế/Phòng Kinh tế, Hạ tầng và Đô thị xã Đồng Mẫu", ["xã Đồng Mẫu"]),
        ("Cơ quan đăng ký kinh doanh cấp tỉnh Nghệ An", ["Nghệ An"]),
    ],
)
def test_the_place_behind_a_body_that_every_place_has_was_filled_in(name: str, filled_in: list[str]) -> None:
    assert typed(name) == [("other", each) for each in filled_in]


@pytest.mark.parametrize(
    "name",
    [
        "Bộ Giáo dục và Đào tạo",
        "Văn phòng đăng ký đất đai tỉnh Nghệ An - Chi nhánh Đồng Mẫu Sơn",
        "Cục Hợp tác quốc tế",
    ],
)
def test_a_name_without_such_a_beginning_is_one_value(name: str) -> None:
    assert typed(name) == []


def test_a_school_behind_its_head_is_a_body() -> None:
    assert typed("Hiệu trưởng trường THPT Đồng Mẫu") == [("organisation_name", "THPT Đồng Mẫu")]


def test_where_the_dots_begin_shows_what_was_filled_in() -> None:
    name = line("Ủy ban nhân dân xã Đồng Mẫu", 0.1, 0.1)
    dots = Box(name.words[5].box.left, 0.1, 0.9, 0.118)
    assert typed("Ủy ban nhân dân xã Đồng Mẫu", dots) == [("other", "Đồng Mẫu")]


def test_dots_below_the_whole_name_show_that_all_of_it_was_filled_in() -> None:
    assert typed("Ủy ban nhân dân xã Đồng Mẫu", Box(0.1, 0.1, 0.9, 0.118)) == []


def test_a_form_tells_both_the_body_and_what_was_filled_in() -> None:
    found = values(read_form(form("Kính gửi: Ủy ban nhân dân xã Đồng Mẫu, tỉnh Nghệ An (1)")))
    assert found == [
        ("organisation_name", "Ủy ban nhân dân xã Đồng Mẫu, tỉnh Nghệ An"),
        ("other", "xã Đồng Mẫu, tỉnh Nghệ An"),
    ]
