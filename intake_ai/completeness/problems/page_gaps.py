"""Pages that a paper lacks: by its own numbering, by its articles, or because it begins or ends in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.splitting import first_article, page_number
from classifiers.vietnamese import fold
from classifiers.wording import contains_any, opens_with_any, wording
from intake_ai.completeness.signatures import signing_places
from ocr.page import Line, Page

_ONE_SHEET = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO, PaperType.DRAWING})
_SIGNED_AT_THE_END = frozenset(
    {PaperType.APPLICATION_FORM, PaperType.CONTRACT, PaperType.POWER_OF_ATTORNEY, PaperType.DECISION}
)
_FULL_PAGE = 0.78
"""Of the page's height: text that reaches lower goes on overleaf, unless the paper ends there."""
_FOOT = 0.93
_HEAD = 0.3
_WELL_READ = 0.7
_LEAST_LINES = 8
_LONGEST_HEADING = 8


@dataclass(frozen=True, slots=True)
class PageGap:
    """Pages that are missing.

    Attributes:
        code: What shows it: numbered ("2/3"), unnumbered (a number alone), articles, opening, ending.
        absent: Numbers of the missing pages; empty where they are not known.
        total: Pages that the paper has by its own numbering, 0 where it does not say.
        article: That the paper begins with, 0 otherwise.
        page: Where the gap shows.
        is_sure: The paper says so itself; otherwise a person has to look.
    """

    code: str
    page: Page
    absent: tuple[int, ...] = ()
    total: int = 0
    article: int = 0
    is_sure: bool = True


def page_gap(paper: Paper, pages: Sequence[Page] = ()) -> PageGap | None:
    """What a paper lacks, by the surest sign; None where nothing shows that it lacks anything.

    Args:
        pages: Of the whole dossier: what a paper lacks may lie among the pages of another.
    """
    among = _among_another(paper, pages)
    if paper.type in _ONE_SHEET or among is not None:
        return among
    gap = _by_total(paper)
    if gap is not None and _lies_elsewhere(gap, pages):
        return None
    return gap or _by_numbers(paper) or _by_articles(paper) or _by_opening(paper) or _by_ending(paper)


def _by_total(paper: Paper) -> PageGap | None:
    """Fewer pages than the numbering ("2/3") counts; nothing where pages without a number may be the ones missing."""
    numbers = [number for page in paper.pages if (number := page_number(page.reading)) and number.total]
    totals = {number.total for number in numbers}
    total = paper.numbered_pages
    if total is None or len(totals) > 1 or total <= len(paper.pages):
        return None
    absent = sorted(set(range(1, total + 1)) - {number.number for number in numbers})
    if not absent or len(paper.pages) > len(numbers) + 1:
        return None
    return PageGap("numbered", paper.pages[0], tuple(absent), total)


def _among_another(paper: Paper, pages: Sequence[Page]) -> PageGap | None:
    """A page with a later number behind pages that are a paper of their own: a card, signed already, or all numbered.

    Without its first page such a page was taken for the end of the paper before it. A lone number that is the page's
    own place in the paper shows nothing where the page before is full: first pages bear none, and on some an office
    confirms and signs the receipt (so on both forms of the official dossiers that this cue met, 2026-11-23).
    """
    behind = _behind_the_last(paper)
    if behind is not None:
        return behind
    for position, page in enumerate(paper.pages[1:], start=1):
        number = page_number(page.reading)
        if number is None:
            continue
        before = paper.pages[position - 1]
        if number.number == 1 or any(page_number(other.reading) for other in paper.pages[:position]):
            return None
        if number.total is None and number.number == position + 1:
            return _behind_a_whole(paper, position, number.number)
        ends_before, ends_here = (_is_ended(replace(paper, pages=(one,))) for one in (before, page))
        is_card = paper.type in _ONE_SHEET
        if not (ends_before or is_card) or (number.total is None and (is_card or not ends_here)):
            return None
        is_sure = number.total is not None and ends_here
        gap = PageGap("unnumbered", page, tuple(range(1, number.number)), number.total or 0, is_sure=is_sure)
        return None if number.total and _lies_elsewhere(gap, pages) else gap
    return None


def _behind_the_last(paper: Paper) -> PageGap | None:
    """A lone number, no first one, on a page that stands right behind one that calls itself the last ("2/2")."""
    for before, page in pairwise(paper.pages):
        last, number = page_number(before.reading), page_number(page.reading)
        if last is None or number is None or last.total != last.number or number.total is not None:
            continue
        if 1 < number.number <= last.number:
            return PageGap("unnumbered", page, tuple(range(1, number.number)), is_sure=False)
    return None


def _behind_a_whole(paper: Paper, position: int, number: int) -> PageGap | None:
    """The gap where a page that is signed, with room left below, stands before one that is signed again."""
    before, page = paper.pages[position - 1], paper.pages[position]
    lines = _text_lines(before)
    is_whole = bool(lines) and max(line.box.bottom for line in lines) < _FULL_PAGE
    if not is_whole or not (_is_inked(before) and _is_inked(page)):
        return None
    return PageGap("unnumbered", page, tuple(range(1, number)), is_sure=False)


def _is_inked(page: Page) -> bool:
    return any(mark.kind in ("seal", "signature") for mark in page.reading.marks)


def _lies_elsewhere(gap: PageGap, pages: Sequence[Page]) -> bool:
    """Whether the dossier holds each number of a numbering as often as any other, so that no page of it is missing."""
    told = [number.number for page in pages if (number := page_number(page.reading)) and number.total == gap.total]
    return bool(told) and len({told.count(number) for number in range(1, gap.total + 1)}) == 1


def _by_numbers(paper: Paper) -> PageGap | None:
    """A first page that bears a later number and no head of its own.

    A number left out between two pages shows nothing: of five on invented dossiers all were read wrongly (2026-11-23).
    """
    numbers = [page_number(page.reading) for page in paper.pages]
    first = numbers[0]
    if first is None or first.total or first.number == 1 or _has_head(paper.pages[0]):
        return None
    told = [number.number for number in numbers if number is not None]
    if told != sorted(set(told)) or len(told) < len(numbers):
        return None
    return PageGap("unnumbered", paper.pages[0], tuple(range(1, first.number)))


def _by_articles(paper: Paper) -> PageGap | None:
    article = first_article(paper.pages[0].reading) or 1
    return PageGap("articles", paper.pages[0], article=article) if article > 1 else None


def _by_opening(paper: Paper) -> PageGap | None:
    """A first page without head and title, that begins with the end of a sentence or is of a kind that has a head."""
    page = paper.pages[0]
    lines = _text_lines(page)
    if paper.title or _has_head(page) or len(lines) < _LEAST_LINES or page.reading.legible < _WELL_READ:
        return None
    begins_inside = lines[0].text[:1].islower() and lines[0].confidence >= _WELL_READ and len(lines[0].words) > 3
    is_headless = paper.type in _SIGNED_AT_THE_END
    return PageGap("opening", page, is_sure=False) if begins_inside or is_headless else None


def _by_ending(paper: Paper) -> PageGap | None:
    """A paper of a kind that is signed at its end: its last page is full to the foot, and nothing ends it anywhere."""
    page = paper.pages[-1]
    lines = _text_lines(page)
    if paper.type not in _SIGNED_AT_THE_END or len(lines) < _LEAST_LINES or page.reading.legible < _WELL_READ:
        return None
    is_full = lines[-1].box.bottom >= _FULL_PAGE
    return PageGap("ending", page, is_sure=False) if is_full and not _is_ended(paper) else None


def _is_ended(paper: Paper) -> bool:
    """Whether a seal, a signature, a place for one or words of an ending stand anywhere on a paper."""
    marks = (mark.kind for page in paper.pages for mark in page.reading.marks)
    if any(kind in ("seal", "signature") for kind in marks) or signing_places(paper):
        return True
    return any(_is_ending(line) for page in paper.pages for line in page.reading.lines)


def _is_ending(line: Line) -> bool:
    """Whether a line is the heading of what stands at the end; a label ("Đại diện: ...") opens with the same words."""
    return len(line.words) <= _LONGEST_HEADING and ":" not in line.text[:-1] and opens_with_any(_endings(), line.text)


@cache
def _endings() -> tuple[str, ...]:
    loaded = yaml.safe_load(Path(__file__).with_name("endings.yaml").read_text(encoding="utf-8"))
    return tuple(loaded)


def _has_head(page: Page) -> bool:
    """Whether the page bears what papers open with: motto, the number of a form."""
    top = [line for line in page.reading.lines if line.box.top < _HEAD]
    return any(
        contains_any(wording().motto, line.text) or opens_with_any(wording().form_heads, line.text) for line in top
    )


def _text_lines(page: Page) -> list[Line]:
    """The lines of the text, without numbers of pages and specks at head and foot."""
    return [
        line
        for line in page.reading.lines
        if line.box.top < _FOOT and len(fold(line.text).strip()) > 3 and line.confidence > 0.5
    ]
