"""Papers that were taken for later pages of the paper before them."""

import pytest
from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.inner_headings import is_headed_inside
from intake_ai.completeness.situation import Situation

ROW = Requirement(0, "Bản thiết kế trồng rừng năm thứ nhất theo Mẫu số 04", types=(PaperType.OTHER,))
FIRST = page("HỢP ĐỒNG TÍN DỤNG", *[f"Điều {number}. Các bên cam kết MẪU" for number in range(1, 9)])


def stack(*later):
    return Paper("p1", PaperType.CONTRACT, "HỢP ĐỒNG TÍN DỤNG", (FIRST, *later), 0.4)


@pytest.mark.parametrize(
    "heading",
    [("BẢN THIẾT KẾ TRỒNG RỪNG",), (*MOTTO, "", "BẢN THIẾT KẾ", "TRỒNG RỪNG")],
)
def test_a_later_page_headed_in_the_words_of_a_row_may_be_its_paper(heading):
    assert is_headed_inside(stack(page(*heading, "Địa điểm: xã MẪU", number=2)), ROW)


@pytest.mark.parametrize(
    "texts",
    [
        ("Gửi kèm theo đơn:", "1. Bản thiết kế trồng rừng"),
        ("PHỤ LỤC HỢP ĐỒNG TÍN DỤNG", "Bản thiết kế trồng rừng do bên vay lập."),
        (*([""] * 24), "BẢN THIẾT KẾ TRỒNG RỪNG"),
    ],
)
def test_a_page_that_only_speaks_of_the_paper_is_not_it(texts):
    assert not is_headed_inside(stack(page(*texts, number=2)), ROW)


def test_the_heading_of_the_first_page_says_nothing_of_what_lies_inside():
    whole = Paper("p1", PaperType.OTHER, "BẢN THIẾT KẾ TRỒNG RỪNG", (page("BẢN THIẾT KẾ TRỒNG RỪNG"),), 0.9)
    assert not is_headed_inside(whole, ROW)


def test_a_row_whose_paper_may_lie_inside_another_is_for_a_person_not_missing():
    later = page("BẢN THIẾT KẾ TRỒNG RỪNG", "Địa điểm: xã MẪU", number=2)
    part = components(Procedure("1", "Việc", requirements=(ROW,)), None, Situation(), HandedIn((stack(later),), ()))[0]
    assert (part.state, part.reason, part.papers) == ("to_check", "row-maybe-inside", ("p1",))
