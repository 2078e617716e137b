"""What is filled in on dots below "... như sau:" is one answer, whatever numbers and names stand in it."""

from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from ocr.page import Line, Page, PageRef

from .paper_builder import paper, values

HEAD = line("Chúng tôi có các tài sản chung như sau:", 0.10, 0.12)
TEXT = "Một xe máy mua năm 2021 và thửa đất diện tích 120 m²"
DOTS = line("." * 60, 0.16, 0.12)


def fields_of(*lines: Line) -> list[tuple[str, str]]:
    return values(read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines)))))


def test_what_stands_on_dots_below_an_announcement_is_one_answer() -> None:
    assert fields_of(HEAD, line(TEXT, 0.13, 0.12), DOTS) == [("other", TEXT)]
    assert fields_of(HEAD, line(f"{TEXT}...........", 0.13, 0.12)) == [("other", TEXT)]


def test_text_without_dots_is_no_answer_but_a_sentence() -> None:
    assert ("other", TEXT) not in fields_of(HEAD, line(TEXT, 0.13, 0.12))


def test_a_sentence_of_the_form_below_it_is_read_by_its_values() -> None:
    found = fields_of(HEAD, line("Chúng tôi mua xe ngày 27/07/2014 tại Mẫu", 0.13, 0.12), DOTS)
    assert ("other", "27/07/2014") in found
    assert fields_of(HEAD, line("Họ và tên: Trần Văn Mẫu", 0.13, 0.12), DOTS) == [("full_name", "Trần Văn Mẫu")]


def test_a_label_that_nobody_knows_keeps_its_value_to_itself() -> None:
    assert fields_of(HEAD, line("Tên gọi của vật: Máy cày......", 0.13, 0.12))[-1] == ("other", "Máy cày")


def test_a_sentence_with_blanks_between_its_words_is_the_forms_own() -> None:
    sentence = line("Một xe máy mua ngày …… tại Mẫu ……", 0.13, 0.12)
    assert all(not value.startswith("Một xe") for _, value in fields_of(HEAD, sentence))
