"""Several cards copied onto one page."""

from page_builder import MOTTO, line, page, reading

from classifiers.splitting import split
from classifiers.splitting.card_regions import card_regions
from ocr.page import Page, PageRef

ONE, OTHER = "001192000025", "001090000017"
ZONES = {
    ONE: ("IDVNM1920000257001192000025<<6", "9207064F3207062VNM<<<<<<<<<<<6", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"),
    OTHER: ("IDVNM0900000177001090000017<<2", "9005042M3005040VNM<<<<<<<<<<<2", "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<"),
}


def face(top, left, card, *labels):
    texts = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", card, "Họ và tên / Full name", *labels)
    return [line(text, top + row * 0.018, left) for row, text in enumerate(texts)]


def back(top, left, card):
    texts = ("Đặc điểm nhân dạng", "Ngón trỏ trái", *ZONES[card])
    return [line(text, top + row * 0.018, left) for row, text in enumerate(texts)]


def sheet(*groups):
    return Page(PageRef("scan.pdf", 1), reading([one for group in groups for one in group]))


def fronts_one_above_the_other():
    return sheet(face(0.1, 0.3, ONE), face(0.5, 0.3, OTHER))


def test_two_fronts_on_a_page_are_two_papers():
    papers = split([fronts_one_above_the_other()])
    assert [[one.ref.page for one in paper.pages] for paper in papers] == [[1], [1]]


def test_each_paper_holds_only_what_is_on_its_card():
    texts = [paper.pages[0].reading.text for paper in split([fronts_one_above_the_other()])]
    assert [(ONE in text, OTHER in text) for text in texts] == [(True, False), (False, True)]


def test_boxes_of_a_part_stay_those_of_the_page():
    lower = split([fronts_one_above_the_other()])[1].pages[0].reading
    assert min(one.box.top for one in lower.lines) == 0.5


def test_cards_side_by_side_are_told_apart():
    assert len(card_regions(sheet(face(0.1, 0.05, ONE), face(0.1, 0.55, OTHER)))) == 2


def test_both_sides_of_two_cards_on_one_page_are_two_papers_with_both_sides():
    page_of_four = sheet(face(0.1, 0.05, ONE), face(0.1, 0.55, OTHER), back(0.5, 0.05, ONE), back(0.5, 0.55, OTHER))
    regions = card_regions(page_of_four)
    assert [region.side.shows for region in regions] == ["both", "both"]
    assert all("<<" in region.reading.text and "Citizen" in region.reading.text for region in regions)


def test_the_two_sides_of_one_card_on_a_page_stay_one_paper():
    one_card = sheet(face(0.1, 0.3, ONE), back(0.5, 0.3, ONE))
    assert card_regions(one_card) == ()
    assert len(split([one_card])) == 1


def test_two_fronts_on_a_page_and_their_backs_on_the_next_make_two_papers_of_two_pages():
    backs = Page(PageRef("scan.pdf", 2), reading([*back(0.1, 0.3, OTHER), *back(0.5, 0.3, ONE)]))
    papers = split([fronts_one_above_the_other(), backs])
    assert [[one.ref.page for one in paper.pages] for paper in papers] == [[1, 2], [1, 2]]
    assert [ONE in paper.pages[1].reading.text for paper in papers] == [True, False]


def test_a_form_that_asks_for_two_cards_is_not_cut():
    rows = [
        f"{n}. Số định danh cá nhân của người thứ {n} trong hộ gia đình do cơ quan nào cấp: {ONE}" for n in range(1, 9)
    ]
    assert card_regions(page(*MOTTO, "TỜ KHAI", "CĂN CƯỚC CÔNG DÂN", *rows)) == ()
