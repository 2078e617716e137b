"""Learns to rank procedures from examples: dossiers of known procedures, and some of none of the catalogue."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize, minimize_scalar

from classifiers.identifying.naming import identify
from classifiers.learning.calibration import calibration_error, equal_width
from classifiers.learning.examples import Example
from classifiers.learning.outcomes import Certainty
from classifiers.ranking.cases import OF_CASE, CaseChoices, case_choices
from classifiers.ranking.choices import OF_NONE, Choices, choices, chosen_from
from classifiers.ranking.comparing import compare
from classifiers.ranking.evidence import Evidence, gather
from classifiers.ranking.known import KnownProcedures
from classifiers.ranking.logit import Beforehand, Floats, laid_end_to_end, learn, shares
from classifiers.ranking.model import RankingModel, alternatives, log_odds, standardised
from classifiers.splitting import split
from classifiers.vietnamese import fold

_FOLDS = 4
_TWIN = 0.55
"""Share of each other that two names must say for the one to be left out with the other."""
_OUTSIDE = 0.25
"""Share of examples that are seen again with their procedure left out of the catalogue."""
_UNTITLED = 0.35
"""Share of examples that are seen again with nothing in the place of the form's title: real titles say less."""
_NONE_WEIGHT = 0.12
"""Of all weight, what examples of no procedure have: about how often a centre is handed something else."""
_CAUTION = 0.4
"""Taken from the logarithm of the odds of the likeliest procedure: what is met is less like the examples than the
examples are like each other."""
PENALTY = 0.003
"""Of departing from the judged weights; chosen on procedures held back, see weights/figures.json."""
_FLOOR = 0.5
"""Share of a judged weight below which learning does not go."""
_CASE_PENALTY = 0.003
_LINE_PENALTY = 0.01
_SURE, _UNSURE = 0.95, 0.5
_SPEAKS_FOR_CASE = frozenset(OF_CASE) - {"due unserved"}


@dataclass(frozen=True)
class Case:
    """One example made ready: what may be chosen, and what is right.

    Attributes:
        right: Of each choice, and last of "none".
        group: Name of the procedure, folded: all of one name are learned from, or measured on, never both.
        as_met: Not changed for learning.
    """

    choices: Choices
    right: npt.NDArray[np.bool_]
    group: str
    as_met: bool = True


@dataclass(frozen=True)
class Prepared:
    """What an example teaches: cases of choosing a procedure, and one of choosing its case where it has several."""

    cases: tuple[Case, ...]
    of_case: tuple[CaseChoices, int] | None = None


class RankingLearner:
    """Learns the weights of `RankingModel`."""

    name = "ranking"

    def learn(self, examples: Sequence[Example], known: KnownProcedures, seed: int) -> Mapping[str, npt.NDArray[Any]]:
        """Learn from examples; the same examples and seed give the same weights."""
        prepared = [prepare(example, known, seed) for example in examples]
        return learn_weights(prepared)

    def measure(
        self, weights: Mapping[str, npt.NDArray[Any]], examples: Sequence[Example], known: KnownProcedures
    ) -> dict[str, float]:
        """How often the first and the first five are right, and whether its probabilities are."""
        model = RankingModel(weights)
        prepared = [prepare(example, known, 0, changed=False) for example in examples]
        return measured(model, prepared)


def prepare(example: Example, known: KnownProcedures, seed: int, *, changed: bool = True) -> Prepared:
    """The example as it is met and, where wanted, changed so that more can be learned from it."""
    evidence = gather(identify(split(example.pages)))
    cases = tuple(_cases(example, evidence, known, seed))
    of_case = None
    place = known.positions.get(example.code or "")
    if place is not None and example.case is not None:
        found = case_choices(evidence, known.profiles[place])
        if len(found.indices) > 1 and example.case in found.indices:
            of_case = (found, found.indices.index(example.case))
    return Prepared(cases if changed else tuple(case for case in cases if case.as_met), of_case)


def _cases(example: Example, evidence: Evidence, known: KnownProcedures, seed: int) -> Iterator[Case]:
    right = [known.positions[code] for code in (example.code, *example.same) if code in known.positions]
    group = fold(known.profiles[right[0]].name) if right else "none"
    columns = compare(evidence, known)
    if (case := _case(chosen_from(columns, evidence, known), known, right, group)) is not None:
        yield case
    dice = np.random.default_rng([seed, *hashlib.sha256(example.name.encode()).digest()[:8]]).random(2)
    if right and dice[0] < _OUTSIDE:
        found = chosen_from(columns, evidence, known, without=_with_twins(right, known))
        yield Case(found, np.array([*np.zeros(len(found.positions), bool), True]), group, as_met=False)
    if (
        right
        and dice[1] < _UNTITLED
        and (case := _case(choices(_untitled(evidence), known), known, right, group)) is not None
    ):
        yield replace(case, as_met=False)


def _case(found: Choices, known: KnownProcedures, right: Sequence[int], group: str) -> Case | None:
    """None where the right one is not on the shortlist: nothing can be learned from that."""
    same = (
        np.isin(known.same[found.positions], known.same[list(right)]) if right else np.zeros(len(found.positions), bool)
    )
    if right and not same.any():
        return None
    return Case(found, np.append(same, not right), group)


def _with_twins(right: Sequence[int], known: KnownProcedures) -> list[int]:
    """Procedures with a name nearly that of the right one: whoever does not know this one may well mean them."""
    said = known.names.compare([known.core_names[position] for position in right])
    alike = (np.minimum(said.document, said.text) > _TWIN).any(axis=1)
    return [*np.flatnonzero(alike).tolist(), *right]


def _untitled(evidence: Evidence) -> Evidence:
    titles = tuple(title for title in evidence.titles if title != evidence.title)
    form = replace(evidence.form, title="") if evidence.form else None
    papers = tuple(form if form and paper is evidence.form else paper for paper in evidence.papers)
    telling = tuple(form if form and paper is evidence.form else paper for paper in evidence.telling)
    return replace(evidence, title="", titles=titles, form=form, papers=papers, telling=telling)


def learn_weights(
    prepared: Sequence[Prepared], penalty: float = PENALTY, left_out: Collection[str] = ()
) -> dict[str, npt.NDArray[Any]]:
    """Weights from what examples teach; the temperature is that which suits procedures that were held back.

    Args:
        penalty: Of departing from the judged weights.
        left_out: Names of columns to learn without.

    Raises:
        ValueError: There is nothing to learn from.
    """
    cases = [case for example in prepared for case in example.cases]
    if not cases:
        raise ValueError("no example to learn ranking from")
    names = tuple(name for name in cases[0].choices.names if name not in left_out)
    told = held_back(cases, cases, names, penalty)
    temperature = suited_temperature(told) if told else 1.0
    slope, offset = suited_sharpness(at_temperature(told, temperature))
    return {
        **_learned(cases, names, penalty),
        "temperature": np.array(temperature),
        "slope": np.array(slope),
        "offset": np.array(offset - _CAUTION),
        **_case_weights([example.of_case for example in prepared if example.of_case]),
    }


def held_back(
    cases: Sequence[Case], taught: Sequence[Case], names: Sequence[str], penalty: float
) -> list[tuple[Case, Floats]]:
    """Each of the `cases` as met, with utilities learned from those of `taught` that are of other procedures."""
    told: list[tuple[Case, Floats]] = []
    for number in range(_FOLDS):
        others = [case for case in taught if _fold(case.group) != number]
        held = [case for case in cases if case.as_met and _fold(case.group) == number]
        if others and held:
            learned = _learned(others, names, penalty)
            told += [(case, _standard(case, learned) @ learned["weights"]) for case in held]
    return told


def _standard(case: Case, learned: Mapping[str, npt.NDArray[Any]]) -> Floats:
    numbers = alternatives(case.choices, [str(name) for name in learned["names"]])
    return standardised(numbers, learned["mean"], learned["scale"])


def _learned(cases: Sequence[Case], names: Sequence[str], penalty: float) -> dict[str, npt.NDArray[Any]]:
    numbers = [alternatives(case.choices, names) for case in cases]
    joined = np.concatenate(numbers)[:, :-1]
    learned = {"names": np.array(names), "mean": np.nanmean(joined, axis=0), "scale": np.nanstd(joined, axis=0) + 1e-6}
    ready = [standardised(rows, learned["mean"], learned["scale"]) for rows in numbers]
    situations = laid_end_to_end(ready, [case.right for case in cases], _weights(cases))
    return learned | {"weights": learn(situations, _beforehand(names, learned["scale"], penalty))}


def _beforehand(names: Sequence[str], scale: Floats, penalty: float) -> Beforehand:
    """Judged weights and bounds of the columns of choices, of "none", and of its constant."""
    given = _judged()
    judged = np.zeros(len(names) + len(OF_NONE) + 1)
    judged[: len(names)] = [given["judged"].get(name, 0.0) * spread for name, spread in zip(names, scale, strict=False)]
    against = [name in given["against"] for name in names]
    either = [name in given["either_way"] for name in OF_NONE] + [True]
    floors = _FLOOR * judged[: len(names)]
    ceilings = [given["at_most"].get(name, np.inf) * spread for name, spread in zip(names, scale, strict=False)]
    least = [-high if bad else low for bad, low, high in zip(against, floors, ceilings, strict=True)]
    most = [0.0 if bad else high for bad, high in zip(against, ceilings, strict=True)]
    least += [-np.inf] * len(either)
    most += [np.inf if free else 0.0 for free in either]
    return Beforehand(judged, np.array(least), np.array(most), penalty)


@cache
def _judged() -> Mapping[str, Any]:
    given: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("judged_weights.yaml").read_text(encoding="utf-8"))
    return given


def _case_weights(samples: Sequence[tuple[CaseChoices, int]]) -> dict[str, npt.NDArray[Any]]:
    """A conditional logit over the cases of a procedure; all 0, which is not to know, where there are no samples."""
    width = len(OF_CASE)
    if not samples:
        return {"case_scale": np.ones(width), "case_weights": np.zeros(width)}
    scale = np.concatenate([found.numbers for found, _ in samples]).std(axis=0) + 1e-6
    right = [np.arange(len(found.indices)) == place for found, place in samples]
    situations = laid_end_to_end([found.numbers / scale for found, _ in samples], right, [1.0] * len(samples))
    speaks_for = np.array([name in _SPEAKS_FOR_CASE for name in OF_CASE])
    bounds = np.where(speaks_for, 0.0, -np.inf), np.where(speaks_for, np.inf, 0.0)
    beforehand = Beforehand(np.zeros(width), *bounds, _CASE_PENALTY)
    return {"case_scale": scale, "case_weights": learn(situations, beforehand)}


def _weights(cases: Sequence[Case]) -> list[float]:
    nones = sum(bool(case.right[-1]) for case in cases)
    rest = len(cases) - nones
    each = _NONE_WEIGHT / (1 - _NONE_WEIGHT) * rest / nones if nones and rest else 1.0
    return [each if case.right[-1] else 1.0 for case in cases]


def suited_temperature(told: Sequence[tuple[Case, Floats]]) -> float:
    """By which utilities are divided so that the logarithmic loss over cases held back is least."""
    columns = [utilities[:, np.newaxis] for _, utilities in told]
    situations = laid_end_to_end(columns, [case.right for case, _ in told], [1.0] * len(told))

    def loss(logarithm: float) -> float:
        chance = shares(situations.numbers[:, 0] / np.exp(logarithm), situations.starts)
        of_right = np.add.reduceat(np.where(situations.right, chance, 0), situations.starts)
        return float(-np.log(np.maximum(of_right, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 2.5), method="bounded").x))


def at_temperature(told: Sequence[tuple[Case, Floats]], temperature: float) -> list[tuple[Case, Floats]]:
    """Utilities as chances."""
    return [(case, shares(utilities / temperature, np.zeros(1, np.intp))) for case, utilities in told]


def suited_sharpness(told: Sequence[tuple[Case, Floats]]) -> tuple[float, float]:
    """Slope and offset for `sharpened` by which the chance of the likeliest choice comes true; 1 and 0 for no cases."""
    if not told:
        return 1.0, 0.0
    odds = np.array([log_odds(chance[:-1].max()) for _, chance in told])
    right = np.array([case.right[int(chance[:-1].argmax())] for case, chance in told])
    weights = np.array(_weights([case for case, _ in told]))

    def loss(line: Any) -> float:
        margins = np.where(right, 1, -1) * (line[0] * odds + line[1])
        return float((weights * np.logaddexp(0, -margins)).sum() / weights.sum() + _LINE_PENALTY * (line[0] - 1) ** 2)

    found: Any = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.3, 2.0), (-2.0, 2.0)])
    return float(found.x[0]), float(found.x[1])


def _with_none(model: RankingModel, case: Case) -> Floats:
    chances = model.chances(case.choices)
    return np.append(chances.of_choices, chances.of_none)


def measured(model: RankingModel, prepared: Sequence[Prepared]) -> dict[str, float]:
    """`figures` of the procedures, and how often the case is right and is said to be."""
    told = [(case, _with_none(model, case)) for example in prepared for case in example.cases if case.as_met]
    found = [(model.case(example.of_case[0]), example.of_case) for example in prepared if example.of_case]
    right = [case == choices.indices[place] for (case, _), (choices, place) in found]
    sure = [confidence for (_, confidence), _ in found]
    of_cases = {"case right": float(np.mean(right)), "case said": float(np.mean(sure))} if found else {}
    return figures(told) | of_cases


def figures(told: Sequence[tuple[Case, Floats]]) -> dict[str, float]:
    """Of the procedure said to be likeliest: how often it is right, and how true its probability is.

    Args:
        told: Cases with the chances of their choices and, last, of none.

    Returns:
        top-1 and top-5 are shares of the cases of a procedure; all else is over all cases, where a procedure named for
        papers of none is wrong. "none doubted": share of those of none whose likeliest procedure has less than 0.5.
    """
    first = [(bool(case.right[int(chance[:-1].argmax())]), float(chance[:-1].max())) for case, chance in told]
    served = [(case, chance) for case, chance in told if not case.right[-1]]
    five = [case.right[np.argsort(-chance[:-1])[:5]].any() for case, chance in served]
    sure = [right for right, chance in first if chance >= _SURE]
    doubted = [chance[:-1].max() < _UNSURE for case, chance in told if case.right[-1]]
    return {
        "examples": float(len(told)),
        "top-1": sum(right for right, _ in first) / max(1, len(served)),
        "top-5": float(np.mean(five)) if five else 0.0,
        "log loss": float(np.mean([-np.log(max(chance[case.right].sum(), 1e-12)) for case, chance in told])),
        "calibration error": calibration_error(equal_width([Certainty(chance, right) for right, chance in first])),
        "said 0.95": len(sure) / max(1, len(told)),
        "right of said 0.95": float(np.mean(sure)) if sure else 1.0,
        "none doubted": float(np.mean(doubted)) if doubted else 1.0,
    }


def _fold(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[1] % _FOLDS
