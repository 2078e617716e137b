"""Each place that waits for a value is told: filled, empty where ink would have been seen, else unclear."""

from page_builder import line, reading

from intake_ai.extraction.extracting import extract
from intake_ai.extraction.fields import Blank
from intake_ai.extraction.forms import read_places
from ocr.page import Box, Line, Mark, Page, PageRef

from .paper_builder import paper

DOTS = Box(0.4, 0.3, 0.9, 0.312)


def blanks(*lines: Line, marks: tuple[Mark, ...] = ()) -> tuple[Blank, ...]:
    return read_places(paper(Page(PageRef("scan.pdf", 1), reading(lines, marks=marks)))).blanks


def test_bare_dots_behind_a_label_are_an_empty_place() -> None:
    (blank,) = blanks(line("Nơi cư trú:", 0.3, 0.1), marks=(Mark("empty_line", DOTS, 0.7),))
    assert (blank.label, blank.kind, blank.state, blank.box) == ("Nơi cư trú", "address", "empty", DOTS)


def test_a_place_with_a_value_is_filled_where_the_value_stands() -> None:
    row = line("Dân tộc: Kinh", 0.3, 0.1)
    (blank,) = blanks(row)
    assert (blank.kind, blank.state, blank.box) == ("ethnicity", "filled", row.words[-1].box)


def test_ink_that_was_not_read_leaves_a_place_unclear() -> None:
    label = line("Nơi cư trú:", 0.3, 0.1)
    by_pen = (Mark("empty_line", DOTS, 0.7), Mark("handwriting", DOTS, 1.0))
    assert [blank.state for blank in blanks(label, marks=by_pen)] == ["unclear"]
    assert [blank.state for blank in blanks(label, marks=(Mark("filled_line", DOTS, 0.7),))] == ["unclear"]


def test_a_label_without_dots_may_be_filled_in_elsewhere() -> None:
    assert [blank.state for blank in blanks(line("Nơi cư trú:", 0.3, 0.1), line("X" * 60, 0.5, 0.1))] == ["unclear"]


def test_what_the_form_leaves_to_the_applicant_is_optional() -> None:
    dotted = (Mark("empty_line", DOTS, 0.7),)
    assert blanks(line("Số điện thoại (nếu có):", 0.3, 0.1), marks=dotted)[0].is_optional
    assert not blanks(line("Số điện thoại:", 0.3, 0.1), marks=dotted)[0].is_optional


def test_what_the_authority_fills_in_is_optional() -> None:
    heading = line("PHẦN GHI CỦA CƠ QUAN ĐĂNG KÝ", 0.2, 0.1)
    (blank,) = blanks(heading, line("Quyển số:", 0.3, 0.1), marks=(Mark("empty_line", DOTS, 0.7),))
    assert blank.is_optional


def test_the_places_of_all_forms_of_a_dossier_are_told() -> None:
    pages = [
        Page(
            PageRef(f"{name}.pdf", 1), reading([line("Nơi cư trú:", 0.3, 0.1)], marks=(Mark("empty_line", DOTS, 0.7),))
        )
        for name in ("a", "b")
    ]
    forms = [paper(page, name=f"p{number}") for number, page in enumerate(pages)]
    assert [(blank.paper, blank.page.file) for blank in extract(forms).blanks] == [("p0", "a.pdf"), ("p1", "b.pdf")]
