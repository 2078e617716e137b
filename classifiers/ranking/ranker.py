"""Which procedure a dossier is for: from its form's title and text, and from how its papers fit the rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from classifiers.lexical import LexicalIndex
from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, Match, assign, row_head
from classifiers.ranking.profiles import ProcedureProfile
from classifiers.ranking.requests import requested_content
from classifiers.vietnamese import fold, syllables

SHORTLIST = 60
"""Procedures whose rows are compared with the papers; the right one was within the first 60 by words alone
for all 24 development dossiers."""
ALTERNATIVES = 9

_SHORTEST_REQUEST = 8
_UNEXPLAINED = 0.3
"""Weight of words of the name that the papers do not say. Of 0, 0.1, 0.2 and 0.3 the last gave the least Brier score
over the 24 development dossiers and the 11 samples against the national catalogue (2026-11-22)."""
_REQUEST = 0.7
"""Share of what a form asks for against what it is called: a form that has a line for it serves many procedures."""

_TEMPERATURE = 0.035
"""Turns scores into probabilities. Least Brier score of the first candidate over the 24 development dossiers and the 11
samples against the national catalogue, measured 2026-11-22: 0.03 to 0.035; too little data for a second digit."""
_IDENTITY = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure with its probability (0-1) and the case that the papers fit best, None where it has no cases."""

    profile: ProcedureProfile
    confidence: float
    case: int | None = None
    case_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, and the papers that speak for the first: form, and papers fitting its rows."""

    candidates: tuple[Candidate, ...]
    form: Paper | None = None
    fitting: tuple[Paper, ...] = ()
    contradicted: bool = False

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


class ProcedureRanker:
    """Ranks the procedures of one catalogue version.

    Args:
        profiles: The active procedures, in the order of `index`'s documents.
        index: Fitted on the profiles' names, rows and context.
    """

    def __init__(self, profiles: Sequence[ProcedureProfile], index: LexicalIndex) -> None:
        self._profiles = profiles
        self._index = index
        self._names = [_core(profile.name) for profile in profiles]
        self._name_words = [tuple(dict.fromkeys(syllables(name))) for name in self._names]
        self._forms = [_form_names(profile) for profile in profiles]

    def rank(self, papers: Sequence[Paper], chosen: str | None = None) -> Ranking:
        """The procedures that the papers may be for, best first.

        Args:
            papers: All papers of the dossier.
            chosen: Code that a person chose: it comes first with confidence 1 whatever the papers say;
                `contradicted` tells that they say otherwise.
        """
        form = _main_form(papers)
        scored = self._scored(papers, form) if papers else []
        if chosen is not None:
            return self._respecting(chosen, scored, papers, form)
        confidences = _softmax(np.array([score for score, _ in scored]))
        candidates = tuple(
            _with_case(self._profiles[index], float(confidence), papers)
            for (_, index), confidence in list(zip(scored, confidences, strict=True))[: ALTERNATIVES + 1]
        )
        fitting = _fitting(papers, candidates[0].profile) if candidates else ()
        return Ranking(candidates, form, fitting)

    def _respecting(
        self, chosen: str, scored: list[tuple[float, int]], papers: Sequence[Paper], form: Paper | None
    ) -> Ranking:
        profile = next((profile for profile in self._profiles if profile.code == chosen), None)
        others = [self._profiles[index] for _, index in scored if self._profiles[index].code != chosen]
        first = (_with_case(profile, 1.0, papers),) if profile else ()
        rest = tuple(Candidate(other, 0.0) for other in others[:ALTERNATIVES])
        rank = next((place for place, (_, index) in enumerate(scored) if self._profiles[index].code == chosen), None)
        fitting = _fitting(papers, profile) if profile else ()
        doubtful = rank is None or rank >= ALTERNATIVES
        return Ranking(first + rest, form, fitting, contradicted=doubtful and not fitting and form is not None)

    def _scored(self, papers: Sequence[Paper], form: Paper | None) -> list[tuple[float, int]]:
        """(score, index) of the shortlist, best first."""
        telling = [paper for paper in papers if paper.type not in _IDENTITY]
        prior = 0.55 * self._lexical(telling, form) + 0.45 * self._name_likeness(form)
        prior -= _UNEXPLAINED * self._unexplained(papers)
        shortlist = np.argsort(-prior, kind="stable")[:SHORTLIST]
        scored = [
            (float(0.7 * prior[index] + 0.3 * _fit_of_rows(telling, self._profiles[index])), int(index))
            for index in shortlist
        ]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1]))

    def _lexical(self, telling: Sequence[Paper], form: Paper | None) -> npt.NDArray[np.float64]:
        """Shared words, 0-1: of the form's title or what it asks for, of its text, and of all titles."""
        titles = " . ".join(paper.title for paper in telling)
        text = form.text if form else " ".join(paper.text for paper in telling)
        request = requested_content(form) if form else ""
        scores = self._index.scores
        named = _relative(scores(form.title if form else titles))
        if request:
            named = (1 - _REQUEST) * named + _REQUEST * _relative(scores(request))
        return 0.6 * named + 0.25 * _relative(scores(text)) + 0.15 * _relative(scores(titles))

    def _name_likeness(self, form: Paper | None) -> npt.NDArray[np.float64]:
        """How alike the procedures' names are to what the form is called and to what it asks for, 0-1."""
        if form is None:
            return np.zeros(len(self._profiles))
        title, request = _core(form.title), _first_clause(requested_content(form))
        by_title = np.array([_likeness(title, name) for name in self._names])
        by_title = 0.8 * by_title + 0.2 * self._form_likeness(fold(form.title), by_title)
        if not request:
            return by_title
        return (1 - _REQUEST) * by_title + _REQUEST * np.array(
            [fuzz.partial_ratio(name, request) / 100 for name in self._names]
        )

    def _unexplained(self, papers: Sequence[Paper]) -> npt.NDArray[np.float64]:
        """Share of each procedure's name of which the papers say nothing ("lưu động", "có yếu tố nước ngoài"), 0-1."""
        said = frozenset(syllables(fold(" ".join(paper.text for paper in papers))))
        return np.array([sum(word not in said for word in words) / max(1, len(words)) for words in self._name_words])

    def _form_likeness(self, title: str, otherwise: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """How alike the form's title is to the forms that each procedure names, 0-1; `otherwise` where none is."""
        best = [
            max((fuzz.token_sort_ratio(title, form) / 100 for form in forms), default=float(neutral))
            for forms, neutral in zip(self._forms, otherwise, strict=True)
        ]
        return np.array(best)


def _first_clause(request: str) -> str:
    """What is asked for, folded, without the particulars after it; empty where it is too short to tell."""
    clause = re.split(r"[,;:.]", fold(request), maxsplit=1)[0].strip()
    return clause if len(clause) >= _SHORTEST_REQUEST else ""


def _form_names(profile: ProcedureProfile) -> tuple[str, ...]:
    """What the forms that a procedure asks for are called, folded."""
    rows = (row for row in profile.rows if row.is_paper and PaperType.APPLICATION_FORM in row.types)
    return tuple(fold(row_head(row.text)) for row in rows)


def _likeness(title: str, name: str) -> float:
    """How alike two folded names are, 0-1: as wholes and one inside the other, in equal parts."""
    return fuzz.token_sort_ratio(title, name) / 200 + fuzz.partial_ratio(title, name) / 200


@cache
def _core(text: str) -> str:
    """A title or name without the words that only say that it is a form or a procedure."""
    folded = fold(text)
    for opening in ("thu tuc", "to khai", "don de nghi", "don xin", "don", "phieu yeu cau", "giay de nghi", "de nghi"):
        if folded.startswith(opening + " "):
            return folded[len(opening) + 1 :]
    return folded


def _main_form(papers: Sequence[Paper]) -> Paper | None:
    """The application form, the longest where there are several; else None."""
    forms = [paper for paper in papers if paper.type is PaperType.APPLICATION_FORM]
    return max(forms, key=lambda paper: (bool(paper.title), len(paper.text)), default=None)


def _fit_of_rows(papers: Sequence[Paper], profile: ProcedureProfile) -> float:
    """How well papers and rows explain each other, 0-1: papers that find a row, and due rows that find a paper."""
    if not papers or not profile.rows:
        return 0.0
    matches = assign(papers, profile.rows, profile.name)
    fits = {match.row: match.fit for match in matches}
    placed = sum(match.fit for match in matches) / len(papers)
    due = [row for row in profile.rows if row.is_paper and row.due and not _is_identity(row.types)]
    found = sum(fits.get(row.index, 0.0) for row in due) / len(due) if due else placed
    return min(1.0, 0.65 * placed + 0.35 * found)


def _is_identity(types: frozenset[PaperType]) -> bool:
    return bool(types) and types <= _IDENTITY


def _with_case(profile: ProcedureProfile, confidence: float, papers: Sequence[Paper]) -> Candidate:
    """The case whose rows the papers fit best; procedures with one case need no choice."""
    indices = sorted({row.case for row in profile.rows if row.case is not None and row.is_paper})
    if len(indices) < 2:
        return Candidate(profile, confidence, indices[0] if indices else None, 1.0 if indices else 0.0)
    fits = [sum(match.fit for match in _case_matches(papers, profile, index)) for index in indices]
    shares = _softmax(np.array(fits) / 4)
    best = int(shares.argmax())
    return Candidate(profile, confidence, indices[best], float(shares[best]))


def _case_matches(papers: Sequence[Paper], profile: ProcedureProfile, case: int) -> tuple[Match, ...]:
    return assign(papers, [row for row in profile.rows if row.case in (None, case)], profile.name)


def _fitting(papers: Sequence[Paper], profile: ProcedureProfile) -> tuple[Paper, ...]:
    """Papers other than identity papers and forms that satisfy a row of the procedure."""
    placed = {match.paper for match in assign(papers, profile.rows, profile.name) if match.fit >= SATISFIES}
    telling = [paper for paper in papers if paper.type not in _IDENTITY | {PaperType.APPLICATION_FORM}]
    return tuple(paper for paper in telling if paper.id in placed and paper.title)


def _relative(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    highest = float(scores.max()) if len(scores) else 0.0
    return np.asarray(scores / highest if highest > 0 else scores, np.float64)


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if not len(scores):
        return scores
    powers = np.exp((scores - scores.max()) / _TEMPERATURE)
    return np.asarray(powers / powers.sum(), np.float64)
