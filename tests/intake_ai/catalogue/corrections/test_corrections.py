from pathlib import Path
from typing import Any

import pytest
from catalogue_builder import BUILTIN, TODAY, file_of, imported, many, record
from sqlalchemy import Engine

from intake_ai.catalogue.corrections.corrections import Correction, Scope, targets
from intake_ai.catalogue.corrections.exchange import Exchanged, exported, take_over
from intake_ai.catalogue.corrections.reviewing import to_review
from intake_ai.catalogue.corrections.store import carry, close, corrections_in_force, find_target, history, keep
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.storage.engine import open_engine

CODE = "9.000001"
OFFICER = "Cán bộ MẪU"


@pytest.fixture
def repository(engine: Engine, tmp_path: Path) -> CatalogueRepository:
    repository = CatalogueRepository(engine, BUILTIN, lambda: TODAY)
    imported(repository, national(tmp_path, "Đơn đề nghị", "Giấy ủy quyền (nếu có)", "Bản sao hộ chiếu"))
    return repository


def national(folder: Path, *papers: str, **changes: Any) -> Path:
    return file_of(folder, record(CODE, *papers, **changes), *many(3)[1:])


def correct(
    repository: CatalogueRepository, row: int, scope: Scope = "row", code: str = CODE, **fields: Any
) -> Correction:
    target = find_target(repository.source(code), scope, row)
    with repository.writing() as session:
        return keep(session, target, "correct" if fields else "confirm", fields, OFFICER, "theo luật")


def row_of(repository: CatalogueRepository, row: int):
    return repository.get(CODE).requirements[row]


def test_a_correction_is_laid_over_every_reading(repository: CatalogueRepository):
    correct(repository, 2, need="if", when="hồ sơ có tem thử", types=["passport"], originals=0, copies=1)
    row = row_of(repository, 2)
    assert (row.need, row.when, row.types, row.copies) == ("if", "hồ sơ có tem thử", ("passport",), 1)
    assert row.confidence == 1
    assert row.question_id
    assert "tem thử" in row.question[0]
    assert next(one for one in repository.active() if one.code == CODE).requirements[2] == row
    assert repository.source(CODE).requirements[2].need == "always"


def test_a_row_said_to_be_always_due_is_no_longer_asked_about(repository: CatalogueRepository):
    assert row_of(repository, 1).question_id
    correct(repository, 1, need="always")
    row = row_of(repository, 1)
    assert (row.need, row.when, row.question_id, row.question) == ("always", None, "", ("", ""))


def test_a_row_said_to_be_a_note_asks_for_nothing(repository: CatalogueRepository):
    correct(repository, 1, kind="note")
    row = row_of(repository, 1)
    assert (row.kind, row.need, row.when, row.types, row.question_id) == ("note", "always", None, (), "")


def test_the_other_rows_stay_as_compiled(repository: CatalogueRepository):
    before = repository.get(CODE)
    correct(repository, 2, need="if", when="x")
    after = repository.get(CODE)
    assert after.requirements[:2] == before.requirements[:2]
    assert after.cases == before.cases


def test_a_confirmed_row_is_sure_and_otherwise_the_same(repository: CatalogueRepository):
    before = row_of(repository, 1)
    correct(repository, 1)
    after = row_of(repository, 1)
    assert after.confidence == 1
    assert (after.need, after.when, after.options, after.question) == (
        before.need,
        before.when,
        before.options,
        before.question,
    )


def test_the_role_of_a_case_can_be_corrected(repository: CatalogueRepository, tmp_path: Path):
    cases = [{"case": "Giấy tờ A"}, {"case": "Giấy tờ B"}]
    papers = [{"case": case["case"], "name": f"Đơn {case['case']}", "originals": 1} for case in cases]
    imported(repository, national(tmp_path, cases=cases, papers=papers))
    correct(repository, 1, scope="case", role="additional")
    procedure = repository.get(CODE)
    assert (procedure.cases[1].role, procedure.cases[1].confidence) == ("additional", 1)
    assert procedure.requirements[1].question_id
    imported(repository, national(tmp_path, cases=cases[::-1], papers=papers))
    assert repository.get(CODE).cases[0].role == "additional"


def test_corrections_survive_a_new_version_in_which_the_row_stands_elsewhere(
    repository: CatalogueRepository, tmp_path: Path
):
    correct(repository, 2, need="if", when="có hộ chiếu")
    imported(
        repository, national(tmp_path, "Bản sao hộ chiếu.", "Tờ khai mới", "Đơn đề nghị", "Giấy ủy quyền (nếu có)")
    )
    assert (row_of(repository, 0).need, row_of(repository, 0).when) == ("if", "có hộ chiếu")
    assert to_review(repository) == []


def test_a_correction_of_a_changed_row_is_not_applied_but_shown_for_review(
    repository: CatalogueRepository, tmp_path: Path
):
    correction = correct(repository, 2, need="if", when="có hộ chiếu")
    imported(repository, national(tmp_path, "Đơn đề nghị", "Bản sao hộ chiếu còn hạn", "Giấy ủy quyền (nếu có)"))
    assert row_of(repository, 1).need == "always"
    (review,) = to_review(repository)
    assert review.correction == correction
    assert review.replaced_by is not None
    assert (review.correction.source, review.replaced_by.source) == ("Bản sao hộ chiếu", "Bản sao hộ chiếu còn hạn")


def test_a_reviewed_correction_can_be_taken_over(repository: CatalogueRepository, tmp_path: Path):
    correct(repository, 2, need="if", when="có hộ chiếu")
    before = repository.version()
    imported(repository, national(tmp_path, "Bản sao hộ chiếu còn hạn", "Đơn đề nghị"))
    with repository.writing() as session:
        carry(session, to_review(repository)[0], OFFICER, "vẫn đúng")
    assert row_of(repository, 0).when == "có hộ chiếu"
    assert to_review(repository) == []
    assert repository.get(CODE, version=before).requirements[2].when == "có hộ chiếu"


def test_a_reviewed_correction_can_be_dropped(repository: CatalogueRepository, tmp_path: Path):
    correct(repository, 2, need="if", when="có hộ chiếu")
    imported(repository, national(tmp_path, "Đơn đề nghị"))
    (review,) = to_review(repository)
    assert review.replaced_by is None
    with repository.writing() as session:
        with pytest.raises(CorrectionRefused):
            carry(session, review, OFFICER, "")
        close(session, review.correction, "drop", OFFICER, "không còn")
    assert to_review(repository) == []


def test_a_correction_of_a_procedure_that_is_gone_waits_for_it(repository: CatalogueRepository, tmp_path: Path):
    correct(repository, 0, need="if", when="lần đầu")
    with_it = national(tmp_path, "Đơn đề nghị")
    imported(repository, file_of(tmp_path, *many(3)[1:], name="thieu.jsonl"))
    (review,) = to_review(repository)
    assert not review.procedure
    imported(repository, with_it)
    assert to_review(repository) == []
    assert row_of(repository, 0).when == "lần đầu"


def test_a_dossier_keeps_the_corrections_of_its_day(repository: CatalogueRepository):
    correct(repository, 0, need="if", when="lần đầu")
    before = repository.version()
    correct(repository, 0, need="always")
    assert repository.get(CODE, version=before).requirements[0].when == "lần đầu"
    assert repository.get(CODE).requirements[0].when is None
    assert before != repository.version()
    assert repository.content_version() in before


def test_the_whole_history_is_kept(repository: CatalogueRepository):
    correct(repository, 0, need="if", when="lần đầu")
    second = correct(repository, 0, copies=2)
    with repository.writing() as session:
        close(session, second, "drop", "Người khác MẪU", "nhầm")
        told = [(one.action, dict(one.fields), one.by, one.reason) for one in history(session, CODE)]
    fields = {"need": "if", "when": "lần đầu"}
    assert told == [
        ("correct", fields, OFFICER, "theo luật"),
        ("correct", {**fields, "copies": 2}, OFFICER, "theo luật"),
        ("drop", {**fields, "copies": 2}, "Người khác MẪU", "nhầm"),
    ]
    assert row_of(repository, 0).need == "always"


def test_of_two_rows_alike_each_has_its_own_correction(repository: CatalogueRepository, tmp_path: Path):
    imported(repository, national(tmp_path, "Ảnh", "Đơn", "Ảnh"))
    correct(repository, 2, kind="note")
    assert [row.kind for row in repository.get(CODE).requirements] == ["paper", "paper", "note"]
    assert len({target.key for target in targets(repository.source(CODE))}) == 4


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"need": "perhaps"}, "correction-value-wrong"),
        ({"colour": "red"}, "correction-field-unknown"),
        ({"need": "if"}, "correction-without-when"),
        ({"originals": -1}, "correction-value-wrong"),
        ({"types": ["horse"]}, "correction-value-wrong"),
        ({"role": "common"}, "correction-field-unknown"),
        ({"kind": None}, "correction-empty"),
    ],
)
def test_what_cannot_be_is_refused(repository: CatalogueRepository, fields: dict[str, Any], code: str):
    with pytest.raises(CorrectionRefused) as caught:
        correct(repository, 0, **fields)
    assert caught.value.code == code
    with repository.reading() as session:
        assert history(session) == []


def test_a_row_that_is_not_there_cannot_be_corrected(repository: CatalogueRepository):
    with pytest.raises(CorrectionRefused) as caught:
        correct(repository, 9, need="always")
    assert caught.value.values == {"procedure": CODE, "number": 9}


def test_builtin_procedures_can_be_corrected(engine: Engine):
    from intake_ai.catalogue.builtin import load_builtin  # noqa: PLC0415  as the program itself does

    repository = CatalogueRepository(engine, load_builtin(), lambda: TODAY)
    procedure: Procedure = repository.active()[0]
    correct(repository, 0, code=procedure.code, copies=7)
    after = repository.get(procedure.code)
    assert after.requirements[0].copies == 7
    assert after.requirements[1:] == procedure.requirements[1:]


def test_corrections_are_shared_as_lines(repository: CatalogueRepository, tmp_path: Path):
    correct(repository, 1, need="if", when="nộp thay")
    correct(repository, 2)
    with repository.reading() as session:
        lines = list(exported(session))
    other_engine = open_engine(f"sqlite:///{tmp_path / 'noi-khac.sqlite3'}")
    other = CatalogueRepository(other_engine, BUILTIN, lambda: TODAY)
    imported(other, national(tmp_path, "Bản sao hộ chiếu", "Giấy ủy quyền (nếu có)"))
    with other.writing() as session:
        assert take_over(session, lines) == Exchanged(taken=2)
    with other.writing() as session:
        assert take_over(session, lines) == Exchanged(known=2)
        assert {one.by for of_one in corrections_in_force(session).values() for one in of_one.values()} == {OFFICER}
    assert (row_of(other, 1).when, row_of(other, 0).confidence) == ("nộp thay", 1)
    other_engine.dispose()


def test_an_older_correction_from_elsewhere_does_not_undo_a_newer_one(repository: CatalogueRepository):
    correct(repository, 1, need="if", when="cũ")
    with repository.reading() as session:
        lines = list(exported(session))
    correct(repository, 1, when="mới")
    with repository.writing() as session:
        assert take_over(session, lines) == Exchanged(older=1)
    assert row_of(repository, 1).when == "mới"


@pytest.mark.parametrize("line", ["{", "{}", '{"code": "9.000001", "scope": "row", "fields": {"need": "x"}}', "7"])
def test_a_line_that_is_no_correction_takes_nothing_over(repository: CatalogueRepository, line: str):
    correct(repository, 1, when="nộp thay", need="if")
    with repository.reading() as session:
        good = next(exported(session)).replace(CODE, "9.000002")
    with pytest.raises(CorrectionRefused) as caught, repository.writing() as session:
        take_over(session, [good, line])
    assert caught.value.values["line"] == 2
    with repository.reading() as session:
        assert set(corrections_in_force(session)) == {CODE}
