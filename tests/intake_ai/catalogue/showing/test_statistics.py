from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake_ai.catalogue.corrections.corrections import Correction, targets
from intake_ai.catalogue.models import Case, Copies, Evidence, Procedure, Requirement
from intake_ai.catalogue.showing.statistics import Statistics, statistics


def row(number: int, confidence: float = 1.0, fact: str = "need", **values: object) -> Requirement:
    made = Requirement(
        number, f"Giấy phép {number}", 0, confidence=confidence, evidence=(Evidence(fact, "", confidence),)
    )
    return replace(made, **values)  # type: ignore[arg-type]


def procedure(code: str, *rows: Requirement, **values: object) -> Procedure:
    made = Procedure(code, f"Thủ tục {code}", "Hộ tịch", cases=(Case(0, "", "common"),), requirements=rows)
    return replace(made, **values)  # type: ignore[arg-type]


SURE = procedure("1", row(0), level=("tinh", "xa"))
UNSURE_NEED = procedure("2", row(0, 0.9), row(1, 0.4), level=("xa",))
UNSURE_TWICE = procedure("3", row(0, 0.9), row(1, 0.9, "kind"), field="Đất đai")
EMPTY = procedure("4")
DORMANT = procedure("5", row(0, 0.1), active=False)


@pytest.fixture
def found() -> Statistics:
    return statistics([SURE, UNSURE_NEED, UNSURE_TWICE, EMPTY, DORMANT], {}, worst=3)


def test_a_procedure_is_fully_sure_where_every_row_is(found: Statistics):
    assert (found.total.procedures, found.total.sure_procedures) == (5, 2)
    assert (found.active.procedures, found.active.sure_procedures) == (4, 2)
    assert (found.total.rows, found.total.sure_rows) == (6, 1)
    assert (found.total.cases, found.total.sure_cases) == (5, 5)
    assert (found.total.compiled, found.total.without_rows) == (5, 1)


def test_a_procedure_with_an_unsure_case_is_not_sure():
    unsure = replace(SURE, cases=(Case(0, "Hồ sơ", "section", 0.8, (Evidence("role", "Hồ sơ", 0.8),)),))
    counted = statistics([unsure], {}, 5)
    assert counted.total.sure_procedures == 0
    assert [(lack.fact, lack.parts) for lack in counted.lacks] == [("role", 1)]


def test_a_row_without_words_or_certainty_was_not_compiled():
    assert statistics([procedure("6", Requirement(0, "Đơn", confidence=0.5))], {}, 5).total.compiled == 0


def test_what_is_lacking_is_counted_by_row_by_procedure_and_where_it_is_the_only_reason(found: Statistics):
    lacks = {lack.fact: (lack.parts, lack.procedures, lack.alone) for lack in found.lacks}
    assert lacks == {"need": (4, 3, 2), "kind": (1, 1, 0)}


def test_flaws_of_the_catalogue_leave_rows_sure():
    contradicted = row(0, stated_copies=Copies(certified=1, contradiction="form"))
    nameless = row(1, form_name="Đơn đề nghị")
    numbered = row(2, form_name="Đơn đề nghị", form_number="Mẫu số 1")
    counted = statistics([procedure("7", contradicted, nameless, numbered)], {}, 5)
    flaws = {flaw.fact: flaw.parts for flaw in counted.flaws}
    assert flaws == {"copies-form": 1, "form-number": 1, "paper-type": 3}
    assert counted.total.sure_procedures == 1


def test_a_procedure_of_two_levels_counts_in_both(found: Statistics):
    levels = {group.name: (group.procedures, group.sure_procedures) for group in found.levels}
    assert levels == {"tinh": (1, 1), "xa": (2, 1), "": (3, 1)}
    assert {group.name: group.procedures for group in found.fields} == {"Hộ tịch": 4, "Đất đai": 1}


def test_an_officer_gains_most_where_most_errors_are_expected_in_force_first(found: Statistics):
    assert [gain.procedure.code for gain in found.worst] == ["2", "3", "5"]
    first = found.worst[0]
    assert (first.doubtful_rows, first.doubtful_cases) == (2, 0)
    assert first.expected_errors == pytest.approx(0.7)
    assert first.doubts == {"need": 2}


def test_what_officers_said_is_counted_by_row_and_case():
    keys = {(target.key.scope, target.index): target.key for target in targets(UNSURE_NEED)}

    def said(scope: str, index: int, fields: dict[str, object]) -> Correction:
        key = keys["case" if scope == "case" else "row", index]
        action = "correct" if fields else "confirm"
        return Correction(1, key, "", "", action, fields, "Cán bộ MẪU", "", datetime(2026, 11, 22, tzinfo=UTC))

    marks = [said("row", 0, {}), said("row", 1, {"need": "if", "when": "nếu có"}), said("case", 0, {})]
    officers = statistics([SURE, UNSURE_NEED], {"2": {mark.key: mark for mark in marks}}, 5).officers
    assert (officers.confirmed_rows, officers.corrected_rows, officers.confirmed_cases) == (1, 1, 1)
    assert (officers.procedures, officers.complete_procedures) == (1, 1)


def test_procedures_are_classed_by_how_many_places_are_doubtful(found: Statistics):
    assert found.spread == {0: 2, 1: 1, 2: 2, 4: 0, 10: 0}
    many = statistics([procedure("8", *(row(number, 0.5) for number in range(12)))], {}, 5)
    assert many.spread[10] == 1
