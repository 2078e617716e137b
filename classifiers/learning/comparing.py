"""Whether a new model is better than the one in use, on the same dossiers, beyond what chance would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from classifiers.learning.resampling import Interval, interval

Verdict = Literal["better", "same", "worse", "untold"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A dossier's loss under the model in use and under the new one; dossiers of one `procedure` are drawn together."""

    procedure: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models over the same dossiers.

    Attributes:
        before, after: Mean loss of the one in use and of the new one.
        gain: Mean of before less after, with 95% of the drawings of procedures (paired bootstrap).
        verdict: Better or worse where these lie on one side of zero, the same where they do not, untold of nothing.
    """

    dossiers: int
    before: float
    after: float
    gain: Interval
    verdict: Verdict


def compare(judged: Sequence[Judged], seed: int = 0) -> Comparison:
    """Compare two models by the losses of each dossier."""
    if not judged:
        return Comparison(0, 0.0, 0.0, Interval(0.0, 0.0, 0.0), "untold")
    gain = interval(judged, _mean_gain, lambda one: one.procedure, seed=seed)
    verdict: Verdict = "better" if gain.low > 0 else "worse" if gain.high < 0 else "same"
    before = sum(one.before for one in judged) / len(judged)
    return Comparison(len(judged), before, before - gain.value, gain, verdict)


def is_to_replace(comparisons: Sequence[Comparison]) -> bool:
    """The rule: better on some kind of dossiers, worse on none; a tie keeps the model in use."""
    verdicts = {comparison.verdict for comparison in comparisons}
    return "better" in verdicts and "worse" not in verdicts


def is_no_loss(comparisons: Sequence[Comparison]) -> bool:
    """The rule for several new models together: on no kind of dossiers do they lose on the mean."""
    return all(comparison.gain.value >= 0 for comparison in comparisons)


def _mean_gain(judged: Sequence[Judged]) -> float:
    return sum(one.before - one.after for one in judged) / len(judged)
