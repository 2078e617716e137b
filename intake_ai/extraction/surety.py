"""How surely the words of a value were read, by the reader's own estimate of each word."""

from collections.abc import Mapping, Sequence
from typing import Literal

from classifiers.papers import Paper
from intake_ai.extraction.fields import Field
from ocr.page import Box, Page, PageRef, Word

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
    words = _words_in(field.box, page) if page else []
    least = min((word.confidence for word in words if any(map(str.isalnum, word.text))), default=0.0)
    if least >= _SURE:
        return "sure"
    return "fair" if least >= _FAIR else "weak"


def _words_in(box: Box, page: Page) -> list[Word]:
    # Most words stand above or below: telling them by their height alone is what keeps this quick on a full page.
    level = (word for word in page.reading.words if word.box.top < box.bottom and word.box.bottom > box.top)
    return [word for word in level if word.box.overlap(box) > _INSIDE]
