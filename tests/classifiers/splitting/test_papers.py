"""Where papers begin."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_builder import MOTTO, page

from classifiers.splitting import PageNumber, best_splittings, is_card_back, is_card_front, page_number, split


def sizes(*pages):
    return [len(group.pages) for group in split(pages)]


def form(number=1, file="scan.pdf"):
    return page(*MOTTO, "", "TỜ KHAI ĐĂNG KÝ KHAI SINH", "Kính gửi: Ủy ban nhân dân xã", file=file, number=number)


def letter(number=1, file="scan.pdf"):
    return page("ỦY BAN NHÂN DÂN", *MOTTO, "", "GIẤY XÁC NHẬN KHUYẾT TẬT", "Họ và tên: A", file=file, number=number)


def card_front(number=1, file="scan.pdf"):
    lines = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", "Họ và tên / Full name:", "Quê quán / Place of origin:")
    return page(*MOTTO, *lines, file=file, number=number)


def card_back(number=1, file="scan.pdf"):
    return page("Đặc điểm nhân dạng / Personal identification:", "Ngón trỏ trái", file=file, number=number)


def test_no_pages_make_no_papers():
    assert split([]) == ()


def test_two_papers_in_one_file_are_told_apart_by_their_heads():
    assert sizes(form(1), letter(2)) == [1, 1]


def test_a_page_without_a_head_goes_on_with_the_paper_before_it():
    assert sizes(form(1), page("Làm tại: Vinh, ngày 02 tháng 3 năm 2026", number=2), letter(3)) == [2, 1]


def test_a_second_page_photographed_into_a_file_of_its_own_stays_with_its_paper():
    follow = page("tiếp theo nội dung của trang trước", file="b.jpg")
    assert sizes(form(file="a.jpg"), follow) == [2]


def test_blank_pages_belong_to_no_paper():
    assert sizes(form(1), page(number=2), letter(3)) == [1, 1]


def test_the_back_of_a_card_joins_its_front():
    assert sizes(form(1), card_front(2), card_back(3)) == [1, 2]


def test_the_back_of_a_card_does_not_join_a_form():
    assert sizes(form(1), card_back(2)) == [1, 1]


def test_two_cards_one_after_the_other_are_two_papers():
    assert sizes(card_front(1), card_back(2), card_front(3), card_back(4)) == [2, 2]


def test_a_page_numbered_two_of_two_follows_page_one_even_where_it_has_a_title():
    first = page("PHỤ LỤC HỢP ĐỒNG", "Bên A", *[""] * 27, "Trang 1/2", number=1)
    second = page("PHỤ LỤC HỢP ĐỒNG", "Điều 4", *[""] * 27, "Trang 2/2", number=2)
    assert sizes(first, second) == [2]


def test_a_last_page_whose_first_page_is_missing_opens_a_paper_of_its_own():
    last = page("Điều 3. Công chức Tư pháp chịu trách nhiệm thi hành", *[""] * 28, "Trang 2/2", number=2)
    ended = page(*MOTTO, "", "TỜ KHAI ĐĂNG KÝ KHAI SINH", *[""] * 12, "(Ký, ghi rõ họ tên)")
    assert sizes(ended, last) == [1, 1]


def test_a_page_of_articles_does_not_go_on_with_a_form_that_has_none():
    last = page("Điều 3. Công chức Tư pháp chịu trách nhiệm thi hành", "Nơi nhận:", number=2)
    assert sizes(form(1), last) == [1, 1]


def test_a_page_of_articles_goes_on_with_the_articles_before_it():
    first = page(*MOTTO, "", "QUYẾT ĐỊNH", "Điều 1. Công nhận", "Điều 2. Hiệu lực")
    assert sizes(first, page("Điều 3. Thi hành", number=2)) == [2]


def test_a_second_page_follows_a_first_whose_number_was_not_read():
    second = page("Điều 4. Quyền và nghĩa vụ", *[""] * 28, "Trang 2/2", number=2)
    assert sizes(page(*MOTTO, "", "HỢP ĐỒNG THẾ CHẤP", "Bên A"), second) == [2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("TRANG 2/3", PageNumber(2, 3)), ("1/2", PageNumber(1, 2)), ("- 4 -", PageNumber(4, None)), ("3/2", None)],
)
def test_page_numbers_are_read_from_the_margin(text, expected):
    assert page_number(page("mở đầu", *[""] * 28, text).reading) == expected


def test_a_number_in_the_middle_of_the_page_is_no_page_number():
    assert page_number(page(*[""] * 14, "2/3").reading) is None


def test_only_blank_pages_make_no_papers():
    assert split([page(number=1), page(number=2)]) == ()


def test_a_blank_back_breaks_neither_a_paper_nor_its_numbering():
    pages = [form(1), page(number=2), page("phần tiếp theo của tờ khai", *[""] * 28, "Trang 2/2", number=3), letter(4)]
    assert [[one.ref.page for one in group.pages] for group in split(pages)] == [[1, 3], [4]]


def test_a_page_with_hardly_any_text_opens_no_paper():
    assert sizes(form(1), page("lt", number=2), letter(3)) == [2, 1]


def test_confidences_are_probabilities():
    assert all(0 < group.confidence < 1 for group in split([form(1), letter(2), card_front(3), card_back(4)]))


def test_a_numbering_that_runs_through_keeps_a_long_document_together_though_its_parts_have_heads():
    texts = [("THÔNG TƯ", "Điều 1. Phạm vi"), *[(f"nội dung trang {n}",) for n in range(2, 6)], (*MOTTO, "", "TỜ KHAI")]
    pages = [page(*lines, *[""] * (29 - len(lines)), str(place), number=place) for place, lines in enumerate(texts, 1)]
    assert [len(group.pages) for group in split(pages)] == [6]


def signed(number, *lines):
    return page(*lines, "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", number=number)


def test_a_draft_belongs_to_the_letter_that_proposes_it():
    proposal = signed(1, "ỦY BAN NHÂN DÂN", *MOTTO, "", "TỜ TRÌNH", "Về việc ban hành nghị quyết", "nội dung trình")
    draft = page("HỘI ĐỒNG NHÂN DÂN", *MOTTO, "DỰ THẢO", "NGHỊ QUYẾT", "Điều 1. Bãi bỏ", number=2)
    assert sizes(proposal, draft) == [2]


def test_the_same_head_behind_an_application_form_is_a_paper_of_its_own():
    draft = page("HỘI ĐỒNG NHÂN DÂN", *MOTTO, "", "NGHỊ QUYẾT", "Điều 1. Bãi bỏ", number=2)
    assert sizes(form(1), draft) == [1, 1]


def test_the_best_splittings_come_in_the_order_of_their_probability():
    found = best_splittings([form(1), page("Kỷ luật:", number=2), letter(3)], 3)
    chances = [one.log_probability for one in found]
    assert len(found) == 3
    assert chances == sorted(chances, reverse=True)
    assert sum(math.exp(chance) for chance in chances) <= 1 + 1e-9


def test_there_are_no_more_splittings_than_ways_to_split():
    assert len(best_splittings([form(1), letter(2)], 10)) == 2
    assert best_splittings([], 3) == ()


def test_three_hundred_pages_are_split():
    pages = [(form(n) if n % 3 else page("phần tiếp theo của tờ khai", number=n)) for n in range(1, 301)]
    papers = split(pages)
    assert sum(len(paper.pages) for paper in papers) == 300


HEADS = [*MOTTO, "TỜ KHAI ĐĂNG KÝ KHAI SINH", "GIẤY XÁC NHẬN", "Điều 2. Hiệu lực", "1. Họ và tên", "Trang 2/3", "2"]
CARDS = ["CĂN CƯỚC CÔNG DÂN", "Họ và tên / Full name:", "Ngón trỏ trái", "Đặc điểm nhân dạng"]
LINES = st.sampled_from([*HEADS, *CARDS, "Nơi nhận:", "(Ký, ghi rõ họ tên)", "nội dung"])
STACKS = st.lists(st.tuples(st.lists(LINES, max_size=6), st.sampled_from(["a.pdf", "b.pdf", "c.jpg"])), max_size=9)


def stack_of(drawn):
    return [page(*lines, file=file, number=place) for place, (lines, file) in enumerate(drawn, start=1)]


@settings(max_examples=25, deadline=None)
@given(STACKS)
def test_no_page_is_lost_doubled_or_blank(drawn):
    pages = stack_of(drawn)
    told = [one.ref for paper in split(pages) for one in paper.pages]
    assert sorted(told) == sorted(one.ref for one in pages if not one.reading.blank)


@settings(max_examples=25, deadline=None)
@given(STACKS)
def test_pages_without_numbers_and_card_sides_keep_their_order_in_one_file(drawn):
    plain = [([line for line in lines if not line[0].isdigit() and "Trang" not in line], "a.pdf") for lines, _ in drawn]
    pages = [one for one in stack_of(plain) if not is_card_back(one.reading) and not is_card_front(one.reading)]
    for paper in split(pages):
        places = [one.ref.page for one in paper.pages]
        assert places == sorted(places)
