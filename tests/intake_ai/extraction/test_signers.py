"""The name below a signature is read by the names that the form states above."""

from page_builder import line

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.runs import run_of
from intake_ai.extraction.signers import signed_by

from .paper_builder import form


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
