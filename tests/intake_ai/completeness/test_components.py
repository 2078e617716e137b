"""States of required papers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import DOUBTFUL, SATISFIES, Match
from intake_ai.catalogue.models import Copies, Procedure, Requirement
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.held import HeldPaper
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


def component(row, papers=(FORM,), matches=(), situation=None, **more):
    procedure = Procedure("1.1", "x", requirements=(row,))
    return components(procedure, None, situation or Situation(), HandedIn(papers, matches, **more))[0]


def test_an_original_in_an_officer_s_hand_is_present_without_a_scan():
    found = component(Requirement(3, "Bản chính giấy phép"), situation=Situation(handed_over=frozenset({3})))
    assert (found.state, found.form, found.papers, found.reason) == ("present", "original", (), "row-handed-over")


@pytest.mark.parametrize(("place", "state"), [("store", "reused"), ("vneid", "on_vneid"), ("database", "in_database")])
def test_what_is_held_elsewhere_is_not_asked_for(place, state):
    held = HeldPaper("Giấy chứng nhận kết hôn", "12/2020", place)
    found = component(Requirement(0, "Giấy chứng nhận kết hôn"), situation=Situation(held=(held,)))
    assert (found.state, found.values["paper"]) == (state, "Giấy chứng nhận kết hôn")
    assert (found.legal_basis is None) == (place == "store")


def test_a_result_that_the_catalogue_names_in_its_place_replaces_a_paper():
    row = Requirement(0, "Bản sao giấy phép", replaced_by=("KQ.G01.000001", "land_use_certificate"))
    by_code = component(row, situation=Situation(held=(HeldPaper("Quyết định", result="KQ.G01.000001"),)))
    certificate = Paper("p2", PaperType.LAND_USE_CERTIFICATE, "GIẤY CHỨNG NHẬN", (page("x"),), 0.9)
    by_paper = component(row, papers=(FORM, certificate))
    assert (by_code.state, by_paper.state, by_paper.papers) == ("replaced", "replaced", ("p2",))


LAND = Paper("p2", PaperType.LAND_USE_CERTIFICATE, "GIẤY CHỨNG NHẬN", (page("x"),), 0.9)


def test_one_paper_stands_in_for_one_row_and_for_none_beside_its_own():
    rows = [Requirement(index, f"Giấy phép {index}", replaced_by=("land_use_certificate",)) for index in (0, 1)]
    assert states(rows, papers=(FORM, LAND)) == {0: "replaced", 1: "to_check"}
    own = [rows[0], Requirement(1, "Giấy chứng nhận")]
    assert states(own, [Match("p2", 1, 0.9)], papers=(FORM, LAND)) == {0: "to_check", 1: "present"}


def test_a_paper_that_stands_in_for_another_is_no_older_than_the_row_allows():
    row = Requirement(0, "Giấy phép", replaced_by=("land_use_certificate",), validity_months=6)
    when = {"received": date(2026, 11, 20), "papers": (FORM, LAND)}
    assert states([row], issued={"p2": date(2026, 6, 1)}, **when) == {0: "replaced"}
    assert states([row], issued={"p2": date(2026, 5, 1)}, **when) == {0: "to_check"}
    assert states([row], **when) == {0: "to_check"}


def test_what_is_handed_in_goes_before_what_is_held():
    held = (HeldPaper("Tờ khai"),)
    assert component(Requirement(0, "Tờ khai"), matches=[Match("p1", 0, 0.9)], situation=Situation(held=held)).papers


def test_a_database_that_a_row_names_releases_the_applicant_only_where_the_centre_is_connected():
    row = Requirement(0, "Giấy chứng nhận đăng ký kinh doanh", data_source="business")
    assert component(row).state == "missing"
    assert component(row, situation=Situation(connected=frozenset({"business"}))).state == "in_database"
    before = component(row, situation=Situation(connected=frozenset({"business"})), received=date(2026, 8, 4))
    assert before.state == "missing"


def test_what_was_looked_up_in_vain_may_be_asked_for():
    row = Requirement(0, "Giấy chứng nhận đăng ký kinh doanh", data_source="business")
    in_vain = Situation(connected=frozenset({"business"}), not_found=frozenset({0}))
    assert component(row, situation=in_vain).state == "missing"


def test_a_photocopy_where_the_original_is_asked_for_is_told():
    row = Requirement(0, "Tờ khai", stated_copies=Copies(originals=1))
    found = component(row, matches=[Match("p1", 0, 0.9)], forms={"p1": "photocopy"})
    assert (found.state, found.reason, found.remedy) == ("to_check", "row-present-photocopy", "remedy-hand-in-original")
    assert judge([found], [], [], procedure_known=True) == "review"


def test_an_original_that_an_officer_has_in_hand_makes_up_for_a_photocopy():
    row = Requirement(0, "Tờ khai", stated_copies=Copies(originals=1))
    in_hand = Situation(handed_over=frozenset({0}))
    found = component(row, matches=[Match("p1", 0, 0.9)], forms={"p1": "photocopy"}, situation=in_hand)
    assert (found.state, found.form) == ("present", "original")


def test_a_photocopy_satisfies_no_choice_of_which_another_row_is_open():
    rows = [Requirement(0, "Tờ khai", choice="A", stated_copies=Copies(originals=1)), Requirement(1, "Đơn", choice="A")]
    found = states(rows, [Match("p1", 0, 0.9)], forms={"p1": "photocopy"})
    assert found[0] == "to_check"
    assert found[1] != "not_applicable"


def test_copies_that_were_not_scanned_are_told():
    row = Requirement(0, "Tờ khai", stated_copies=Copies(originals=2))
    found = component(row, matches=[Match("p1", 0, 0.9)])
    assert (found.reason, found.values["lacking"]) == ("row-present-copies", 1)


def test_a_sound_paper_satisfies_a_row_whatever_else_was_given_to_it():
    second = Paper("p2", PaperType.APPLICATION_FORM, "TỜ KHAI", (page("x"),), 0.9)
    matches = [Match("p1", 0, 0.9), Match("p2", 0, 0.9)]
    found = component(Requirement(0, "Tờ khai"), (FORM, second), matches, doubted=frozenset({"p2"}))
    assert (found.state, found.papers) == ("present", ("p1",))


def test_a_nameless_paper_that_says_something_else_is_not_the_one_missing():
    lines = [f"Dòng {number} nói về việc nuôi ong lấy mật ở vùng cao" for number in range(8)]
    beekeeping = Paper("p2", PaperType.OTHER, "", (page(*lines),), 0.5)
    assert component(Requirement(0, "Giấy báo tử"), (FORM, beekeeping)).state == "missing"


def test_a_paper_whose_first_page_is_gone_may_be_the_one_missing():
    lines = [f"Điều {number}. Các cá nhân có tên chịu trách nhiệm thi hành quyết định này." for number in (3, 4, 5)]
    rest = Paper("p2", PaperType.DECISION, "", (page(*lines),), 0.5)
    found = component(Requirement(0, "Giấy báo tử"), (FORM, rest))
    assert (found.state, found.papers) == ("to_check", ("p2",))


def test_a_row_left_out_of_a_list_of_all_rows_due_is_for_a_person():
    rows = [Requirement(0, "Tờ khai"), Requirement(1, "Giấy báo tử"), Requirement(2, "Mục tiêu", confidence=0.9)]
    listed = states(rows, [Match("p1", 0, 0.9)], situation=Situation(due_rows=frozenset({0})))
    assert listed == {0: "present", 1: "to_check", 2: "not_applicable"}
    conditional = states(rows, [Match("p1", 0, 0.9)], situation=Situation(due_rows=frozenset()))
    assert conditional == {0: "present", 1: "missing", 2: "missing"}


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
