"""Every run of pages that may be a paper, with its cues or its score.

A splitting of n pages is a way through this lattice: runs that follow each other and hold every page once (semi-Markov
conditional random field, Sarawagi and Cohen 2004). A run's cues may look at all of its pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.splitting.opening_cues import Cue, opening_cues
from classifiers.splitting.paper_so_far import PaperSoFar
from classifiers.splitting.traits import PageTraits
from classifiers.splitting.weighing import Vector, cue_list

Table = NDArray[np.float64]

MOST_PAGES = 150
"""A paper of the dossier has at most so many pages; longer ones are told as several."""
_HOPELESS = -60.0
"""A run that scores so much less than its first page alone is not made longer."""


@dataclass(frozen=True, slots=True)
class Run:
    """Pages from `start` on, `length` of them, with the cues that came with the last one and those of ending there."""

    start: int
    length: int
    added: tuple[Cue, ...]
    ending: tuple[Cue, ...]


def runs_from(traits: Sequence[PageTraits], start: int, most: int = MOST_PAGES) -> Iterator[Run]:
    """The runs that begin with a page, the shortest first."""
    before = next((page for page in reversed(traits[:start]) if not page.scrap), None) if start else None
    several_files = traits[0].file != traits[-1].file
    added = tuple(opening_cues(traits[start], before or (traits[start - 1] if start else None), several_files))
    paper = PaperSoFar(traits[start], several_files)
    yield Run(start, 1, added, tuple(paper.ending()))
    for length, page in enumerate(traits[start + 1 : start + most], start=2):
        cues = tuple(paper.going_on(page))
        paper.add(page)
        yield Run(start, length, cues, tuple(paper.ending()))


def scores(traits: Sequence[PageTraits], weights: Mapping[str, float], most: int = MOST_PAGES) -> Table:
    """Score of each run.

    Returns:
        Row by first page, column by length less one; minus infinity where there is no such run.
    """
    table = np.full((len(traits), min(most, max(len(traits), 1))), -np.inf)
    for start in range(len(traits)):
        so_far = alone = 0.0
        for run in runs_from(traits, start, most):
            so_far += _sum(run.added, weights)
            alone = so_far if run.length == 1 else alone
            if so_far < alone + _HOPELESS:
                break
            table[start, run.length - 1] = so_far + _sum(run.ending, weights)
    return table


def _sum(cues: Iterable[Cue], weights: Mapping[str, float]) -> float:
    return sum(weights[name] * value for name, value in cues)


def cue_table(traits: Sequence[PageTraits], most: int) -> Table:
    """The summed cues of each run: first page, length less one, cue; zero where there is no such run."""
    column = {name: index for index, name in enumerate(cue_list().names)}
    table = np.zeros((len(traits), min(most, len(traits)), len(column)))
    for start in range(len(traits)):
        so_far = np.zeros(len(column))
        for run in runs_from(traits, start, most):
            _add(so_far, run.added, column)
            row = table[start, run.length - 1]
            row += so_far
            _add(row, run.ending, column)
    return table


def _add(row: Vector, cues: Iterable[Cue], column: Mapping[str, int]) -> None:
    for name, value in cues:
        row[column[name]] += value
