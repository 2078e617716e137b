import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.learning.calibration import brier_score, calibration_error, equal_mass, equal_width
from classifiers.learning.outcomes import Certainty


def said(*pairs):
    return [Certainty(confidence, bool(right)) for confidence, right in pairs]


def test_statements_that_come_true_as_often_as_told_have_no_error():
    told = said(*[(0.75, right) for right in (1, 1, 1, 0)])
    assert calibration_error(equal_width(told)) == 0


def test_being_sure_and_wrong_is_the_whole_error():
    assert calibration_error(equal_mass(said((1.0, 0), (1.0, 0)))) == 1
    assert calibration_error(equal_width(said((1.0, 0)))) == 1


def test_bins_of_equal_mass_hold_as_many_statements_each():
    told = said(*[(place / 100, place % 2) for place in range(60)])
    assert {part.count for part in equal_mass(told, 15)} == {4}


def test_the_error_is_weighted_by_statements():
    told = said(*[(0.05, 0)] * 9, (0.95, 0))
    assert calibration_error(equal_width(told)) == pytest.approx((9 * 0.05 + 0.95) / 10)


def test_nothing_said_is_no_error():
    assert equal_mass([]) == equal_width([]) == ()
    assert calibration_error(()) == brier_score([]) == 0


def test_calibrated_chances_have_an_error_near_none_and_overstated_ones_have_not():
    chance = np.random.default_rng(3)
    true = chance.uniform(0, 1, 6000)
    came = chance.uniform(0, 1, 6000) < true
    honest = said(*zip(true, came, strict=True))
    boasting = said(*zip(np.sqrt(true), came, strict=True))
    assert calibration_error(equal_mass(honest)) < 0.03
    assert calibration_error(equal_mass(boasting)) > 0.1
    assert brier_score(honest) < brier_score(boasting)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_statement_is_in_one_bin_and_errors_are_fractions(pairs):
    told = said(*pairs)
    for bins in (equal_mass(told), equal_width(told)):
        assert sum(part.count for part in bins) == len(told)
        assert 0 <= calibration_error(bins) <= 1 + 1e-9
