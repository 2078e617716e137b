"""Names written below signatures become fields, with a proposal where it is told whose they are."""

from collections.abc import Sequence

from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.fields import Field
from intake_ai.extraction.prefilling.signing import signed_names
from ocr.page import Box, Mark, Page, PageRef

REF = PageRef("don.pdf", 1)
INK = Mark("handwriting", Box(0.6, 0.6, 0.8, 0.64))


def form(*rows: tuple[str, float, float], marks: Sequence[Mark] = ()) -> Paper:
    """A form of which each row is a text, how far down it stands, and how surely it was read."""
    lines = [line(text, top, 0.6, confidence) for text, top, confidence in rows]
    return Paper("p1", PaperType.APPLICATION_FORM, "", (Page(REF, reading(lines, marks=tuple(marks))),), 1.0)


def name(value: str, role: str = "applicant") -> Field:
    box = Box(0.2, 0.2, 0.4, 0.22)
    return Field("full_name", role, "Họ và tên", value, "", 0.9, "qr", "to_check", "p1", REF, box, by_hand=True)


MAU, TEST = name("Trần Thị Mẫu"), name("Lê Văn Thử", "spouse")
HEAD = (("Người làm đơn", 0.5, 0.95), ("(Ký, ghi rõ họ tên)", 0.52, 0.95))


def proposed(paper: Paper, own: Sequence[Field] = (MAU,)) -> list[tuple[str, str | None, str]]:
    found = signed_names(paper, own, [MAU, TEST], {"applicant": MAU})
    return [(field.value, field.role, field.raw) for field in found]


def test_a_badly_read_name_is_proposed_where_it_comes_near_to_one_name() -> None:
    paper = form(*HEAD, ("Trấn Tkị Mấu", 0.6, 0.4), marks=[INK])
    assert proposed(paper) == [("Trần Thị Mẫu", "applicant", "Trấn Tkị Mấu")]


def test_the_words_above_tell_who_signs_where_the_name_cannot_be_read() -> None:
    assert proposed(form(*HEAD, ("#.. My", 0.6, 0.2), marks=[INK])) == [("Trần Thị Mẫu", "applicant", "#.. My")]


def test_ink_of_which_nothing_was_read_gets_the_name_too() -> None:
    assert proposed(form(*HEAD, marks=[INK])) == [("Trần Thị Mẫu", "applicant", "")]


def test_without_ink_nobody_signed() -> None:
    assert proposed(form(*HEAD)) == []


def test_print_below_a_signature_is_no_name() -> None:
    assert proposed(form(*HEAD, ("thì ký, đóng dấu", 0.6, 0.97))) == []


def test_a_reading_that_comes_nearer_to_somebody_else_gets_their_name() -> None:
    paper = form(*HEAD, ("Lê Vãn Thủ", 0.6, 0.4), marks=[INK])
    assert proposed(paper, [MAU, TEST])[0][:2] == ("Lê Văn Thử", "spouse")


def test_who_signs_for_the_authority_is_not_guessed() -> None:
    rows = (("TM. ỦY BAN NHÂN DÂN", 0.5, 0.95), ("(Ký, ghi rõ họ tên)", 0.52, 0.95), ("#.. My", 0.6, 0.2))
    assert proposed(form(*rows, marks=[INK])) == []


def test_the_hand_of_a_typed_form_is_not_guessed_from_words_above() -> None:
    typed = Field(**{**{each: getattr(MAU, each) for each in MAU.__slots__}, "by_hand": False})
    paper = form(("Họ và tên: Trần Thị Mẫu, sinh ngày 04/05/1990", 0.2, 0.99), *HEAD, ("#.. My", 0.6, 0.2), marks=[INK])
    assert proposed(paper, [typed]) == []
