"""What came of one dossier whose truth is known: splits, paper types, procedure and case, and how sure each was."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classifiers.knowing import Knowing
from classifiers.learning.examples import Example, TruePaper
from classifiers.papers import Paper
from classifiers.ranking import Candidate
from ocr.page import Page, PageRef

_BY_HARDNESS = ("clean", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Certainty:
    """A statement's probability as told, 0-1, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Boundaries (pages that open a paper) and pages typed, as the project's scoring counts them."""

    boundaries_true: int = 0
    boundaries_told: int = 0
    boundaries_right: int = 0
    pages: int = 0
    pages_typed_right: int = 0

    @property
    def is_split_exactly(self) -> bool:
        return self.boundaries_true == self.boundaries_told == self.boundaries_right


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one dossier.

    Attributes:
        procedure: The true code; None where the dossier is for none of the catalogue, or for none at all.
        place: Of the first right candidate, from 1; None where none of them is right.
        first: The first candidate; confidence 0 and wrong where there is none.
        case: Of the right procedure told first; None where that leaves no choice or was not told first.
        splits: For each paper told: that exactly these pages are one paper.
        papers: For each: that pages and type are right.
        seconds: Of processor time.
        hardness: Of its hardest page.
    """

    name: str
    procedure: str | None
    place: int | None
    first: Certainty
    case: Certainty | None
    counts: Counts
    splits: tuple[Certainty, ...]
    papers: tuple[Certainty, ...]
    seconds: float
    pages: int
    delivery: str = ""
    hardness: str = ""


def outcome(example: Example, knowing: Knowing, active: Collection[str]) -> Outcome:
    """Let a dossier be known, and hold the result against the truth.

    Args:
        example: The dossier.
        knowing: What is measured.
        active: Codes of the catalogue; a dossier for another procedure is for none of it.
    """
    began = time.process_time()
    told = knowing.know(example.pages)
    seconds = time.process_time() - began
    ranking, papers = told.ranking, told.papers
    right = right_codes(example, active)
    return Outcome(
        name=example.name,
        procedure=example.code if right else None,
        place=_place(ranking.candidates, right),
        first=_first(ranking.candidates, right),
        case=_case(example, ranking.candidates),
        counts=_counts(example, papers),
        splits=tuple(Certainty(group.confidence, _is_paper(example, group.pages)) for group in told.groups),
        papers=tuple(Certainty(paper.confidence, _is_paper(example, paper.pages, paper)) for paper in papers),
        seconds=seconds,
        pages=len(example.pages),
        delivery=example.delivery,
        hardness=max(example.hardness, key=_BY_HARDNESS.index, default=""),
    )


def right_codes(example: Example, active: Collection[str]) -> frozenset[str]:
    """The codes of the catalogue that are right; none where the dossier is for a procedure outside it."""
    named = (example.code, *example.same) if example.code else ()
    return frozenset(code for code in named if code in active)


def _place(candidates: Sequence[Candidate], right: Collection[str]) -> int | None:
    places = (place for place, candidate in enumerate(candidates, 1) if candidate.profile.code in right)
    return next(places, None)


def _first(candidates: Sequence[Candidate], right: Collection[str]) -> Certainty:
    if not candidates:
        return Certainty(0.0, right=False)
    return Certainty(candidates[0].confidence, candidates[0].profile.code in right)


def _case(example: Example, candidates: Sequence[Candidate]) -> Certainty | None:
    """Rows and cases are those of one code: a procedure of the same name has cases of its own."""
    if not candidates or example.case is None or candidates[0].profile.code != example.code:
        return None
    best = candidates[0]
    choices = {row.case for row in best.profile.rows if row.case is not None and row.is_paper}
    if len(choices) < 2 or example.case not in choices:
        return None
    return Certainty(best.case_confidence, best.case == example.case)


def _counts(example: Example, papers: Sequence[Paper]) -> Counts:
    place = {page.ref: index for index, page in enumerate(example.pages)}
    true, told = boundaries(example, [paper.pages for paper in papers])
    types = {place[page.ref]: paper.type for paper in papers for page in paper.pages}
    typed = [types.get(page) is paper.type for paper in example.papers for page in paper.pages]
    return Counts(len(true), len(told), len(true & told), len(typed), sum(typed))


def boundaries(example: Example, groups: Sequence[Sequence[Page]]) -> tuple[set[int], set[int]]:
    """Places of the pages that open a paper: as they are, and as told by the pages of each paper.

    Pages that belong to no paper, blank ones above all, do not count.
    """
    place = {page.ref: index for index, page in enumerate(example.pages)}
    of_papers = {page for paper in example.papers for page in paper.pages}
    told = {min(place[page.ref] for page in group) for group in groups}
    return {min(paper.pages) for paper in example.papers}, told & of_papers


def _is_paper(example: Example, pages: Sequence[Page], paper: Paper | None = None) -> bool:
    """Whether just these pages are a paper, of the same type where `paper` is given."""
    own = {page.ref for page in pages}
    return any(own == _refs(example, true) and (paper is None or paper.type is true.type) for true in example.papers)


def _refs(example: Example, paper: TruePaper) -> set[PageRef]:
    return {example.pages[page].ref for page in paper.pages}
