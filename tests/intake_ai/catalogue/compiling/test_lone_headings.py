"""Headings that introduce nothing."""

import pytest

from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.models import Case, Procedure, Requirement

FORM = "Đơn đề nghị cấp giấy phép"
PROOF = "Tài liệu chứng minh doanh nghiệp có cơ sở bảo dưỡng đáp ứng điều kiện:"


def compiled(*names: str, cases: tuple[int, ...] = ()) -> tuple[Requirement, ...]:
    rows = [
        Requirement(index, name, case=cases[index] if cases else None, originals=1) for index, name in enumerate(names)
    ]
    titles = tuple(Case(index, f"Trường hợp {index + 1}: doanh nghiệp MẪU", "common") for index in sorted({*cases}))
    return compile_procedure(
        Procedure("9.000001", "Cấp giấy phép", cases=titles, requirements=tuple(rows))
    ).requirements


def test_a_heading_that_names_a_paper_and_that_no_row_follows_asks_for_the_paper():
    row = compiled(FORM, PROOF)[1]
    assert (row.kind, row.need) == ("paper", "always")
    assert row.types


def test_a_heading_that_only_rows_of_another_case_follow_asks_for_the_paper():
    assert [row.kind for row in compiled(PROOF, FORM, cases=(0, 1))] == ["paper", "paper"]


def test_a_heading_that_papers_follow_stays_one():
    assert compiled(PROOF, "Hợp đồng thuê nhà xưởng")[0].kind == "heading"


def test_a_heading_that_another_heading_follows_asks_for_the_paper_that_it_names():
    kinds = [row.kind for row in compiled(PROOF, "Giấy tờ phải nộp:", FORM)]
    assert kinds == ["paper", "heading", "paper"]


def test_a_lone_heading_with_a_condition_is_due_on_it():
    row = compiled(FORM, "Tài liệu chứng minh quyền sử dụng kho bãi (nếu có):")[1]
    assert (row.kind, row.need) == ("paper", "if")
    assert row.question_id


@pytest.mark.parametrize(
    "name", ["Hồ sơ gồm:", "Giấy tờ phải nộp:", "Giấy tờ phải xuất trình:", "Một trong các giấy tờ sau:", "Mẫu số 01:"]
)
def test_a_heading_of_several_papers_or_of_none_asks_for_nothing(name):
    assert compiled(FORM, name)[1].kind == "heading"


def test_what_a_lone_heading_asks_for_is_less_sure_than_a_row():
    form, proof = compiled(FORM, PROOF)
    assert proof.confidence < min(0.95, form.confidence)


def test_a_heading_of_proof_that_only_the_request_form_follows_asks_for_the_proof():
    assert [row.kind for row in compiled(PROOF, FORM)] == ["paper", "paper"]
    assert compiled(PROOF, FORM, "Hợp đồng thuê nhà xưởng")[0].kind == "heading"
