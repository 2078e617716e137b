"""The grammar's reading of a row and the model's weighed against each other, with how sure the result is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intake_ai.catalogue.compiling.alternatives import mentioned_options
from intake_ai.catalogue.compiling.conditions import Due, stated_condition
from intake_ai.catalogue.compiling.facts import with_evidence
from intake_ai.catalogue.compiling.features import features_of
from intake_ai.catalogue.compiling.meaning import Meaning
from intake_ai.catalogue.compiling.model import RowModel, row_model
from intake_ai.catalogue.compiling.rows import Finding, channel_of
from intake_ai.catalogue.models import Procedure, Requirement

OVERRULES_NEED, OVERRULES_OPTIONS = 0.85, 1.39
"""Log odds from which the model overrules the grammar: 70 and 80 %, best of 50 to 90 % in cross-validation."""

_NAMED_BELOW = 0.95
"""Where it is less sure than this that there are no alternatives, that is a fact of its own to be looked at."""

_FIRM_RULES = frozenset({"condition_lead", "heading", "online_only"})
"""Conditions that the model does not talk away: they stand before the paper, or decide between two forms."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a row is taken to say.

    Attributes:
        margins: Log odds in favour of each answer to model.QUESTIONS, of shape (questions,).
    """

    due: Due
    options: Finding[tuple[str, ...]]
    margins: NDArray[np.float64]


def judged(meanings: Sequence[Meaning], rows: Sequence[Requirement], procedure: Procedure) -> list[Requirement]:
    """The rows with what they are taken to say of when they are due and of alternatives, and how sure that is.

    Args:
        meanings: What the grammar read in the rows.
        rows: The rows with kind and choice as the grammar has them.
        procedure: As imported.
    """
    model = row_model()
    features = features_of(meanings, rows, procedure)
    return [
        _with_judgement(row, meaning, judgement_of(meaning, row, model.scores(of_row)), model)
        for row, meaning, of_row in zip(rows, meanings, features, strict=True)
    ]


def judgement_of(meaning: Meaning, row: Requirement, scores: NDArray[np.float64]) -> Judgement:
    """What `row` says, given the model's log odds for it, of shape (questions,)."""
    due, options = _due(meaning, scores[1]), _options(meaning, scores[2])
    answers = (row.kind == "paper", due.when is not None, bool(options.value), row.choice is not None)
    return Judgement(due, options, np.where(answers, scores, -scores))


def _due(meaning: Meaning, odds: float) -> Due:
    if meaning.due.when is None:
        return stated_condition(meaning.text) if odds > OVERRULES_NEED else meaning.due
    firm = meaning.due.rule in _FIRM_RULES or channel_of(meaning.due.when)
    return Due() if odds < -OVERRULES_NEED and not firm else meaning.due


def _options(meaning: Meaning, odds: float) -> Finding[tuple[str, ...]]:
    if not meaning.options.value:
        return mentioned_options(meaning.text) if odds > OVERRULES_OPTIONS else meaning.options
    return Finding(()) if odds < -OVERRULES_OPTIONS else meaning.options


def _with_judgement(row: Requirement, meaning: Meaning, judgement: Judgement, model: RowModel) -> Requirement:
    sure = [round(float(share), 3) for share in model.sureness(judgement.margins)]
    is_paper = row.kind == "paper"
    whole = model.whole_sureness(judgement.margins, is_paper, row.choice is not None)
    row = with_evidence(replace(row, confidence=round(whole, 3)), "kind", meaning.kind.words, sure[0])
    if not is_paper:
        return row
    due, options = judgement.due, judgement.options
    row = replace(
        row,
        need="if" if due.when else "always",
        when=due.when,
        due_if=not due.exempting,
        options=options.value,
    )
    row = with_evidence(row, "need", due.when or "", sure[1])
    if options.value or sure[2] < _NAMED_BELOW:
        row = with_evidence(row, "options", options.words, sure[2])
    announced = next((found.words for found in row.evidence if found.fact == "choice"), "")
    return with_evidence(row, "choice", announced, sure[3]) if row.choice or sure[3] < _NAMED_BELOW else row
