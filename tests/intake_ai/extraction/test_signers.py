"""The name below a signature is read by the names that the form states above."""

from dataclasses import replace

from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.runs import run_of
from intake_ai.extraction.signers import signed_by
from ocr.page import Page, PageRef

from .paper_builder import form, paper


def test_a_name_that_a_stroke_hides_is_known_by_the_name_above() -> None:
    found = signed_by(run_of(line("Hhàng Mạnh Mẫu", 0.8, 0.6).words), ["HOÀNG MẠNH MẪU", "TRẦN THỊ VÍ DỤ"])
    assert found is not None
    assert (found[0].text, found[1]) == ("Hhàng Mạnh Mẫu", "Hoàng Mạnh Mẫu")


def test_another_name_is_not_taken_for_one_above() -> None:
    assert signed_by(run_of(line("Lê Văn Khác", 0.8, 0.6).words), ["Hoàng Mạnh Mẫu"]) is None


def test_a_signature_keeps_what_was_read_beside_the_name() -> None:
    fields = read_form(form("Họ và tên: Hoàng Mạnh Mẫu", "Người làm đơn", "(Ký, ghi rõ họ tên)", "oàng, Mạnh Mẫu"))
    assert [(field.value, field.raw, field.role) for field in fields][-1] == (
        "Hoàng Mạnh Mẫu",
        "oàng, Mạnh Mẫu",
        "applicant",
    )


def test_a_name_below_a_heading_for_a_signature_is_a_signer_without_words_that_ask_to_sign() -> None:
    rows = [line("Người yêu cầu", 0.7, 0.6), line("Châu Hoài Mẫu", 0.78, 0.6)]
    (signer,) = read_form(paper(Page(PageRef("scan.pdf", 1), reading(rows))))
    assert (signer.kind, signer.value, signer.label) == ("full_name", "Châu Hoài Mẫu", "Người yêu cầu")


def test_each_of_two_names_on_one_line_is_a_signer() -> None:
    asking = [line("(Ký, ghi rõ họ tên)", 0.7, 0.1), line("(Chữ ký, dấu (nếu có))", 0.7, 0.6)]
    names = line("Đỗ Tuấn Mẫu Thạch Lan Mẫu", 0.78, 0.12)
    boxes = [replace(word.box, left=word.box.left + 0.4, right=word.box.right + 0.4) for word in names.words[3:]]
    apart = [replace(word, box=box) for word, box in zip(names.words[3:], boxes, strict=True)]
    rows = [*asking, replace(names, words=(*names.words[:3], *apart))]
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading(rows))))
    assert [each.value for each in fields] == ["Đỗ Tuấn Mẫu", "Thạch Lan Mẫu"]
