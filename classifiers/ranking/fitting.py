"""How well all papers of a dossier and all rows of a procedure explain each other, as numbers."""

from collections.abc import Sequence

import numpy as np

from classifiers.papers import Paper
from classifiers.ranking.evidence import IDENTITY, Evidence
from classifiers.ranking.matching import DOUBTFUL, SATISFIES, assign
from classifiers.ranking.profiles import ProcedureProfile

FITS = (
    "form fits",
    "others placed",
    "best other",
    "others satisfy",
    "others unplaced",
    "due served",
    "due unserved",
    "cards asked for",
)
_MOST_UNPLACED = 3
_MOST_UNSERVED = 5
_MOST_SATISFY = 4
_MOST_PAPERS = 14
"""Telling papers that are compared: where there are more, the first ones tell."""


def fit_of(evidence: Evidence, profile: ProcedureProfile) -> tuple[float, ...]:
    """The numbers named in `FITS`: of the best assignment of papers to rows, identity papers aside.

    One surplus paper costs little: counts are capped, and the best paper stands beside the mean of all.
    """
    papers = evidence.telling[:_MOST_PAPERS]
    rows = [row for row in profile.rows if row.is_paper]
    matches = assign(papers, rows, profile.name)
    fits = {match.paper: match.fit for match in matches}
    served = {match.row: match.fit for match in matches}
    others = [fits.get(paper.id, 0.0) for paper in papers if paper is not evidence.form]
    due = [served.get(row.index, 0.0) for row in rows if row.due and not (row.types and row.types <= IDENTITY)]
    cards = any(paper.type in IDENTITY for paper in evidence.papers)
    return (
        fits.get(evidence.form.id, 0.0) if evidence.form else 0.0,
        float(np.mean(others)) if others else 0.0,
        max(others, default=0.0),
        min(sum(fit >= SATISFIES for fit in others), _MOST_SATISFY) / _MOST_SATISFY,
        min(sum(fit < DOUBTFUL for fit in others), _MOST_UNPLACED) / _MOST_UNPLACED,
        float(np.mean(due)) if due else 0.5,
        min(sum(fit < DOUBTFUL for fit in due), _MOST_UNSERVED) / _MOST_UNSERVED,
        float(cards and any(row.types & IDENTITY for row in rows)),
    )


def fitting(papers: Sequence[Paper], profile: ProcedureProfile, form: Paper | None) -> tuple[Paper, ...]:
    """Papers with a title, other than identity papers and the form, that satisfy a row of the procedure."""
    placed = {match.paper for match in assign(papers, profile.rows, profile.name) if match.fit >= SATISFIES}
    telling = [paper for paper in papers if paper.type not in IDENTITY and paper is not form]
    return tuple(paper for paper in telling if paper.id in placed and paper.title)
