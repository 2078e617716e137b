"""Pages that nobody can read, and pages that were scanned twice."""

from collections import Counter
from collections.abc import Iterator

from classifiers.vietnamese import fold, syllables
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from ocr.page import Page

_LEGIBLE = 0.25
"""Pages below this cannot be gone by. Cards in bad photos lie above (0.30 and more), and their codes are read."""
_LEGIBLE_IF_SHARP = 0.6
"""Blurred pages must reach this: 8 pages made unreadable lie at 0.22-0.56 (generated dossiers, 2026-11-23)."""
_LEAST_WORDS = 40
_SAME_WORDS = 0.78
"""Shared words of two scans of one page, readings differing: 0.80-0.97 of 8 pages copied badly (2026-11-23)."""
_SAME_FIGURES = 0.4
"""And shared figures: of one form filled in by two people hardly any are the same."""


def is_illegible(page: Page) -> bool:
    """Read, but too badly to go by; a page that could not be read at all is told as such."""
    reading = page.reading
    if reading.blank or reading.source == "none":
        return False
    return reading.legible < (_LEGIBLE_IF_SHARP if "blurred" in reading.problems else _LEGIBLE)


def illegible_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that were read too badly to go by."""
    papers = {page.ref: paper.id for paper in evidence.papers for page in paper.pages}
    for page in evidence.pages:
        if is_illegible(page):
            values = {"file": page.ref.file, "page": page.ref.page}
            yield Problem("illegible", "check", "illegible", values, papers.get(page.ref), page=page.ref)


def repeated_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that say the same as an earlier page of the dossier: scanned twice, or two copies of one paper."""
    papers = {page.ref: paper.id for paper in evidence.papers for page in paper.pages}
    seen: list[tuple[Page, Counter[str]]] = []
    for page in evidence.pages:
        words = Counter(syllables(fold(page.reading.text)))
        if words.total() < _LEAST_WORDS:
            continue
        twin = next((other for other, own in seen if _say_the_same(words, own)), None)
        if twin is not None:
            values = {"file": page.ref.file, "page": page.ref.page, "other": twin.ref.file, "other_page": twin.ref.page}
            yield Problem("duplicate", "check", "duplicate", values, papers.get(page.ref), page=page.ref)
        seen.append((page, words))


def _say_the_same(one: Counter[str], other: Counter[str]) -> bool:
    """Whether two pages share nearly all their words, and nearly all figures: those tell filled forms apart."""
    figures = [Counter({word: count for word, count in words.items() if any(map(str.isdigit, word))})
               for words in (one, other)]  # fmt: skip
    return _shared(one, other) >= _SAME_WORDS and _shared(*figures) >= _SAME_FIGURES


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Words common to both as a share of the longer, 0-1; 1 where there are none."""
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 1.0
