"""Which lines of a page are its title."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_builder import MOTTO, line, page, reading
from rapidfuzz import fuzz

from classifiers.identifying.titles import find_title

ACCENTS = str.maketrans("ẤẬẾỀỘỮỊĐƠƯÊÂÔ", "AAEEOUIDOUEAO")


def title_of(*texts):
    """The title of a page with the nation's name and, below it, `texts` in the middle of the page."""
    lines = [line(text, 0.05 + row * 0.03) for row, text in enumerate((*MOTTO, "", *texts)) if text]
    body = [
        line(f"{row}. Nội dung kê khai của người đề nghị số {row}", 0.6 + row * 0.03, left=0.12) for row in range(8)
    ]
    found = find_title(reading([*lines, *body]))
    return found.text if found else ""


def test_a_title_of_four_lines_is_read_whole():
    lines = [
        "PHIẾU YÊU CẦU ĐĂNG KÝ THAY ĐỔI",
        "NỘI DUNG BIỆN PHÁP BẢO ĐẢM",
        "BẰNG QUYỀN SỬ DỤNG ĐẤT, TÀI SẢN",
        "GẮN LIỀN VỚI ĐẤT",
    ]
    assert title_of(*lines, "", "Kính gửi: Văn phòng đăng ký") == " ".join(lines)


def test_what_a_paper_is_about_goes_on_over_two_lines():
    lines = ["TỜ TRÌNH", "Về việc đề nghị giao dự toán năm 2025 cho các cơ quan,", "đơn vị thuộc tỉnh"]
    assert title_of(*lines, "", "Kính gửi: Hội đồng nhân dân tỉnh") == " ".join(lines)


@pytest.mark.parametrize(
    "below",
    [
        "(Dùng cho cá nhân)",
        "(Bản sao)",
        "Kính gửi: Ủy ban nhân dân xã",
        "Số: 45/2026/HĐ",
        "(Bản dịch từ tiếng Anh)",
        "Họ và tên: Nguyễn Văn Mẫu",
    ],
)
def test_a_note_a_number_or_a_recipient_below_is_no_part_of_the_title(below):
    assert title_of("GIẤY XÁC NHẬN KHUYẾT TẬT", below) == "GIẤY XÁC NHẬN KHUYẾT TẬT"


def test_the_second_language_of_a_title_is_left_out():
    assert title_of("TỜ KHAI ĐỀ NGHỊ CẤP GIẤY PHÉP", "APPLICATION FORM FOR A PERMIT") == "TỜ KHAI ĐỀ NGHỊ CẤP GIẤY PHÉP"


def test_words_of_another_column_on_the_same_line_are_no_part_of_the_title():
    both = line("PHIẾU YÊU CẦU CUNG CẤP", 0.2, left=0.15)
    beside = line("(Ký và ghi rõ họ, tên)", 0.2, left=0.7)
    one = type(both)(both.words + beside.words)
    found = find_title(
        reading([line(MOTTO[0], 0.05), line(MOTTO[1], 0.08), one, line("THÔNG TIN ĐẤT ĐAI", 0.22, left=0.17)])
    )
    assert found is not None
    assert found.text == "PHIẾU YÊU CẦU CUNG CẤP THÔNG TIN ĐẤT ĐAI"


def test_a_letter_is_named_by_what_it_is_about():
    lines = [
        line("ỦY BAN NHÂN DÂN", 0.05, left=0.15),
        line(MOTTO[0], 0.05, left=0.45),
        line("Số: 12/UBND-VX", 0.1, left=0.17),
    ]
    about = [line("V/v góp ý dự thảo Nghị định", 0.13, left=0.14), line("về quản lý đất đai", 0.15, left=0.16)]
    body = [
        line("Kính gửi: Sở Nông nghiệp và Môi trường", 0.22, left=0.35),
        line("Thực hiện văn bản của Bộ về việc lấy ý kiến", 0.27, left=0.15),
    ]
    found = find_title(reading([*lines, *about, *body]))
    assert found is not None
    assert found.text == "V/v góp ý dự thảo Nghị định về quản lý đất đai"


def test_running_text_has_no_title():
    text = "Bên A có trách nhiệm thanh toán đầy đủ và đúng hạn cho bên B theo quy định tại hợp đồng này."
    assert find_title(page(*[text] * 20).reading) is None


@pytest.mark.parametrize(
    "title", ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "GIẤY CHỨNG NHẬN KẾT HÔN", "BIÊN BẢN HỌP HỘI ĐỒNG THÀNH VIÊN"]
)
def test_a_title_keeps_its_place_when_its_accents_are_lost(title):
    misread = title.translate(ACCENTS)
    assert title_of(misread, "Họ và tên: Nguyễn Văn Mẫu", "Nơi cư trú: xã Mẫu") == misread


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(8, 28), st.sampled_from("AEIOU1")), max_size=3))
def test_three_misread_letters_keep_the_title(errors):
    letters = list("TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH")
    for place, read in errors:
        letters[place] = read if letters[place] != " " else " "
    misread = "".join(letters)
    found = title_of(misread, "Họ, chữ đệm, tên: Nguyễn Văn Mẫu", "Nơi cư trú: xã Mẫu")
    assert fuzz.ratio(found, misread) > 95


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40).filter(str.strip), max_size=12)
)
def test_any_lines_give_a_title_or_none(lines):
    found = find_title(page(*lines).reading)
    assert found is None or (found.text and 0 <= found.strength <= 1)
