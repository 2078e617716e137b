"""How surely the words of a value were read, by the reader's own estimate of each word."""

from collections.abc import Mapping, Sequence
from typing import Literal

from classifiers.papers import Paper
from intake_ai.extraction.fields import Field
from ocr.page import Page, PageRef

Surety = Literal["sure", "fair", "weak"]
Pages = Mapping[tuple[str, PageRef], Page]
_SURE = 0.97
_FAIR = 0.85
_INSIDE = 0.5


def pages_of(papers: Sequence[Paper]) -> Pages:
    """The pages of `papers` by paper id and reference."""
    return {(paper.id, page.ref): page for paper in papers for page in paper.pages}


def surety(field: Field, pages: Pages) -> Surety:
    """Of the least surely read word of a value; what codes and text layers say was never read from a picture."""
    if field.source not in ("ocr", "model"):
        return "sure"
    page = pages.get((field.paper, field.page))
    words = [word for word in page.reading.words if word.box.overlap(field.box) > _INSIDE] if page else []
    least = min((word.confidence for word in words if any(map(str.isalnum, word.text))), default=0.0)
    if least >= _SURE:
        return "sure"
    return "fair" if least >= _FAIR else "weak"
