"""Signed or not."""

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.signatures import signing_places, unsigned
from ocr.page import Box, Line, Mark, Page, PageRef

BLOCK = [line("Người yêu cầu", 0.5, 0.62), line("(Ký, ghi rõ họ, chữ đệm, tên)", 0.53, 0.55)]


NAME = line("Nguyễn Văn Mẫu", 0.64, 0.62)


def paper(*pages, of=PaperType.APPLICATION_FORM):
    stack = tuple(Page(PageRef("a.pdf", number), page) for number, page in enumerate(pages, start=1))
    return Paper("p1", of, "TỜ KHAI", stack, 0.9)


def found(*pages, of=PaperType.APPLICATION_FORM):
    """What is missing: "empty", "named", or nothing."""
    lacking = unsigned(paper(*pages, of=of))
    return lacking and lacking.found


def test_an_empty_place_is_unsigned():
    assert found(reading(BLOCK)) == "empty"


@pytest.mark.parametrize("kind", ["signature", "handwriting", "seal"])
def test_ink_in_the_place_is_a_signature(kind):
    ink = Mark(kind, Box(0.66, 0.57, 0.76, 0.62))
    assert found(reading([*BLOCK, NAME], marks=(ink,))) is None


@pytest.mark.parametrize("strokes", [line("tVa~", 0.6, 0.65, confidence=0.3), line("2N", 0.6, 0.65)])
def test_strokes_taken_for_letters_are_a_signature(strokes):
    assert found(reading([*BLOCK, strokes, NAME])) is None


def test_ink_elsewhere_is_not():
    ink = Mark("signature", Box(0.1, 0.1, 0.2, 0.15))
    assert found(reading(BLOCK, marks=(ink,))) == "empty"


def test_handwriting_in_the_line_of_the_date_is_not():
    ink = Mark("handwriting", Box(0.6, 0.47, 0.8, 0.49))
    assert found(reading(BLOCK, marks=(ink,))) == "empty"


def test_a_name_in_print_leaves_it_to_a_person_whether_somebody_signed():
    assert found(reading([*BLOCK, NAME])) == "named"


def test_a_place_at_the_foot_is_signed_on_the_next_page():
    foot = [line("Người yêu cầu", 0.92, 0.62), line("(Ký, ghi rõ họ, tên)", 0.95, 0.58)]
    ink = Mark("signature", Box(0.62, 0.04, 0.75, 0.08))
    assert found(reading(foot), reading([line("Nguyễn Văn Mẫu", 0.1, 0.62)], marks=(ink,))) is None
    assert found(reading(foot), reading([line("Nguyễn Văn Mẫu", 0.1, 0.62)])) == "named"
    assert found(reading(foot), reading([line("Chú thích", 0.05, 0.1)])) == "empty"


def test_the_words_of_the_place_below_are_no_signature():
    lower = [line("NGƯỜI YÊU CẦU", 0.62, 0.62), line("(Ký, ghi rõ họ tên)", 0.65, 0.58)]
    assert found(reading([*BLOCK, *lower])) == "empty"


def test_a_heading_in_capitals_is_no_name():
    heading = line("PHẦN CHỨNG NHẬN CỦA CƠ QUAN ĐĂNG KÝ", 0.62, 0.45)
    assert found(reading([*BLOCK, heading])) == "empty"


def test_one_signed_place_of_several_is_enough():
    other = [line("Chủ đầu tư", 0.5, 0.2), line("(Ký, ghi rõ họ tên)", 0.53, 0.14)]
    ink = Mark("signature", Box(0.2, 0.57, 0.3, 0.62))
    assert found(reading([*BLOCK, *other], marks=(ink,))) is None


@pytest.mark.parametrize("helper", ["Người khai hộ", "NGƯỜI LÀM CHỨNG", "NGƯỜI TIẾP NHẬN", "XÁC NHẬN CỦA ĐỊA PHƯƠNG"])
def test_what_a_helper_or_an_authority_signs_does_not_sign_for_the_applicant(helper):
    other = [line(helper, 0.5, 0.2), line("(Ký, ghi rõ họ tên)", 0.53, 0.2)]
    for_other = Mark("signature", Box(0.25, 0.57, 0.35, 0.62))
    for_applicant = Mark("signature", Box(0.66, 0.57, 0.76, 0.62))
    assert found(reading([*BLOCK, *other], marks=(for_other,))) == "empty"
    assert found(reading([*BLOCK, *other], marks=(for_applicant,))) is None


PARTIES = [
    *(line("Bên nữ", 0.5, 0.24), line("(Ký, ghi rõ họ tên)", 0.53, 0.16)),
    *(line("Bên nam", 0.5, 0.7), line("(Ký, ghi rõ họ tên)", 0.53, 0.62)),
]
BRIDE, GROOM = (Mark("signature", Box(left, 0.57, left + 0.08, 0.62)) for left in (0.24, 0.7))


def test_of_two_parties_both_sign():
    lacking = unsigned(paper(reading(PARTIES, marks=(BRIDE,))))
    assert lacking is not None
    assert (lacking.place.role, lacking.is_of_one_party) == ("Bên nam", True)
    assert unsigned(paper(reading(PARTIES, marks=(BRIDE, GROOM)))) is None


def test_both_sides_sign_a_contract():
    sides = [line("ĐẠI DIỆN BÊN A", 0.5, 0.2), line("ĐẠI DIỆN BÊN B", 0.5, 0.65)]
    asked = [line("(Ký tên, đóng dấu)", 0.53, 0.18), line("(Ký, ghi rõ họ tên)", 0.53, 0.62)]
    both = [Line(sides[0].words + sides[1].words), Line(asked[0].words + asked[1].words)]
    assert found(reading(both, marks=(BRIDE,)), of=PaperType.CONTRACT) == "empty"
    assert found(reading(both, marks=(BRIDE, GROOM)), of=PaperType.CONTRACT) is None


def test_two_places_on_one_line_are_two():
    words = line("Bên nữ", 0.5, 0.24).words + line("Bên nam", 0.5, 0.7).words
    both = [Line(words), *(part for part in PARTIES if part.text.startswith("("))]
    assert [place.role for place in signing_places(paper(reading(both)))] == ["Bên nữ", "Bên nam"]


def test_who_signs_right_under_place_and_date_needs_no_instruction():
    date = line("..., ngày ... tháng ... năm ...", 0.5, 0.55)
    assert found(reading([date, line("NGƯỜI KHAI", 0.53, 0.64)])) == "empty"
    assert found(reading([line("NGƯỜI KHAI", 0.53, 0.64)])) is None


def test_the_head_of_a_body_signs_its_application():
    head = [line("TỔNG GIÁM ĐỐC", 0.5, 0.62), line("(Ký tên, đóng dấu)", 0.53, 0.6)]
    assert found(reading(head)) == "empty"
    assert found(reading(head), of=PaperType.OTHER) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Chủ hộ ghi rõ nội dung đồng ý và ký tên vào tờ khai",
        "Đăng ký kinh doanh",
        "Nơi đăng ký thường trú:",
        "Ký hiệu: A1",
    ],
)
def test_a_sentence_that_speaks_of_signing_is_no_place(sentence):
    assert signing_places(paper(reading([line(sentence, 0.5, 0.1)]))) == ()


def test_a_column_of_a_table_that_asks_for_signatures_is_no_place_for_sure():
    assert found(reading([line("Họ tên", 0.2, 0.1), line("Ký nhận", 0.2, 0.8)])) is None


def test_a_form_without_a_place_is_not_called_unsigned():
    assert unsigned(paper(reading([line("Kính gửi: Ủy ban nhân dân xã", 0.2)]))) is None
