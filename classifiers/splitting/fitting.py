"""Fits the weights of the cues: the true splittings are to be the most probable ones (maximum a posteriori).

Sarawagi and Cohen 2004, with a normal prior around the judged weights; numpy and scipy alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from classifiers.splitting.lattice import Table, cue_table
from classifiers.splitting.traits import PageTraits
from classifiers.splitting.weighing import Vector, cue_list

MOST_PAGES = 24
"""Runs are looked at up to this length while fitting; papers that are longer teach nothing."""
_SPREAD = 0.7
"""Standard deviation of the prior around the judged weight of a cue, in log-odds."""
_FIRM = frozenset({"cards", "numbering", "headings", "annex", "likeness", "language", "title"})
_FIRM_SPREAD = 0.2
"""The same for groups of cues that say what the invented dossiers hardly show: cards behind forms, pages in disorder,
several people's forms of one kind, letters with annexes. Left free they followed the templates: cards joined forms,
and forms of three people became one paper."""
_ROUNDS = 60
_BATCH_CELLS = 4_000_000


@dataclass(frozen=True)
class Sequenced:
    """Pages in the order of reading, with the lengths of the papers that they make."""

    traits: tuple[PageTraits, ...]
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Batch:
    """Lattices of sequences padded to one size.

    Attributes:
        cues: Sequence, first page, length less one, cue.
        barred: Runs that do not exist; beyond the end of a sequence only runs of one page do, which score nothing.
        truth: Sum of the cues of the true papers over the whole batch.
    """

    cues: NDArray[np.float32]
    barred: NDArray[np.bool_]
    truth: Vector


def batches(sequences: Sequence[Sequenced]) -> list[Batch]:
    """The lattices of sequences, those of like length together."""
    usable = [one for one in sequences if one.lengths and max(one.lengths) <= MOST_PAGES]
    ordered = sorted(usable, key=lambda one: len(one.traits))
    return [_batch(group) for group in _groups(ordered)]


def _groups(ordered: Sequence[Sequenced]) -> Iterator[list[Sequenced]]:
    group: list[Sequenced] = []
    for one in ordered:
        length = len(one.traits)
        cells = (len(group) + 1) * length * min(length, MOST_PAGES) * len(cue_list().names)
        if group and (cells > _BATCH_CELLS or length > 1.5 * len(group[0].traits) + 2):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _batch(group: Sequence[Sequenced]) -> Batch:
    pages = max(len(one.traits) for one in group)
    most = min(pages, MOST_PAGES)
    cues = np.zeros((len(group), pages, most, len(cue_list().names)), dtype=np.float32)
    barred = np.ones((len(group), pages, most), dtype=bool)
    truth = np.zeros(len(cue_list().names))
    for row, one in enumerate(group):
        table = cue_table(one.traits, MOST_PAGES)
        count = len(one.traits)
        cues[row, :count, : table.shape[1]] = table
        starts, lengths = np.indices((count, most))
        barred[row, :count] = starts + lengths >= count
        barred[row, count:, 0] = False
        truth += _true_cues(table, one.lengths)
    return Batch(cues, barred, truth)


def _true_cues(table: Table, lengths: Sequence[int]) -> Vector:
    starts = np.cumsum([0, *lengths[:-1]])
    result: Vector = table[starts, np.array(lengths) - 1].sum(axis=0)
    return result


def fit(groups: Sequence[Batch], spread: float = _SPREAD) -> Vector:
    """The weights in the order of the cue list."""
    judged, variance = cue_list().judged, _spreads(spread) ** 2

    def loss(weights: Vector) -> tuple[float, Vector]:
        away = (weights - judged) / variance
        total, slope = 0.5 * float(away @ (weights - judged)), away
        for batch in groups:
            log_sum, expected = _expectation(batch, weights)
            total += log_sum - float(batch.truth @ weights)
            slope = slope + expected - batch.truth
        return total, slope

    found = minimize(loss, judged, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    result: Vector = found.x
    return result


def _spreads(spread: float) -> Vector:
    result = np.full(len(cue_list().names), spread)
    for group in _FIRM:
        result[list(cue_list().groups[group])] = min(spread, _FIRM_SPREAD)
    return result


def _expectation(batch: Batch, weights: Vector) -> tuple[float, Vector]:
    """Summed log-partition of a batch and the expected sum of cues."""
    table = (batch.cues @ weights.astype(np.float32)).astype(np.float64)
    table[batch.barred] = -np.inf
    before, after = _sums(table), _sums_on(table)
    count, most = table.shape[1:]
    ends = np.minimum(np.arange(count)[:, None] + np.arange(1, most + 1), count)
    sure = np.exp(before[:, :-1, None] + table + after[:, ends] - before[:, -1, None, None])
    expected = np.tensordot(sure.astype(np.float32), batch.cues, axes=3)
    return float(before[:, -1].sum()), expected.astype(np.float64)


def _sums(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """`decoding.forward` for many lattices at once."""
    rows, count, most = table.shape
    sums = np.full((rows, count + 1), -np.inf)
    sums[:, 0] = 0.0
    for end in range(1, count + 1):
        starts = np.arange(max(0, end - most), end)
        sums[:, end] = logsumexp(sums[:, starts] + table[:, starts, end - starts - 1], axis=1)
    return sums


def _sums_on(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """`decoding.backward` for many lattices at once."""
    rows, count, most = table.shape
    sums = np.full((rows, count + 1), -np.inf)
    sums[:, count] = 0.0
    for start in range(count - 1, -1, -1):
        lengths = np.arange(1, min(most, count - start) + 1)
        sums[:, start] = logsumexp(table[:, start, lengths - 1] + sums[:, start + lengths], axis=1)
    return sums
