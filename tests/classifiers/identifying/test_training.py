"""Learning titles and types from examples and sketches."""

import numpy as np
import pytest
from page_builder import MOTTO, page

from classifiers.identifying import training
from classifiers.identifying.model import TypingModel, shipped_model
from classifiers.identifying.sketches import sketches
from classifiers.identifying.training import TypingLearner, figures
from classifiers.learning.examples import Example, TruePaper
from classifiers.papers import PaperType

KINDS = {
    "GIẤY CHỨNG SINH": PaperType.BIRTH_NOTICE,
    "ĐƠN ĐỀ NGHỊ CẤP PHÉP": PaperType.APPLICATION_FORM,
    "BIÊN BẢN": PaperType.OTHER,
}


def example(number):
    title, kind = list(KINDS.items())[number % len(KINDS)]
    body = [f"Dòng {row} của giấy tờ số {number}" for row in range(6)]
    return Example(
        f"e{number}", (page(*MOTTO, "", title, "", *body),), (TruePaper(kind, title, (0,), None, ""),), str(number)
    )


@pytest.fixture(scope="module")
def learned():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "SKETCHES", 40)
        return TypingLearner().learn([example(number) for number in range(5)], None, seed=3)


def test_sketches_depend_on_their_seed_alone():
    assert list(sketches(5, 1)) == list(sketches(5, 1))
    assert list(sketches(5, 1)) != list(sketches(5, 2))


def test_what_was_learned_tells_papers_of_the_same_kinds(learned):
    told = TypingLearner().measure(learned, [example(number) for number in range(20, 26)], None)
    assert told["pages_right"] == 1.0
    assert told["titles_like"] == 1.0


def test_the_same_examples_and_seed_give_the_same_weights(learned, monkeypatch):
    monkeypatch.setattr(training, "SKETCHES", 40)
    again = TypingLearner().learn([example(number) for number in range(5)], None, seed=3)
    assert all(np.array_equal(again[name], learned[name]) for name in learned)


def test_weights_survive_being_kept_in_a_file(learned, tmp_path):
    np.savez_compressed(tmp_path / "typing.npz", **learned)
    with np.load(tmp_path / "typing.npz") as kept:
        assert np.array_equal(TypingModel.of(kept).title_start, learned["title_start"])


def test_nothing_to_measure_gives_no_figures():
    assert figures([], shipped_model()) == {}
