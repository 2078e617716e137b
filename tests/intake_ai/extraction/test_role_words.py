import pytest

from intake_ai.extraction.role_words import counterpart_in, inverse_of, relation_of, role_in, role_of_label


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Họ, chữ đệm, tên, năm sinh của cha", "father"),
        ("Số điện thoại của mẹ", "mother"),
        ("Vợ tôi là", "wife"),
        ("Họ tên vợ (chồng)", "spouse"),
        ("Họ tên vợ/chồng", "spouse"),
        ("Họ tên cha/mẹ", "parent"),
        ("Con tôi là", "child"),
        ("Họ tên cha của người chết", "father"),
        ("Số định danh cá nhân của chủ hộ", "household_head"),
        ("Họ và tên người được giám hộ", "ward"),
        ("Họ tên của chat", "father"),
        ("Là con của ông", "father"),
        ("Là cha/mẹ của em", "child"),
        ("Họ và tên ông nội", "other"),
    ],
)
def test_a_label_tells_whose_its_value_is(label: str, role: str) -> None:
    assert role_of_label(label) == role


@pytest.mark.parametrize(
    "label", ["của Bộ", "Số con", "Còn ông bà", "CÔNG TY MẪU", "Quan hệ với chủ hộ", "Nhận cha, mẹ, con", "Họ và tên"]
)
def test_other_words_tell_nobody(label: str) -> None:
    assert role_of_label(label) is None


def test_the_leftmost_words_decide() -> None:
    assert role_in("Người đại diện theo uỷ quyền của chủ sở hữu") == "representative"


def test_a_relationship_tells_what_the_other_one_is() -> None:
    assert [inverse_of(each) for each in ("Cha", "Con đẻ", "Vợ", "Chính bản thân", "Hàng xóm")] == [
        "child", "parent", "spouse", "applicant", None,
    ]  # fmt: skip
    assert [relation_of(each) for each in ("Con gái", "Chồng", "Bạn")] == ["child", "spouse", None]


def test_a_line_tells_of_two_persons_what_they_are_to_each_other() -> None:
    assert counterpart_in("Là cha của người có tên dưới đây:") == ("cha", "child")
    assert counterpart_in("Là công dân Việt Nam") is None
