"""Ways through the lattice of runs."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.splitting.decoding import best_ways, forward, probabilities


def every_way(count):
    cuts = [[place for place in range(1, count) if number >> (place - 1) & 1] for number in range(2 ** (count - 1))]
    return [(0, *cut) for cut in cuts]


def score_of(table, starts):
    return sum(table[start, end - start - 1] for start, end in pairwise((*starts, len(table))))


def table_of(numbers):
    count = int(len(numbers) ** 0.5)
    table = np.array(numbers[: count * count]).reshape(count, count)
    starts, lengths = np.indices(table.shape)
    return np.where(starts + lengths < count, table, -np.inf)


TABLES = st.sampled_from([1, 4, 9, 16, 25]).flatmap(
    lambda cells: st.lists(st.floats(-5, 5), min_size=cells, max_size=cells).map(table_of)
)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_the_best_way_is_the_best_of_all_ways(table):
    best = best_ways(table, 1)[0]
    assert best.score == pytest.approx(max(score_of(table, way) for way in every_way(len(table))))
    assert score_of(table, best.starts) == pytest.approx(best.score)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_all_ways_together_are_certain(table):
    total = sum(np.exp(score_of(table, way) - forward(table)[-1]) for way in every_way(len(table)))
    assert total == pytest.approx(1)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_the_runs_over_a_page_have_probability_one(table):
    sure = probabilities(table)
    count = len(table)
    for page in range(count):
        over = sum(sure[start, length] for start in range(page + 1) for length in range(page - start, count - start))
        assert over == pytest.approx(1)


def test_the_next_best_ways_are_different():
    table = table_of([0.0] * 16)
    ways = {way.starts for way in best_ways(table, 8)}
    assert len(ways) == 8
