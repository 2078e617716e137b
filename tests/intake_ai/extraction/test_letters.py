"""Decisions, certificates and letters say their number, date, issuer and signer."""

from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.letters import read_letter
from ocr.page import Page, PageRef

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
