"""A training as a centre runs it: dossiers made for its procedures, its lessons, its models, and their replacement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from classifiers.learning.learner import Learner
from classifiers.learning.learners import knowing_with, learner_of
from classifiers.learning.parts import by_dossier, by_procedure
from classifiers.learning.retraining import Decision, Retrained, Workshop, retrain
from classifiers.learning.weights import MODELS, ModelName
from intake_ai.catalogue.service import Catalogue
from intake_ai.learning.asking import TrainingRequest
from intake_ai.learning.errors import TrainingImpossible
from intake_ai.learning.lessons import read_lessons
from intake_ai.learning.making import made_examples
from intake_ai.learning.models import models_in_use, new_record, replace_models
from intake_ai.settings import Settings

FEWEST_JUDGES = 10
"""Dossiers that can judge: fewer say nothing beyond chance."""


@dataclass(frozen=True)
class Training:
    """What came of it.

    Attributes:
        judges, judging_lessons: Dossiers that judged: invented ones, and corrections.
        lessons: Corrections in all.
    """

    decision: Decision
    dossiers: int
    judges: int
    lessons: int
    judging_lessons: int
    dry_run: bool = False


def train(settings: Settings, catalogue: Catalogue, request: TrainingRequest) -> Training:
    """Make dossiers, train, judge, and replace what is better.

    Raises:
        TrainingImpossible: Something that training needs is missing, or the dossiers are too few to judge by.
        EngineMissing: As `read_uploads`.
    """
    learners = _learners(request.models)
    names = {one.code: one.name for one in catalogue.active}
    examples = list(made_examples(settings, catalogue, request.dossiers, request.seed, request.progress))
    made = by_procedure(examples, lambda one: names.get(one.code or "", one.name))
    if len(made.judge) < FEWEST_JUDGES:
        raise TrainingImpossible("train-too-few-dossiers", judges=len(made.judge), fewest=FEWEST_JUDGES)
    kept = list(read_lessons(settings))
    lessons = by_dossier(kept)
    if len(lessons.judge) < FEWEST_JUDGES:
        # they judge nothing yet, but must not teach either: they are to judge later models
        lessons = replace(lessons, judge=())
    in_use = models_in_use(settings)
    own = {name: weights for name in MODELS if (weights := in_use.of(name)) is not None}
    workshop = Workshop(
        known=catalogue.known,
        active={one.code for one in catalogue.profiles},
        knowing=lambda weights: knowing_with(catalogue.known, weights),
        learners=learners,
        in_use=own,
        seed=request.seed,
        told=request.told,
    )
    decision = retrain(made, lessons, workshop)
    if decision.replaced and not request.dry_run:
        _put_into_use(settings, catalogue, request, decision)
    return Training(decision, len(examples), len(made.judge), len(kept), len(lessons.judge), request.dry_run)


def _learners(names: Sequence[ModelName]) -> dict[ModelName, Learner]:
    try:
        return {name: learner_of(name) for name in names}
    except ModuleNotFoundError as error:
        raise TrainingImpossible("train-needs-packages", str(error), package=error.name or "") from error


def _put_into_use(settings: Settings, catalogue: Catalogue, request: TrainingRequest, decision: Decision) -> None:
    made = {}
    for name in decision.replaced:
        one = decision.models[name]
        made[name] = (one.weights, new_record(name, one.weights, **_known_of(one, catalogue, request)))
    replace_models(settings, made)


def _known_of(one: Retrained, catalogue: Catalogue, request: TrainingRequest) -> dict[str, Any]:
    return {
        "seed": request.seed,
        "learned": one.learned,
        "with_lessons": one.with_lessons,
        "by": request.by,
        "catalogue": catalogue.version(),
        "figures": dict(one.figures),
        "loss": one.made.after,
        "loss_before": one.made.before,
    }
