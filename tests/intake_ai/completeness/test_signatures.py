"""Signed or not."""

from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.signatures import signature_blocks, unsigned_block
from ocr.page import Box, Line, Mark, Page, PageRef

BLOCK = [line("Người yêu cầu", 0.5, 0.62), line("(Ký, ghi rõ họ, chữ đệm, tên)", 0.53, 0.55)]


def paper(*pages):
    stack = tuple(Page(PageRef("a.pdf", number), page) for number, page in enumerate(pages, start=1))
    return Paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", stack, 0.9)


def test_an_empty_block_is_unsigned():
    assert unsigned_block(paper(reading(BLOCK))) is not None


def test_ink_in_the_block_is_a_signature():
    ink = Mark("signature", Box(0.66, 0.57, 0.76, 0.62))
    assert unsigned_block(paper(reading(BLOCK, marks=(ink,)))) is None


def test_ink_elsewhere_is_not():
    ink = Mark("signature", Box(0.1, 0.1, 0.2, 0.15))
    assert unsigned_block(paper(reading(BLOCK, marks=(ink,)))) is not None


def test_a_name_written_under_the_block_is_a_signature():
    assert unsigned_block(paper(reading([*BLOCK, line("Nguyễn Văn Mẫu", 0.62, 0.62)]))) is None


def test_a_block_at_the_foot_is_signed_on_the_next_page():
    foot = [line("Người yêu cầu", 0.92, 0.62), line("(Ký, ghi rõ họ, tên)", 0.95, 0.58)]
    assert unsigned_block(paper(reading(foot), reading([line("Nguyễn Văn Mẫu", 0.05, 0.62)]))) is None
    assert unsigned_block(paper(reading(foot), reading([line("Chú thích", 0.05, 0.1)]))) is not None


def test_the_words_of_the_block_below_are_no_signature():
    lower = [line("NGƯỜI YÊU CẦU", 0.62, 0.62), line("(Ký, ghi rõ họ tên)", 0.65, 0.58)]
    assert unsigned_block(paper(reading([*BLOCK, *lower]))) is not None


def test_a_heading_in_capitals_is_no_name():
    heading = line("PHẦN CHỨNG NHẬN CỦA CƠ QUAN ĐĂNG KÝ", 0.62, 0.45)
    assert unsigned_block(paper(reading([*BLOCK, heading]))) is not None


def test_one_signed_block_of_several_is_enough():
    other = [line("Bên nam", 0.5, 0.2), line("(Ký, ghi rõ họ tên)", 0.53, 0.14)]
    ink = Mark("signature", Box(0.2, 0.57, 0.3, 0.62))
    assert unsigned_block(paper(reading([*BLOCK, *other], marks=(ink,)))) is None


PARTIES = [
    *(line("Bên nữ", 0.5, 0.24), line("(Ký, ghi rõ họ tên)", 0.53, 0.16)),
    *(line("Bên nam", 0.5, 0.7), line("(Ký, ghi rõ họ tên)", 0.53, 0.62)),
]


def test_of_two_parties_both_sign():
    bride = Mark("signature", Box(0.24, 0.57, 0.32, 0.62))
    groom = Mark("signature", Box(0.7, 0.57, 0.78, 0.62))
    unsigned = unsigned_block(paper(reading(PARTIES, marks=(bride,))))
    assert unsigned is not None
    assert unsigned.role == "Bên nam"
    assert unsigned_block(paper(reading(PARTIES, marks=(bride, groom)))) is None


def test_two_places_on_one_line_are_two_blocks():
    words = line("Bên nữ", 0.5, 0.24).words + line("Bên nam", 0.5, 0.7).words
    both = [Line(words), *(part for part in PARTIES if part.text.startswith("("))]
    assert [block.role for block in signature_blocks(paper(reading(both)))] == ["Bên nữ", "Bên nam"]


def test_the_block_of_the_authority_is_not_the_applicants():
    officer = [line("NGƯỜI TIẾP NHẬN", 0.5, 0.62), line("(Ký, ghi rõ họ tên)", 0.53, 0.58)]
    assert signature_blocks(paper(reading(officer))) == ()


def test_a_form_without_a_block_is_not_called_unsigned():
    assert unsigned_block(paper(reading([line("Kính gửi: Ủy ban nhân dân xã", 0.2)]))) is None
