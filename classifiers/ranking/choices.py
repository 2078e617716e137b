"""The procedures that a dossier may be for, each as a row of numbers, and the numbers of "none of these"."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.papers import PaperType
from classifiers.ranking.comparing import Columns, compare
from classifiers.ranking.evidence import Evidence
from classifiers.ranking.fitting import FITS, fit_of
from classifiers.ranking.known import KnownProcedures
from classifiers.vietnamese import syllables

Numbers = npt.NDArray[np.float32]

SHORTLIST = 60
"""Procedures whose rows are compared with the papers."""
_FIRST_OF_EACH = 6
"""Procedures that each way of seeking brings in, whatever the others say."""

_PRIOR: Mapping[str, float] = {
    "words of title": 1.0,
    "words of body": 0.8,
    "words of titles": 0.5,
    "words of request": 0.7,
    "name says title": 0.5,
    "title says name": 0.3,
    "title like row": 0.6,
    "wish like name": 0.5,
    "wish says name": 0.3,
    "passage says name": 0.5,
    "papers say name": 0.4,
    "titles like rows": 0.4,
    "meaning of title": 0.4,
    "meaning of request": 0.3,
    "form number": 0.3,
    "law": 0.3,
    "request says name": 0.4,
}
"""What the shortlist is drawn up by: rough weights, since whoever is on it is weighed anew."""

EVIDENCE_OF_NONE = (
    "title says name",
    "name says title",
    "title like row",
    "a title says name",
    "wish like name",
    "passage says name",
    "papers say name",
    "meaning of title",
    "meaning of request",
    "titles like rows",
    "law",
    "form fits",
    "others placed",
    "due served",
)
"""Columns whose greatest value speaks against "none of these"."""
OF_NONE = (*EVIDENCE_OF_NONE, "forms", "telling papers", "has a title", "syllables", "agreement", "runner-up")


@dataclass(frozen=True)
class Choices:
    """What the model chooses from.

    Attributes:
        positions: Of the shortlisted procedures in the catalogue, shape (candidates,).
        numbers: Shape (candidates, names).
        names: Of the columns of `numbers`.
        of_none: Of the alternative that it is none of these, shape (len(OF_NONE),).
    """

    positions: npt.NDArray[np.intp]
    numbers: Numbers
    names: tuple[str, ...]
    of_none: Numbers


def choices(
    evidence: Evidence, known: KnownProcedures, without: Collection[int] = (), within: Collection[int] = ()
) -> Choices:
    """Draw up the shortlist and compare it with the papers.

    Args:
        without: Positions of procedures to leave out, as if the catalogue did not have them.
        within: Positions of procedures that are compared whether they are on the shortlist or not.
    """
    columns = compare(evidence, known)
    return chosen_from(columns, evidence, known, without, within)


def chosen_from(
    columns: Columns,
    evidence: Evidence,
    known: KnownProcedures,
    without: Collection[int] = (),
    within: Collection[int] = (),
) -> Choices:
    """As `choices`, of the columns that `compare` gave."""
    kept = np.setdiff1d(np.arange(len(known)), np.fromiter(without, np.intp, len(without)))
    columns = {name: _among(name, values[kept]) for name, values in columns.items()}
    chosen = np.union1d(_shortlist(columns), np.flatnonzero(np.isin(kept, list(within))))
    fits = [fit_of(evidence, known.profiles[kept[place]]) for place in chosen]
    columns = {name: values[chosen] for name, values in columns.items()}
    columns |= {name: np.array([fit[place] for fit in fits], np.float32) for place, name in enumerate(FITS)}
    return Choices(
        kept[chosen],
        np.stack(list(columns.values()), axis=1).astype(np.float32),
        tuple(columns),
        _of_none(columns, evidence),
    )


def _among(name: str, values: Numbers) -> Numbers:
    """Shares of the highest, where the highest may have been left out."""
    return values / max(float(values.max(initial=0.0)), 1e-6) if name.startswith("words of") else values


def _shortlist(columns: Columns) -> npt.NDArray[np.intp]:
    prior = _prior(columns)
    first = [np.argsort(-columns[name], kind="stable")[:_FIRST_OF_EACH] for name in _PRIOR if columns[name].any()]
    brought = np.unique(np.concatenate(first)) if first else np.zeros(0, np.intp)
    return np.unique(np.concatenate([brought, np.argsort(-prior, kind="stable")[:SHORTLIST]]))


def _prior(columns: Columns) -> Numbers:
    return np.asarray(sum(weight * columns[name] for name, weight in _PRIOR.items()), np.float32)


def _of_none(columns: Columns, evidence: Evidence) -> Numbers:
    prior = np.sort(_prior(columns))[::-1]
    best = [int(columns[name].argmax()) for name in EVIDENCE_OF_NONE if columns[name].size and columns[name].any()]
    forms = sum(paper.type is PaperType.APPLICATION_FORM for paper in evidence.papers)
    return np.array(
        [
            *(float(columns[name].max(initial=0.0)) for name in EVIDENCE_OF_NONE),
            min(forms, 3),
            min(len(evidence.telling), 6),
            float(bool(evidence.title)),
            np.log1p(len(syllables(evidence.said))),
            max((best.count(place) for place in set(best)), default=0) / max(1, len(best)),
            float(prior[1] / max(prior[0], 1e-6)) if len(prior) > 1 else 0.0,
        ],
        np.float32,
    )
