"""When a dossier is complete."""

import pytest

from intake_ai.completeness.findings import Component, Problem, Question
from intake_ai.completeness.verdict import judge

PRESENT = Component(0, "Tờ khai", "present")


def test_all_rows_present_and_nothing_wrong_is_complete():
    assert judge([PRESENT], [], [], procedure_known=True) == "complete"


def test_nothing_is_complete_while_the_procedure_is_not_known():
    assert judge([PRESENT], [], [], procedure_known=False) == "review"


@pytest.mark.parametrize("kind", ["missing_paper", "missing_page", "unsigned", "expired", "mismatch"])
def test_a_certain_defect_makes_it_incomplete(kind):
    assert judge([PRESENT], [Problem(kind, "blocking", kind)], [], procedure_known=True) == "incomplete"


def test_a_surplus_paper_does_not_prevent_complete():
    assert (
        judge([PRESENT], [Problem("surplus_paper", "check", "surplus-paper")], [], procedure_known=True) == "complete"
    )


@pytest.mark.parametrize(
    ("components", "problems", "questions"),
    [
        ([PRESENT, Component(1, "Giấy", "to_check")], [], []),
        ([PRESENT], [Problem("unreadable_file", "blocking", "unreadable-file")], []),
        ([PRESENT], [], [Question("q", ("Có không?", "Is it?"), (1,))]),
        ([], [], []),
        ([Component(0, "Ủy quyền", "not_applicable"), Component(1, "Căn cước", "in_database")], [], []),
    ],
)
def test_doubt_goes_to_a_person(components, problems, questions):
    assert judge(components, problems, questions, procedure_known=True) == "review"
