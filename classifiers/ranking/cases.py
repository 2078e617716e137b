"""Which case of a procedure the papers are for: by how they fit its rows, and by the words of its title."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.ranking.evidence import IDENTITY, Evidence
from classifiers.ranking.matching import DOUBTFUL, assign
from classifiers.ranking.phrases import PhraseTable
from classifiers.ranking.profiles import ProcedureProfile, RowProfile

OF_CASE = (
    "placed",
    "placed in own rows",
    "cards placed",
    "due served",
    "due unserved",
    "papers say title",
    "form says title",
    "wish says title",
    "first",
)
_MOST = 5
_MOST_PAPERS = 14


@dataclass(frozen=True)
class CaseChoices:
    """The cases of one procedure: `indices` as in the catalogue, `numbers` of shape (cases, OF_CASE)."""

    indices: tuple[int, ...]
    numbers: npt.NDArray[np.float64]


def case_choices(evidence: Evidence, profile: ProcedureProfile) -> CaseChoices:
    """The cases whose rows a dossier may be for; none where nobody need choose."""
    indices = tuple(sorted({row.case for row in profile.rows if row.case is not None and row.is_paper}))
    if len(indices) < 2:
        return CaseChoices(indices, np.zeros((len(indices), len(OF_CASE))))
    titles = PhraseTable([profile.cases[index] if index < len(profile.cases) else "" for index in indices])
    texts = [evidence.said, evidence.title + " . " + evidence.request, " . ".join(evidence.wishes)]
    said = titles.compare(texts).document
    fits = [_fit(evidence, profile, index) for index in indices]
    numbers = [
        [*fit, *map(float, words), float(place == 0)] for place, (fit, words) in enumerate(zip(fits, said, strict=True))
    ]
    return CaseChoices(indices, np.array(numbers))


def _fit(evidence: Evidence, profile: ProcedureProfile, case: int) -> tuple[float, ...]:
    rows = [row for row in profile.rows if row.is_paper and row.case in (None, case)]
    own = {row.index for row in rows if row.case == case}
    papers = evidence.papers[:_MOST_PAPERS]
    matches = assign(papers, rows, profile.name)
    identity = {paper.id for paper in papers if paper.type in IDENTITY}
    served = {match.row: match.fit for match in matches}
    due = [served.get(row.index, 0.0) for row in rows if _is_due(row)]
    telling = [match for match in matches if match.paper not in identity]
    return (
        sum(match.fit for match in telling),
        sum(match.fit for match in telling if match.row in own),
        sum(match.fit for match in matches if match.paper in identity),
        float(np.mean(due)) if due else 0.5,
        min(sum(fit < DOUBTFUL for fit in due), _MOST) / _MOST,
    )


def _is_due(row: RowProfile) -> bool:
    return row.due and not (row.types and row.types <= IDENTITY)
