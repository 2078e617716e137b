import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.catalogue.showing.arrangement import arranged, narrowed
from intake_ai.errors import BadRequest

ROLES = ("common", "alternative", "additional", "section", "note")


def procedure(roles: list[str], rows: list[tuple[int | None, str | None]]) -> Procedure:
    cases = tuple(Case(index, f"Trường hợp {index}", role) for index, role in enumerate(roles))  # type: ignore[arg-type]
    requirements = tuple(Requirement(n, f"Giấy {n}", case, choice=letter) for n, (case, letter) in enumerate(rows))
    return Procedure("9.1", "Thủ tục", cases=cases, requirements=requirements)


def told(made: Procedure) -> list[int]:
    return [row.row for part in arranged(made) for case in part.cases for entry in case.entries for row in entry.rows]


def test_what_is_for_everybody_comes_first_then_variants_then_what_comes_on_top():
    made = procedure(["note", "additional", "alternative", "section", "common"], [(n, None) for n in range(5)])
    assert told(made) == [3, 4, 2, 1, 0]
    assert [part.role for part in arranged(made)] == ["common", "alternative", "additional", "note"]


def test_rows_of_a_choice_stand_together_where_the_first_of_them_stands():
    made = procedure(["common"], [(0, "A"), (0, None), (0, "A"), (0, "B")])
    [part] = arranged(made)
    assert [(entry.letter, [row.row for row in entry.rows]) for entry in part.cases[0].entries] == [
        ("A", [0, 2]),
        ("", [1]),
        ("", [3]),
    ]


def test_a_letter_counts_within_its_case():
    made = procedure(["alternative", "alternative"], [(0, "A"), (1, "A")])
    assert all(not entry.letter for part in arranged(made) for case in part.cases for entry in case.entries)


def test_rows_outside_every_case_are_for_everybody():
    [part] = arranged(procedure([], [(None, None), (7, None)]))
    assert part.cases[0].case is None
    assert len(part.cases[0].entries) == 2


@given(
    st.lists(st.sampled_from(ROLES), max_size=5).flatmap(
        lambda roles: st.tuples(
            st.just(roles),
            st.lists(
                st.tuples(st.one_of(st.none(), st.integers(0, len(roles))), st.sampled_from((None, "A", "B"))),
                max_size=12,
            ),
        )
    )
)
def test_every_row_and_case_is_told_exactly_once(made: tuple[list[str], list[tuple[int | None, str | None]]]):
    roles, rows = made
    whole = procedure(roles, rows)
    assert sorted(told(whole)) == list(range(len(rows)))
    cases = [case.case.index for part in arranged(whole) for case in part.cases if case.case is not None]
    assert sorted(cases) == list(range(len(roles)))


def test_who_is_in_one_case_is_not_told_of_the_others():
    made = procedure(["common", "alternative", "alternative", "additional"], [(n, None) for n in range(4)])
    assert told(narrowed(made, 2)) == [0, 2]
    assert told(narrowed(made, 0)) == [0]
    with pytest.raises(BadRequest):
        narrowed(made, 4)
