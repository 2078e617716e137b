"""Copies that nobody scanned."""

from datetime import date

from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Copies, Procedure, Requirement
from intake_ai.completeness.findings import Component
from intake_ai.completeness.problems import Evidence, find_problems
from intake_ai.completeness.verdict import judge

PAPER = Paper("p1", PaperType.CONTRACT, "HỢP ĐỒNG", (page("HỢP ĐỒNG"),), 0.9)


def found(asked, component):
    row = Requirement(0, "Hợp đồng", stated_copies=asked, legal_basis="Thông tư mẫu, Điều 1")
    procedure = Procedure("1.1", "x", requirements=(row,))
    problems = find_problems(Evidence(date(2026, 11, 20), PAPER.pages, (PAPER,), (), procedure, (component,), (), ()))
    return [problem for problem in problems if problem.code == "copies-lacking"]


def test_copies_that_were_not_scanned_are_to_be_counted_and_block_nothing():
    component = Component(0, "Hợp đồng", "present", ("p1",))
    (problem,) = found(Copies(originals=3), component)
    assert (problem.kind, problem.severity, problem.row, problem.paper) == ("other", "check", 0, "p1")
    assert (problem.values["wanted"], problem.page) == (3, PAPER.pages[0].ref)
    assert problem.legal_basis == "Thông tư mẫu, Điều 1"
    assert judge([component], [problem], [], procedure_known=True) == "complete"


def test_one_copy_asked_for_and_originals_in_an_officer_s_hand_need_no_counting():
    assert not found(Copies(originals=1), Component(0, "Hợp đồng", "present", ("p1",)))
    assert not found(Copies(originals=3), Component(0, "Hợp đồng", "present", (), "original"))
