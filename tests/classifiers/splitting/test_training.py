"""Learning to split."""

import numpy as np
from page_builder import MOTTO, page

from classifiers.learning.examples import Example, TruePaper
from classifiers.papers import PaperType
from classifiers.splitting import split
from classifiers.splitting.made_letters import made_letters
from classifiers.splitting.model import judged_model, model_of
from classifiers.splitting.training import SplittingLearner
from classifiers.synthetic.seeds import seeded


def example(name, red_line):
    """Two papers of two pages; only `red_line` tells where the second begins."""
    texts = (("phần một",), ("phần hai",), (*red_line, "phần ba"), ("phần bốn",))
    pages = tuple(page(*lines, number=place) for place, lines in enumerate(texts, start=1))
    papers = tuple(TruePaper(PaperType.OTHER, "", places, None, "") for places in ((0, 1), (2, 3)))
    return Example(name, pages, papers, name)


EXAMPLES = [example(f"e{number}", MOTTO) for number in range(12)]


def test_what_was_learned_splits_what_is_alike():
    weights = SplittingLearner().learn(EXAMPLES, None, seed=1)
    papers = split(example("new", MOTTO).pages, model_of(weights))
    assert [len(paper.pages) for paper in papers] == [2, 2]


def test_the_same_examples_and_seed_give_the_same_weights():
    first, second = (SplittingLearner().learn(EXAMPLES, None, seed=1) for _ in range(2))
    assert np.array_equal(first["weights"], second["weights"])


def test_a_cue_that_no_example_shows_keeps_the_judged_weight():
    weights = model_of(SplittingLearner().learn(EXAMPLES, None, seed=1)).weights
    assert weights["passport"] == judged_model().weights["passport"]


def test_the_figures_tell_boundaries_exact_splits_and_calibration():
    learner = SplittingLearner()
    figures = learner.measure(learner.learn(EXAMPLES, None, seed=1), EXAMPLES, None)
    assert figures["boundary_recall"] == figures["splits_exact"] == 1.0
    assert 0 <= figures["split_ece"] <= 1


def test_made_letters_are_one_paper_each():
    for letter in made_letters(5, seeded("letters")):
        assert [paper.pages for paper in letter.papers] == [tuple(range(len(letter.pages)))]
