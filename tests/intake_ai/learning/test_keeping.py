"""Lessons kept where only their owner may look, of which a damaged one stops no other."""

import logging
import stat

from classifiers.learning.examples import SUFFIX, write_example
from intake_ai.learning.keeping import make_private
from intake_ai.learning.lessons import forget_lesson, lessons, lessons_folder, read_lessons

TRUTH = {"kept": "2026-11-23T00:00:00+00:00", "procedure": {"code": "1.000001"}, "papers": []}


def test_damaged_lessons_are_named_and_left_out_and_can_be_forgotten(settings, caplog):
    folder = lessons_folder(settings)
    make_private(settings.data_dir, folder)
    write_example(folder, "whole", TRUTH, ())
    write_example(folder, "no-day", {"procedure": None, "papers": []}, ())
    cut = folder / f"cut{SUFFIX}"
    cut.write_bytes((folder / f"whole{SUFFIX}").read_bytes()[:40])
    (folder / f"text{SUFFIX}").write_text("no archive")
    with caplog.at_level(logging.WARNING):
        assert [lesson.dossier for lesson in lessons(settings)] == ["whole"]
        assert [example.name for example in read_lessons(settings)] == ["whole"]
    for name in ("no-day", "cut", "text"):
        assert f"{name}{SUFFIX}" in caplog.text
    forget_lesson(settings, "cut")
    assert not cut.exists()


def test_only_the_owner_may_enter_any_folder_above_lessons(settings):
    above = settings.data_dir / "learning"
    above.mkdir(parents=True, mode=0o755)
    make_private(settings.data_dir, lessons_folder(settings))
    for folder in (above, lessons_folder(settings)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
