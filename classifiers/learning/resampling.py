"""How sure a figure is: what it becomes when dossiers are drawn anew (bootstrap, Efron 1979)."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")

DRAWS = 1000
_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds of 95 in 100 drawings."""

    value: float
    low: float
    high: float


def interval(
    items: Sequence[Item],
    figure: Callable[[Sequence[Item]], float],
    cluster: Callable[[Item], Hashable],
    draws: int = DRAWS,
    seed: int = 0,
) -> Interval:
    """A figure over items, and how far it moves when clusters of them are drawn with replacement.

    Dossiers for one procedure share its form and are alike, so procedures are drawn, not single dossiers.

    Args:
        items: At least one.
        figure: Of some items; NaN where they do not tell it.
        cluster: What items that are drawn together have in common.
        draws: How often to draw.
        seed: Of the drawing.
    """
    together: dict[Hashable, list[Item]] = {}
    for item in items:
        together.setdefault(cluster(item), []).append(item)
    groups = list(together.values())
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(groups), (draws, len(groups)))
    values = np.array([figure([item for group in row for item in groups[group]]) for row in drawn])
    told = values[~np.isnan(values)]
    value = figure(items)
    if not len(told):
        return Interval(value, value, value)
    low, high = np.quantile(told, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
    return Interval(value, float(low), float(high))
