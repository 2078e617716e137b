"""What a form prints of itself is no value."""

import pytest
from page_builder import line

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.printed import announces, is_begun, is_label, is_printed
from intake_ai.extraction.runs import run_of

from .paper_builder import form


@pytest.mark.parametrize(
    "text",
    [
        "5.1. Địa chỉ nhận thông báo thuế",
        "III. THÔNG TIN VỀ CHỖ Ở",
        "{ho_ten}",
        "(ghi bằng chữ in hoa)",
        "ghi rõ số, cơ quan cấp",
        "Số điện thoại",
        "Place of birth",
        "Tôi cam đoan những nội dung trên là đúng",
    ],
)
def test_labels_instructions_and_placeholders_are_print(text: str) -> None:
    assert is_printed(run_of(line(text, 0.1, 0.1).words))


@pytest.mark.parametrize(
    "text", ["Trần Thị Mẫu", "Căn cước công dân số 001190012345", "Số 5 phố Mẫu", "12 tháng", "Cha"]
)
def test_what_people_fill_in_is_not(text: str) -> None:
    assert not is_printed(run_of(line(text, 0.1, 0.1).words))


def test_a_known_label_is_one_as_a_whole_only() -> None:
    assert is_label("9. Số điện thoại")
    assert not is_label("Số điện thoại 0912345678")


def test_a_label_that_announces_a_list_has_no_value() -> None:
    assert announces("Tôi xin trình bày như sau")
    assert announces("Ghi chú")
    assert not announces("Lý do đề nghị cấp lại")


def test_a_body_without_its_place_is_only_begun() -> None:
    assert is_begun("Ủy ban nhân dân (xã, phường)")
    assert not is_begun("Ủy ban nhân dân xã Mẫu")


def test_the_regulation_that_a_form_was_issued_with_gives_no_number_and_no_date() -> None:
    head = ("Mẫu số 01 ban hành kèm theo Thông tư số 12/2025/TT-ABC", "ngày 01/7/2025 của Bộ trưởng Bộ Mẫu")
    assert read_form(form(*head, "Dân tộc: Kinh"))[0].value == "Kinh"
    assert len(read_form(form(*head, "Dân tộc: Kinh"))) == 1


def test_what_somebody_is_to_another_is_an_answer_though_it_is_a_label_elsewhere() -> None:
    assert not any(is_label(text) for text in ("Cháu", "Em", "Con", "Vợ"))
    assert is_label("Họ và tên")
