"""Classes of evidence are accepted by what was counted, and the file that ships is what its counts make of it."""

from pathlib import Path

import pytest
import yaml

from benchmarks.acceptance import MOST_WRONG, Judged, bound, classes
from intake_ai.extraction import Field, acceptance
from ocr.page import Box, PageRef

FIELD = Field("sex", None, "", "Nam", "Nam", 0.9, "ocr", "to_check", "p1", PageRef("a.pdf", 1), Box(0.1, 0.1, 0.2, 0.2))


def counted(**numbers: tuple[int, int]) -> list[Judged]:
    """Values by class, so many right and so many wrong; an underscore stands for a hyphen."""
    return [
        Judged("d", FIELD, name.replace("_", "-"), right)
        for name, (right_ones, wrong_ones) in numbers.items()
        for right in [True] * right_ones + [False] * wrong_ones
    ]


def accepted(**numbers: tuple[int, int]) -> set[str]:
    return {name for name, each in classes(counted(**numbers)).items() if each.accepted}


def test_a_class_without_an_error_is_accepted_once_it_is_large_enough() -> None:
    assert accepted(code=(300, 0)) == set()
    assert accepted(code=(500, 0)) == {"code"}


def test_a_rare_class_is_not_accepted_behind_a_large_one() -> None:
    assert accepted(code=(900, 0), paper_agrees=(20, 0)) == {"code"}


def test_a_class_that_errs_is_not_accepted_behind_a_large_one() -> None:
    assert accepted(code=(2000, 0), paper_agrees=(95, 5), proved_sure=(200, 0)) == {"code", "proved-sure"}


def test_errors_of_a_class_that_raise_the_bound_end_the_sequence() -> None:
    assert accepted(code=(500, 0), code_agrees=(800, 5)) == {"code"}


def test_a_class_outside_the_sequence_is_never_accepted() -> None:
    assert accepted(code=(1000, 0), free_weak=(1000, 0)) == {"code"}


@pytest.mark.parametrize(("wrong", "count", "expected"), [(0, 460, 0.005), (0, 100, 0.0228), (2, 1000, 0.0053)])
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, count: int, expected: float) -> None:
    assert bound(wrong, count) == pytest.approx(expected, abs=2e-4)


def test_the_file_that_ships_says_what_its_counts_say() -> None:
    path = Path(acceptance.__file__).with_name("acceptance_classes.yaml")
    shipped = yaml.safe_load(path.read_text(encoding="utf-8"))["classes"]
    numbers = {name.replace("-", "_"): (entry["right"], entry["wrong"]) for name, entry in shipped.items()}
    made = classes(counted(**numbers))
    assert {name: entry["accepted"] for name, entry in shipped.items()} == {
        name: made[name].accepted for name in shipped
    }
    assert all(entry["bound"] <= MOST_WRONG for entry in shipped.values() if entry["accepted"])
