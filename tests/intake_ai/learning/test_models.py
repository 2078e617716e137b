"""The centre's own models: used where they are whole and fit the program, replaced together, and brought back."""

import json
import logging
from dataclasses import asdict

import numpy as np
import pytest

from classifiers.learning import weights as weights_module
from classifiers.learning.weights import (
    MODELS,
    WeightsUnusable,
    features_of,
    npz_bytes,
    read_weights,
    shipped_file,
    shipped_weights,
)
from classifiers.learning.whole_files import write_whole
from intake_ai.learning import models as models_module
from intake_ai.learning.errors import TrainingImpossible
from intake_ai.learning.locking import one_training
from intake_ai.learning.models import (
    bring_back_former,
    models_folder,
    models_in_use,
    new_record,
    record_of,
    replace_models,
    state_folder,
)

SHIPPED = {name: shipped_weights(name) for name in MODELS}


def changed(name, by=1.0):
    """The shipped weights, the first array of fractions moved."""
    moved = next(one for one, array in sorted(SHIPPED[name].items()) if array.dtype.kind == "f" and array.size > 1)
    return {**SHIPPED[name], moved: (SHIPPED[name][moved] + by).astype(SHIPPED[name][moved].dtype)}


def put(settings, **weights):
    made = {name: (one, new_record(name, one, seed=1, learned=9, with_lessons=False)) for name, one in weights.items()}
    replace_models(settings, made)


def same(left, right):
    return left.keys() == right.keys() and all(np.array_equal(left[name], right[name]) for name in left)


def test_a_centre_without_models_of_its_own_uses_the_shipped_ones(settings):
    models = models_in_use(settings)
    assert [models.of(name) for name in MODELS] == [None, None, None]
    assert not bring_back_former(settings)


@pytest.mark.parametrize("name", MODELS)
def test_a_replaced_model_is_used_with_its_record(settings, name):
    put(settings, **{name: changed(name)})
    models = models_in_use(settings)
    assert same(models.of(name), changed(name))
    assert [models.of(other) for other in MODELS if other != name] == [None, None]
    record = record_of(settings, name)
    assert record is not None
    assert record.features == features_of(SHIPPED[name])
    assert (state_folder(settings) / f"{name}.npz").stat().st_mode & 0o077 == 0


def test_going_back_brings_all_former_models_and_going_back_again_the_later_ones(settings):
    put(settings, splitting=changed("splitting", 1))
    put(settings, splitting=changed("splitting", 2), typing=changed("typing"))
    assert bring_back_former(settings)
    models = models_in_use(settings)
    assert same(models.splitting, changed("splitting", 1))
    assert models.typing is None
    assert bring_back_former(settings)
    assert same(models_in_use(settings).splitting, changed("splitting", 2))
    assert models_in_use(settings).typing is not None


def test_a_model_that_is_not_replaced_stays_as_it_was(settings):
    put(settings, splitting=changed("splitting"))
    put(settings, typing=changed("typing"))
    assert same(models_in_use(settings).splitting, changed("splitting"))


def damaged(folder):
    (folder / "typing.npz").write_bytes(b"PK half a file")


def other_content(folder):
    (folder / "typing.npz").write_bytes(npz_bytes(changed("typing", 3)))


def no_record(folder):
    (folder / "typing.json").unlink()


def of_another_program(folder):
    weights = {**changed("typing"), "features": np.array(99)}
    (folder / "typing.npz").write_bytes(npz_bytes(weights))
    record = new_record("typing", weights, seed=1, learned=9, with_lessons=False)
    (folder / "typing.json").write_text(json.dumps(asdict(record)), encoding="utf-8")


@pytest.mark.parametrize("harm", [damaged, other_content, no_record, of_another_program])
def test_what_cannot_be_trusted_is_left_out_with_a_warning(settings, caplog, harm):
    put(settings, typing=changed("typing"), splitting=changed("splitting"))
    harm(state_folder(settings))
    with caplog.at_level(logging.WARNING):
        models = models_in_use(settings)
    assert models.typing is None
    assert models.splitting is not None
    assert "shipped model is used for typing" in caplog.text


def test_weights_are_written_alike_whenever_and_hold_no_code(tmp_path):
    weights = {"b": np.arange(3), "a": np.array(["x", "y"])}
    assert npz_bytes(weights) == npz_bytes(dict(reversed(weights.items())))
    (tmp_path / "w.npz").write_bytes(npz_bytes(weights))
    assert same(read_weights(tmp_path / "w.npz"), weights)
    np.savez(tmp_path / "o.npz", a=np.array([{"x": 1}], dtype=object))
    with pytest.raises(WeightsUnusable):
        read_weights(tmp_path / "o.npz")


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_weights_load(name):
    assert features_of(read_weights(shipped_file(name))) == features_of(shipped_weights(name))


def test_where_a_shipped_model_is_missing_the_centres_own_is_used_still(settings, monkeypatch, tmp_path):
    put(settings, typing=changed("typing"))
    monkeypatch.setattr(weights_module, "shipped_file", lambda name: tmp_path / f"{name}.npz")
    weights_module.shipped_weights.cache_clear()
    try:
        assert same(models_in_use(settings).typing, changed("typing"))
    finally:
        weights_module.shipped_weights.cache_clear()


def test_a_replacement_that_is_stopped_leaves_the_models_in_use_whole(settings, monkeypatch):
    put(settings, splitting=changed("splitting", 1))

    def stop(path, content):
        if path.name == "typing.json":
            raise KeyboardInterrupt
        write_whole(path, content)

    monkeypatch.setattr(models_module, "write_whole", stop)
    with pytest.raises(KeyboardInterrupt):
        put(settings, splitting=changed("splitting", 2), typing=changed("typing"))
    models = models_in_use(settings)
    assert same(models.splitting, changed("splitting", 1))
    assert models.typing is None
    assert len(list((models_folder(settings) / "states").iterdir())) == 1


def test_only_the_state_in_use_and_the_former_one_are_kept(settings):
    for by in (1, 2, 3):
        put(settings, splitting=changed("splitting", by))
    assert len(list((models_folder(settings) / "states").iterdir())) == 2
    assert bring_back_former(settings)
    assert same(models_in_use(settings).splitting, changed("splitting", 2))


@pytest.mark.parametrize("content", ["", "[]", '{"state": "../../x"}', '{"state": "gone", "former": null}', '{"x": 1}'])
def test_an_unreadable_list_of_states_leaves_the_shipped_models(settings, content):
    put(settings, splitting=changed("splitting"))
    (models_folder(settings) / "in_use.json").write_text(content, encoding="utf-8")
    assert models_in_use(settings).splitting is None


def test_two_trainings_at_once_are_refused_and_the_next_may_begin(settings):
    with one_training(settings):
        with pytest.raises(TrainingImpossible) as refused, one_training(settings):
            pass
        assert refused.value.code == "train-already-running"
    with one_training(settings):
        pass
