"""Learning to rank: the logit, and what is made of examples."""

import numpy as np
import pytest

from classifiers.ranking.choices import OF_NONE, Choices
from classifiers.ranking.logit import Beforehand, laid_end_to_end, learn, shares
from classifiers.ranking.model import RankingModel
from classifiers.ranking.training import Case, Prepared, figures, learn_weights

NAMES = ("words of title", "others unplaced")


def beforehand(columns, penalty=1e-3):
    free = np.full(columns, np.inf)
    return Beforehand(np.zeros(columns), -free, free, penalty)


def situations(count=200, seed=1):
    """The alternative with the greater first number is right; the second number says nothing."""
    dice = np.random.default_rng(seed)
    numbers = [dice.normal(size=(4, 2)) for _ in range(count)]
    return laid_end_to_end(numbers, [row[:, 0] == row[:, 0].max() for row in numbers], [1.0] * count)


def test_what_tells_the_right_alternative_gets_the_weight():
    telling, silent = learn(situations(), beforehand(2))
    assert telling > 3
    assert abs(silent) < 0.3 * telling


def test_weights_keep_their_bounds():
    bounded = Beforehand(np.zeros(2), np.array([-np.inf, 0.5]), np.array([1.0, np.inf]), 1e-3)
    telling, silent = learn(situations(), bounded)
    assert telling <= 1.0
    assert silent >= 0.5


def test_chances_of_each_situation_sum_to_one():
    chance = shares(np.array([1.0, 2.0, 3.0, 800.0, -800.0]), np.array([0, 3]))
    assert np.allclose(np.add.reduceat(chance, [0, 3]), 1)


def case(number, title=1.0):
    """The first of three procedures is right, or none where no title fits."""
    numbers = np.array([[title, 0.0], [0.2, 1.0], [0.1, 1.0]], np.float32)
    none = np.full(len(OF_NONE), title, np.float32)
    right = np.array([title > 0.5, False, False, title <= 0.5])
    return Case(Choices(np.arange(3), numbers, NAMES, none), right, f"procedure {number}")


def test_learned_weights_find_the_procedure_and_say_so_when_there_is_none():
    prepared = [Prepared((case(number, title),)) for number in range(40) for title in (1.0, 0.1)]
    model = RankingModel(learn_weights(prepared))
    found, none = (model.chances(case(99, title).choices) for title in (1.0, 0.1))
    assert found.of_choices.argmax() == 0
    assert found.of_choices[0] > 0.8
    assert found.of_none < 0.5
    assert none.of_none > 0.5


def test_columns_that_the_choices_lack_do_not_count():
    model = RankingModel(learn_weights([Prepared((case(number),)) for number in range(20)]))
    fewer = case(1).choices
    fewer = Choices(fewer.positions, fewer.numbers[:, :1], NAMES[:1], fewer.of_none)
    assert np.isfinite(model.chances(fewer).of_choices).all()


def test_nothing_can_be_learned_from_nothing():
    with pytest.raises(ValueError, match="no example"):
        learn_weights([])


def test_figures_tell_how_often_the_first_is_right():
    right, wrong = np.array([0.9, 0.05, 0.03, 0.02]), np.array([0.1, 0.8, 0.05, 0.05])
    told = figures([(case(1), right), (case(2), wrong)])
    assert told["top-1"] == 0.5
    assert told["top-5"] == 1.0
