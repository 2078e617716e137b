from hypothesis import given
from hypothesis import strategies as st

from classifiers.learning.examples import Example
from classifiers.learning.parts import by_dossier, by_procedure, is_held_out, lesson_part, part_of


def dossiers(count):
    return [Example(f"d{number}", (), (), f"1.{number}") for number in range(count)]


def test_most_procedures_are_learned_from_and_a_fifth_judges():
    parts = by_procedure(dossiers(2000), lambda one: one.code or "")
    assert 0.15 < len(parts.judge) / 2000 < 0.25
    assert 0.06 < len(parts.choose) / 2000 < 0.14
    assert len(parts.learn) + len(parts.choose) + len(parts.judge) == 2000


@given(st.text())
def test_only_procedures_that_the_shipped_models_never_saw_judge_or_choose(name):
    assert part_of(name) == "learn" or is_held_out(name)


def test_all_dossiers_of_a_procedure_are_for_the_same():
    assert part_of("Đăng ký khai tử") == part_of("ĐĂNG KÝ KHAI TỬ")


def test_three_in_ten_corrections_judge_and_half_are_learned_from():
    parts = by_dossier(dossiers(2000))
    assert 0.27 < len(parts.judge) / 2000 < 0.33
    assert 0.47 < len(parts.learn) / 2000 < 0.53
    assert len(parts.learn) + len(parts.choose) + len(parts.judge) == 2000


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_correction_that_judges_never_teaches_whatever_is_kept_or_forgotten_later(before, after):
    taught = {one.name for one in by_dossier(dossiers(before)).learn}
    assert not taught & {one.name for one in by_dossier(reversed(dossiers(after))).judge}
    assert all(lesson_part(name) == "learn" for name in taught)
