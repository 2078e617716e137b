"""Photo sheets and drawings among the later pages of other papers."""

from dataclasses import replace

from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.sheets import may_hold
from intake_ai.completeness.situation import Situation
from ocr.page import Box, Mark

PHOTOS = Requirement(0, "Ảnh chân dung cỡ 4 x 6", types=(PaperType.PHOTO,))
PLAN = Requirement(0, "Sơ đồ vị trí khu đất", types=(PaperType.DRAWING,))
FIRST = page("ĐƠN ĐỀ NGHỊ", *[f"Dòng {number} của đơn đề nghị cấp giấy phép MẪU" for number in range(12)])


def marked(kind, *texts):
    sheet = page(*texts, number=2)
    return replace(sheet, reading=replace(sheet.reading, marks=(Mark(kind, Box(0.3, 0.2, 0.5, 0.4)),)))


def paper(*later, type_=PaperType.APPLICATION_FORM):
    return Paper("p1", type_, "ĐƠN ĐỀ NGHỊ", (FIRST, *later), 0.9)


def drawn():
    return page("Thửa 12", *([""] * 8), "Đường MẪU", *([""] * 8), "Tỷ lệ 1/500", number=2)


def test_a_photo_on_a_later_page_may_be_the_one_asked_for():
    assert may_hold(paper(marked("photo", "Ảnh 4 x 6")), PHOTOS)


def test_a_page_that_only_bears_a_signature_is_no_photo_sheet():
    assert not may_hold(paper(marked("signature", "Ký tên")), PHOTOS)


def test_a_page_of_running_text_is_neither_photo_sheet_nor_drawing():
    text = page(*[f"Dòng {number} nói dài về việc nuôi ong lấy mật ở vùng cao và nơi khác" for number in range(20)])
    assert not may_hold(paper(text), PHOTOS)
    assert not may_hold(paper(text), PLAN)


def test_a_few_words_all_over_a_later_page_may_be_the_drawing_asked_for():
    assert may_hold(paper(drawn()), PLAN)


def test_a_few_words_at_the_top_of_a_later_page_are_the_end_of_its_text():
    assert not may_hold(paper(page("và các giấy tờ khác.", number=2)), PLAN)


def test_the_portrait_on_a_card_is_no_photo_handed_in():
    assert not may_hold(paper(marked("photo", "CĂN CƯỚC"), type_=PaperType.IDENTITY_CARD), PHOTOS)


def test_a_row_that_asks_for_nothing_drawn_is_told_by_no_such_page():
    assert not may_hold(paper(drawn()), Requirement(0, "Giấy báo tử", types=(PaperType.DEATH_NOTICE,)))


def test_a_drawing_is_not_missing_for_certain_while_a_page_may_be_it():
    handed_in = paper(drawn())
    procedure = Procedure("1.1", "x", requirements=(PLAN,))
    (found,) = components(procedure, None, Situation(), HandedIn((handed_in,), ()))
    assert (found.state, found.papers, found.reason) == ("to_check", ("p1",), "row-maybe-inside")
