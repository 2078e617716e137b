"""What a model that learns from examples offers: learning, and being measured on examples it never saw."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from classifiers.learning.examples import Example

if TYPE_CHECKING:
    from classifiers.ranking.known import KnownProcedures

Weights = Mapping[str, NDArray[Any]]
"""A model's arrays by name, as an npz file keeps them."""


class Learner(Protocol):
    """One of the models that `intake-ai train` trains anew.

    Attributes:
        name: Of the model and of its weights' file: "splitting", "typing" or "ranking".
    """

    name: str

    def learn(self, examples: Sequence[Example], known: "KnownProcedures", seed: int) -> Weights:
        """Learn from examples; the same examples and seed give the same weights."""

    def measure(self, weights: Weights, examples: Sequence[Example], known: "KnownProcedures") -> dict[str, float]:
        """Figures over examples, as a rule ones the weights were not learned from."""
