"""Decisions, certificates and letters say their number, date, issuer and signer."""

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.letters import read_letter
from ocr.page import Box, Code, Page, PageRef

from .paper_builder import paper, the, values


def decision(number: str = "Số: 57 /QĐ-UBND", name: str = "Trần Văn Mẫu") -> Paper:
    lines = [
        line("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.05, 0.12),
        line("XÃ A", 0.08, 0.16),
        line("Độc lập - Tự do - Hạnh phúc", 0.081, 0.5),
        line(f"{number} Tỉnh B, ngày 09 tháng 05 năm 2019", 0.11, 0.12),
        line("QUYẾT ĐỊNH", 0.16),
        line("Điều 1. Cử người giám hộ là ông/bà Lê Thị Mẫu, sinh ngày 06/10/1980.", 0.22, 0.12),
        line("TM. ỦY BAN NHÂN DÂN", 0.6, 0.55),
        line("CHỦ TỊCH", 0.63, 0.6),
        line(f"{name} ˆ", 0.75, 0.58),
    ]
    return paper(Page(PageRef("qd.pdf", 1), reading(lines)), kind=PaperType.DECISION)


def test_a_decision_gives_number_day_issuer_and_signer() -> None:
    fields = read_letter(decision())
    assert the("document_number", fields).value == "57/QĐ-UBND"
    assert the("issue_date", fields).value == "09/05/2019"
    assert the("issuer", fields).value == "ỦY BAN NHÂN DÂN XÃ A"
    assert the("signer", fields).value == "Trần Văn Mẫu"


def test_the_person_it_speaks_of_is_named_with_birth_date() -> None:
    found = values(read_letter(decision()))
    assert ("full_name", "Lê Thị Mẫu") in found
    assert ("date_of_birth", "06/10/1980") in found


def test_a_letter_without_a_number_has_none() -> None:
    assert "document_number" not in {field.kind for field in read_letter(decision(number=""))}


def test_the_same_words_are_not_reported_twice() -> None:
    fields = read_letter(decision())
    places = [(field.page, field.box) for field in fields]
    assert len(places) == len(set(places))


def test_who_gets_a_copy_is_neither_signer_nor_address() -> None:
    lines = [
        *decision().pages[0].reading.lines[:7],
        line("Nơi nhận:", 0.60, 0.12),
        line("CHỦ TỊCH", 0.62, 0.62),
        line("- Như Điều 3; Thường trực: Lê Văn Nhận", 0.63, 0.12),
        line("- Địa chỉ: Sở Nội vụ", 0.66, 0.12),
        line("Trần Văn Mẫu", 0.75, 0.6),
    ]
    fields = read_letter(paper(Page(PageRef("qd.pdf", 1), reading(lines)), kind=PaperType.DECISION))
    assert the("signer", fields).value == "Trần Văn Mẫu"
    assert "address" not in {field.kind for field in fields}


def letter(*texts: str) -> Paper:
    head = decision().pages[0].reading.lines[:4]
    body = [line(text, 0.16 + 0.03 * row, 0.12 if row > 1 else None) for row, text in enumerate(texts)]
    return paper(Page(PageRef("gxn.pdf", 1), reading([*head, *body])), kind=PaperType.OTHER)


def test_what_a_letter_is_about_stands_in_its_title() -> None:
    fields = read_letter(letter("TỜ TRÌNH", "Về việc giao dự toán năm sau cho các trường", "Kính gửi: Sở Tài chính."))
    about = [field for field in fields if field.value == "giao dự toán năm sau cho các trường"]
    assert [(field.kind, field.label) for field in about] == [("other", "Về việc")]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Giấy này có giá trị đến hết ngày 30 tháng 6 năm 2027 và thay thế giấy trước.", "30/06/2027"),
        ("Giấy phép có hiệu lực đến ngày 12/03/2027.", "12/03/2027"),
        ("Thời hạn sử dụng: đến 05/06/2030", "05/06/2030"),
    ],
)
def test_the_last_day_of_validity_is_read_from_a_sentence(sentence: str, day: str) -> None:
    fields = read_letter(letter("GIẤY XÁC NHẬN", "Kính gửi: Sở A", sentence))
    assert [field.value for field in fields if field.kind == "expiry_date"] == [day]


def test_the_day_that_a_decision_takes_effect_is_no_end_of_validity() -> None:
    fields = read_letter(letter("QUYẾT ĐỊNH", "Căn cứ hồ sơ", "Quyết định này có hiệu lực kể từ ngày 12/03/2026."))
    assert "expiry_date" not in {field.kind for field in fields}


def test_the_code_of_a_card_copied_on_a_letter_is_read() -> None:
    code = Code(
        "QRCode", "001190012345||Trần Thị Mẫu|04051990|Nữ|Thôn 1, Xã A, tỉnh B|11022022", Box(0.7, 0.1, 0.8, 0.2)
    )
    page = Page(PageRef("sao.pdf", 1), reading([line("BẢN SAO", 0.1)], codes=(code,)))
    assert ("id_number", "001190012345") in values(read_letter(paper(page, kind=PaperType.OTHER)))


def _agreement(kind: PaperType) -> Paper:
    lines = [
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.05, 0.45),
        line("Độc lập - Tự do - Hạnh phúc", 0.08, 0.5),
        line("VĂN BẢN THỎA THUẬN CỦA NGƯỜI CHỒNG", 0.12, 0.1),
        line("VÀ NGƯỜI VỢ", 0.15, 0.2),
        line("Chúng tôi cùng cư trú tại:", 0.2, 0.12),
        line("Số 365 đường Mẫu Đơn, phường Trấn Biên, tỉnh Đồng Nai", 0.22, 0.12),
    ]
    return paper(Page(PageRef("vb.pdf", 1), reading(lines)), kind=kind)


@pytest.mark.parametrize("kind", [PaperType.CONTRACT, PaperType.OTHER])
def test_neither_a_title_nor_the_number_of_a_house_is_taken_for_the_head_of_a_letter(kind: PaperType) -> None:
    kinds = {field.kind for field in read_letter(_agreement(kind))}
    assert not kinds & {"issuer", "document_number"}
    assert "address" in kinds
