"""What is asked of a training; apart from it, as the training itself is slow to import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifiers.learning.weights import MODELS, ModelName

Progress = Callable[[int, int], None]
Told = Callable[[str, ModelName | None], None]


@dataclass(frozen=True)
class TrainingRequest:
    """What to train.

    Attributes:
        dossiers: Invented ones in all; about a fifth of them judges.
        models: Names of those to train anew.
        by: Who trains, as they say.
        dry_run: Judge only, and replace nothing.
        progress: Told dossiers made.
        told: Told what is done then.
    """

    dossiers: int
    seed: int = 1
    models: Sequence[ModelName] = MODELS
    by: str = ""
    dry_run: bool = False
    progress: Progress = lambda _done, _all: None
    told: Told = lambda _step, _model: None
