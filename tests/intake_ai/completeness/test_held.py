"""What is kept of the applicant elsewhere and satisfies a row."""

from datetime import date

import pytest

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.ages import last_valid_day
from intake_ai.completeness.held import HeldPaper, best_held

TODAY = date(2026, 11, 20)
ROW = Requirement(0, "Giấy chứng nhận đăng ký hộ kinh doanh", types=(PaperType.BUSINESS_REGISTRATION_CERTIFICATE,))


def found(*held, row=ROW):
    return best_held(held, row, profile(Procedure("1.1", "x", requirements=(row,))).rows[0], TODAY)


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
