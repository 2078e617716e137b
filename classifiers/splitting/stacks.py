"""Stacks of papers from several examples, joined as people hand them in: the splitting learns from these too."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from classifiers.learning.examples import Example, TruePaper
from ocr.page import Page, PageRef

_MOST_PAPERS = 14
_LOSES_FIRST, _LOSES_LAST = 0.08, 0.05


@dataclass(frozen=True, slots=True)
class LoosePaper:
    """A paper taken out of its example."""

    truth: TruePaper
    pages: tuple[Page, ...]


def loose_papers(example: Example) -> list[LoosePaper]:
    """The papers of an example that share no page with another, in the order of their first pages."""
    holders: dict[int, int] = {}
    for paper in example.papers:
        for place in paper.pages:
            holders[place] = holders.get(place, 0) + 1
    return [
        LoosePaper(paper, tuple(example.pages[place] for place in paper.pages))
        for paper in example.papers
        if all(holders[place] == 1 for place in paper.pages)
    ]


def stacks(examples: Sequence[Example], count: int, rng: random.Random) -> Iterator[Example]:
    """Examples made of the papers of several examples, in any order and any delivery."""
    by_width: dict[int, list[list[LoosePaper]]] = {}
    for example in examples:
        by_width.setdefault(_usual_width(example), []).append(loose_papers(example))
    widths = [width for width, papers in by_width.items() for _ in papers]
    for number in range(count):
        papers = by_width[rng.choice(widths)]
        chosen = rng.sample(papers, min(len(papers), rng.randint(2, 4)))
        together = [paper for some in chosen for paper in some]
        if rng.random() < 0.6:
            rng.shuffle(together)
        yield joined(f"stack {number}", together[: rng.randint(3, _MOST_PAPERS)], rng)


def _usual_width(example: Example) -> int:
    """Pixels; one scanner took all pages of a stack, so that its papers must not be known by their resolution."""
    return 100 * round(median(page.reading.width for page in example.pages) / 100) if example.pages else 0


def joined(name: str, papers: Sequence[LoosePaper], rng: random.Random) -> Example:
    """One example of these papers; now and then a first or last page is lost."""
    delivery = rng.choice(("pdf", "pdf", "files", "phone"))
    pages: list[Page] = []
    truths: list[TruePaper] = []
    for place, paper in enumerate(papers):
        kept = _kept(paper.pages, rng)
        first = len(pages)
        for page in kept:
            pages.append(Page(_ref(delivery, place, len(pages), len(pages) - first), page.reading))
        truth = paper.truth
        places = tuple(range(first, len(pages)))
        truths.append(TruePaper(truth.type, truth.title, places, None, truth.owner, truth.form))
    return Example(name, tuple(pages), tuple(truths), None, delivery=delivery)


def _kept(pages: tuple[Page, ...], rng: random.Random) -> tuple[Page, ...]:
    fate = rng.random()
    if len(pages) > 1 and fate < _LOSES_FIRST:
        return pages[1:]
    if len(pages) > 1 and fate < _LOSES_FIRST + _LOSES_LAST:
        return pages[:-1]
    return pages


def _ref(delivery: str, paper: int, place: int, page: int) -> PageRef:
    if delivery == "pdf":
        return PageRef("scan.pdf", place + 1)
    if delivery == "files":
        return PageRef(f"scan_{paper:02d}.pdf", page + 1)
    return PageRef(f"IMG_20260302_{8 + place // 120:02d}{place // 2 % 60:02d}{place % 2 * 30:02d}.jpg", 1)
