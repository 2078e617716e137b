import math

import pytest

from classifiers.learning.resampling import interval


def mean(items):
    return sum(items) / len(items) if items else math.nan


def test_a_figure_lies_within_its_bounds_and_many_items_narrow_them():
    few = interval([0, 1] * 5, mean, cluster=lambda _: object())
    many = interval([0, 1] * 200, mean, cluster=lambda _: object())
    assert few.low < 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_items_that_are_drawn_together_count_as_one():
    alone = interval([0, 1] * 50, mean, cluster=lambda _: object())
    together = interval(
        [("a", 0)] * 50 + [("b", 1)] * 50, lambda drawn: mean([value for _, value in drawn]), lambda item: item[0]
    )
    assert (together.low, together.high) == (0, 1)
    assert alone.high - alone.low < 0.3


def test_the_same_seed_gives_the_same_bounds():
    items = [0, 0, 1, 0, 1]
    assert interval(items, mean, cluster=id) == interval(items, mean, cluster=id)


def test_a_figure_that_the_items_do_not_tell_has_no_bounds():
    assert math.isnan(interval([1], lambda _: math.nan, cluster=id).low)
    assert interval([1, 2], mean, cluster=lambda item: item).value == pytest.approx(1.5)
