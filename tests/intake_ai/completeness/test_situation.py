"""Which rows are due for one applicant."""

from dataclasses import replace

import pytest

from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.completeness.situation import (
    Situation,
    case_of_rows,
    case_question,
    due,
    fitting,
    questions,
    require_fitting,
    rows_in_force,
)
from intake_ai.errors import BadRequest

CONDITIONAL = Requirement(
    1, "Văn bản ủy quyền", need="if", when="uỷ quyền", question=("Có uỷ quyền?", "By proxy?"), question_id="proxy"
)
PROCEDURE = Procedure("1.000001", "Thủ tục mẫu", requirements=(Requirement(0, "Tờ khai"), CONDITIONAL))


def test_an_unconditional_row_is_due_whatever_is_answered():
    assert due(PROCEDURE.requirements[0], PROCEDURE, Situation(due_rows=frozenset())) == "due"


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Situation(), "unknown"),
        (Situation(answers={"proxy": True}), "due"),
        (Situation(answers={"proxy": False}), "not_due"),
        (Situation(due_rows=frozenset({1})), "due"),
        (Situation(due_rows=frozenset({0})), "not_due"),
    ],
)
def test_a_conditional_row_is_due_as_the_situation_says(situation, expected):
    assert due(CONDITIONAL, PROCEDURE, situation) == expected


def test_a_row_due_only_online_is_not_due_on_paper():
    online = Requirement(0, "Mẫu điện tử", need="if", when="trực tuyến", question_id="channel:online")
    assert due(online, PROCEDURE, Situation(channel="direct")) == "not_due"
    assert due(online, PROCEDURE, Situation(channel="online")) == "due"


def test_what_is_handed_in_at_the_counter_is_sent_by_post_too():
    paper = Requirement(0, "Tờ khai", need="if", when="trực tiếp", question_id="channel:direct")
    assert due(paper, PROCEDURE, Situation(channel="postal")) == "due"
    assert due(paper, PROCEDURE, Situation(channel="online")) == "not_due"


def test_rows_of_an_additional_case_are_asked_about():
    case = Case(0, "Trường hợp uỷ quyền", "additional")
    row = Requirement(0, "Văn bản uỷ quyền", case=0, question=("Có uỷ quyền?", "By proxy?"), question_id="proxy")
    procedure = Procedure("1.1", "x", cases=(case,), requirements=(row,))
    assert due(row, procedure, Situation()) == "unknown"
    assert [question.id for question in questions(procedure, Situation(), frozenset())] == ["proxy"]


def test_a_question_is_asked_once_for_all_its_rows():
    rows = (CONDITIONAL, Requirement(2, "CCCD người được uỷ quyền", need="if", when="uỷ quyền", question_id="proxy"))
    asked = questions(Procedure("1.1", "x", requirements=rows), Situation(), frozenset())
    assert [(question.id, question.rows) for question in asked] == [("proxy", (1, 2))]


def test_what_the_papers_settle_is_not_asked():
    assert questions(PROCEDURE, Situation(), frozenset({1})) == ()


def test_nothing_is_asked_where_the_due_rows_are_given():
    assert questions(PROCEDURE, Situation(due_rows=frozenset()), frozenset()) == ()


def _with_cases(*roles):
    cases = tuple(Case(index, f"Trường hợp {index}", role) for index, role in enumerate(roles))
    rows = tuple(Requirement(index, f"Giấy {index}", case=index) for index in range(len(roles)))
    return Procedure("1.000002", "Có trường hợp", cases=cases, requirements=rows)


def test_the_case_chosen_leaves_out_the_rows_of_the_others():
    procedure = _with_cases("common", "alternative", "alternative")
    assert [row.row for row in rows_in_force(procedure, 2)] == [0, 2]


def test_all_cases_stand_until_one_is_known():
    assert len(rows_in_force(_with_cases("alternative", "alternative"), None)) == 2


def test_the_case_is_asked_where_the_papers_do_not_tell_it():
    procedure = _with_cases("common", "alternative", "alternative")
    assert case_question(procedure, sure=False)[0].choices == ("1. Trường hợp 1", "2. Trường hợp 2")
    assert case_question(procedure, sure=True) == ()


def test_the_rows_said_to_be_due_tell_the_case():
    procedure = _with_cases("common", "alternative", "alternative")
    assert case_of_rows(procedure, frozenset({0, 2})) == 2
    assert case_of_rows(procedure, frozenset({1, 2})) is None
    assert case_of_rows(procedure, frozenset({0})) is None


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        (Situation(case=7), "error-case-unknown"),
        (Situation(case=0), "error-case-unknown"),
        (Situation(answers={"nosuch": True}), "error-answer-unknown"),
        (Situation(answers={"proxy": "maybe"}), "error-answer"),
        (Situation(due_rows=frozenset({99})), "error-due-unknown"),
    ],
)
def test_what_the_procedure_does_not_have_is_refused(situation, code):
    cases = (Case(0, "Chung", "common"), Case(1, "Một", "alternative"))
    with pytest.raises(BadRequest) as refusal:
        require_fitting(replace(PROCEDURE, cases=cases), situation)
    assert refusal.value.code == code


def test_what_the_procedure_has_is_taken():
    cases = (Case(0, "Chung", "common"), Case(1, "Một", "alternative"))
    require_fitting(replace(PROCEDURE, cases=cases), Situation(1, {"proxy": False}, frozenset({0, 1})))


def test_headings_and_notes_are_no_rows():
    rows = (Requirement(0, "Gồm:", kind="heading"), Requirement(1, "Lưu ý", kind="note"), Requirement(2, "Đơn"))
    assert [row.row for row in rows_in_force(Procedure("1.1", "x", requirements=rows), None)] == [2]


CHOOSING = Requirement(
    0,
    "Giấy chứng nhận bị hỏng",
    need="if",
    when="bị hỏng",
    question=("Vì sao?", "Why?"),
    question_id="reason",
    choices=("Bị mất", "Bị hỏng", "Khác"),
    due_for=("Bị hỏng",),
)
CHOICES = Procedure("1.000003", "Cấp lại", requirements=(CHOOSING,))


@pytest.mark.parametrize(("answer", "expected"), [("Bị hỏng", "due"), ("Bị mất", "not_due"), ("Khác", "not_due")])
def test_a_row_is_due_under_the_choices_that_are_meant(answer, expected):
    assert due(CHOOSING, CHOICES, Situation(answers={"reason": answer})) == expected


def test_an_exception_makes_a_row_due_under_all_other_choices():
    unless_lost = replace(CHOOSING, due_for=("Bị mất",), due_if=False)
    assert due(unless_lost, CHOICES, Situation(answers={"reason": "Bị mất"})) == "not_due"
    assert due(unless_lost, CHOICES, Situation(answers={"reason": "Khác"})) == "due"


@pytest.mark.parametrize("said", ["2", "bị hỏng", "BI HONG", "Bị hỏng"])
def test_a_choice_is_answered_by_number_or_in_words(said):
    assert fitting(CHOICES, Situation(answers={"reason": said})).answers == {"reason": "Bị hỏng"}


@pytest.mark.parametrize("said", ["4", "0", "không rõ", True])
def test_a_choice_that_is_not_offered_is_refused(said):
    with pytest.raises(BadRequest) as refusal:
        fitting(CHOICES, Situation(answers={"reason": said}))
    assert refusal.value.code == "error-answer-choice"


def test_the_case_is_answered_as_a_question_too():
    procedure = _with_cases("common", "alternative", "alternative")
    assert fitting(procedure, Situation(answers={"case": "2"})) == Situation(case=2)


def test_the_choices_of_a_question_are_told():
    assert questions(CHOICES, Situation(), frozenset())[0].choices == ("Bị mất", "Bị hỏng", "Khác")


def test_a_paper_that_is_due_if_there_is_one_is_not_asked_about():
    row = replace(CONDITIONAL, decided_by="paper")
    procedure = replace(PROCEDURE, requirements=(row,))
    assert due(row, procedure, Situation()) == "not_due"
    assert questions(procedure, Situation(), frozenset()) == ()


def test_what_the_papers_tell_is_not_asked_unless_a_person_says_otherwise():
    told = Situation(told={"proxy": True})
    assert due(CONDITIONAL, PROCEDURE, told) == "due"
    assert questions(PROCEDURE, told, frozenset()) == ()
    said = replace(told, answers={"proxy": False})
    assert due(CONDITIONAL, PROCEDURE, said) == "not_due"
    assert questions(PROCEDURE, said, frozenset())[0].answer is False


def test_a_row_not_due_online_is_due_on_paper():
    row = Requirement(0, "Ảnh", need="if", when="trừ khi trực tuyến", question_id="channel:online", due_if=False)
    assert due(row, PROCEDURE, Situation(channel="postal")) == "due"
    assert due(row, PROCEDURE, Situation(channel="online")) == "not_due"


def test_the_question_that_decides_most_rows_comes_first():
    rows = (replace(CHOOSING, row=5), CONDITIONAL, replace(CONDITIONAL, row=2))
    asked = questions(Procedure("1.1", "x", requirements=rows), Situation(), frozenset())
    assert [question.id for question in asked] == ["proxy", "reason"]


def test_questions_of_one_case_wait_until_the_case_is_known():
    procedure = _with_cases("common", "alternative", "alternative")
    rows = (*procedure.requirements, replace(CONDITIONAL, row=9, case=1))
    procedure = replace(procedure, requirements=rows)
    assert questions(procedure, Situation(), frozenset()) == ()
    assert [question.id for question in questions(procedure, Situation(case=1), frozenset())] == ["proxy"]
    assert questions(procedure, Situation(case=2), frozenset()) == ()


def test_a_single_case_with_a_condition_is_asked_about_by_its_title():
    cases = (Case(0, "Giấy tờ chung", "common"), Case(1, "Trường hợp bị mất thẻ", "alternative"))
    lost = Requirement(1, "Đơn trình báo", case=1, question=("Mất?", "Lost?"), question_id="lost")
    procedure = Procedure("1.1", "x", cases=cases, requirements=(Requirement(0, "Đơn", case=0), lost))
    assert due(lost, procedure, Situation()) == "unknown"
    assert case_question(procedure, sure=False) == ()
    assert [question.id for question in questions(procedure, Situation(), frozenset())] == ["lost"]
