"""Values inside running text are told by the dots that they stand on and by the words ahead of them."""

from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from ocr.page import Box, Mark, Page, PageRef

from .paper_builder import form, paper, values


def test_a_figure_typed_over_the_front_of_dots_is_a_value() -> None:
    (field,) = read_form(form("Nay tôi được hưởng trợ cấp trong 6 …… tháng theo quy định"))
    assert (field.kind, field.value) == ("other", "6")
    assert field.label.endswith("trợ cấp trong")


def test_words_in_small_letters_are_a_value_where_a_line_is_written_on() -> None:
    row = line("Xin ghi vào sổ việc nhận con nuôi đã làm ở nước ngoài", 0.3, 0.1)
    start, end = row.words[5].box.left, row.words[7].box.right
    on_dots = Mark("filled_line", Box(start, 0.3, end, 0.312), 0.7)
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading([row], marks=(on_dots,)))))
    assert values(fields) == [("other", "nhận con nuôi")]


def test_printed_words_with_capitals_ahead_of_bare_dots_are_no_value() -> None:
    assert read_form(form("Tôi đã nộp đơn tại UBND …… theo quy định")) == []


def test_behind_an_identity_number_the_word_do_names_who_issued_it() -> None:
    fields = read_form(form("Số CCCD: 001190012345 …… do: Bộ Công an …… cấp ngày: 05/06/2020"))
    assert values(fields) == [
        ("id_number", "001190012345"),
        ("id_issue_place", "Bộ Công an"),
        ("id_issue_date", "05/06/2020"),
    ]
