"""Copies that nobody scanned."""

from datetime import date

import pytest
from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Copies, Procedure, Requirement
from intake_ai.completeness.findings import Component
from intake_ai.completeness.problems import Evidence, doubted_papers, find_problems
from intake_ai.completeness.problems.copies import perhaps_plain_copies
from intake_ai.completeness.verdict import judge
from ocr.page import Box, Mark

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


CERTIFIED = Copies(certified=1)


@pytest.mark.parametrize(
    ("asked", "texts", "marks", "is_told"),
    [
        (CERTIFIED, (), (), True),
        (CERTIFIED, (), (Mark("seal", Box(0.6, 0.6, 0.7, 0.7)),), False),
        (CERTIFIED, ("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",), (), False),
        (Copies(originals=1), (), (), False),
        (Copies(certified=1, photocopies=1, any_of=True), (), (), False),
        (Copies(certified=1, to_compare=True), (), (), False),
        (None, (), (), False),
    ],
)
def test_what_shows_neither_certification_nor_seal_is_looked_at_where_only_certified_copies_do(
    asked, texts, marks, is_told
):
    copy = Paper("p1", PaperType.DEGREE, "BẰNG MẪU", (page("BẰNG MẪU", *texts, marks=marks),), 0.9)
    procedure = Procedure("0.000000", "Thủ tục mẫu", requirements=(Requirement(0, "Bằng", stated_copies=asked),))
    given = (Match("p1", 0, 0.9),)
    evidence = Evidence(date(2026, 11, 22), copy.pages, (copy,), (), procedure, (), given, ())
    told = [(problem.kind, problem.severity, problem.row) for problem in perhaps_plain_copies(evidence)]
    assert told == ([("other", "check", 0)] if is_told else [])
    assert (doubted_papers(procedure, (copy,), (), given) == {"p1"}) == is_told
