"""When two names as read are one."""

import sys

import pytest

from intake_ai.parties.names import likeness, possibly_same, same_organisation


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nguyễn Văn Mẫu", "NGUYỄN VĂN MẪU", "same"),
        ("Nguyễn Văn Mẫu", "NGUYEN VAN MAU", "same"),  # a machine-readable zone has no accents
        ("Nguyễn Văn Mẫu", "NGUYÊN VĂN MẪU", "same"),  # no family bears the misread name
        ("Nguyễn Văn Mẫu", "Nguyễn Văn Mầu", "near"),
        ("Nguyễn Văn Mẫu", "Nguyễn Văn", "near"),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", "near"),
        ("Nguyễn Văn An", "Nguyễn Thị Án", "other"),
        ("Nguyễn Văn Mẫu", "Nguyễn Văn Hùng", "other"),
        ("Nguyễn Văn Mẫu", "Trần Thị Khác", "other"),
    ],
)
def test_names_are_one_nearly_one_or_two(one, other, expected):
    assert likeness(one, other) == likeness(other, one) == expected


def test_a_name_read_badly_may_be_the_same_but_another_family_is_not():
    assert possibly_same("Nguyễn Văn Mẫu", "Nguyễn Vãn Mâu")
    assert possibly_same("Huỳnh Minh Mẫu", "Huynh Hinh Mau", by_hand=True)
    assert not possibly_same("Nguyễn Văn Mẫu", "Trần Thị Khác Hẳn", by_hand=True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CÔNG TY TNHH MTV MẪU PHÁT", "Công ty trách nhiệm hữu hạn một thành viên Mẫu Phát", True),
        ("Cty CP Mẫu Xanh", "Công ty cổ phần Mẫu Xanh", True),
        ("Công ty TNHH Mẫu Xanh", "Công ty TNHH Mẫu Đỏ", False),
        ("Ngân hàng TMCP Mẫu", "Ngân hàng TMCP Mẫu - Chi nhánh Mẫu", False),
        ("Công ty TNHH", "Công ty TNHH", True),
    ],
)
def test_organisations_are_one_whatever_their_legal_form_is_called(one, other, expected):
    assert same_organisation(one, other) is expected


def test_names_are_forgotten_once_they_are_compared():
    one, other = " ".join(["Nguyễn", "Văn", "Mẫu"]), " ".join(["Công ty", "TNHH", "Mẫu", "Phát"])
    held = sys.getrefcount(one), sys.getrefcount(other)
    likeness(one, "Nguyễn Văn Mâu")
    same_organisation(other, "Cty Mẫu Phát")
    assert (sys.getrefcount(one), sys.getrefcount(other)) == held
