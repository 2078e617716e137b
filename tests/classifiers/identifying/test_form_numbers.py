"""Numbers, sources and names of forms in the upper margin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_builder import page

from classifiers.identifying.form_numbers import form_number, form_of


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Mẫu CT01 ban hành kèm theo", "CT01"),
        ("Mẫu số 02a", "02a"),
        ("Mẫu số: 18/ĐK", "18/ĐK"),
        ("Mẫu TK1-TS", "TK1-TS"),
        ("Mẫu 01/ĐK", "01/ĐK"),
        ("Phụ lục II-1", "II-1"),
        ("Mẫu M01a-NĐ67", "M01a-NĐ67"),
        ("Mẫu số 01-1/HKD", "01-1/HKD"),
        ("Mẫu 2C-BNV", "2C-BNV"),
        ("Mẫu TP/HT-2012-TKKS.1", "TP/HT-2012-TKKS.1"),
        ("Mẫu (Form) NC14", "NC14"),
        ("Kính gửi", ""),
        ("MẪU PHIẾU ĐĂNG KÝ", ""),
    ],
)
def test_the_number_is_read_as_printed(head, expected):
    assert form_number(page(head)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Mau CTO1 ban hanh", "CT01"),
        ("Mâu sô O2", "02"),
        ("Mấu số 02/TNCN", "02/TNCN"),
        ("Mẫu số 04a1", "04a"),
        ("MẪU SÓ 15", "15"),
    ],
)
def test_misread_letters_and_footnote_marks_are_put_right(head, expected):
    assert form_number(page(head)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA", "ngày 01/7/2025"], "Thông tư 53/2025/TT-BCA"),
        (["Mẫu số 05", "(Ban hành kèm theo Nghị đinh số 1O1/2024/NĐ-CP)"], "Nghị định 101/2024/NĐ-CP"),
        (["Mẫu TK1-TS", "(Ban hành kèm theo Quyết định số: 490/QĐ-BHXH"], "Quyết định 490/QĐ-BHXH"),
        (["Mẫu số 05"], ""),
    ],
)
def test_the_regulation_that_the_form_belongs_to_is_read(lines, expected):
    assert form_of(page(*lines)).source == expected


def test_a_name_behind_the_number_is_kept():
    form = form_of(page("Mẫu số 04d. Văn bản đề nghị thay đổi lộ trình, tuyến đường", "di chuyển của phương tiện"))
    assert (form.number, form.name) == (
        "04d",
        "Văn bản đề nghị thay đổi lộ trình, tuyến đường di chuyển của phương tiện",
    )


def test_what_it_was_issued_with_is_no_name():
    assert form_of(page("Mẫu số 16: Ban hành kèm theo Thông tư số 28/2015/TT-BLĐTBXH")).name == ""


@given(st.text(max_size=80))
def test_any_head_is_read_without_a_crash(head):
    assert isinstance(form_number(page(head or "x")), str)
