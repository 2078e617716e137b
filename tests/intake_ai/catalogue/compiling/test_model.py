import json
from pathlib import Path

import numpy as np
import pytest

from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.compiling.features import PLACES, features_of
from intake_ai.catalogue.compiling.labelled import LABELS, Labelled
from intake_ai.catalogue.compiling.model import QUESTIONS, row_model, save
from intake_ai.catalogue.compiling.reading import read_by_grammar
from intake_ai.catalogue.compiling.training import train
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.models import Case, Procedure, Requirement

SURE = 0.95


def labelled(code: str, *names: str) -> list[Labelled]:
    """Rows of which those about a horse are conditional, as no grammar would guess."""
    rows = tuple(Requirement(row, text, case=0, originals=1) for row, text in enumerate(names))
    procedure = Procedure(code, "MẪU", cases=(Case(0, "", "common"),), requirements=rows)
    meanings, read = read_by_grammar(procedure, procedure.cases)
    features = features_of(meanings, read, procedure)
    return [
        Labelled(code, "MẪU", {"kind": "paper"}, meaning, row, of_row, (True, "ngựa" in row.name, False, False), True)
        for meaning, row, of_row in zip(meanings, read, features, strict=True)
    ]


def test_training_learns_what_the_grammar_does_not_know():
    rows = [one for number in range(40) for one in labelled(f"9.{number:06}", "Đơn đăng ký ngựa", "Đơn đăng ký xe")]
    model, report, held_out = train(rows, {"other": 0.9})
    horse, car = (model.scores(one.features)[QUESTIONS.index("if")] for one in rows[:2])
    assert horse > 0 > car
    assert "need      grammar 0.500  with model 1.000" in report
    assert [row["need"] for row in held_out["9.000000"]] == ["if", "always"]


def test_the_model_that_ships_answers_every_question(tmp_path: Path):
    model = row_model()
    assert model.weights.shape == (len(QUESTIONS), PLACES)
    assert all(0 < share < 1 for share in model.roles.values())
    save(model, tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as stored:
        assert np.array_equal(stored["weights"], model.weights.astype(np.float16))


def test_a_row_is_surer_the_plainer_it_is():
    texts = (
        "Đơn đề nghị cấp giấy phép theo Mẫu số 01",
        "Tài liệu chứng minh trường hợp miễn; nếu là tổ chức thì kèm báo cáo (nếu có) và hợp đồng",
    )
    rows = tuple(Requirement(row, text, case=0, originals=1) for row, text in enumerate(texts))
    plain, doubtful = compile_procedure(
        Procedure("9.000001", "MẪU", cases=(Case(0, "", "common"),), requirements=rows)
    ).requirements
    assert plain.confidence >= SURE > doubtful.confidence


def test_labels_hold_facts_and_no_text_of_the_catalogue():
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert set(entry) == {"code", "cases", "rows"}
        for row in entry["rows"]:
            assert isinstance(row["options"], int)
            assert set(row) <= {"index", "kind", "need", "choice", "options", "present_only", "unsure"}


@pytest.mark.shared
def test_the_labelled_procedures_compile_as_the_readers_labelled_them(shared: Path):
    gold = {
        entry["code"]: entry
        for entry in map(json.loads, (shared / "data/requirements/dev_gold.jsonl").read_text("utf-8").splitlines())
    }
    catalogue = CatalogueFile(shared / "data/catalogue/national-2026-07.jsonl.gz")
    compiled = [compile_procedure(one.procedure) for one in catalogue if one.procedure.code in gold]
    pairs = [
        (row, label)
        for procedure in compiled
        for row, label in zip(procedure.requirements, gold[procedure.code]["rows"], strict=True)
        if not label.get("unsure")
    ]
    papers = [(row, label) for row, label in pairs if label["kind"] == "paper"]
    sure = [(row.kind, row.need) == (label["kind"], label["need"]) for row, label in pairs if row.confidence >= SURE]
    assert np.mean([row.kind == label["kind"] for row, label in pairs]) >= 0.97
    assert np.mean([row.need == label["need"] for row, label in papers]) >= 0.90
    assert np.mean([bool(row.options) == bool(label["options"]) for row, label in papers]) >= 0.94
    assert len(sure) > 0.5 * len(pairs)
    assert np.mean(sure) >= 0.97
