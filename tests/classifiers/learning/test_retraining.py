"""A real training on tiny dossiers: the model in use gives way to a better one, and to no other."""

import numpy as np
import pytest
from example_builder import tiny_example

from classifiers.identifying.naming import identify
from classifiers.learning.outcomes import Knowing
from classifiers.learning.parts import Parts
from classifiers.learning.retraining import Workshop, retrain
from classifiers.ranking import Ranking
from classifiers.splitting import best_splittings
from classifiers.splitting.model import model_of
from classifiers.splitting.training import SplittingLearner

DOSSIERS = [tiny_example(f"d{number}", f"1.{number}", number) for number in range(12)]
MADE = Parts(tuple(DOSSIERS[:4]), tuple(DOSSIERS[4:6]), tuple(DOSSIERS[6:]))
LESSONS = Parts(tuple(DOSSIERS[2:4]), (), ())


class Kept(SplittingLearner):
    """Learns once for all tests: the same examples and seed give the same weights."""

    kept = None

    def learn(self, examples, known=None, seed=0):
        if Kept.kept is None:
            Kept.kept = super().learn(examples or [*MADE.learn, *MADE.choose], known, seed)
        return Kept.kept


@pytest.fixture(scope="module")
def learned():
    return Kept().learn((), None, 1)


def spoilt(weights):
    """Every cue says the contrary: papers begin where they go on."""
    return {**weights, "weights": -np.asarray(weights["weights"])}


def knowing(weights):
    model = model_of(weights["splitting"]) if "splitting" in weights else None
    return Knowing(lambda pages, count: best_splittings(pages, count, model), identify, lambda *_: Ranking(()))


def workshop(in_use):
    return Workshop(None, (), knowing, {"splitting": Kept()}, in_use, seed=1)


def test_a_better_model_replaces_the_one_in_use(learned):
    decision = retrain(MADE, Parts(), workshop({"splitting": spoilt(learned)}))
    found = decision.models["splitting"]
    assert decision.replaced == ("splitting",)
    assert found.made.verdict == "better"
    assert found.made.after == 0 < found.made.before
    assert found.corrected.verdict == "untold"
    assert found.learned == 6
    assert found.figures["splits_exact"] == 1
    assert decision.together is not None


def test_a_model_that_is_as_good_leaves_the_one_in_use(learned):
    decision = retrain(MADE, Parts(), workshop({"splitting": learned}))
    assert decision.models["splitting"].made.verdict == "same"
    assert (decision.replaced, decision.together) == ((), None)


def test_a_model_that_is_better_on_made_dossiers_and_worse_on_corrections_is_not_used(learned):
    class Contrary(Kept):
        """Learns well, then is spoilt, as by a generator that differs from what people hand in."""

        def learn(self, examples, known=None, seed=0):
            return spoilt(super().learn(examples, known, seed))

    asked = Workshop(None, (), knowing, {"splitting": Contrary()}, {"splitting": learned}, seed=1)
    decision = retrain(MADE, Parts(judge=tuple(DOSSIERS[:6])), asked)
    assert decision.models["splitting"].corrected.verdict == "worse"
    assert decision.replaced == ()


def test_corrections_are_learned_from_beside_made_dossiers(learned):
    told = []
    asked = Workshop(
        None,
        (),
        knowing,
        {"splitting": SplittingLearner()},
        {"splitting": spoilt(learned)},
        1,
        lambda *step: told.append(step),
    )
    found = retrain(MADE, LESSONS, asked).models["splitting"]
    assert found.with_lessons
    assert found.learned == len(MADE.learn) + len(LESSONS.learn)
    assert told == [("learning", "splitting"), ("judging", "splitting"), ("together", None)]
