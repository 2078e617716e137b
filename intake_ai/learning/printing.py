"""Tells what came of a training, in words and as a table, or as JSON values."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.table import Table

from classifiers.learning.comparing import Comparison
from classifiers.learning.retraining import Retrained
from classifiers.learning.weights import ModelName
from intake_ai.learning.training import Training
from intake_ai.messages import Language, text

_COLUMNS = ("model", "dossiers", "count", "before", "after", "gain", "verdict")


def training_document(training: Training) -> dict[str, Any]:
    """All of it as JSON values."""
    decision = training.decision
    together = decision.together
    return {
        "dossiers": training.dossiers,
        "judging": training.judges,
        "lessons": training.lessons,
        "judging_lessons": training.judging_lessons,
        "models": {name: _model_document(one) for name, one in decision.models.items()},
        "together": {"made": asdict(together[0]), "corrected": asdict(together[1])} if together else None,
        "replaced": [] if training.dry_run else list(decision.replaced),
        "better": list(decision.replaced),
        "dry_run": training.dry_run,
    }


def _model_document(one: Retrained) -> dict[str, Any]:
    return {
        "learned": one.learned,
        "with_lessons": one.with_lessons,
        "made": asdict(one.made),
        "corrected": asdict(one.corrected),
        "figures": dict(one.figures),
        "better": one.better,
    }


def comparison_table(training: Training, language: Language) -> Table:
    """Losses of each model in use and of the new one, and whether they differ beyond chance."""
    table = Table(*(text(f"train-column-{name}", language) for name in _COLUMNS))
    for name, one in training.decision.models.items():
        _add_rows(table, text(f"train-model-{name}", language), (one.made, one.corrected), language)
    if training.decision.together:
        _add_rows(table, text("train-together", language), training.decision.together, language)
    return table


def _add_rows(table: Table, name: str, comparisons: tuple[Comparison, Comparison], language: Language) -> None:
    for kind, one in zip(("made", "corrected"), comparisons, strict=True):
        if one.dossiers:
            table.add_row(
                name if kind == "made" else "",
                text(f"train-dossiers-{kind}", language),
                str(one.dossiers),
                f"{one.before:.3f}",
                f"{one.after:.3f}",
                f"{one.gain.value:+.3f} ({one.gain.low:+.3f} … {one.gain.high:+.3f})",
                text(f"train-verdict-{one.verdict}", language),
            )


def sentences(training: Training, language: Language) -> Iterator[str]:
    """What is done with each model, and how to go back."""
    decision = training.decision
    for name, one in decision.models.items():
        yield text(_fate(name, one, training), language, model=text(f"train-model-{name}", language))
    if training.lessons and not training.judging_lessons:
        yield text("train-lessons-only-taught", language, lessons=training.lessons)
    if decision.replaced and not training.dry_run:
        yield text("train-undo-hint", language)


def _fate(name: ModelName, one: Retrained, training: Training) -> str:
    if name in training.decision.replaced:
        return "train-would-replace" if training.dry_run else "train-replaced"
    if one.better:
        return "train-kept-together"
    return "train-kept-worse" if "worse" in {one.made.verdict, one.corrected.verdict} else "train-kept-same"
