import math
import time
from pathlib import Path

import numpy as np
import pytest

from ocr.language.counting import count_model
from ocr.language.model import LanguageModel, load_model, shipped_model

SENTENCES = [
    "sửa đổi, bổ sung một số điều của Nghị định",
    "sửa đổi thông tin thửa đất",
    "thay đổi nơi cư trú của người nộp hồ sơ",
    "người nộp hồ sơ bổ sung giấy tờ",
    "đối với người nộp hồ sơ",
]


@pytest.fixture(scope="module")
def small() -> LanguageModel:
    return count_model(SENTENCES, ["đôi"], [("cặp", "đôi"), ("hồ", "đôi")])


def test_what_was_counted_is_likelier_than_what_was_not(small: LanguageModel) -> None:
    assert small.log_probability(["nộp", "hồ"], "sơ") > math.log(0.5)
    assert small.log_probability(["nộp", "hồ"], "đất") < math.log(0.05)


def test_chances_after_any_context_sum_to_one(small: LanguageModel) -> None:
    for context in ((), ("đổi",), ("nộp", "hồ"), ("hồ", "sơ"), ("đất", "đối")):
        total = sum(math.exp(small.log_probability(context, word)) for word in small.words[1:])
        # probabilities are kept in steps of 8 percent
        assert total == pytest.approx(1.0, abs=0.15)


def test_a_saved_model_says_the_same(small: LanguageModel, tmp_path: Path) -> None:
    small.save(tmp_path / "model.npz")
    again = load_model(tmp_path / "model.npz")
    for context in ((), ("nộp", "hồ"), ("sửa",)):
        for word in ("sơ", "đổi", "lạ", "xyz"):
            assert again.log_probability(context, word) == small.log_probability(context, word)


def test_many_probabilities_at_once_are_those_one_by_one(small: LanguageModel) -> None:
    chance = np.random.default_rng(1)
    triples = chance.integers(0, len(small.words), (3, 500))
    triples[2] = np.maximum(triples[2], 1)
    together = small.log_probabilities(*triples)
    single = [
        small.numbered_log_probability((int(first), int(second)), int(third)) for first, second, third in triples.T
    ]
    np.testing.assert_allclose(together, single)


def test_a_word_that_spelling_forbids_is_less_likely_than_an_unknown_one(small: LanguageModel) -> None:
    assert small.log_probability([], "quyêt") < small.log_probability([], "khoét")


def test_the_shipped_model_knows_office_words_and_is_small() -> None:
    model = shipped_model()
    assert model.knows("Quyết")
    assert model.knows("thủy")
    assert not model.knows("quyêt")
    assert model.log_probability(["nghị"], "định") > model.log_probability(["nghị"], "đinh")
    path = Path(__file__).parents[3] / "ocr" / "language" / "syllables.npz"
    assert path.stat().st_size < 3_000_000


def test_the_shipped_model_loads_fast() -> None:
    load_model()
    started = time.process_time()
    load_model()
    assert time.process_time() - started < 0.3
