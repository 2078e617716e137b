"""Ways through the lattice: the best ones, and how probable each run is over all of them."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from classifiers.splitting.lattice import Table
from classifiers.splitting.weighing import Vector

Bounds = tuple[int, ...]
"""First pages of the papers, from 0, in order."""


@dataclass(frozen=True, slots=True)
class Way:
    """A splitting as the first pages of its papers, with its score."""

    starts: Bounds
    score: float


def forward(table: Table) -> Vector:
    """Log-sum of the scores of all ways over the pages before each page, and over all pages at the end."""
    count, most = table.shape
    sums = np.full(count + 1, -np.inf)
    sums[0] = 0.0
    for end in range(1, count + 1):
        starts = np.arange(max(0, end - most), end)
        sums[end] = logsumexp(sums[starts] + table[starts, end - starts - 1])
    return sums


def backward(table: Table) -> Vector:
    """Log-sum of the scores of all ways over the pages from each page on."""
    count, most = table.shape
    sums = np.full(count + 1, -np.inf)
    sums[count] = 0.0
    for start in range(count - 1, -1, -1):
        lengths = np.arange(1, min(most, count - start) + 1)
        sums[start] = logsumexp(table[start, lengths - 1] + sums[start + lengths])
    return sums


def probabilities(table: Table) -> Table:
    """Probability of each run being a paper, in the shape of the table."""
    count, most = table.shape
    before, after = forward(table), backward(table)
    ends = np.minimum(np.arange(count)[:, None] + np.arange(1, most + 1), count)
    result: Table = np.exp(before[:-1, None] + table + after[ends] - before[-1])
    return result


def best_ways(table: Table, count: int) -> list[Way]:
    """The ways with the highest scores, best first, at most `count`."""
    pages, most = table.shape
    kept: list[list[tuple[float, int, int]]] = [[(0.0, -1, -1)]]
    for end in range(1, pages + 1):
        reached = [
            (score + table[start, end - start - 1], start, rank)
            for start in range(max(0, end - most), end)
            if table[start, end - start - 1] > -np.inf
            for rank, (score, _, _) in enumerate(kept[start])
        ]
        kept.append(sorted(reached, key=lambda way: -way[0])[:count])
    return [_way(kept, pages, rank) for rank in range(len(kept[pages]))]


def _way(kept: list[list[tuple[float, int, int]]], end: int, rank: int) -> Way:
    score = kept[end][rank][0]
    starts: list[int] = []
    while end > 0:
        _, end, rank = kept[end][rank]
        starts.append(end)
    return Way(tuple(reversed(starts)), float(score))
