"""The three models that learn, by name: their learners, and the functions that use given weights."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from classifiers.identifying.model import TypingModel
from classifiers.knowing import Knowing, knowing_by
from classifiers.learning.learner import Learner, Weights
from classifiers.learning.weights import ModelName
from classifiers.ranking import ProcedureRanker
from classifiers.ranking.known import KnownProcedures
from classifiers.ranking.model import RankingModel
from classifiers.splitting.model import model_of

_LEARNERS: Final = {
    "splitting": ("classifiers.splitting.training", "SplittingLearner"),
    "typing": ("classifiers.identifying.training", "TypingLearner"),
    "ranking": ("classifiers.ranking.training", "RankingLearner"),
}


def learner_of(name: ModelName) -> Learner:
    """What trains the model of a name; imported when asked for, as training may need more than the program does.

    Raises:
        ModuleNotFoundError: Something that training needs is not installed.
    """
    module, learner = _LEARNERS[name]
    made: Learner = getattr(import_module(module), learner)()
    return made


def knowing_with(known: KnownProcedures, weights: Mapping[ModelName, Weights]) -> Knowing:
    """The functions that tell what was handed in, with these weights and the shipped ones for the rest.

    Raises:
        KeyError, ValueError: Weights lack what the model needs.
    """
    splitting = model_of(weights["splitting"]) if "splitting" in weights else None
    typing = TypingModel.of(weights["typing"]) if "typing" in weights else None
    ranking = RankingModel(weights["ranking"]) if "ranking" in weights else None
    return knowing_by(ProcedureRanker(known, ranking), splitting, typing)
