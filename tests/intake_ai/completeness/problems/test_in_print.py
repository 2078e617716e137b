"""What forms say in print otherwise than a card."""

from dataclasses import replace
from datetime import date

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.problems import Evidence
from intake_ai.completeness.problems.in_print import printed_mismatches
from intake_ai.completeness.problems.mismatches import mismatches
from intake_ai.completeness.problems.other_names import unnamed_holders
from intake_ai.extraction.fields import Field
from intake_ai.extraction.mismatches import Mismatch
from ocr.page import Box, Page, PageRef

NUMBER = "001190990123"
CARD = Paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC", (Page(PageRef("card.pdf", 1), reading([])),), 0.9)


def form(name="Trần Thị Mẫu", birth="04/05/1990", number=NUMBER, *, confidence=1.0, more=()):
    rows = [("Họ và tên", name), ("Ngày, tháng, năm sinh", birth), ("Số định danh", f"{number}, cấp ngày 01/02/2026")]
    lines = [
        line(text, 0.2 + 0.03 * at, left, confidence=confidence)
        for at, row in enumerate([*rows, *more])
        for text, left in zip(row, (0.15, 0.5), strict=True)
    ]
    return Paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", (Page(PageRef("form.pdf", 1), reading(lines)),), 0.9)


def of_card(kind, value):
    return Field(kind, "owner", "", value, value, 1.0, "qr", "accepted", "p2", PageRef("card.pdf", 1), Box(0, 0, 1, 1))


HOLDER = (of_card("id_number", NUMBER), of_card("full_name", "Trần Thị Mẫu"), of_card("date_of_birth", "04/05/1990"))


def found(paper, fields=HOLDER):
    return [(told.kind, told.first.value) for told in printed_mismatches(fields, (paper, CARD))]


def test_a_form_that_says_what_the_card_says_contradicts_nothing():
    assert found(form()) == []


def test_a_printed_number_that_is_nearly_the_cards_is_another():
    assert found(form(number="001190990723")) == [("id_number", "001190990723")]


def test_a_number_that_is_quite_another_is_somebody_elses():
    assert found(form(number="036085991999")) == []


def test_a_printed_birth_date_below_the_holders_name_is_held_against_the_card():
    assert found(form(birth="05/04/1990")) == [("date_of_birth", "05/04/1990")]


def test_a_birth_date_behind_the_next_name_is_somebody_elses():
    paper = form(more=[("Họ và tên con", "Lê Văn Mẫu"), ("Ngày sinh", "04/06/1990")])
    assert found(paper) == []


def test_a_printed_name_above_the_holders_number_is_held_against_the_card():
    assert found(form(name="Trần Thị Hoàng")) == [("full_name", "Trần Thị Hoàng")]


@pytest.mark.parametrize("said", [{"number": "001190990723"}, {"birth": "05/04/1990"}, {"name": "Trần Thị Hoàng"}])
def test_nothing_is_told_of_what_was_read_unsurely(said):
    assert found(form(**said, confidence=0.7)) == []


def test_a_name_that_is_one_letter_off_may_be_a_slip():
    assert found(form(name="Trần Thị Mẩn")) == []


def test_a_card_that_nobody_names_is_looked_at_where_who_hands_in_has_nearly_its_name():
    paper = form(name="Trần Thị Hoàng", number="")
    said = Field(
        "full_name", "applicant", "Họ và tên", "Trần Thị Hoàng", "", 0.9, "text_layer", "to_check", "p1",
        PageRef("form.pdf", 1), Box(0.5, 0.2, 0.7, 0.22),
    )  # fmt: skip
    told = [each.second.value for each in unnamed_holders((said, *HOLDER), (paper, CARD))]
    assert told == ["Trần Thị Mẫu"]
    assert not list(unnamed_holders((said, *HOLDER), (form(), CARD)))


@pytest.mark.parametrize(("confidence", "kind"), [(1.0, "mismatch"), (0.9, "other")])
def test_one_figure_of_a_birth_date_is_another_where_the_form_was_surely_read_and_perhaps_otherwise(confidence, kind):
    paper, own = form(birth="04/06/1990", confidence=confidence), of_card("date_of_birth", "04/05/1990")
    said = replace(own, value="04/06/1990", paper="p1", page=PageRef("form.pdf", 1), source="ocr")
    differs = Mismatch("date_of_birth", own, said, "Trần Thị Mẫu", 0.5)
    evidence = Evidence(date(2026, 11, 22), (), (paper, CARD), HOLDER, None, (), (), (differs,))
    assert [(told.kind, told.severity) for told in mismatches(evidence)] == [(kind, "blocking")]
