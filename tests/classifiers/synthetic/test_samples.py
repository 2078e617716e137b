"""The sample dossiers: made again they are the same, and their truth is complete and true."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageOps

from classifiers.papers import PaperType
from classifiers.synthetic.__main__ import main, write
from classifiers.synthetic.dossiers import PlannedDossier, make
from classifiers.synthetic.samples import plans

FOLDER = Path(__file__).resolve().parents[3] / "samples"
NAMES = sorted(plans())
SIX_MEGABYTES = 6 * 1024 * 1024
KEYS = {
    "id", "split", "procedure", "case", "case_name", "same_name_codes", "files", "papers", "fields", "left_blank",
    "required_rows", "missing_rows", "defects", "complete", "clean", "assumptions", "blank_pages", "fill_style",
    "handwritten", "delivery", "submitted_on", "people", "seed",
}  # fmt: skip


def truth_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name / "truth.json").read_text("utf-8"))
    return loaded


def pages_of(name: str, content: bytes) -> list[Image.Image]:
    if name.endswith(".pdf"):
        with pypdfium2.PdfDocument(content) as document:
            return [page.render(scale=1).to_pil().convert("L") for page in document]
    with Image.open(io.BytesIO(content)) as photo:
        return [ImageOps.exif_transpose(photo).convert("L")]


def test_every_sample_is_there_and_together_they_are_small() -> None:
    assert sorted(path.parent.name for path in FOLDER.glob("*/truth.json")) == NAMES
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < SIX_MEGABYTES


def test_a_dossier_made_twice_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    for run in ("first", "second"):
        assert main([str(tmp_path / run), "khai-sinh-lai-ban-dien-tu"]) == 0
    first, second = (sorted((tmp_path / run).rglob("*.*")) for run in ("first", "second"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == 4


@pytest.mark.parametrize("name", ["hon-nhan-chua-ky", "khai-tu-anh-chup"])
def test_a_dossier_made_again_is_the_one_in_the_repository(name: str) -> None:
    made = make(plans()[name])
    assert json.loads(json.dumps(made.truth)) == truth_of(name)
    for file, content in made.files.items():
        kept = (FOLDER / name / file).read_bytes()
        for now, then in zip(pages_of(file, content), pages_of(file, kept), strict=True):
            # Not byte for byte: other versions of FreeType or libjpeg move single pixels.
            assert now.size == then.size
            assert np.abs(np.asarray(now, np.int16) - np.asarray(then, np.int16)).mean() < 2


def test_writing_removes_the_files_of_an_earlier_run_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(b"old")
    (tmp_path / "note.txt").write_text("kept")
    made = make(plans()["hon-nhan-chua-ky"])
    write(made, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*made.files, "note.txt", "truth.json"])


def test_an_unknown_sample_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "no-such-sample"]) == 2
    assert "khai-sinh-du" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_truth_names_every_page_of_every_file_once(name: str) -> None:
    truth = truth_of(name)
    assert set(truth) == KEYS
    named = [(page["file"], page["page"]) for paper in truth["papers"] for page in paper["pages"]]
    there = []
    for file in truth["files"]:
        there += [(file, place) for place, _ in enumerate(pages_of(file, (FOLDER / name / file).read_bytes()), start=1)]
    assert sorted(named) == sorted(there)
    assert {paper["type"] for paper in truth["papers"]} <= set(PaperType)


@pytest.mark.parametrize("name", NAMES)
def test_truth_agrees_with_itself(name: str) -> None:
    truth = truth_of(name)
    assert set(truth["missing_rows"]) <= set(truth["required_rows"])
    handed_in = {paper["row"] for paper in truth["papers"]}
    assert set(truth["required_rows"]) - set(truth["missing_rows"]) <= handed_in
    assert not handed_in & set(truth["missing_rows"])
    assert truth["clean"] == (not truth["defects"])
    kinds = {defect["kind"] for defect in truth["defects"]}
    assert truth["complete"] == (not kinds - {"surplus_paper", "other_person_page"})
    assert len(kinds) == len(truth["defects"]) <= 1
    for field in truth["fields"]:
        left, top, right, bottom = field["bbox"]
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_the_samples_show_every_situation_asked_for() -> None:
    kinds = {defect["kind"] for name in NAMES for defect in truth_of(name)["defects"]}
    assert {"missing_paper", "form_unsigned", "id_mismatch", "surplus_paper", "expired_paper"} <= kinds
    assert {truth_of(name)["delivery"] for name in NAMES} == {"pdf", "files", "phone"}
    turned = [
        page for name in NAMES for paper in truth_of(name)["papers"] for page in paper["pages"] if page["rotation"]
    ]
    assert [page["rotation"] for page in turned] == [180]
    assert sum(truth_of(name)["clean"] for name in NAMES) >= 4


def test_no_two_persons_of_the_samples_share_a_name_or_number() -> None:
    people = [person for name in NAMES for person in truth_of(name)["people"]]
    assert len({person["name"] for person in people}) == len(people)
    assert len({person["id"] for person in people}) == len(people)


def test_the_born_digital_form_has_a_text_layer_with_its_values_in_place() -> None:
    name = "khai-sinh-lai-ban-dien-tu"
    truth = truth_of(name)
    with pdfplumber.open(FOLDER / name / "scan_01.pdf") as document:
        page = document.pages[0]
        for field in truth["fields"]:
            if field.get("printed_in_parts") or "lines" in field:
                continue
            left, top, right, bottom = field["bbox"]
            box = (left * page.width - 1, top * page.height - 1, right * page.width + 1, bottom * page.height + 1)
            words = (page.crop(box).extract_text(x_tolerance=1.5) or "").replace(".", "")
            assert field["value"].replace(".", "") in words


@pytest.mark.parametrize("plan", plans().values(), ids=plans().keys())
def test_rows_of_the_plans_are_those_of_the_built_in_catalogue(plan: PlannedDossier) -> None:
    from intake_ai.catalogue.builtin import load_builtin  # noqa: PLC0415 - classifiers may not know the catalogue

    procedure = next(procedure for procedure in load_builtin() if procedure.code == plan.code)
    assert plan.procedure == procedure.name
    rows = {requirement.row: requirement for requirement in procedure.requirements}
    for paper in plan.papers:
        if paper.row is not None:
            assert paper.paper.type in rows[paper.row].types
    due = {row for row, requirement in rows.items() if requirement.need == "always" and not requirement.present_only}
    chosen = {row for row in due if not rows[row].choice and rows[row].case in (None, 0)}
    assert chosen <= set(plan.required_rows)
    assert not any(rows[row].present_only for row in plan.required_rows)


@pytest.mark.shared
def test_truth_has_the_format_of_the_shared_dossiers(shared: Path) -> None:
    theirs = [json.loads(path.read_text("utf-8")) for path in sorted((shared / "data/dossiers").glob("*/truth.json"))]
    ours = [truth_of(name) for name in NAMES]
    assert set(ours[0]) == set(theirs[0])
    for part, optional in (
        ("papers", {"form", "surplus", "foreign"}),
        ("fields", {"lines", "parts", "printed_in_parts"}),
        ("people", set()),
    ):
        always = set.intersection(*(set(entry) for truth in theirs for entry in truth[part]))
        for entry in (entry for truth in ours for entry in truth[part]):
            assert always <= set(entry) <= always | optional


@pytest.mark.shared
def test_no_name_or_address_of_the_shared_dossiers_stands_in_the_samples(shared: Path) -> None:
    theirs = "\n".join(path.read_text("utf-8") for path in sorted((shared / "data/dossiers").glob("*/truth.json")))
    for name in NAMES:
        for person in truth_of(name)["people"]:
            assert f'"{person["name"]}"' not in theirs
            assert person["addr"] not in theirs
            assert person["id"] not in theirs
            assert person["addr"].split(", ")[1] not in theirs
