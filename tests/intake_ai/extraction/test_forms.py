"""Labels and values are told apart on any form, in each shape that forms give them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_builder import line, page, reading

from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.labelled import pairs_of
from ocr.page import Box, Mark, Page, PageRef

from .paper_builder import form, paper, the, values


def test_a_label_and_its_value_are_told_apart_by_the_colon() -> None:
    field = the("full_name", read_form(form("Họ và tên: Trần Văn Mẫu")))
    assert (field.label, field.value, field.source, field.status) == ("Họ và tên", "Trần Văn Mẫu", "ocr", "to_check")


def test_several_pairs_stand_side_by_side_on_one_line() -> None:
    fields = read_form(form("Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam"))
    assert values(fields) == [("sex", "Nam"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam")]


def test_the_box_of_a_value_encloses_its_words_and_no_others() -> None:
    only = form("Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam")
    words = only.pages[0].reading.lines[0].words
    kinh = next(word for word in words if word.text == "Kinh")
    assert the("ethnicity", read_form(only)).box == kinh.box


def test_a_label_is_known_though_ocr_lost_its_colon_or_a_letter() -> None:
    fields = read_form(form("Giới tinh: Nữ Dân tộc: Kinh Quốc tịch Việt Nam"))
    assert values(fields) == [("sex", "Nữ"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam")]


def test_dots_of_a_leader_line_and_what_ocr_makes_of_them_are_no_value() -> None:
    fields = read_form(form("Nơi sinh: Xã A, tỉnh B.......-----22EEE.1117", "Quê quán: ............................."))
    assert values(fields) == [("address", "Xã A, tỉnh B")]


def test_a_value_goes_on_to_the_next_line_and_stops_at_the_next_label() -> None:
    fields = read_form(
        form(
            "Nơi cư trú: Số 7 đường Hoa Mẫu, tổ dân phố số 4, phường Mẫu Đơn,",
            "tỉnh Mẫu",
            "Quan hệ với người được khai: Cha",
        )
    )
    assert values(fields) == [
        ("address", "Số 7 đường Hoa Mẫu, tổ dân phố số 4, phường Mẫu Đơn, tỉnh Mẫu"),
        ("relationship", "Cha"),
    ]


def test_a_value_stands_below_its_label() -> None:
    fields = read_form(form("Họ và tên đầy đủ: (viết chữ IN HOA)", "   ", "Địa chỉ:", "Thôn 8, xã A, tỉnh B"))
    assert ("address", "Thôn 8, xã A, tỉnh B") in values(fields)


def test_a_printed_sentence_is_not_the_value_of_a_blank_above_it() -> None:
    fields = read_form(form("Chỗ ở hiện nay:", "Tôi cam đoan những nội dung khai trên đây là đúng sự thật"))
    assert fields == []


def test_an_identity_paper_gives_number_place_and_date_each_at_its_own_words() -> None:
    only = form("Giấy tờ tùy thân: Thẻ căn cước số 001190012345 do Bộ Công an cấp ngày 07/08/2023")
    fields = read_form(only)
    assert values(fields) == [
        ("id_number", "001190012345"),
        ("id_issue_place", "Bộ Công an"),
        ("id_issue_date", "07/08/2023"),
    ]
    assert len({field.box for field in fields}) == 3
    assert fields[0].box.right < fields[1].box.left < fields[1].box.right < fields[2].box.left


def test_an_identity_paper_may_run_over_two_lines() -> None:
    fields = read_form(
        form(
            "Giấy tờ tùy thân: Căn cước công dân số 001190012345 do Cục Cảnh sát quản lý hành chính",
            "về trật tự xã hội cấp ngày 05/06/2020",
        )
    )
    assert values(fields) == [
        ("id_number", "001190012345"),
        ("id_issue_place", "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        ("id_issue_date", "05/06/2020"),
    ]


def test_place_and_date_of_signing_are_two_values() -> None:
    fields = read_form(form("Làm tại: Mẫu Đơn, ngày 15 tháng 03 năm 2025"))
    assert values(fields) == [("other", "Mẫu Đơn"), ("other", "15/03/2025")]


def test_a_date_in_words_stays_as_it_is_written() -> None:
    fields = read_form(form("Ngày sinh: 10/08/2000 ghi bằng chữ: ngày mười tháng tám năm hai nghìn"))
    assert values(fields)[0] == ("date_of_birth", "10/08/2000")
    assert values(fields)[1] == ("date_of_birth", "ngày mười tháng tám năm hai nghìn")


def test_the_addressee_is_the_organisation_written_to() -> None:
    field = the("organisation_name", read_form(form("Kính gửi: °' Ủy ban nhân dân xã A, tỉnh B.........")))
    assert field.value == "Ủy ban nhân dân xã A, tỉnh B"


def test_each_body_of_a_list_of_addressees_is_a_value() -> None:
    fields = read_form(form("Kính gửi:", "- Phòng Văn hóa xã A", "- Trường Trung cấp B"))
    assert values(fields) == [
        ("organisation_name", "Phòng Văn hóa xã A"),
        ("other", "xã A"),
        ("organisation_name", "Trường Trung cấp B"),
    ]


def test_an_unknown_label_is_kept_with_its_value() -> None:
    field = the("other", read_form(form("Loại cây trồng chính: Cà phê vối")))
    assert (field.label, field.value) == ("Loại cây trồng chính", "Cà phê vối")


def test_ten_toi_la_needs_no_colon() -> None:
    field = the("full_name", read_form(form("Tôi là Trần Thị Mẫu")))
    assert (field.value, field.role) == ("Trần Thị Mẫu", "applicant")


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Họ, chữ đệm, tên người yêu cầu", "applicant"),
        ("Họ, chữ đệm, tên người mẹ", "mother"),
        ("Họ, chữ đệm, tên cha nuôi", "father"),
        ("Họ, chữ đệm, tên của vợ", "spouse"),
        ("Họ, chữ đệm, tên của chồng", "spouse"),
        ("Họ tên chủ hộ", "household_head"),
    ],
)
def test_the_label_tells_whose_the_values_after_it_are(label: str, role: str) -> None:
    fields = read_form(form(f"{label}: Trần Thị Mẫu", "Năm sinh: 1990"))
    assert [field.role for field in fields] == [role, role]


def test_a_heading_tells_whose_the_values_below_it_are() -> None:
    fields = read_form(
        form("Người giám hộ:", "Họ và tên: Trần Văn Mẫu", "Người được giám hộ:", "Họ và tên: Trần Thị Mẫu")
    )
    assert [field.role for field in fields] == ["guardian", "ward"]


def test_footnotes_at_the_end_hold_no_values() -> None:
    fields = read_form(
        form(
            "Họ và tên: Trần Văn Mẫu",
            "Chú thích:",
            "Ghi rõ số, cơ quan cấp: Chứng minh nhân dân số 012345678 do Công an cấp ngày 01/01/2001",
        )
    )
    assert values(fields) == [("full_name", "Trần Văn Mẫu")]


def test_a_law_that_is_cited_gives_no_date_or_number() -> None:
    assert read_form(form("Căn cứ Nghị định số 81/2021/NĐ-CP ngày 27 tháng 8 năm 2021 của Chính phủ")) == []


def test_the_name_below_the_signature_is_read_even_on_the_next_page() -> None:
    first = page("Người yêu cầu", "(Ký, ghi rõ họ, chữ đệm, tên)")
    fields = read_form(paper(first, page("Trần Thị Mẫu", number=2)))
    field = the("full_name", fields)
    assert (field.value, field.role, field.page) == ("Trần Thị Mẫu", "applicant", PageRef("scan.pdf", 2))


def test_two_columns_keep_their_values_apart() -> None:
    lines = [
        line("Tài liệu gửi kèm theo:", 0.10, 0.10),
        line("Làm tại: Vinh, ngày 15 tháng 03 năm 2025", 0.105, 0.52),
        line("Bản án và bản dịch", 0.13, 0.10),
    ]
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines))))
    assert ("other", "Bản án và bản dịch") in values(fields)


def test_what_a_handwriting_mark_covers_is_by_hand() -> None:
    texts = ("Họ và tên: Trần Văn Mẫu", "Giới tính: Nam")
    around_first = Mark("handwriting", Box(0.2, 0.045, 0.6, 0.07))
    name, sex = read_form(paper(page(*texts, marks=(around_first,))))
    assert (name.by_hand, sex.by_hand) == (True, False)


LABELS = st.sampled_from(
    ["Họ và tên", "Nơi cư trú", "Giấy tờ tùy thân", "Số", "Kính gửi", "Năm sinh", "Khoa", "", "Làm tại"]
)
TEXTS = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=40)


@settings(deadline=None)
@given(st.lists(st.tuples(LABELS, st.sampled_from([": ", " ", "(1) ", "....."]), TEXTS), max_size=8))
def test_no_page_breaks_the_reader_and_every_value_is_on_the_page(rows: Sequence[tuple[str, str, str]]) -> None:
    whole = page(*("".join(row) for row in rows))
    text = " ".join(each.text for each in whole.reading.lines)
    for field in read_form(paper(whole)):
        assert set(field.raw.split()) <= set(text.split()) or _letters(field.raw) in _letters(text)
        assert 0 <= field.confidence <= 1
        assert field.status == "to_check"


def _letters(text: str) -> str:
    """A text without spaces, and without the dots that are taken out of words."""
    return text.replace(" ", "").replace(".", "")


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_pairs_hold_the_words_of_the_page_once_each_and_in_order(rows: Sequence[str]) -> None:
    lines = page(*rows).reading.lines
    spoken = [word.box for pair in pairs_of(lines) for word in pair.value.words]
    assert len(spoken) == len(set(spoken))


def _named(fields: Sequence[Field]) -> list[str]:
    return [field.value for field in fields if field.kind == "full_name"]


def test_an_organisation_behind_a_name_label_is_an_organisation() -> None:
    fields = read_form(
        form("Họ và tên đầy đủ đối với cá nhân/tên đầy đủ đối với tổ chức:", "NGÂN HÀNG TMCP MẪU - CHI NHÁNH A")
    )
    assert _named(fields) == []
    assert the("organisation_name", fields).value == "NGÂN HÀNG TMCP MẪU - CHI NHÁNH A"


def test_a_date_in_a_sentence_keeps_the_words_that_name_it() -> None:
    field = the("date_of_birth", read_form(form("Tôi xin trình bày, sinh ngày 04/05/1990 tại xã A")))
    assert (field.label, field.value) == ("sinh ngày", "04/05/1990")


def test_words_that_are_nearly_a_label_are_none() -> None:
    fields = read_form(form("Thông tư: số 15 có hiệu lực", "Thường trực: Tỉnh ủy", "Cục Thuế tỉnh: Chủ trì, phối hợp"))
    assert {field.kind for field in fields} == {"other"}


def test_the_number_of_the_next_blank_is_no_identity_number() -> None:
    assert [field.kind for field in read_form(form("4. Số định danh cá nhân: 5. Số điện thoại liên hệ:"))] == []


def test_what_stands_on_dots_below_a_numbered_question_is_its_answer() -> None:
    fields = read_form(form("5. Đồ vật kèm theo xe", "Hai gương chiếu hậu và 1 lốp tại xã A ……", "6. Cam kết khác"))
    assert [(field.label, field.value) for field in fields] == [
        ("5. Đồ vật kèm theo xe", "Hai gương chiếu hậu và 1 lốp tại xã A")
    ]


def test_a_label_that_ends_a_line_has_its_value_at_the_front_of_the_next() -> None:
    lines = [
        line("Số điện thoại: 0912345678", 0.10, 0.1),
        line("Thư điện tử (nếu có):", 0.10, 0.6),
        line("mau@example.com", 0.125, 0.1),
    ]
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading(lines))))
    assert values(fields) == [("phone", "0912345678"), ("email", "mau@example.com")]


def test_a_person_behind_the_label_of_a_body_is_a_person() -> None:
    field = the("full_name", read_form(form("Tên tổ chức, cá nhân yêu cầu: Trần Thị Mẫu")))
    assert field.value == "Trần Thị Mẫu"


def test_a_number_at_the_head_of_a_form_is_its_own() -> None:
    fields = read_form(
        form("Số: 15/2026/ĐN", "ĐƠN ĐỀ NGHỊ MẪU", "Tên tôi là: Trần Thị Mẫu", "Giấy phép số: 16/2025/GP")
    )
    kinds = {field.value: (field.kind, field.role) for field in fields}
    assert kinds["15/2026/ĐN"] == ("document_number", None)
    assert kinds["16/2025/GP"][0] == "other"


def test_a_label_that_asks_for_a_body_has_no_persons_name() -> None:
    fields = read_form(form("Tên công ty viết tắt: Mẫu Phát", "Tên tổ chức, cá nhân đề nghị: Trần Thị Mẫu"))
    assert [(field.kind, field.value) for field in fields] == [
        ("organisation_name", "Mẫu Phát"),
        ("full_name", "Trần Thị Mẫu"),
    ]
