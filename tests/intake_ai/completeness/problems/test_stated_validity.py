"""Until when a card is valid by its machine-readable zone, however that was read."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.problems.stated_validity import last_day
from intake_ai.extraction.fields import Field
from ocr.page import Box, PageRef

_WEIGHTS = (7, 3, 1)


def checked(digits):
    return digits + str(sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10)


def zone(birth, end):
    return f"{checked(birth)}M{checked(end)}VNM<<<<<<<<<<<6"


def end_of_card(text, birth="01/01/1990"):
    card = Paper("p1", PaperType.IDENTITY_CARD, "CĂN CƯỚC", (page(text),), 0.9)
    box = Box(0.1, 0.1, 0.2, 0.12)
    born = Field(
        "date_of_birth", None, "", birth, birth, 0.95, "ocr", "to_check", "p1", PageRef("scan.pdf", 1), box,
    )  # fmt: skip
    return last_day(card, (born,))


def test_the_zone_of_a_card_tells_its_last_day():
    found = end_of_card(zone("900101", "320101"))
    assert found is not None
    assert found.day == date(2032, 1, 1)


@pytest.mark.parametrize("end", ["351399", "300230", "300001"])
def test_a_zone_that_was_misread_as_no_day_tells_nothing(end):
    assert end_of_card(zone("900101", end)) is None


def test_a_zone_without_end_tells_no_last_day():
    assert end_of_card(zone("900101", "991231")) is None


@pytest.mark.parametrize("birth", ["31/02/1990", "00/00/0000", "năm 1990 .", "1990-01-01"])
def test_a_birth_that_is_no_day_tells_nothing(birth):
    assert end_of_card(zone("900101", "320101"), birth) is None


six_digits = st.text("0123456789", min_size=6, max_size=6)


@given(
    st.one_of(st.builds(zone, st.one_of(st.just("900101"), six_digits), six_digits), st.text(max_size=40)),
    st.one_of(st.just("01/01/1990"), st.text("0123456789/", min_size=10, max_size=10), st.text(max_size=12)),
)
@example(zone("900101", "351399"), "01/01/1990")
@example(zone("900230", "320230"), "30/02/1990")
def test_no_zone_and_no_birth_however_misread_stop_the_check(text, birth):
    found = end_of_card(text, birth)
    assert found is None or found.paper == "p1"
