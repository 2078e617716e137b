"""Original, certified copy, photocopy or electronic."""

import pytest
from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Copies, Requirement
from intake_ai.completeness.paper_forms import common_form, copies_lacking, form_of, is_wrong_form
from ocr.page import Box, Mark

PLACE = Box(0.6, 0.7, 0.8, 0.8)


def paper(*lines, marks=(), paper_type=PaperType.OTHER, source="ocr"):
    return Paper("p1", paper_type, lines[0], (page(*lines, marks=tuple(marks), source=source),), 0.9)


def row(**copies):
    return Requirement(0, "Giấy khai sinh", stated_copies=Copies(**copies))


@pytest.mark.parametrize(
    ("found", "form"),
    [
        (paper("GIẤY KHAI SINH", "Chứng thực bản sao đúng với bản chính"), "certified_copy"),
        (paper("GIẤY KHAI SINH", "SAO Y BẢN CHÍNH"), "certified_copy"),
        (paper("TRÍCH LỤC KHAI TỬ (BẢN SAO)", marks=[Mark("seal", PLACE)]), "certified_copy"),
        (paper("TRÍCH LỤC KHAI TỬ (BẢN SAO)"), None),
        (paper("GIẤY KHAI SINH", "(BẢN PHOTO)"), "photocopy"),
        (paper("GIẤY KHAI SINH", marks=[Mark("seal", PLACE)]), None),
        (paper("TỜ KHAI", marks=[Mark("signature", PLACE)], paper_type=PaperType.APPLICATION_FORM), "original"),
        (paper("TỜ KHAI", paper_type=PaperType.APPLICATION_FORM), None),
        (paper("TỜ KHAI", source="text_layer"), "electronic"),
        (paper("ĐƠN ĐỀ NGHỊ", "01 bản sao y bản chính căn cước", paper_type=PaperType.APPLICATION_FORM), None),
        (paper("TỜ KHAI CẤP TRÍCH LỤC", marks=[Mark("seal", PLACE)], paper_type=PaperType.APPLICATION_FORM), None),
        (paper("BIÊN BẢN GIAO NHẬN", "1. Căn cước công dân (sao y bản chính)"), None),
        (paper("BIÊN BẢN GIAO NHẬN", "Hồ sơ gửi kèm: bản photo căn cước"), None),
    ],
)
def test_the_form_is_what_the_paper_shows_and_nothing_more(found, form):
    assert form_of(found) == form


def test_papers_of_one_row_that_differ_have_no_common_form():
    assert common_form(["original", None]) == "original"
    assert common_form(["original", "photocopy"]) is None


def test_a_photocopy_is_wrong_only_where_nothing_less_will_do():
    assert is_wrong_form("photocopy", row(originals=1))
    assert is_wrong_form("photocopy", row(certified=1))
    assert not is_wrong_form("photocopy", row(originals=1, photocopies=1))
    assert not is_wrong_form("photocopy", row(certified=1, to_compare=True))
    assert not is_wrong_form("photocopy", Requirement(0, "Giấy khai sinh"))
    assert not is_wrong_form(None, row(originals=1))


def test_copies_are_counted_where_the_row_asks_for_more_than_one():
    assert copies_lacking(1, row(originals=2)) == 1
    assert copies_lacking(2, row(originals=2)) == 0
    assert copies_lacking(1, row(originals=1)) == 0
    assert copies_lacking(1, row(originals=2, any_of=True)) == 0
