"""Papers from groups of pages: each one's type, title and form."""

from collections.abc import Sequence

from classifiers.identifying.form_numbers import form_number
from classifiers.identifying.phrases import type_by_text, type_by_title
from classifiers.identifying.titles import Title, find_title
from classifiers.papers import Paper, PaperType
from classifiers.splitting import PaperPages, is_card_back, is_card_front, page_number
from ocr.page import Page


def identify(groups: Sequence[PaperPages]) -> tuple[Paper, ...]:
    """Name the type and title of each paper; ids are p1, p2, ... in order."""
    return tuple(_identify_one(f"p{number}", group) for number, group in enumerate(groups, start=1))


def _identify_one(identifier: str, group: PaperPages) -> Paper:
    title = _paper_title(group.pages)
    paper_type, sure = paper_type_of(group.pages, title.text if title else "")
    totals = [number.total for page in group.pages if (number := page_number(page.reading)) and number.total]
    return Paper(
        id=identifier,
        type=paper_type,
        title=title.text if title and title.strength >= 0.25 else "",
        pages=group.pages,
        confidence=round(sure * group.confidence, 3),
        form_number=form_number(group.pages[0]),
        numbered_pages=max(totals, default=None),
    )


def _paper_title(pages: Sequence[Page]) -> Title | None:
    """The strongest title on the first page; later pages hold only titles of parts."""
    return find_title(pages[0].reading) if pages else None


def paper_type_of(pages: Sequence[Page], title: str) -> tuple[PaperType, float]:
    """Type of a paper and its confidence (0-1), from its title first and its words second."""
    if any(is_card_front(page.reading) or is_card_back(page.reading) for page in pages):
        return PaperType.IDENTITY_CARD, 0.97
    named = type_by_title(title)
    if named:
        return named, 0.95 if len(title) > 6 else 0.8
    worded = type_by_text(" ".join(page.reading.text for page in pages))
    return (worded, 0.7) if worded else (PaperType.OTHER, 0.8 if title else 0.5)
