"""What a dossier says about its procedure."""

import sys

import pytest
from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.evidence import core, gather


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Thủ tục đăng ký khai tử", "dang ky khai tu"), ("ĐĂNG KÝ  KHAI TỬ", "dang ky khai tu")],
)
def test_a_name_is_compared_without_the_words_that_all_names_open_with(title, expected):
    assert core(title) == expected


def test_titles_of_papers_are_forgotten_with_the_dossier():
    title = " ".join(["TỜ KHAI", "CỦA", "NGUYỄN VĂN MẪU"])
    paper = Paper("p1", PaperType.APPLICATION_FORM, title, (page(*MOTTO, "", title),), 0.9)
    holding = sys.getrefcount(title)
    gather([paper])
    assert sys.getrefcount(title) == holding
