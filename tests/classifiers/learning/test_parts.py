from hypothesis import given
from hypothesis import strategies as st

from classifiers.learning.examples import Example
from classifiers.learning.parts import by_age, by_procedure, is_held_out, part_of


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


def test_the_newest_corrections_judge_and_too_few_are_all_learned_from():
    parts = by_age(dossiers(40), fewest=10)
    assert [len(part) for part in (parts.learn, parts.choose, parts.judge)] == [20, 8, 12]
    assert parts.judge[-1].name == "d39"
    assert len(by_age(dossiers(20), fewest=10).learn) == 20
