"""Pages and card sides that lie in another order than they are read in."""

from page_builder import MOTTO, page

from classifiers.splitting import split

FRONT = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", "Họ và tên / Full name:", "Quê quán / Place of origin:")
ONE, OTHER = "001192000025", "001090000017"
ZONES = {ONE: "IDVNM1920000257001192000025<<6", OTHER: "IDVNM0900000177001090000017<<2"}
BACK = ("Đặc điểm nhân dạng / Personal identification:", "Ngón trỏ trái")


def places(*pages):
    return [[one.ref.page for one in paper.pages] for paper in split(pages)]


def front(number, card=""):
    return page(*MOTTO, *FRONT, card, number=number)


def back(number, card=""):
    return page(*BACK, ZONES.get(card, ""), number=number)


def numbered(number, text, *lines):
    return page(*lines, *[""] * (29 - len(lines)), text, number=number)


def test_all_fronts_before_all_backs_are_paired_by_number():
    assert places(front(1, ONE), front(2, OTHER), back(3, OTHER), back(4, ONE)) == [[1, 4], [2, 3]]


def test_all_fronts_before_all_backs_are_paired_by_their_order_where_no_number_is_legible():
    assert places(front(1), front(2), back(3), back(4)) == [[1, 3], [2, 4]]


def test_a_back_before_its_front_comes_behind_it():
    assert places(back(1, ONE), front(2, ONE)) == [[2, 1]]


def test_the_back_of_another_card_is_a_paper_of_its_own():
    assert places(front(1, ONE), back(2, OTHER)) == [[1], [2]]


def test_pages_numbered_with_their_total_are_put_in_order():
    first = numbered(1, "Trang 1/3", "HỢP ĐỒNG THẾ CHẤP", "Bên A: Nguyễn Văn Mẫu An")
    third = numbered(2, "Trang 3/3", "Điều 5. Bên A: Nguyễn Văn Mẫu An")
    second = numbered(3, "Trang 2/3", "Điều 3. Bên A: Nguyễn Văn Mẫu An")
    assert places(first, third, second) == [[1, 3, 2]]


def test_two_papers_that_the_feeder_took_at_once_are_told_apart_by_their_totals():
    pages = (
        numbered(1, "Trang 1/2", "HỢP ĐỒNG THẾ CHẤP", "Bên A: Nguyễn Văn Mẫu An"),
        numbered(2, "Trang 1/3", "BÁO CÁO KẾT QUẢ", "Người lập: Trần Thị Mẫu Bình"),
        numbered(3, "Trang 2/2", "Điều 3. Bên A: Nguyễn Văn Mẫu An"),
        numbered(4, "Trang 2/3", "phần hai do Trần Thị Mẫu Bình lập"),
        numbered(5, "Trang 3/3", "phần ba do Trần Thị Mẫu Bình lập"),
    )
    assert places(*pages) == [[1, 3], [2, 4, 5]]


def test_a_last_page_far_from_its_first_rejoins_it():
    first = numbered(1, "Trang 1/2", "HỢP ĐỒNG THẾ CHẤP", "Bên A: Nguyễn Văn Mẫu An")
    between = page(*MOTTO, "", "TỜ KHAI ĐĂNG KÝ KHAI SINH", "(Ký, ghi rõ họ tên)", number=2)
    last = numbered(3, "Trang 2/2", "Điều 3. Bên A: Nguyễn Văn Mẫu An")
    assert places(first, between, last) == [[1, 3], [2]]


def test_lone_numbers_put_neighbours_in_order():
    first = page(*MOTTO, "", "BÁO CÁO KẾT QUẢ", "nội dung", number=1)
    assert places(first, numbered(2, "3", "phần ba"), numbered(3, "2", "phần hai")) == [[1, 3, 2]]


def test_a_number_that_two_pages_bear_moves_nothing():
    pages = (
        numbered(1, "Trang 1/2", "HỢP ĐỒNG THẾ CHẤP", "Bên A: Nguyễn Văn Mẫu An"),
        page(*MOTTO, "", "TỜ KHAI ĐĂNG KÝ KHAI SINH", "(Ký, ghi rõ họ tên)", number=2),
        numbered(3, "Trang 2/2", "Điều 3. Bên A: Nguyễn Văn Mẫu An"),
        page(*MOTTO, "", "GIẤY XÁC NHẬN KHUYẾT TẬT", "(Ký, ghi rõ họ tên)", number=4),
        numbered(5, "Trang 2/2", "Điều 7. Bên A: Nguyễn Văn Mẫu An"),
    )
    assert [1] in places(*pages)
