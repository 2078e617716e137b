"""Which forms are in force on which day."""

from datetime import date

import pytest

from intake_ai.errors import BadRequest
from intake_ai.slips.form_sets import form_set, form_sets


def test_the_seven_forms_are_in_force_since_july_2025():
    assert form_set(date(2025, 7, 1)).id == "2025"
    assert [form.number for form in form_set(date(2026, 11, 22)).slips] == [f"0{number}" for number in range(1, 8)]


def test_before_that_the_six_forms_were():
    assert form_set(date(2025, 6, 30)).id == "2018"
    assert [form.number for form in form_set(date(2020, 1, 1)).slips] == [f"0{number}" for number in range(1, 7)]


def test_a_centre_may_choose_the_other_set():
    assert form_set(date(2026, 11, 22), "2018").id == "2018"


def test_a_number_means_what_the_set_says():
    new, old = form_sets()
    assert new.kind_of("05") == "stop"
    assert old.kind_of("05") == old.kind_of("5") == "control"
    assert old.kind_of("register") == "register"


@pytest.mark.parametrize("name", ["08", "0", "stop", "phiếu", ""])
def test_a_slip_that_the_set_has_not_is_told(name):
    with pytest.raises(BadRequest):
        form_set(date(2026, 11, 22), "2018").kind_of(name)


def test_what_is_known_from_others_alone_is_marked_so():
    assert {known.id: known.mark for known in form_sets()} == {"2025": "S", "2018": "V"}
