"""The command `train` as a person uses it."""

import json
import sys
import tomllib
from pathlib import Path

import pytest

from classifiers.learning.comparing import Comparison
from classifiers.learning.resampling import Interval
from classifiers.learning.retraining import Decision, Retrained
from intake_ai.learning.printing import comparison_table, sentences, training_document
from intake_ai.learning.training import Training
from intake_ai.terminal import open_console

BETTER = Comparison(60, 0.5, 0.4, Interval(0.1, 0.05, 0.15), "better")
SAME = Comparison(60, 0.5, 0.5, Interval(0.0, -0.05, 0.05), "same")
WORSE = Comparison(20, 0.4, 0.5, Interval(-0.1, -0.15, -0.05), "worse")
NONE = Comparison(0, 0.0, 0.0, Interval(0.0, 0.0, 0.0), "untold")


def training(made, corrected=NONE, replaced=(), dry_run=False, lessons=0):
    one = Retrained({}, False, 480, made, corrected, {"splits_exact": 0.95})
    decision = Decision({"splitting": one}, (made, corrected) if one.better else None, replaced)
    return Training(decision, 600, 60, lessons, corrected.dossiers, dry_run)


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (training(BETTER, replaced=("splitting",)), "từ nay dùng bản mới"),
        (training(BETTER, replaced=("splitting",), dry_run=True), "chạy lại không có --dry-run"),
        (training(BETTER), "dùng cùng nhau thì kém hơn"),
        (training(SAME), "không tốt hơn rõ ràng"),
        (training(BETTER, WORSE), "kém hơn, vẫn dùng bản cũ"),
    ],
)
def test_it_says_for_each_model_whether_it_is_replaced_and_why(came, said):
    assert said in " ".join(sentences(came, "vi"))


def test_it_says_how_to_go_back_and_that_too_few_corrections_judge():
    told = " ".join(sentences(training(BETTER, replaced=("splitting",), lessons=4), "en"))
    assert "intake-ai train --undo" in told
    assert "Of the 4 corrected dossiers, those set aside to judge are still too few" in told
    assert "--undo" not in " ".join(sentences(training(SAME), "en"))


def test_the_table_shows_both_losses_and_the_gain_on_each_kind_of_dossier(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    open_console().print(comparison_table(training(BETTER, WORSE), "en"))
    told = capsys.readouterr().out
    for part in (
        "0.500",
        "0.400",
        "+0.100 (+0.050 … +0.150)",
        "-0.100",
        "sample dossiers",
        "corrected dossiers",
        "worse",
    ):
        assert part in told


def test_a_dry_run_replaces_nothing_and_names_what_is_better():
    told = json.loads(json.dumps(training_document(training(BETTER, replaced=("splitting",), dry_run=True))))
    assert (told["replaced"], told["better"]) == ([], ["splitting"])
    assert told["models"]["splitting"]["made"]["gain"]["low"] == 0.05


def test_unknown_models_and_nothing_to_undo_are_told(settings, run):
    unknown = run("train", "--models", "splitting,dance")
    assert unknown.exit_code == 2
    assert "dance" in unknown.stderr
    undone = run("train", "--undo")
    assert undone.exit_code == 2
    assert "Chưa thay mô hình" in undone.stderr


@pytest.mark.parametrize("absent", [("segno",), ("reportlab",), ("segno", "reportlab")])
def test_packages_that_are_not_installed_are_all_named_before_anything_is_made(absent, settings, run, monkeypatch):
    for name in absent:
        monkeypatch.setitem(sys.modules, name, None)  # as where the package is not installed
    refused = run("train", "--dossiers", "30")
    assert refused.exit_code == 2
    assert ", ".join(absent) in refused.stderr
    assert "pip install --group generator" in refused.stderr
    assert not list(settings.data_dir.rglob("*.json*"))


def test_the_group_that_the_command_names_holds_just_what_dossiers_are_drawn_with():
    groups = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))[
        "dependency-groups"
    ]
    assert {entry.split("==")[0] for entry in groups["generator"]} == {"reportlab"}
    assert all({"include-group": "generator"} in groups[name] for name in ("training", "dev"))
