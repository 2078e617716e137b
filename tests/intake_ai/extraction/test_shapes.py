"""Shapes of filled forms: several labels ahead of tick boxes, lists on dots, values over two lines, sentences."""

from page_builder import line, reading

from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.printed import is_label
from ocr.page import Box, Line, Mark, Page, PageRef

from .paper_builder import paper, values


def fields_of(lines: list[Line], *marks: Mark) -> list[Field]:
    return read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines, marks=marks))))


def dots(behind: Line, right: float = 0.9) -> Mark:
    return Mark("empty_line", Box(behind.box.right + 0.01, behind.box.top, right, behind.box.bottom), 0.9)


def tick(kind: str, left: float) -> Mark:
    return Mark(kind, Box(left, 0.1, left + 0.02, 0.115), 0.9)


def test_labels_ahead_of_a_question_keep_their_values() -> None:
    lines = [
        line("4. Ngày, tháng, năm sinh: 13 / 12 / 1979 5. Giới tính:", 0.1, 0.05),
        line("Nam", 0.1, 0.70),
        line("Nữ", 0.1, 0.85),
    ]
    whole = Line(tuple(word for each in lines for word in each.words))
    found = values(fields_of([whole], tick("ticked_box", 0.675), tick("empty_box", 0.825)))
    assert found == [("date_of_birth", "13/12/1979"), ("sex", "Nam")]


def test_each_entry_of_a_list_on_dots_is_a_value() -> None:
    label = line("Danh mục tài liệu gồm có:", 0.10, 0.12)
    entries = [line("Giấy chứng nhận kết hôn", 0.13, 0.12), line("Bản sao căn cước của hai người", 0.16, 0.12)]
    found = fields_of([label, *entries], *(dots(entry) for entry in entries))
    assert [field.value for field in found] == [entry.text for entry in entries]


def test_a_sentence_below_a_line_that_announces_it_is_read() -> None:
    lines = [
        line("Vụ việc như sau:", 0.10, 0.12),
        line("Chúng tôi đăng ký kết hôn ngày 27/07/2014 tại Mẫu", 0.13, 0.12),
    ]
    assert "27/07/2014" in [field.value for field in fields_of(lines, dots(lines[1]))]


def test_the_issuer_of_a_paper_goes_on_on_the_next_line_and_ends_with_its_name() -> None:
    lines = [
        line("Nơi cấp: Cục Cảnh sát", 0.10, 0.12),
        line("quản lý hành chính về trật tự xã hội", 0.13, 0.12),
    ]
    (field,) = fields_of(lines, dots(lines[0], right=0.5))
    assert field.value == "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


def test_a_value_one_letter_off_a_label_is_a_value() -> None:
    assert not is_label("Hóa học")
    assert is_label("Khóa học")


def test_a_date_on_further_dots_behind_a_number_is_its_day_of_issue() -> None:
    first, second = line("Số CCCD: 001091012345", 0.10, 0.12), line("cấp ngày 08/05/2025", 0.10, 0.60)
    whole = Line((*first.words, *second.words))
    found = fields_of([whole], dots(first, right=0.58))
    assert ("id_issue_date", "08/05/2025") in values(found)


def test_a_numbered_label_without_a_colon_ends_where_a_capital_opens_the_value() -> None:
    found = fields_of([line("4. Nguyên nhân chết Tai nạn giao thông", 0.10, 0.12)])
    assert [(field.label, field.value) for field in found] == [("Nguyên nhân chết", "Tai nạn giao thông")]


def test_unknown_words_are_a_label_without_a_colon_only_ahead_of_dots() -> None:
    text = line("4. Mã hiệu công trình Nhà mẫu", 0.10, 0.12)
    assert fields_of([text]) == []
    assert values(fields_of([text], dots(text))) == [("other", "Nhà mẫu")]


def test_a_printed_heading_with_a_number_is_no_label_with_a_value() -> None:
    assert fields_of([line("1. Trường hợp cơ quan, tổ chức đứng ra mai táng", 0.10, 0.12)]) == []


def test_a_note_in_brackets_ends_the_words_of_a_label() -> None:
    found = fields_of([line("a) Họ và tên (Chủ hộ hoặc người đại diện) TRẦN THỊ MẪU", 0.10, 0.12)])
    assert values(found) == [("full_name", "TRẦN THỊ MẪU")]


def test_an_issuer_at_the_end_of_a_line_goes_on_at_its_start() -> None:
    lines = [
        line("Số CCCD: 001091012345", 0.10, 0.08),
        line("do: Cục Cảnh sát quản...", 0.10, 0.68),
        line("lý hành chính về trật tự xã hội", 0.13, 0.08),
    ]
    assert ("id_issue_place", "Cục Cảnh sát quản lý hành chính về trật tự xã hội") in values(fields_of(lines))
