from collections.abc import Sequence
from dataclasses import replace

import pytest

from classifiers.papers import PaperType
from intake_ai.extraction.extracting import read_paper
from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.role_settling import is_same_name, settle_roles
from ocr.page import Box, PageRef
from tests.intake_ai.extraction.paper_builder import form

PAGE, BOX = PageRef("scan.pdf", 1), Box(0.1, 0.1, 0.2, 0.12)


def roles(*lines: str) -> list[tuple[str, str | None]]:
    """Value and role of the fields of a form with these lines."""
    return [(field.value, field.role) for field in read_form(form(*lines))]


def told(fields: Sequence[tuple[str, str | None]], value: str) -> str | None:
    return next(role for found, role in fields if found == value)


def test_a_form_that_names_nobody_speaks_of_who_fills_it_in() -> None:
    assert roles("Họ và tên: Trần Thị Mẫu", "Ngày sinh: 02/03/1990") == [
        ("Trần Thị Mẫu", "applicant"),
        ("02/03/1990", "applicant"),
    ]


def test_the_two_sides_of_a_case_are_told_apart() -> None:
    found = roles("1. Người khởi kiện: Trần Thị Mẫu", "Số điện thoại: 0900000001", "2. Người bị kiện: Lê Văn Mẫu",
                  "Số điện thoại: 0900000002")  # fmt: skip
    assert [role for _, role in found] == ["applicant", "applicant", "defendant", "defendant"]


def test_the_relationship_to_somebody_is_the_applicants_and_ends_what_is_said_of_them() -> None:
    found = roles("Tên tôi là: Trần Thị Mẫu", "Họ tên chủ hộ: Lê Văn Mẫu", "Mối quan hệ với chủ hộ: Con",
                  "Số điện thoại: 0900000001")  # fmt: skip
    assert found == [
        ("Trần Thị Mẫu", "applicant"),
        ("Lê Văn Mẫu", "household_head"),
        ("Con", "applicant"),
        ("0900000001", "applicant"),
    ]


def test_a_part_ends_at_the_next_part_that_names_nobody() -> None:
    found = roles("I. THÔNG TIN NGƯỜI CHẾT", "1. Họ và tên: Lê Văn Mẫu", "2. Hộ khẩu thường trú: Xã Mẫu, tỉnh Mẫu",
                  "II. THÔNG TIN CÁ NHÂN ĐỨNG RA LO VIỆC", "1. Họ và tên: Trần Thị Mẫu")  # fmt: skip
    assert told(found, "Lê Văn Mẫu") == "deceased"
    assert told(found, "Trần Thị Mẫu") == "applicant"


def test_a_numbered_person_ends_at_the_next_number() -> None:
    found = roles("17. Họ tên cha: Lê Văn Mẫu", "Quốc tịch: Việt Nam", "18. Số điện thoại: 0900000001")
    assert [role for _, role in found] == ["father", "father", "applicant"]


def test_what_stands_in_brackets_tells_no_role() -> None:
    assert roles("Họ và tên (Chủ hộ hoặc người đại diện): Trần Thị Mẫu") == [("Trần Thị Mẫu", "applicant")]


def test_what_is_asked_of_an_authority_is_nobodys() -> None:
    found = roles("Họ tên cha: Lê Văn Mẫu", "Lý do đề nghị: Thay đổi nơi ở", "Ngày sinh: 02/03/1990")
    assert [role for _, role in found] == ["father", None, "father"]


def test_the_person_that_a_form_is_for_is_the_applicant_where_they_have_one_name() -> None:
    lines = ("Đề nghị cấp bản sao cho người có tên dưới đây:", "Họ, chữ đệm, tên: Trần Thị Mẫu", "Giới tính: Nữ")
    own = roles("Họ, chữ đệm, tên người yêu cầu: Trần Thị Mẫu", *lines)
    other = roles("Họ, chữ đệm, tên người yêu cầu: Lê Văn Mẫu", *lines)
    assert [role for _, role in own] == ["applicant"] * 3
    assert [role for _, role in other] == ["applicant", "subject", "subject"]


@pytest.mark.parametrize(
    ("label", "role"),
    [("Tên bên mua", "buyer"), ("Tên bên cho thuê", "lessor"), ("Họ tên của vợ (chồng)", "spouse")],
)
def test_the_parties_of_a_contract_and_married_people_have_roles_of_their_own(label: str, role: str) -> None:
    assert roles(f"{label}: Trần Thị Mẫu", "Ngày sinh: 02/03/1990") == [("Trần Thị Mẫu", role), ("02/03/1990", role)]


def test_running_text_about_a_couple_opens_no_part_about_them() -> None:
    found = roles("Tôi tên là: Trần Thị Mẫu", "Trong quá trình chung sống, cuộc sống vợ chồng không hòa thuận, xảy ra",
                  "Số điện thoại: 0900000001")  # fmt: skip
    assert told(found, "0900000001") == "applicant"


def test_other_papers_than_forms_speak_of_nobody_until_they_name_somebody() -> None:
    paper = form("Họ và tên: Trần Thị Mẫu")
    read: list[Field] = read_form(paper)
    assert read[0].role == "applicant"
    letter = type(paper)(**{**vars(paper), "type": PaperType.DECISION})
    assert [field.role for field in read_paper(letter) if field.value == "Trần Thị Mẫu"] == [None]


def test_who_is_asked_for_by_part_alone_is_what_the_relationship_tells() -> None:
    found = roles("Họ, chữ đệm, tên người yêu cầu: Lê Văn Mẫu", "Quan hệ với người được cải chính: Cha",
                  "Đề nghị đăng ký việc cải chính cho người có tên dưới đây:", "Họ, chữ đệm, tên: Lê Thị Thử",
                  "Giới tính: Nữ")  # fmt: skip
    assert told(found, "Lê Thị Thử") == "child"
    assert told(found, "Nữ") == "child"


def test_one_is_the_other_of_the_next_person_spoken_of() -> None:
    found = roles("Họ, chữ đệm, tên người yêu cầu: Lê Thị Thử", "Đề nghị công nhận người có tên dưới đây:",
                  "Họ, chữ đệm, tên: Lê Văn Mẫu", "Là cha của người có tên dưới đây:",
                  "Họ, chữ đệm, tên: Lê Minh Thử", "Năm sinh: 2014")  # fmt: skip
    assert [told(found, name) for name in ("Lê Thị Thử", "Lê Văn Mẫu", "Lê Minh Thử", "2014")] == [
        "applicant", "father", "child", "child",
    ]  # fmt: skip


def test_what_somebody_says_of_themselves_in_their_own_part_is_theirs() -> None:
    found = roles("BÊN BÁN", "Tôi là: Trần Thị Mẫu", "BÊN MUA", "Tôi là: Lê Văn Mẫu")
    assert [told(found, name) for name in ("Trần Thị Mẫu", "Lê Văn Mẫu")] == ["seller", "buyer"]


def test_who_hands_in_the_papers_is_the_applicant_unless_somebody_else_is() -> None:
    alone = roles("1. Họ và tên người nộp hồ sơ: Trần Thị Mẫu", "2. Số điện thoại: 0900000001")
    other = roles("Họ và tên người đề nghị: Lê Văn Mẫu", "Họ và tên người nộp hồ sơ: Trần Thị Mẫu")
    assert [role for _, role in alone] == ["applicant", "applicant"]
    assert [role for _, role in other] == ["applicant", "representative"]


def test_the_telephone_amid_what_is_said_of_the_dead_is_the_applicants() -> None:
    found = roles("Tên tôi là: Lê Văn Mẫu", "Họ tên người chết: Trần Thị Mẫu", "Số điện thoại: 0900000001")
    assert told(found, "0900000001") == "applicant"


def test_the_applicant_at_the_head_of_a_household_has_the_rows_as_relatives() -> None:
    own = Field("full_name", "applicant", "Tôi là", "Lê Văn Mẫu", "", 0.9, "ocr", "to_check", "p1", PAGE, BOX)
    rows = [
        replace(own, role="member", kind=kind, value=value)
        for name, relation in (("Lê Văn Mẫu", "Chủ hộ"), ("Trần Thị Mẫu", "Vợ"), ("Lê Thị Thử", "Con gái"))
        for kind, value in (("full_name", name), ("relationship", relation))
    ]
    settled = settle_roles([own, *rows])
    assert [each.role for each in settled] == ["applicant"] * 3 + ["spouse"] * 2 + ["child"] * 2


def test_names_are_the_same_but_for_misread_letters() -> None:
    assert is_same_name("tran thi mau", "tran thi maa")
    assert not is_same_name("tran van mau", "tran minh mau")
    assert not is_same_name("tran mau", "tran thi mau")


def test_day_and_place_of_issue_are_of_whom_the_number_is() -> None:
    found = roles(
        "Tên tôi là: Trần Thị Mẫu", "Số CCCD của mẹ: 001170000001", "Ngày cấp: 02/03/2021", "Nơi cấp: Bộ Công an"
    )
    assert [told(found, value) for value in ("001170000001", "02/03/2021", "Bộ Công an")] == ["mother"] * 3
