"""The main job on the sample dossiers: verdicts, missing rows, and reports that keep the contract."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import get_settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path.parent for path in (ROOT / "samples").glob("*/truth.json"))
SCHEMA = json.loads((ROOT / "intake_ai" / "dossier" / "report.schema.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.xdist_group("samples")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What `intake-ai demo samples` prints and leaves, run once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTAKE_AI_DATA_DIR", str(folder / "data"))
        get_settings.cache_clear()
        result = CliRunner().invoke(app, ["demo", str(ROOT / "samples"), "--out", str(folder / "out")])
    get_settings.cache_clear()
    reports = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (folder / "out").glob("*.json")}
    return result, reports


def truth_of(sample):
    return json.loads((sample / "truth.json").read_text(encoding="utf-8"))


def test_there_are_samples_of_every_kind():
    truths = [truth_of(sample) for sample in SAMPLES]
    assert len(truths) >= 8
    defects = {defect["kind"] for truth in truths for defect in truth["defects"]}
    assert {"missing_paper", "form_unsigned", "id_mismatch", "surplus_paper"} <= defects
    assert any(page["rotation"] == 180 for truth in truths for paper in truth["papers"] for page in paper["pages"])


def test_the_demo_ends_well(demo):
    result, _ = demo
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_sample_gets_the_right_verdict(demo, sample):
    report, truth = demo[1][sample.name], truth_of(sample)
    assert report["procedure"]["code"] == truth["procedure"]["code"]
    assert report["verdict"] == ("complete" if truth["complete"] else "incomplete"), report["problems"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_exactly_the_rows_that_are_missing_are_said_to_be(demo, sample):
    missing = [part["row"] for part in demo[1][sample.name]["components"] if part["state"] == "missing"]
    assert missing == truth_of(sample)["missing_rows"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_papers_are_found_on_their_pages(demo, sample):
    def stacks(papers):
        return sorted(tuple((page["file"], page["page"]) for page in paper["pages"]) for paper in papers)

    assert stacks(demo[1][sample.name]["papers"]) == stacks(truth_of(sample)["papers"])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_report_keeps_the_contract(demo, sample):
    report = demo[1][sample.name]
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(report)
    known = {paper["id"] for paper in report["papers"]}
    assert {field["paper"] for field in report["fields"]} <= known
    assert {paper for part in report["components"] for paper in part["papers"]} <= known


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_accepted_value_of_the_form_is_wrong(demo, sample):
    truth = truth_of(sample)
    written = {part for field in truth["fields"] for part in (field.get("parts") or {"": field["value"]}).values()}
    written |= {person[key] for person in truth["people"] for key in ("name", "id", "dob", "addr", "sex", "idd")}
    folded = {value.casefold() for value in written}
    accepted = [field for field in demo[1][sample.name]["fields"] if field["status"] == "accepted"]
    forms = {paper["id"] for paper in demo[1][sample.name]["papers"] if paper["type"] == "application_form"}
    for field in accepted:
        if field["paper"] in forms:
            assert field["value"].casefold() in folded, field


@pytest.mark.shared
def test_the_schema_is_the_contract(shared):
    assert json.loads((shared / "contracts" / "report.schema.json").read_text(encoding="utf-8")) == SCHEMA
