"""Photo sheets and drawings that were taken for later pages of the paper before them.

They bear no heading to be told by, so a row that asks for one is not missing for certain while a page may be it.
"""

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Requirement
from ocr.page import PageReading

_CARDS = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT})
_INK = frozenset({"signature", "seal"})
_FEW_LETTERS = 40
"""Of a photo sheet without a caption; the 12 of the invented training dossiers have none at all (2026-11-23)."""
_FEW_LINES = 20
"""Of specks read on a photo; half of those sheets have two or more."""
_LETTERS_AT_A_PHOTO = 400
_LETTERS_ON_A_DRAWING = 450
"""The 34 drawings of the invented training dossiers have 123 to 289, hardly a line across half the page."""
_LONG_LINE, _FEW_LONG_LINES = 0.5, 2
_SPREAD = 0.4
"""Of the page's height: what is left of a text stands together at the top, what is written on a drawing does not."""


def may_hold(paper: Paper, row: Requirement) -> bool:
    """Whether a page of the paper beyond its first may be the photo sheet or the drawing that a row asks for."""
    later = [page.reading for page in paper.pages[2 if paper.type in _CARDS else 1 :]]
    if PaperType.PHOTO in row.types and any(map(_may_be_photos, later)):
        return True
    return PaperType.DRAWING in row.types and any(map(_may_be_drawing, later))


def _may_be_photos(reading: PageReading) -> bool:
    marks = {mark.kind for mark in reading.marks}
    if marks & _INK:
        return False
    if "photo" in marks:
        return _letters(reading) < _LETTERS_AT_A_PHOTO
    return _letters(reading) < _FEW_LETTERS and len(reading.lines) <= _FEW_LINES


def _may_be_drawing(reading: PageReading) -> bool:
    if not reading.lines or _INK.intersection(mark.kind for mark in reading.marks):
        return False
    long = sum(line.box.width > _LONG_LINE for line in reading.lines)
    spread = max(line.box.bottom for line in reading.lines) - min(line.box.top for line in reading.lines)
    return _letters(reading) < _LETTERS_ON_A_DRAWING and long <= _FEW_LONG_LINES and spread >= _SPREAD


def _letters(reading: PageReading) -> int:
    return sum(map(str.isalpha, reading.text))
