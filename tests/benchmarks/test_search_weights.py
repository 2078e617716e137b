import json

import numpy as np

from benchmarks.search_weights import _WRITTEN, Asked, _figures, _likeliest
from intake_ai.catalogue.searching.asked_questions import questions_for


def asked(columns: list[list[list[float]]], right: list[list[bool]]) -> Asked:
    return Asked(["own"] * len(right), np.array(columns, np.float32), np.array(right))


def test_evidence_that_speaks_for_the_right_procedure_gets_the_weight():
    random = np.random.default_rng(1)
    right = np.eye(8, dtype=bool)[random.integers(0, 8, 40)]
    telling = right + random.normal(0, 0.5, right.shape)
    noise = random.normal(0, 1, right.shape)
    told = Asked(["own"] * 40, np.stack([telling, noise], axis=2).astype(np.float32), right)
    weights = _likeliest([told])
    assert weights[0] > 2
    assert 0 <= weights[1] < 0.7
    assert _figures(told, weights).startswith("all ")


def test_questions_of_which_nothing_is_known_do_not_count():
    known = [[[1.0], [0.0]], [[0.0], [1.0]], [[1.0], [0.0]]]
    right = [[True, False], [False, True], [False, True]]
    nothing = [[[0.0], [0.0]]]
    weights = _likeliest([asked(known, right)])
    assert np.allclose(_likeliest([asked(known + nothing, [*right, [True, False]])]), weights, atol=1e-3)


def test_the_questions_written_by_hand_are_for_procedures_of_a_province_and_not_those_that_ship():
    entries = [json.loads(line) for line in _WRITTEN.read_text(encoding="utf-8").splitlines()]
    assert len({entry["code"] for entry in entries}) == len(entries) == 145
    for entry in entries:
        assert questions_for(entry["code"])
        assert entry["query"] not in questions_for(entry["code"])
