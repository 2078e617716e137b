"""A label that no form of ours had is known by the words in it."""

import pytest

from intake_ai.extraction.lexicon import meaning_of, opens_with


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("3.1. Địa chỉ nhận kết quả", "address"),
        ("Số Căn cước của người được ủy quyền", "id_number"),
        ("Ngày cấp CCCD của người mua", "id_issue_date"),
        ("Số điện thoại di động của chủ nhà", "phone"),
        ("Tên cơ sở kinh doanh dược", "organisation_name"),
        ("Người khiếu nại", "full_name"),
        ("Lý do đề nghị điều chỉnh địa chỉ", "requested_content"),
        ("Mã số thuế của hộ", "tax_code"),
        ("Mối quan hệ với người nộp đơn", "relationship"),
        ("Tổng số người đang thường trú", "other"),
    ],
)
def test_words_of_a_label_tell_its_kind(label: str, kind: str) -> None:
    meaning = meaning_of(label)
    assert meaning is not None
    assert meaning.kind == kind


def test_a_label_of_unknown_words_has_no_meaning() -> None:
    assert meaning_of("Màu sơn của xe") is None


def test_a_phrase_opens_a_text_with_whole_words_only() -> None:
    assert opens_with("Căn cứ Luật Cư trú", ("can cu",))
    assert not opens_with("Căn cước công dân số", ("can cu",))
