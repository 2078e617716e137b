"""Dossiers to learn from are made once, kept one by one, and made anew where what makes them has changed."""

import logging

import pytest

from classifiers.learning.examples import SUFFIX
from intake_ai.catalogue.service import open_catalogue
from intake_ai.learning.making import made_examples, seconds_to_make

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def catalogue(settings):
    with open_catalogue(settings) as opened:
        yield opened


def kept(settings):
    return sorted((settings.data_dir / "learning" / "generated").glob(f"*/*{SUFFIX}"))


def test_dossiers_are_made_for_the_centres_procedures_and_kept_for_the_next_training(settings, catalogue, caplog):
    told = []
    assert seconds_to_make(settings, catalogue, 2, 7) > 0
    made = list(made_examples(settings, catalogue, 1, 7, lambda *done: told.append(done)))
    assert told == [(0, 1), (1, 1)]
    assert made[0].pages
    assert made[0].code in {None, *(procedure.code for procedure in catalogue.active)}
    (file,) = kept(settings)
    written = file.stat().st_mtime_ns
    again = list(made_examples(settings, catalogue, 1, 7, lambda *_: None))
    assert [one.name for one in again] == [one.name for one in made]
    assert file.stat().st_mtime_ns == written
    assert seconds_to_make(settings, catalogue, 1, 7) == 0
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(file.read_bytes()[:100])
    with caplog.at_level(logging.WARNING):
        assert list(made_examples(settings, catalogue, 1, 7, lambda *_: None)) == []
    assert file.name in caplog.text
    assert seconds_to_make(settings, catalogue, 1, 7) > 0


def test_a_training_that_is_stopped_keeps_what_was_made(settings, catalogue):
    def stop(done, _all):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(made_examples(settings, catalogue, 30, 7, stop))
    assert 1 <= len(kept(settings)) < 8


def test_what_another_generator_or_reader_made_is_not_used(settings, catalogue):
    old = settings.data_dir / "learning" / "generated" / "7-ofanotherone"
    other = settings.data_dir / "learning" / "generated" / "8-ofanotherone"
    for folder in (old, other):
        folder.mkdir(parents=True)
    assert seconds_to_make(settings, catalogue, 3, 7) > 0
    assert not old.exists()
    assert other.exists()
