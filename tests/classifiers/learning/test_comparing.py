import numpy as np

from classifiers.learning.comparing import Judged, compare, is_no_loss, is_to_replace


def judged(before, after, procedures=60):
    chance = np.random.default_rng(1)
    noise = chance.normal(0, 0.1, procedures)
    return [
        Judged(str(place), before + part, after + part + chance.normal(0, 0.05)) for place, part in enumerate(noise)
    ]


def test_a_clear_gain_replaces():
    found = compare(judged(0.5, 0.4))
    assert found.verdict == "better"
    assert is_to_replace([found])
    assert found.before - found.after == found.gain.value


def test_a_tie_keeps_the_model_in_use():
    same = compare([Judged(str(place), 0.3, 0.3) for place in range(30)])
    assert same.verdict == "same"
    assert not is_to_replace([same])
    assert is_no_loss([same])


def test_a_gain_within_chance_keeps_the_model_in_use():
    assert compare(judged(0.5, 0.495, 20)).verdict == "same"


def test_one_procedure_cannot_decide_however_many_dossiers_it_has():
    many = [Judged("one", 1.0, 0.0)] * 50 + [Judged(str(place), 0.2, 0.2) for place in range(20)]
    assert compare(many).verdict == "same"


def test_a_gain_on_made_dossiers_does_not_excuse_a_loss_on_corrections():
    assert not is_to_replace([compare(judged(0.5, 0.4)), compare(judged(0.4, 0.5))])
    assert is_to_replace([compare(judged(0.5, 0.4)), compare([])])
    assert not is_to_replace([compare([]), compare([])])
    assert not is_no_loss([compare(judged(0.5, 0.4)), compare(judged(0.4, 0.41))])
