"""What a confirmation or correction vouches for, and what becomes of it when the file or the reading changes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from catalogue_builder import BUILTIN, TODAY, file_of, imported, many, record
from sqlalchemy import Engine

from intake_ai.catalogue.corrections.corrections import Correction, Scope, corrected, targets
from intake_ai.catalogue.corrections.exchange import Exchanged, exported, take_over
from intake_ai.catalogue.corrections.reviewing import to_review
from intake_ai.catalogue.corrections.store import carry, corrections_in_force, find_target, keep
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Case, Evidence, Procedure, Requirement
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.showing.doubts import marks_of
from intake_ai.catalogue.tables import CorrectionRow

CODE = "9.000001"
OFFICER = "Cán bộ MẪU"


@pytest.fixture
def repository(engine: Engine) -> CatalogueRepository:
    return CatalogueRepository(engine, BUILTIN, lambda: TODAY)


def paper(name: str, originals: int = 1, copies: int = 0, form: str = "") -> dict[str, Any]:
    return {"case": "", "name": name, "originals": originals, "copies": copies, "form_file": form}


def take_in(repository: CatalogueRepository, folder: Path, *papers: dict[str, Any]) -> None:
    imported(repository, file_of(folder, record(CODE, papers=list(papers)), *many(3)[1:]))


def say(repository: CatalogueRepository, row: int, scope: Scope = "row", **fields: Any) -> Correction:
    target = find_target(repository.source(CODE), scope, row)
    with repository.writing() as session:
        return keep(session, target, "correct" if fields else "confirm", fields, OFFICER, "")


def in_force(repository: CatalogueRepository) -> dict[Any, Correction]:
    with repository.reading() as session:
        return corrections_in_force(session)[CODE]


def take(repository: CatalogueRepository) -> Correction:
    (review,) = to_review(repository)
    with repository.writing() as session:
        return carry(session, review, OFFICER, "")


def test_a_confirmation_does_not_vouch_for_a_reading_that_nobody_saw(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Đơn đề nghị"), paper("Bản sao hộ chiếu"))
    say(repository, 1)
    assert repository.get(CODE).requirements[1].confidence == 1
    heading = paper("Trường hợp ủy quyền thì nộp thêm các giấy tờ sau:", 0)
    take_in(repository, tmp_path, paper("Đơn đề nghị"), heading, paper("Bản sao hộ chiếu"))
    source, row = repository.source(CODE).requirements[2], repository.get(CODE).requirements[2]
    assert source.need == "if"
    assert row == source
    (review,) = to_review(repository)
    assert {(one.fact, one.then) for one in review.changed} == {("need", "always"), ("when", None)}
    assert marks_of(repository.get(CODE), in_force(repository)) == {}


def test_what_was_confirmed_can_be_held_against_the_new_reading(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Bản sao hộ chiếu"))
    say(repository, 0)
    take_in(
        repository, tmp_path, paper("Trường hợp ủy quyền thì nộp thêm các giấy tờ sau:", 0), paper("Bản sao hộ chiếu")
    )
    taken = take(repository)
    row = repository.get(CODE).requirements[1]
    assert (taken.fields, row.need, row.when, row.confidence) == ({"need": "always"}, "always", None, 1)
    assert to_review(repository) == []


def test_a_confirmation_kept_without_its_reading_waits_for_a_review(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Giấy ủy quyền (nếu có)"))
    kept = say(repository, 0)
    with repository.writing() as session:
        session.get_one(CorrectionRow, kept.number).fields = "{}"  # as it was kept before
    assert repository.get(CODE) == repository.source(CODE)
    assert [one.correction.number for one in to_review(repository)] == [kept.number]
    say(repository, 0)
    assert to_review(repository) == []


def test_a_role_confirmed_is_sure_only_while_it_is_read_the_same(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Đơn đề nghị"))
    kept = say(repository, 0, scope="case")
    source = repository.source(CODE)
    assert kept.seen == {"role": source.cases[0].role}
    doubtful = replace(source, cases=(replace(source.cases[0], confidence=0.5),))
    assert corrected(doubtful, in_force(repository)).cases[0].confidence == 1
    other = replace(source, cases=(replace(source.cases[0], role="additional", confidence=0.5),))
    assert corrected(other, in_force(repository)).cases[0].confidence == 0.5


def doubtful(**facts: float) -> Procedure:
    evidence = tuple(Evidence(fact, "", confidence) for fact, confidence in facts.items())
    row = Requirement(0, "Giấy phép", originals=1, confidence=min(facts.values()), evidence=evidence)
    return Procedure(CODE, "Thủ tục MẪU", requirements=(row,))


@pytest.mark.parametrize(
    ("facts", "fields", "confidence"),
    [
        ({"kind": 0.99, "need": 0.6}, {"originals": 1}, 0.6),
        ({"kind": 0.99, "need": 0.6}, {"need": "always"}, 1),
        ({"kind": 0.7, "need": 0.6}, {"need": "always"}, 0.6),
        ({"kind": 0.7, "need": 0.6}, {"kind": "note"}, 1),
    ],
)
def test_only_facts_that_were_said_become_sure(
    repository: CatalogueRepository, facts: dict[str, float], fields: dict[str, Any], confidence: float
):
    procedure = doubtful(**facts)
    with repository.writing() as session:
        kept = keep(session, next(targets(procedure)), "correct", fields, OFFICER, "")
    row = corrected(procedure, {kept.key: kept}).requirements[0]
    assert row.confidence == confidence
    if confidence < 1:
        raised = {found.fact for found in row.evidence if found.confidence == 1}
        assert raised == set(fields) & set(facts)


def test_a_row_said_to_be_a_paper_stays_unsure_until_its_need_is_said(repository: CatalogueRepository):
    procedure = doubtful(kind=0.99)
    note = replace(procedure, requirements=(replace(procedure.requirements[0], kind="note"),))
    with repository.writing() as session:
        first = keep(session, next(targets(note)), "correct", {"kind": "paper"}, OFFICER, "")
        second = keep(session, next(targets(note)), "correct", {"need": "always"}, OFFICER, "")
    confidences = [corrected(note, {one.key: one}).requirements[0].confidence for one in (first, second)]
    assert confidences[0] < 0.95
    assert confidences[1] == 1


def test_a_change_of_corrected_counts_in_the_file_is_reviewed(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Đơn đề nghị"), paper("Bản sao hộ chiếu"))
    say(repository, 1, originals=1, copies=0)
    say(repository, 0, need="always")
    take_in(repository, tmp_path, paper("Đơn đề nghị", 3), paper("Bản sao hộ chiếu", 0, 3, "mau.docx"))
    (review,) = to_review(repository)
    assert [(one.fact, one.then, one.now) for one in review.changed] == [
        ("originals", 1, 0),
        ("copies", 0, 3),
        ("form_file", "", "mau.docx"),
    ]
    take(repository)
    assert to_review(repository) == []
    assert repository.get(CODE).requirements[1].originals == 1


def test_another_correction_does_not_hide_counts_that_changed(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Bản sao hộ chiếu"))
    say(repository, 0, copies=2)
    take_in(repository, tmp_path, paper("Bản sao hộ chiếu", 0, 3))
    say(repository, 0, need="always")
    assert len(to_review(repository)) == 1


def test_a_correction_does_not_move_to_a_twin(repository: CatalogueRepository, tmp_path: Path):
    first, second = paper("Tờ khai", form="a.docx"), paper("Tờ khai", form="b.docx")
    take_in(repository, tmp_path, first, second)
    say(repository, 0, need="if", when="cấp lại")
    take_in(repository, tmp_path, second, first)
    assert [row.need for row in repository.get(CODE).requirements] == ["always", "if"]
    take_in(repository, tmp_path, second)
    assert repository.get(CODE).requirements[0].need == "always"
    assert len(to_review(repository)) == 1


def test_a_correction_does_not_move_to_a_case_of_the_same_name(repository: CatalogueRepository):
    rows = (Requirement(0, "Đơn", case=0), Requirement(1, "Giấy phép", case=1))
    cases = twin_cases()
    procedure = Procedure(CODE, "Thủ tục MẪU", cases=cases, requirements=rows)
    turned = replace(procedure, cases=cases[::-1])
    keys = [[target.key for target in targets(one) if target.key.scope == "case"] for one in (procedure, turned)]
    assert keys[0] == keys[1][::-1]
    assert len(set(keys[0])) == 2


def twin_cases() -> tuple[Case, Case]:
    return Case(0, "Trường hợp", "alternative"), Case(1, "Trường hợp", "alternative")


def lines_of(repository: CatalogueRepository) -> Iterator[dict[str, Any]]:
    with repository.reading() as session:
        yield from map(json.loads, list(exported(session)))


def took(repository: CatalogueRepository, *lines: dict[str, Any]) -> Exchanged:
    with repository.writing() as session:
        return take_over(session, map(json.dumps, lines))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fields": {"need": "if"}}, "correction-without-when"),
        ({"fields": {"need": "always", "when": "x"}}, "correction-always-with-condition"),
        ({"fields": {"kind": "note", "choice": "a"}}, "correction-not-a-paper"),
        ({"by": "   "}, "correction-nobody"),
    ],
)
def test_a_file_is_checked_as_an_officer_is(
    repository: CatalogueRepository, tmp_path: Path, changes: dict[str, Any], reason: str
):
    take_in(repository, tmp_path, paper("Đơn đề nghị"))
    say(repository, 0, need="if", when="cấp lại")
    (line,) = lines_of(repository)
    with pytest.raises(CorrectionRefused) as caught:
        took(repository, {**line, "code": "9.000002", **changes})
    assert isinstance(caught.value.__cause__, CorrectionRefused)
    assert caught.value.__cause__.code == reason


def test_of_two_lines_for_one_row_the_later_date_counts(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Đơn đề nghị"))
    say(repository, 0, copies=1)
    (line,) = lines_of(repository)
    late = {**line, "fields": {"copies": 5}, "made_at": "2099-02-01T00:00:00+00:00"}
    early = {**line, "fields": {"copies": 4}, "made_at": "2099-01-01T00:00:00+00:00"}
    assert took(repository, late, early) == Exchanged(taken=1, older=1)
    assert repository.get(CODE).requirements[0].copies == 5


def test_a_shared_confirmation_vouches_for_what_was_seen_elsewhere(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Giấy ủy quyền (nếu có)"))
    say(repository, 0)
    (line,) = lines_of(repository)
    assert line["seen"]["need"] == "if"
    other = {**line, "seen": {**line["seen"], "need": "always", "when": None}, "made_at": "2099-01-01T00:00:00+00:00"}
    assert took(repository, other) == Exchanged(taken=1)
    assert len(to_review(repository)) == 1


def test_a_condition_makes_a_row_due_on_it(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Đơn đề nghị"))
    kept = say(repository, 0, when="có ủy quyền")
    assert kept.fields == {"when": "có ủy quyền", "need": "if"}
    row = repository.get(CODE).requirements[0]
    assert (row.need, row.when) == ("if", "có ủy quyền")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "note", "need": "if", "when": "x"}, "correction-not-a-paper"),
        ({"kind": "heading", "options": ["Hộ chiếu"]}, "correction-not-a-paper"),
        ({"need": "always", "when": "x"}, "correction-always-with-condition"),
        ({"when": "  "}, "correction-without-when"),
    ],
)
def test_what_would_have_no_effect_is_refused(
    repository: CatalogueRepository, tmp_path: Path, fields: dict[str, Any], code: str
):
    take_in(repository, tmp_path, paper("Đơn đề nghị"))
    with pytest.raises(CorrectionRefused) as caught:
        say(repository, 0, **fields)
    assert caught.value.code == code


def test_a_condition_of_a_note_is_refused_until_it_is_called_a_paper(repository: CatalogueRepository, tmp_path: Path):
    take_in(repository, tmp_path, paper("Lưu ý: giấy tờ bằng tiếng nước ngoài phải được dịch", 0))
    assert repository.source(CODE).requirements[0].kind == "note"
    with pytest.raises(CorrectionRefused) as caught:
        say(repository, 0, when="cấp lại")
    assert caught.value.code == "correction-not-a-paper"
    say(repository, 0, kind="paper", when="cấp lại")
    assert repository.get(CODE).requirements[0].when == "cấp lại"
