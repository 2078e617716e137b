from page_builder import line

from intake_ai.extraction.role_columns import with_columns
from intake_ai.extraction.tables import page_pairs
from ocr.page import Line

HEAD = (
    line("Chúng tôi là:", 0.10, 0.12),
    Line((*line("NGƯỜI CHA", 0.14, 0.15).words, *line("NGƯỜI MẸ", 0.14, 0.6).words)),
)


def row(top: float, left: str, right: str) -> Line:
    return Line((*line(left, top, 0.12).words, *line(right, top, 0.55).words))


def roles(*lines: Line) -> dict[str, str | None]:
    return {pair.value.text: pair.role for pair in with_columns(page_pairs(lines)) if pair.label and pair.value}


def test_labels_that_stand_twice_on_a_line_are_of_the_person_above() -> None:
    found = roles(*HEAD, row(0.17, "Họ và tên: Lê Văn Mẫu", "Họ và tên: Trần Thị Mẫu"),
                  row(0.20, "Dân tộc: Kinh", "Dân tộc: Tày"))  # fmt: skip
    assert {value: role for value, role in found.items() if role} == {
        "Lê Văn Mẫu": "father",
        "Trần Thị Mẫu": "mother",
        "Kinh": "father",
        "Tày": "mother",
    }


def test_a_line_below_the_columns_is_of_neither() -> None:
    found = roles(*HEAD, row(0.17, "Họ và tên: Lê Văn Mẫu", "Họ và tên: Trần Thị Mẫu"),
                  line("Số điện thoại: 0900000001", 0.20, 0.12))  # fmt: skip
    assert found["0900000001"] is None


def test_two_labels_on_a_line_without_headings_have_no_role() -> None:
    found = roles(row(0.17, "Họ và tên: Lê Văn Mẫu", "Họ và tên: Trần Thị Mẫu"))
    assert set(found.values()) == {None}
