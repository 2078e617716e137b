"""Which pages make a paper: the best way through all pages of a dossier, and the next best ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifiers.splitting.decoding import Way, best_ways, forward, probabilities
from classifiers.splitting.lattice import Table, scores
from classifiers.splitting.model import SplittingModel, shipped_model
from classifiers.splitting.ordering import Piece, in_order, pieces_of
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class PaperPages:
    """Pages that make one paper, in the order in which it is read.

    Attributes:
        pages: A page that shows several cards stands in several papers, each time with what is on one card only.
        confidence: Probability that exactly these pages are the paper, 0-1.
        is_card: A side of an identity card was recognised; on a sheet of several by what stands beside it.
    """

    pages: tuple[Page, ...]
    confidence: float
    is_card: bool = False


@dataclass(frozen=True, slots=True)
class Splitting:
    """A way to make papers of all pages.

    Attributes:
        papers: In the order of their first pages.
        log_probability: Natural logarithm of the model's probability of this splitting.
    """

    papers: tuple[PaperPages, ...]
    log_probability: float


def split(pages: Sequence[Page], model: SplittingModel | None = None) -> tuple[PaperPages, ...]:
    """Group the pages of a dossier into papers, in the order of their first pages.

    Args:
        pages: Of all files in the order handed in. Blank pages belong to no paper.
        model: Weights of the cues; the shipped ones where None.
    """
    found = best_splittings(pages, 1, model)
    return found[0].papers if found else ()


def best_splittings(pages: Sequence[Page], count: int, model: SplittingModel | None = None) -> tuple[Splitting, ...]:
    """The most probable ways to make papers of the pages, best first.

    Args:
        pages: As for `split`.
        count: How many at most; as many as there are where fewer.
        model: As for `split`.

    Returns:
        At least one; none where there is no page or all are blank.
    """
    model = model or shipped_model()
    pieces = in_order(pieces_of(pages), model)
    if not pieces:
        return ()
    table = scores([piece.traits for piece in pieces], model.weights)
    sure = probabilities(table)
    everything = float(forward(table)[-1])
    return tuple(
        Splitting(tuple(_papers(way, pieces, sure, model)), way.score - everything) for way in best_ways(table, count)
    )


def _papers(way: Way, pieces: Sequence[Piece], sure: Table, model: SplittingModel) -> Iterator[PaperPages]:
    papers = []
    for start, end in pairwise((*way.starts, len(pieces))):
        members = pieces[start:end]
        confidence = model.calibrated(float(sure[start, end - start - 1]))
        first = min(piece.place for piece in members)
        is_card = any(piece.traits.side is not None for piece in members)
        papers.append((first, PaperPages(tuple(piece.page for piece in members), confidence, is_card)))
    return (paper for _, paper in sorted(papers, key=lambda entry: entry[0]))
