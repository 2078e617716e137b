"""Trains models anew and decides, by dossiers that none of them learned from, which are better than those in use."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifiers.knowing import Knowing
from classifiers.learning.comparing import Comparison, Judged, compare, is_no_loss, is_to_replace
from classifiers.learning.examples import Example
from classifiers.learning.learner import Learner, Weights
from classifiers.learning.losses import LOSSES, Loss, joint_loss
from classifiers.learning.parts import Parts
from classifiers.learning.weights import ModelName

if TYPE_CHECKING:
    from classifiers.ranking.known import KnownProcedures

Told = Callable[[str, ModelName | None], None]
"""Told what is done now: "learning", "judging" or "together", and with which model."""


@dataclass(frozen=True)
class Workshop:
    """What models are trained and judged with.

    Attributes:
        known: The catalogue.
        active: Codes of it.
        knowing: The functions with given weights, and the shipped ones for the rest.
        learners: By name of the model, those to train.
        in_use: Weights that stand for shipped ones.
    """

    known: "KnownProcedures"
    active: Collection[str]
    knowing: Callable[[Mapping[ModelName, Weights]], Knowing]
    learners: Mapping[ModelName, Learner]
    in_use: Mapping[ModelName, Weights] = field(default_factory=dict)
    seed: int = 0
    told: Told = lambda _step, _model: None


@dataclass(frozen=True)
class Retrained:
    """A model trained anew.

    Attributes:
        with_lessons: Whether it learned from corrections, too.
        learned: Dossiers that it learned from.
        made, corrected: Against the model in use, on made dossiers and on the corrections set aside to judge.
        figures: Of the new model over all dossiers that judged.
        better: By the rule, taken alone.
    """

    weights: Weights
    with_lessons: bool
    learned: int
    made: Comparison
    corrected: Comparison
    figures: Mapping[str, float]

    @property
    def better(self) -> bool:
        return is_to_replace((self.made, self.corrected))


@dataclass(frozen=True)
class Decision:
    """What came of a training.

    Attributes:
        models: All that were trained.
        together: Those that are better alone, used together, against those in use; None where none is.
        replaced: Names of those to be used from now on.
    """

    models: Mapping[ModelName, Retrained]
    together: tuple[Comparison, Comparison] | None
    replaced: tuple[ModelName, ...]


def retrain(made: Parts, lessons: Parts, workshop: Workshop) -> Decision:
    """Train each model anew, and decide for each and for all together.

    A model is replaced where the new one is better with 95% of the drawings of procedures on made dossiers or on the
    corrections set aside to judge, and worse by the same measure on neither; and where all such models together lose on
    neither.

    Args:
        made: Invented dossiers, by procedure.
        lessons: Corrected ones, by the ids of their dossiers.
        workshop: Learners, and the models in use.
    """
    models = {name: _retrained(name, made, lessons, workshop) for name in workshop.learners}
    better = {name: one.weights for name, one in models.items() if one.better}
    if not better:
        return Decision(models, None, ())
    workshop.told("together", None)
    new = workshop.knowing({**workshop.in_use, **better})
    old = workshop.knowing(workshop.in_use)
    together = (
        _compared(made.judge, joint_loss, old, new, workshop),
        _compared(lessons.judge, joint_loss, old, new, workshop),
    )
    return Decision(models, together, tuple(better) if is_no_loss(together) else ())


def _retrained(name: ModelName, made: Parts, lessons: Parts, workshop: Workshop) -> Retrained:
    workshop.told("learning", name)
    weights, with_lessons, learned = _learned(name, made, lessons, workshop)
    workshop.told("judging", name)
    old, new = workshop.knowing(workshop.in_use), workshop.knowing({**workshop.in_use, name: weights})
    judges = (*made.judge, *lessons.judge)
    return Retrained(
        weights=weights,
        with_lessons=with_lessons,
        learned=learned,
        made=_compared(made.judge, LOSSES[name], old, new, workshop),
        corrected=_compared(lessons.judge, LOSSES[name], old, new, workshop),
        figures=workshop.learners[name].measure(weights, judges, workshop.known),
    )


def _learned(name: ModelName, made: Parts, lessons: Parts, workshop: Workshop) -> tuple[Weights, bool, int]:
    """Weights learned with the corrections, unless those without them are clearly better where both are chosen by."""
    learner, known, seed = workshop.learners[name], workshop.known, workshop.seed
    if not lessons.learn:
        # nothing to choose between: what would choose teaches
        taught = (*made.learn, *made.choose)
        return learner.learn(taught, known, seed), False, len(taught)
    without = learner.learn(made.learn, known, seed)
    taught = (*made.learn, *lessons.learn)
    weights = learner.learn(taught, known, seed)
    old, new = (workshop.knowing({**workshop.in_use, name: one}) for one in (without, weights))
    choosing = _compared((*made.choose, *lessons.choose), LOSSES[name], old, new, workshop)
    if choosing.verdict == "worse":
        return without, False, len(made.learn)
    return weights, True, len(taught)


def _compared(examples: Sequence[Example], loss: Loss, old: Knowing, new: Knowing, workshop: Workshop) -> Comparison:
    judged = [
        Judged(one.code or one.name, loss(one, old, workshop.active), loss(one, new, workshop.active))
        for one in examples
    ]
    return compare(judged, workshop.seed)
