"""Tick boxes are read with their question: what is ticked is the value, what is not leaves the question open."""

from page_builder import line, reading

from intake_ai.extraction.forms import read_places
from intake_ai.extraction.options import take_questions
from ocr.page import Box, Mark, Page, PageRef

from .paper_builder import paper


def box(kind: str, word_box: Box) -> Mark:
    return Mark(kind, Box(word_box.left, word_box.top, word_box.left + 0.012, word_box.top + 0.012), 0.85)


def form(text: str, ticked: str = "") -> tuple[Page, tuple[Mark, ...]]:
    """A line on which the n-th "D", as a reader takes boxes for, is a box, ticked where `ticked` has an x."""
    row = line(text, 0.3, 0.1)
    places = [word.box for word in row.words if word.text == "D"]
    marks = tuple(
        box("ticked_box" if ticked[number : number + 1] == "x" else "empty_box", place)
        for number, place in enumerate(places)
    )
    return Page(PageRef("scan.pdf", 1), reading([row], marks=marks)), marks


def test_boxes_behind_their_options_are_told_from_boxes_ahead_of_them() -> None:
    for text in ("Giới tính: Nam D Nữ D", "Giới tính: D Nam D Nữ"):
        page, marks = form(text, "_x")
        kept, (question,) = take_questions(page.reading.lines, marks)
        assert kept == []
        assert question.label == "Giới tính"
        assert [(option.words.text, option.is_ticked) for option in question.options] == [("Nam", False), ("Nữ", True)]


def test_the_option_that_is_ticked_is_the_value() -> None:
    read = read_places(paper(form("Giới tính: D Nam D Nữ", "_x")[0]))
    assert [(field.kind, field.value) for field in read.fields] == [("sex", "Nữ")]
    assert [(blank.state, blank.is_optional) for blank in read.blanks] == [("filled", True)]


def test_a_question_without_a_tick_gives_no_value_and_is_empty() -> None:
    read = read_places(paper(form("Đề nghị cấp bản sao: Có D Không D")[0]))
    assert read.fields == ()
    assert [(blank.label, blank.state) for blank in read.blanks] == [("Đề nghị cấp bản sao", "empty")]


def test_options_on_lines_of_their_own_belong_to_the_question_above() -> None:
    rows = [
        line("Tôi đề nghị:", 0.3, 0.1),
        line("D Cấp mới giấy phép", 0.33, 0.1),
        line("D Cấp lại giấy phép", 0.36, 0.1),
    ]
    marks = [box("empty_box", rows[1].words[0].box), box("ticked_box", rows[2].words[0].box)]
    _, (question,) = take_questions(rows, marks)
    assert (question.label, [option.is_ticked for option in question.options]) == ("Tôi đề nghị", [False, True])


def test_a_footnote_mark_is_no_tick_box() -> None:
    row = line("Nơi cư trú: Thôn Mẫu, xã A", 0.3, 0.1)
    small = Mark("empty_box", Box(0.24, 0.3, 0.245, 0.304), 0.85)
    kept, questions = take_questions([row], [small])
    assert (kept, questions) == ([row], [])


def test_the_boxes_of_a_text_layer_are_letters() -> None:
    row = line("Hình thức nhận kết quả: ☒ Trực tiếp ☐ Qua bưu chính", 0.3, 0.1)
    _, (question,) = take_questions([row], ())
    assert [(option.words.text, option.is_ticked) for option in question.options] == [
        ("Trực tiếp", True),
        ("Qua bưu chính", False),
    ]
