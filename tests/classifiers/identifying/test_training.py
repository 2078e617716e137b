"""Learning titles and types from examples and sketches."""

import numpy as np
import pytest
from page_builder import MOTTO, page

from classifiers.identifying import training, type_cues
from classifiers.identifying.model import TypingModel, shipped_model
from classifiers.identifying.sketches import sketches
from classifiers.identifying.training import TypingLearner, figures
from classifiers.identifying.type_cues import looked_at
from classifiers.learning.examples import Example, TruePaper
from classifiers.learning.weights import features_of, shipped_weights
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


def test_a_retrained_model_looks_at_the_same_things_as_the_one_that_ships(learned):
    shipped = shipped_weights("typing")
    assert int(shipped["features"]) == looked_at()
    assert features_of(learned) == features_of(shipped)


def test_a_model_whose_cues_changed_places_looks_at_other_things(learned, monkeypatch):
    monkeypatch.setattr(type_cues, "TYPE_CUES", tuple(reversed(type_cues.TYPE_CUES)))
    assert features_of({**learned, "features": np.array(looked_at())}) != features_of(learned)


def test_nothing_to_measure_gives_no_figures():
    assert figures([], shipped_model()) == {}
