"""What is kept of the applicant elsewhere and satisfies a row."""

from dataclasses import replace
from datetime import date

import pytest

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.ages import last_valid_day
from intake_ai.completeness.held import HeldPaper
from intake_ai.completeness.held_rows import held_by_row

TODAY = date(2026, 11, 20)
ROW = Requirement(0, "Giấy chứng nhận đăng ký hộ kinh doanh", types=(PaperType.BUSINESS_REGISTRATION_CERTIFICATE,))


def given(*held, rows):
    profiles = {row.index: row for row in profile(Procedure("1.1", "x", requirements=tuple(rows))).rows}
    return held_by_row(held, rows, profiles, TODAY)


def found(*held, row=ROW):
    return given(*held, rows=[row]).get(row.row)


CIVIL = (
    Requirement(0, "Tờ khai đăng ký kết hôn theo mẫu", types=(PaperType.APPLICATION_FORM,)),
    Requirement(1, "Giấy chứng nhận kết hôn"),
    Requirement(2, "Giấy chứng nhận quyền sử dụng đất", types=(PaperType.LAND_USE_CERTIFICATE,)),
    Requirement(3, "Hợp đồng chuyển nhượng quyền sử dụng đất"),
    Requirement(4, "Giấy báo tử hoặc giấy tờ thay thế", types=(PaperType.DEATH_NOTICE,)),
)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Giấy tờ", []),
        ("Giấy chứng nhận", []),
        ("Giấy", []),
        ("Tờ khai", []),
        ("Tờ khai đăng ký kết hôn", []),
        ("Quyền sử dụng đất", [2]),
        ("Giấy chứng nhận kết hôn", [1]),
        ("Giấy chứng nhận quyền sử dụng đất", [2]),
        ("Giấy báo tử", [4]),
    ],
)
def test_a_name_means_the_one_row_that_is_called_so_and_never_a_request(name, rows):
    assert list(given(HeldPaper(name), rows=CIVIL)) == rows


def test_a_paper_that_suits_two_rows_alike_is_given_to_neither_unless_they_are_a_choice():
    cards = [Requirement(index, f"Căn cước của người {index}", types=(PaperType.IDENTITY_CARD,)) for index in (0, 1)]
    assert not given(HeldPaper("Thẻ căn cước"), rows=cards)
    assert list(given(HeldPaper("Thẻ căn cước"), rows=[replace(card, choice="A") for card in cards])) == [0]


def test_one_result_told_by_its_code_stands_for_one_row():
    rows = [Requirement(index, f"Giấy tờ pháp lý {index}", result_of=("2.000001",)) for index in (0, 1)]
    one = HeldPaper("Quyết định A", procedure="2.000001")
    assert list(given(one, rows=rows)) == [0]
    assert list(given(one, HeldPaper("Quyết định B", procedure="2.000001"), rows=rows)) == [0, 1]


def test_a_paper_held_under_the_name_that_the_row_asks_for_is_the_row_s():
    paper = HeldPaper("Giấy chứng nhận đăng ký hộ kinh doanh", type=PaperType.BUSINESS_REGISTRATION_CERTIFICATE)
    assert found(HeldPaper("Giấy ra viện"), paper) == paper


def test_a_paper_that_is_no_longer_valid_is_not_gone_by():
    old = HeldPaper(ROW.name, type=ROW.types[0], valid_until=date(2026, 11, 19))
    assert found(old) is None
    assert found(HeldPaper(ROW.name, type=ROW.types[0], valid_until=TODAY)) is not None


def test_a_code_tells_a_result_whatever_it_is_called():
    row = Requirement(0, "Giấy tờ pháp lý", result_of=("2.000001",), replaced_by=("KQ.G01.000009",))
    assert found(HeldPaper("Quyết định A", procedure="2.000001"), row=row)
    assert found(HeldPaper("Quyết định B", result="KQ.G01.000009"), row=row)
    assert found(HeldPaper("Quyết định C", procedure="2.000002"), row=row) is None


@pytest.mark.parametrize(("issued", "is_used"), [(date(2026, 5, 20), True), (date(2026, 5, 19), False), (None, False)])
def test_a_row_that_limits_the_age_takes_no_older_paper(issued, is_used):
    row = Requirement(0, "Giấy xác nhận tình trạng hôn nhân", validity_months=6,
                      types=(PaperType.MARITAL_STATUS_CERTIFICATE,))  # fmt: skip
    held = HeldPaper(row.name, type=PaperType.MARITAL_STATUS_CERTIFICATE, issued=issued)
    assert (found(held, row=row) is not None) == is_used


def test_months_end_on_the_day_of_the_same_number_or_the_last():
    assert last_valid_day(date(2026, 8, 31), Requirement(0, "x", validity_months=6)) == date(2027, 2, 28)
    assert last_valid_day(date(2026, 8, 31), Requirement(0, "x", validity_days=30)) == date(2026, 9, 30)
    assert last_valid_day(date(2026, 8, 31), Requirement(0, "x")) is None
