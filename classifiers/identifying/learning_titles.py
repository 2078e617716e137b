"""Learns the weights of a title's cues from pages whose titles are known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.optimize import minimize

from classifiers.identifying.page_layout import PageLayout, following, page_layout
from classifiers.identifying.segments import Segment
from classifiers.identifying.title_cues import GOES_ON_CUES, START_CUES, goes_on_cues, start_cues
from classifiers.vietnamese import fold
from ocr.page import PageReading

_LIKE = 72.0
"""Likeness in % from which segments are taken for the true title; less is a title that could not be read."""
_PENALTY = 0.02
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class TitledPage:
    """A page and the title on it, empty where there is none."""

    reading: PageReading
    title: str


@dataclass(frozen=True)
class _Lesson:
    """Cues of a page's candidates, which one is right (-1: none), and cues of what follows with 1 where it goes on."""

    starts: NDArray[np.float32]
    right: int
    follows: tuple[tuple[NDArray[np.float32], bool], ...]


def learn_titles(pages: Iterable[TitledPage]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights of `START_CUES` and `GOES_ON_CUES`."""
    lessons = [lesson for page in pages if (lesson := _lesson(page)) is not None]
    follows = [pair for lesson in lessons for pair in lesson.follows]
    return _learn_starts(lessons), _learn_follows(follows)


def _lesson(page: TitledPage) -> _Lesson | None:
    layout = page_layout(page.reading)
    starts = start_cues(layout)
    if not page.title:
        return _Lesson(starts, -1, ()) if len(starts) else None
    wanted = fold(page.title)
    found = [_longest(layout, layout.segments[place], wanted) for place in layout.candidates]
    best = max(range(len(found)), key=lambda place: found[place][0], default=-1)
    if best < 0 or found[best][0] < _LIKE:
        return None
    return _Lesson(starts, best, _follows(layout, found[best][1]))


def _longest(layout: PageLayout, first: Segment, wanted: str) -> tuple[float, list[Segment]]:
    """How like the title the segments from `first` on become at best, and which those are."""
    parts = [first]
    best = (fuzz.ratio(first.folded, wanted), [first])
    if best[0] < _LIKE and fuzz.partial_ratio(first.folded, wanted) < _LIKE:
        return best
    while len(parts) < _MOST_PARTS and (more := following(layout, parts)) is not None:
        parts = [*parts, more]
        likeness = fuzz.ratio(" ".join(part.folded for part in parts), wanted)
        if likeness > best[0]:
            best = (likeness, parts)
    return best


def _follows(layout: PageLayout, parts: Sequence[Segment]) -> tuple[tuple[NDArray[np.float32], bool], ...]:
    pairs = [(goes_on_cues(layout, parts[:place], parts[place]), True) for place in range(1, len(parts))]
    more = following(layout, parts)
    if more is not None:
        cues = goes_on_cues(layout, parts, more)
        # names of papers in a truth often leave out what a paper is about: that proves nothing
        if not cues[GOES_ON_CUES.index("about")]:
            pairs.append((cues, False))
    return tuple(pairs)


def _learn_starts(lessons: Sequence[_Lesson]) -> NDArray[np.float32]:
    """Multinomial logistic regression over the candidates of each page and "none of them"."""
    cues = np.concatenate([lesson.starts for lesson in lessons])
    page = np.repeat(np.arange(len(lessons)), [len(lesson.starts) for lesson in lessons])
    offsets = np.cumsum([0, *(len(lesson.starts) for lesson in lessons)])
    right = np.array([offsets[place] + lesson.right for place, lesson in enumerate(lessons) if lesson.right >= 0])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = np.clip(cues @ weights, -30, 30)
        shares = np.exp(odds)
        sums = 1 + np.bincount(page, shares, len(lessons))
        value = np.log(sums).sum() - odds[right].sum()
        slope = cues.T @ (shares / sums[page]) - cues[right].sum(0)
        return _penalised(value, slope, weights, len(lessons))

    return _minimum(loss, len(START_CUES))


def _learn_follows(pairs: Sequence[tuple[NDArray[np.float32], bool]]) -> NDArray[np.float32]:
    cues = np.stack([cues for cues, _ in pairs])
    goes_on = np.array([goes for _, goes in pairs], np.float64)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = cues @ weights
        value = np.logaddexp(0, odds).sum() - (odds * goes_on).sum()
        slope = cues.T @ (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - goes_on)
        return _penalised(value, slope, weights, len(pairs))

    return _minimum(loss, len(GOES_ON_CUES))


def _penalised(
    value: float, slope: NDArray[np.float64], weights: NDArray[np.float64], count: int
) -> tuple[float, NDArray[np.float64]]:
    """Means over `count` cases with the penalty of large weights."""
    size = 20 * _PENALTY / max(count, 1)
    return float(value / count + size * (weights**2).sum()), slope / count + 2 * size * weights


_Loss = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]


def _minimum(loss: _Loss, size: int) -> NDArray[np.float32]:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x, np.float32)
