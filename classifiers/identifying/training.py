"""Learns titles and types of papers from examples and sketches: the model "typing"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from classifiers.identifying.learning_titles import TitledPage, learn_titles
from classifiers.identifying.learning_types import TypedPaper, best_sharpness, learn_types, matrix
from classifiers.identifying.model import TypingModel
from classifiers.identifying.naming import identify
from classifiers.identifying.sketches import Sketch, sketches
from classifiers.identifying.titles import Title, find_title
from classifiers.identifying.type_cues import PLACES, TYPE_CUES, TYPES, looked_at, type_features
from classifiers.learning.calibration import calibration_error, equal_width
from classifiers.learning.examples import Example, TruePaper
from classifiers.learning.outcomes import Certainty
from classifiers.papers import PaperType
from classifiers.splitting import PaperPages
from classifiers.vietnamese import fold
from ocr.page import Page, PageReading, PageRef

if TYPE_CHECKING:
    from classifiers.ranking.known import KnownProcedures

SKETCHES = 3000
_TITLED_SKETCHES = 1200
_TITLED_PAPERS = 1500
_FOLDS = 3
_REAL = 1.0
"""How much a paper read back counts against a sketch: twice as much learns the generator rather than papers."""
_LIKE = 90.0


class TypingLearner:
    """Learns and measures what `identify` needs."""

    name = "typing"

    def learn(
        self, examples: Sequence[Example], known: "KnownProcedures | None", seed: int
    ) -> Mapping[str, NDArray[Any]]:
        """Weights from examples and, beside them, sketches; `known` tells nothing here."""
        del known
        invented = list(sketches(SKETCHES, seed))
        model = _with_titles(examples, invented, seed)
        drawn = [paper for sketch in invented for paper in sketched_papers(sketch, model)]
        papers = [(example.name, paper) for example in examples for paper in typed_papers(example, model)]
        words, cues = learn_types([*drawn, *(paper for _, paper in papers)])
        learned = replace(model, type_words=words, type_cues=cues, sharpness=_sharpness(drawn, papers))
        return {**learned.weights(), "features": np.array(looked_at())}

    def measure(
        self, weights: Mapping[str, NDArray[Any]], examples: Sequence[Example], known: "KnownProcedures | None"
    ) -> dict[str, float]:
        """Shares of pages with the right type and of papers with the right title, and how honest the confidence is."""
        del known
        return figures(examples, TypingModel.of(weights))


def figures(examples: Sequence[Example], model: TypingModel) -> dict[str, float]:
    """What `measure` tells: pages_right, papers_right, titles_like, calibration_error."""
    rows = np.array([row for example in examples for row in _judged(example, model)]).reshape(-1, 4)
    if not len(rows):
        return {}
    pages, right, confidence, likeness = rows.T
    told = [Certainty(float(sure), bool(hit)) for sure, hit in zip(confidence, right, strict=True)]
    return {
        "papers": float(len(rows)),
        "pages_right": float((right * pages).sum() / pages.sum()),
        "papers_right": float(right.mean()),
        "titles_like": float((likeness >= _LIKE).mean()),
        "calibration_error": calibration_error(equal_width(told)),
    }


def typed_papers(example: Example, model: TypingModel) -> Iterator[TypedPaper]:
    """Papers of an example to learn from: each whole, without its title, and with its title alone."""
    for paper in example.papers:
        pages = pages_of(example, paper)
        if not pages or _is_shared(example, paper):
            continue
        title = find_title(pages[0].reading, model)
        yield TypedPaper(type_features(pages, title), paper.type, _REAL)
        yield TypedPaper(type_features(pages, None), paper.type, 0.5)
        if title is not None:
            yield TypedPaper(type_features([_bare(pages[0], title)], title), paper.type, 0.5)


def sketched_papers(sketch: Sketch, model: TypingModel) -> Iterator[TypedPaper]:
    """A sketch to learn from, whole and with its title alone."""
    page = Page(PageRef("sketch", 1), sketch.reading)
    title = find_title(sketch.reading, model)
    yield TypedPaper(type_features([page], title), sketch.type)
    if title is not None:
        yield TypedPaper(type_features([_bare(page, title)], title), sketch.type, 0.5)


def pages_of(example: Example, paper: TruePaper) -> list[Page]:
    """The pages of a paper that bear anything."""
    return [example.pages[place] for place in paper.pages if not example.pages[place].reading.blank]


def _with_titles(examples: Sequence[Example], invented: Sequence[Sketch], seed: int) -> TypingModel:
    lessons = list(_titled_pages(examples))
    rng = np.random.default_rng(seed)
    chosen = [lessons[place] for place in rng.permutation(len(lessons))[:_TITLED_PAPERS]]
    drawn = [TitledPage(sketch.reading, sketch.title) for sketch in invented[:_TITLED_SKETCHES]]
    start, goes_on = learn_titles([*drawn, *chosen])
    nothing = np.zeros((PLACES, len(TYPES)), np.float32), np.zeros((len(TYPE_CUES), len(TYPES)), np.float32)
    return TypingModel(start, goes_on, *nothing, sharpness=1.0)


def _titled_pages(examples: Sequence[Example]) -> Iterator[TitledPage]:
    """First pages with their titles and later pages without; cards are known otherwise."""
    for example in examples:
        for paper in example.papers:
            if paper.type is PaperType.IDENTITY_CARD or _is_shared(example, paper):
                continue
            for place, page in enumerate(pages_of(example, paper)):
                yield TitledPage(page.reading, paper.title if place == 0 else "")


def _is_shared(example: Example, paper: TruePaper) -> bool:
    """Whether another paper stands on one of its pages."""
    return any(other is not paper and set(other.pages) & set(paper.pages) for other in example.papers)


def _bare(page: Page, title: Title) -> Page:
    """The page with nothing on it but its title."""
    reading = page.reading
    lines = tuple(line for line in reading.lines if line.box.overlap(title.box) > 0.5)
    return Page(page.ref, PageReading(0, reading.width, reading.height, reading.source, blank=False, lines=lines))


def _sharpness(drawn: Sequence[TypedPaper], papers: Sequence[tuple[str, TypedPaper]]) -> float:
    """Measured on examples that the weights were not learned from, all papers of a dossier on one side."""
    names = sorted({name for name, _ in papers})
    if len(names) < 2 * _FOLDS:
        return 1.0
    part = {name: place % _FOLDS for place, name in enumerate(names)}
    odds, right = [], []
    for fold_number in range(_FOLDS):
        words, cues = learn_types([*drawn, *(paper for name, paper in papers if part[name] != fold_number)])
        kept = [paper for name, paper in papers if part[name] == fold_number and paper.weight == _REAL]
        odds.append(matrix([paper.features for paper in kept]) @ np.concatenate([words, cues]))
        right += [TYPES.index(paper.type) for paper in kept]
    return best_sharpness(np.concatenate(odds), np.array(right))


def _judged(example: Example, model: TypingModel) -> Iterator[tuple[int, float, float, float]]:
    """Pages, 1 for the right type, its confidence and the likeness of the title in %, of each paper."""
    papers = [paper for paper in example.papers if pages_of(example, paper)]
    groups = [PaperPages(tuple(pages_of(example, paper)), 1.0) for paper in papers]
    for paper, found in zip(papers, identify(groups, model), strict=True):
        likeness = fuzz.ratio(fold(paper.title), fold(found.title))
        yield len(found.pages), float(found.type is paper.type), found.confidence, likeness
