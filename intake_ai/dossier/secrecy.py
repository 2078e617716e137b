"""Finds papers that bear a state-secret mark: they must not be processed on a connected system.

The marks are Mật, Tối mật and Tuyệt mật, printed as a framed stamp in capitals under the number of the
document (domain.md §2; NĐ 309/2026 Art. 18.2 sends such papers by special post only).
"""

from collections.abc import Iterable

from ocr.page import Page, PageRef
from ocr.secrecy_levels import stated_level

_BAND = 0.45
"""The stamp stands in the upper part of the first page."""


def secrecy_mark(pages: Iterable[Page]) -> PageRef | None:
    """The first page that bears a secrecy mark, seen as a stamp or read as a line of its own; None where none does."""
    for page in pages:
        if any(mark.kind == "secrecy" for mark in page.reading.marks):
            return page.ref
        for line in page.reading.lines:
            if line.box.top < _BAND and stated_level(line.text):
                return page.ref
    return None
