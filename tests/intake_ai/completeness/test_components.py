"""States of required papers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import DOUBTFUL, SATISFIES, Match
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.situation import Situation
from intake_ai.completeness.verdict import judge

FORM = Paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", (page("TỜ KHAI"),), 0.9)


def states(rows, matches=(), papers=(FORM,), situation=None, **more):
    procedure = Procedure("1.1", "x", requirements=tuple(rows))
    found = components(procedure, None, situation or Situation(), HandedIn(papers, matches, **more))
    return {component.row: component.state for component in found}


def test_a_matched_row_is_present_and_an_unmatched_one_missing():
    assert states([Requirement(0, "Tờ khai"), Requirement(1, "Giấy báo tử")], [Match("p1", 0, 0.9)]) == {
        0: "present",
        1: "missing",
    }


def test_a_doubtful_match_is_for_a_person():
    assert states([Requirement(0, "Tờ khai")], [Match("p1", 0, DOUBTFUL)]) == {0: "to_check"}


def test_a_paper_handed_in_settles_its_condition():
    row = Requirement(0, "Ủy quyền", need="if", question_id="q")
    assert states([row], [Match("p1", 0, SATISFIES)]) == {0: "present"}


def test_an_open_condition_is_for_a_person():
    assert states([Requirement(0, "Ủy quyền", need="if", question_id="q")]) == {0: "to_check"}


def test_one_of_several_alternatives_is_enough():
    rows = [Requirement(0, "Bản sao", choice="A"), Requirement(1, "Giấy khác", choice="A")]
    assert states(rows, [Match("p1", 1, 0.8)]) == {0: "not_applicable", 1: "present"}


def test_what_a_database_holds_is_not_asked_for():
    row = Requirement(0, "Căn cước", present_only=True, available_in="database")
    assert states([row]) == {0: "in_database"}


def test_an_original_shown_at_the_counter_is_for_the_officer_to_see():
    assert states([Requirement(0, "Bản chính", present_only=True)]) == {0: "to_check"}


def test_nothing_is_missing_for_certain_while_a_paper_is_unread():
    unread = Paper("p2", PaperType.OTHER, "", (page("abc"),), 0.5)
    assert states([Requirement(0, "Giấy báo tử")], papers=(FORM, unread)) == {0: "to_check"}


def test_nothing_is_missing_for_certain_while_a_file_is_unread():
    assert states([Requirement(0, "Giấy báo tử")], is_partly_unread=True) == {0: "to_check"}


def test_nothing_is_missing_for_certain_while_the_procedure_is_a_guess():
    assert states([Requirement(0, "Giấy báo tử")], is_guess=True) == {0: "to_check"}


def test_a_paper_that_something_speaks_against_satisfies_nothing_for_certain():
    assert states([Requirement(0, "Tờ khai")], [Match("p1", 0, 0.9)], doubted=frozenset({"p1"})) == {0: "to_check"}


def test_a_paper_is_asked_for_where_the_rule_to_look_it_up_came_later():
    row = Requirement(0, "Căn cước", present_only=True, available_in="database")
    assert states([row], received=date(2026, 8, 4)) == {0: "to_check"}
    assert states([row], received=date(2026, 8, 5)) == {0: "in_database"}


_ROWS = st.builds(
    Requirement,
    row=st.integers(0, 6),
    name=st.just("Giấy"),
    need=st.sampled_from(["always", "if"]),
    choice=st.sampled_from([None, "A"]),
    question_id=st.sampled_from(["", "q"]),
)


@given(
    st.lists(_ROWS, min_size=1, max_size=7, unique_by=lambda row: row.row), st.sets(st.integers(0, 6)), st.booleans()
)
def test_complete_is_only_said_where_every_due_row_is_satisfied(rows, handed_in, answer):
    matches = [Match("p1", row, 0.9) for row in handed_in]
    procedure = Procedure("1.1", "x", requirements=tuple(rows))
    found = components(procedure, None, Situation(answers={"q": answer}), HandedIn((FORM,), matches))
    satisfied = {row.row for row in rows} & handed_in
    if judge(found, (), (), procedure_known=True) == "complete":
        by_letter = {row.choice for row in rows if row.row in satisfied} - {None}
        for row in rows:
            is_due = row.need == "always" or (row.question_id == "q" and answer)
            assert row.row in satisfied or row.choice in by_letter or not is_due
