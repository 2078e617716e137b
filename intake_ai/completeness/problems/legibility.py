"""Pages that nobody can read, and pages that were scanned twice."""

from collections.abc import Iterator

from classifiers.vietnamese import fold
from classifiers.wording import similarity
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from ocr.page import Page

_LEGIBLE = 0.35
"""Pages below this are shown to a person; set by eye on phone photos, not yet calibrated."""


def is_illegible(page: Page) -> bool:
    """Read, but too badly to go by; a page that could not be read at all is told as such."""
    return not page.reading.blank and page.reading.source != "none" and page.reading.legible < _LEGIBLE


def illegible_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that were read too badly to go by."""
    for page in evidence.pages:
        if is_illegible(page):
            values = {"file": page.ref.file, "page": page.ref.page}
            yield Problem("illegible", "check", "illegible", values, page=page.ref)


def repeated_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that say the same as an earlier page of the dossier."""
    seen: list[Page] = []
    for page in evidence.pages:
        text = fold(page.reading.text)
        if len(text) < 200:
            continue
        twin = next((other for other in seen if similarity(text, fold(other.reading.text)) > 0.97), None)
        if twin is not None:
            values = {"file": page.ref.file, "page": page.ref.page, "other": twin.ref.file, "other_page": twin.ref.page}
            yield Problem("duplicate", "info", "duplicate", values, page=page.ref, has_remedy=False)
        seen.append(page)
