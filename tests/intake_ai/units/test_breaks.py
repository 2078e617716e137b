"""The end of a line falls within the name of a unit where both halves together are one."""

import pytest

from intake_ai.units import breaks_name


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Thôn 3, xã Mẫu, tỉnh Lâm", "Đồng"),
        ("Xóm 5, xã Nghi", "Lộc, tỉnh Nghệ An"),
        ("phường Xuân Hương", "- Đà Lạt, tỉnh Lâm Đồng"),
        ("quận 1, TP. Hồ", "Chí Minh"),
        ("phường Cái Răng, thành", "phố Cần Thơ"),
    ],
)
def test_halves_of_a_name_are_known(above: str, below: str) -> None:
    assert breaks_name(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("tỉnh Lâm Đồng", "Điện thoại: 0900123456"),
        ("Nguyễn Văn", "Mẫu"),
        ("tỉnh Lâm", "Nghề nghiệp: nông dân"),
        ("", ""),
    ],
)
def test_a_whole_name_and_other_words_are_no_halves(above: str, below: str) -> None:
    assert not breaks_name(above, below)
