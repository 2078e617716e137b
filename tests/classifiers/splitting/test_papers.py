"""Where papers begin."""

import pytest
from page_builder import MOTTO, page

from classifiers.splitting import PageNumber, page_number, split


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
