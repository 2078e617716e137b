"""Values in tables belong to the person of their column or row."""

from page_builder import line, reading

from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.tables import page_pairs
from ocr.page import Line, Page, PageRef

from .paper_builder import paper, values

COUPLE = [
    line("Thông tin", 0.10, 0.13),
    line("Bên nữ", 0.10, 0.44),
    line("Bên nam", 0.10, 0.74),
    line("Họ, chữ đệm, tên", 0.14, 0.12),
    line("TRẦN THỊ MẪU", 0.14, 0.36),
    line("LÊ VĂN MẪU", 0.14, 0.66),
    line("Nơi cư trú", 0.18, 0.12),
    line("Thôn 1, xã A,", 0.18, 0.36),
    line("Số 2, phường B,", 0.18, 0.66),
    line("tỉnh C", 0.205, 0.36),
    line("tỉnh D", 0.205, 0.66),
    line("Chúng tôi cam đoan những lời khai trên đây là đúng sự thật", 0.26, 0.12),
]
HOUSEHOLD = [
    line("TT", 0.10, 0.12),
    line("Họ, chữ đệm và tên", 0.10, 0.16),
    line("Ngày, tháng,", 0.10, 0.40),
    line("Giới", 0.10, 0.56),
    line("Số định danh", 0.10, 0.63),
    line("năm sinh", 0.122, 0.42),
    line("tính", 0.122, 0.56),
    line("cá nhân", 0.122, 0.66),
    line("1", 0.16, 0.125),
    line("Trần Thị Mẫu", 0.16, 0.16),
    line("23/03/1991", 0.16, 0.41),
    line("Nữ", 0.16, 0.565),
    line("001191012345", 0.16, 0.63),
    line("2", 0.19, 0.125),
    line("Lê Văn Mẫu", 0.19, 0.16),
    line("01/02/2015", 0.19, 0.41),
    line("Nam", 0.19, 0.56),
    line("001215012345", 0.19, 0.63),
]


def fields_of(lines: list[Line]) -> list[Field]:
    return read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines))))


def test_each_column_is_a_person_named_by_its_heading() -> None:
    fields = fields_of(COUPLE)
    assert [(field.role, field.kind, field.value) for field in fields] == [
        ("wife", "full_name", "TRẦN THỊ MẪU"),
        ("wife", "address", "Thôn 1, xã A, tỉnh C"),
        ("husband", "full_name", "LÊ VĂN MẪU"),
        ("husband", "address", "Số 2, phường B, tỉnh D"),
    ]


def test_each_row_under_a_head_of_labels_is_a_person() -> None:
    found = values(fields_of(HOUSEHOLD))
    assert found == [
        ("full_name", "Trần Thị Mẫu"),
        ("date_of_birth", "23/03/1991"),
        ("sex", "Nữ"),
        ("id_number", "001191012345"),
        ("full_name", "Lê Văn Mẫu"),
        ("date_of_birth", "01/02/2015"),
        ("sex", "Nam"),
        ("id_number", "001215012345"),
    ]


def test_two_signatures_side_by_side_are_no_table() -> None:
    signatures = [
        line("Bên nữ", 0.70, 0.25),
        line("Bên nam", 0.70, 0.65),
        line("(Ký, ghi rõ họ, tên)", 0.73, 0.20),
        line("(Ký, ghi rõ họ, tên)", 0.73, 0.60),
        line("Trần Thị Mẫu", 0.82, 0.24),
        line("Lê Văn Mẫu", 0.82, 0.64),
    ]
    assert values(fields_of(signatures)) == [("full_name", "Trần Thị Mẫu"), ("full_name", "Lê Văn Mẫu")]


def test_what_stands_around_a_table_is_read_as_before() -> None:
    around = [line("Kính gửi: Ủy ban nhân dân xã A", 0.05, 0.12), *COUPLE, line("Làm tại: Xã A", 0.30, 0.12)]
    found = values(fields_of(around))
    assert found[:2] == [("organisation_name", "Ủy ban nhân dân xã A"), ("other", "xã A")]
    assert found[-1] == ("other", "Xã A")
    assert len(found) == 7


def test_no_word_of_a_page_is_lost_or_doubled_by_a_table() -> None:
    words = [word for pair in page_pairs(COUPLE) for word in pair.value.words]
    assert len(words) == len(set(words))
    assert {"MẪU", "C", "D", "cam"} <= {word.text.strip(",") for word in words}
