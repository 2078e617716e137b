"""A sentence gives each value behind the words that lead to it, whatever else it says."""

from page_builder import line, reading

from intake_ai.extraction.clauses import clauses_in
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.runs import run_of
from ocr.page import Page, PageRef

from .paper_builder import form, paper, values

LETTER = (
    "Tôi tên là Nguyễn Văn Mẫu sinh ngày 05/03/1980 tại xã Hòa An, tỉnh Đắk Lắk, CCCD số",
    "066080123456 do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày 12 tháng 8",
    "năm 2021, hiện cư trú tại Thôn 3, xã Hòa An, tỉnh Đắk Lắk.",
)


def _values(text: str) -> list[tuple[str, str]]:
    return [(clause.part.kind, clause.part.value) for clause in clauses_in(run_of(line(text, 0.1, 0.1).words))]


def test_a_sentence_over_three_lines_gives_all_its_values() -> None:
    assert values(read_form(form(*LETTER))) == [
        ("full_name", "Nguyễn Văn Mẫu"),
        ("date_of_birth", "05/03/1980"),
        ("address", "xã Hòa An, tỉnh Đắk Lắk"),
        ("id_number", "066080123456"),
        ("id_issue_place", "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        ("id_issue_date", "12/08/2021"),
        ("address", "Thôn 3, xã Hòa An, tỉnh Đắk Lắk"),
    ]


def test_a_year_stands_for_a_birth_date() -> None:
    assert _values("Tôi là Trần Thị Mẫu, sinh năm 1975, điện thoại 0900123456") == [
        ("full_name", "Trần Thị Mẫu"),
        ("date_of_birth", "1975"),
        ("phone", "0900123456"),
    ]


def test_who_gave_out_another_paper_is_no_issuer_of_an_identity() -> None:
    text = "Giấy chứng nhận số 4200123456 do Sở Tài chính tỉnh Khánh Hòa cấp ngày 05 tháng 01 năm 2022"
    assert _values(text) == [("other", "4200123456"), ("other", "Sở Tài chính tỉnh Khánh Hòa"), ("other", "05/01/2022")]


def test_a_law_gives_neither_number_nor_day() -> None:
    assert _values("theo quy định tại Nghị định số 84/2020/NĐ-CP ngày 17 tháng 7 năm 2020 của Chính phủ") == []


def test_a_number_that_counts_something_is_a_value() -> None:
    assert _values("Gia đình tôi gồm 5 nhân khẩu bị thiệt hại do bão số 3") == [("other", "5")]


def test_the_number_of_a_house_is_no_number_of_a_paper() -> None:
    assert _values("Số 12 đường Lê Lợi") == []


def test_a_title_of_respect_is_no_part_of_a_name_but_a_surname_like_one_is() -> None:
    assert _values("đại diện là ông Châu Văn Mẫu") == [("full_name", "Châu Văn Mẫu")]
    assert _values("Tôi là Châu Quỳnh Mẫu") == [("full_name", "Châu Quỳnh Mẫu")]


def test_behind_a_choice_of_units_stands_what_was_chosen() -> None:
    assert _values("của Giám đốc Sở Nội vụ tỉnh/thành phố Gia Lai") == [("address", "Gia Lai")]


def test_words_of_an_answer_that_goes_on_below_stay_with_it() -> None:
    (field,) = read_form(
        form(
            "Lý do: Về ở với chủ hộ tại thôn Đoài Thượng, nơi gia đình có đất và nhà ở từ",
            "năm 2024 đến nay, có chỗ ở ổn định",
        )
    )
    assert field.value.endswith("từ năm 2024 đến nay, có chỗ ở ổn định")


def test_the_day_of_signing_may_stand_on_two_lines() -> None:
    rows = [line("An Khê, ngày 19 tháng 06", 0.3, 0.5), line("năm 2026", 0.33, 0.6)]
    fields = read_form(paper(Page(PageRef("scan.pdf", 1), reading(rows))))
    assert values(fields) == [("other", "An Khê"), ("other", "19/06/2026")]


def test_of_a_body_that_a_form_turns_to_the_place_was_filled_in() -> None:
    assert _values("tôi yêu cầu Tòa án nhân dân khu vực 1 - Khánh Hòa giải quyết") == [
        ("other", "khu vực 1 - Khánh Hòa")
    ]
    assert _values("đề nghị Ủy ban nhân dân xã Lộc Bình, tỉnh Lạng Sơn xem xét") == [
        ("organisation_name", "Ủy ban nhân dân xã Lộc Bình, tỉnh Lạng Sơn")
    ]


def test_words_right_behind_a_value_still_lead_to_the_next() -> None:
    assert _values("CCCD số 066080123456 do Bộ Công ancấp ngày 12/08/2021") == [
        ("id_number", "066080123456"),
        ("id_issue_place", "Bộ Công an"),
        ("id_issue_date", "12/08/2021"),
    ]


def test_a_name_that_ends_like_a_label_is_kept_whole() -> None:
    (name, birth) = read_form(form("Người yêu cầu: Lưu Trung Nam sinh năm: 1990"))
    assert (name.value, birth.value) == ("Lưu Trung Nam", "1990")


def test_a_number_ends_where_the_form_goes_on_in_words() -> None:
    fields = read_form(form("theo quyết định số 45/2026/TB-TLVA với nguyên đơn là ông/bà Trần Thị Mẫu"))
    assert values(fields) == [("other", "45/2026/TB-TLVA"), ("full_name", "Trần Thị Mẫu")]


def test_a_company_in_a_sentence_is_a_value_up_to_what_it_does() -> None:
    assert _values("Công ty TNHH Thương Phát Mẫu đề nghị được cấp phép thi công") == [
        ("organisation_name", "Công ty TNHH Thương Phát Mẫu")
    ]


def test_what_else_a_paper_may_be_stands_between_its_name_and_its_number() -> None:
    assert _values("Số CMND/CCCD/Hộ chiếu: 022077995969 do Bộ Công an cấp ngày 27 tháng 04. năm 2023") == [
        ("id_number", "022077995969"),
        ("id_issue_place", "Bộ Công an"),
        ("id_issue_date", "27/04/2023"),
    ]


def test_what_somebody_is_in_a_matter_and_which_it_is_stand_in_one_sentence() -> None:
    found = _values("Tôi là bị đơn trong vụ việc dân sự Tranh chấp tài sản mẫu")
    assert found == [("other", "bị đơn"), ("other", "Tranh chấp tài sản mẫu")]
    assert _values("Tôi là người ở đây trong vụ việc này") == []


def test_a_reason_in_a_sentence_goes_on_to_its_end_where_it_was_typed_with_a_capital() -> None:
    assert _values("Hiện nay, vì lý do Sức khỏe yếu, phải nghỉ") == [("requested_content", "Sức khỏe yếu, phải nghỉ")]
    assert _values("Hiện nay, vì lý do khách quan nên không đến được") == []
