"""Cards whose small labels could not be read: values by their places, by lines of the zone, and by other papers."""

from collections.abc import Sequence

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.extraction import Field, extract_fields
from intake_ai.extraction.cards import read_card
from ocr.page import Page, PageRef

from .paper_builder import form, paper, the, values

HEAD = "CĂN CƯỚC CÔNG DÂN"
UNREADABLE = (HEAD, "001190012345", "TRẦN THỊ MẪU", "Ngy s6 / Daoe 04/05/1990", "Gun 6n/ 5a Nữ Quá9 s6/ Việt Nam")
TYPED = ("TỜ KHAI", "Họ, chữ đệm, tên: Trần Thị Mẫu", "Ngày sinh: 04/05/1990", "Số định danh cá nhân: 001190012345")


def card(*rows: str, unsure: str = "") -> Paper:
    """A card whose values stand in one column, with one row that was read unsurely."""
    lines = [line(row, 0.1 + 0.03 * index, 0.4, 0.5 if row == unsure else 0.95) for index, row in enumerate(rows)]
    return paper(Page(PageRef("p2.pdf", 1), reading(lines)), kind=PaperType.IDENTITY_CARD, name="p2")


def read(*rows: str) -> list[tuple[str, str]]:
    return values(read_card(card(*rows)))


def beside_form(*rows: str, unsure: str = "", others: Sequence[Paper] = ()) -> list[Field]:
    """What is read of a card beside a typed form about its holder."""
    return [each for each in extract_fields([form(*TYPED), *others, card(*rows, unsure=unsure)]) if each.paper == "p2"]


def test_name_birth_date_and_sex_are_told_by_where_they_stand() -> None:
    found = read(*UNREADABLE)
    assert {("full_name", "TRẦN THỊ MẪU"), ("date_of_birth", "04/05/1990"), ("sex", "Nữ")} <= set(found)


@pytest.mark.parametrize("row", ["Ngy s6 0405/1990", "Ngy s6 04:051990", "Ngy s6 04/05/990"])
def test_strokes_and_one_figure_of_a_birth_date_may_be_lost(row: str) -> None:
    assert ("date_of_birth", "04/05/1990") in read(HEAD, "001190012345", "TRẦN THỊ MẪU", row)


def test_a_day_of_another_year_than_the_number_has_is_no_birth_date() -> None:
    found = read(HEAD, "001190012345", "TRẦN THỊ MẪU", "8c3 04/05/1972")
    assert "date_of_birth" not in dict(found)


def test_the_name_of_the_country_is_no_sex() -> None:
    assert "sex" not in dict(read(HEAD, "TRẦN THỊ MẪU", "Quá9 s6/ Việt Nam"))


def test_a_sex_told_by_its_place_alone_is_not_accepted() -> None:
    assert the("sex", [each for each in extract_fields([card(*UNREADABLE)]) if each.kind == "sex"]).status == "to_check"


def test_a_day_of_issue_is_no_birth_date_though_its_label_lost_a_word() -> None:
    found = read(HEAD, "Số / No.: 001190012345", "Ngày, tháng, năm / Date, month, year: 11/02/2022")
    assert [each for each in found if "date" in each[0]] == [("id_issue_date", "11/02/2022")]


def test_a_misread_year_is_put_right_by_a_surely_read_number() -> None:
    rows = (HEAD, "Số / No.: 001190012345", "Ngày sinh / Date of birth: 04/05/1900")
    assert ("date_of_birth", "04/05/1990") in values(read_card(card(*rows, unsure=rows[2])))


def test_a_line_of_the_zone_tells_the_number_though_its_first_figure_was_misread() -> None:
    assert ("id_number", "001190012345") in read(HEAD, "IDVNM1900123455601190012345<<8")


def test_a_line_of_the_zone_that_speaks_against_itself_tells_no_number() -> None:
    assert "id_number" not in dict(read(HEAD, "IDVNM1900123451001190067845<<8"))


def test_the_zone_s_line_tells_birth_date_and_sex_where_the_number_bears_them_out() -> None:
    found = dict(read(HEAD, "Số / No.: 001190012345", "9005042F3005045VNM<<<<<<<<<<<6"))
    assert (found["date_of_birth"], found["sex"]) == ("04/05/1990", "Nữ")
    assert "date_of_birth" not in dict(read(HEAD, "Số / No.: 001085012345", "9005042F3005045VNM<<<<<<<<<<<6"))


def test_an_unsurely_read_name_gets_the_accents_of_the_form() -> None:
    rows = (HEAD, "Số / No.: 001190012345", "TRẦN THI MẪU")
    assert ("full_name", "TRẦN THỊ MẪU") in values(beside_form(*rows, unsure=rows[2]))


def test_a_name_of_other_letters_stays_as_it_was_read() -> None:
    rows = (HEAD, "Số / No.: 001190012345", "TRẦN THỊ MÂY")
    assert ("full_name", "TRẦN THỊ MÂY") in values(beside_form(*rows, unsure=rows[2]))


def test_an_unreadable_birth_date_is_proposed_from_the_paper_with_the_card_s_number() -> None:
    rows = (HEAD, "Số / No.: 001190012345", "TRẦN THỊ MẪU", "Ngy s6 / Daoe 04/0 1900")
    birth = the("date_of_birth", beside_form(*rows))
    assert (birth.value, birth.raw, birth.status) == ("04/05/1990", rows[3], "to_check")


def test_nothing_is_proposed_for_the_card_of_another_person() -> None:
    rows = (HEAD, "Số / No.: 001190067890", "8c3 - 15", "Ngy s6 / Daoe 04/0 1900")
    assert not {"full_name", "date_of_birth"} & {each.kind for each in beside_form(*rows)}


def test_two_papers_that_disagree_propose_nothing() -> None:
    other = form("ĐƠN", "Họ, chữ đệm, tên: Trần Thị Mầu", "Số định danh cá nhân: 001190012345", name="p3")
    rows = (HEAD, "Số / No.: 001190012345", "TRẦN THI MẪU")
    assert the("full_name", beside_form(*rows, unsure=rows[2], others=[other])).value == "TRẦN THI MẪU"
