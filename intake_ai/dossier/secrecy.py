"""Finds papers that bear a state-secret mark: they must not be processed on a connected system.

The marks are Mật, Tối mật and Tuyệt mật, printed as a framed stamp in capitals under the number of the
document (domain.md §2; NĐ 309/2026 Art. 18.2 sends such papers by special post only).

The short word is easily misread from other stamps ("MẪU", "MẤT"), so it halts a dossier only where it was read with
certainty; where it was not, a person is told to look.
"""

from collections.abc import Iterable, Iterator

from ocr.page import Box, Mark, Page, PageReading, PageRef
from ocr.secrecy_levels import stated_level

_BAND = 0.45
"""The stamp stands in the upper part of the first page."""
_CERTAIN = 0.8
"""Confidence of the one short word from which it is taken for no other, misread. Assumed, not measured: sharp print is
read at 0.9 and more, and stamps that are read from their red ink have 0.85 (`ocr.secrecy_marks`)."""
_SHORT = "secret"
_IN_SEAL = 0.3
"""Of the smaller: what lies in a round seal so far is part of its ring or of the words in it."""


def secrecy_mark(pages: Iterable[Page]) -> PageRef | None:
    """The first page that surely bears a secrecy mark, a stamp or a line of its own; None where none does."""
    return next((page.ref for page in pages if any(_marks(page.reading))), None)


def perhaps_secret(pages: Iterable[Page]) -> Iterator[tuple[PageRef, Box]]:
    """Pages on which something was seen that may be a secrecy mark, but was not surely read, with its place."""
    for page in pages:
        doubtful = [box for box, is_sure in _seen(page.reading) if not is_sure]
        if doubtful and not any(_marks(page.reading)):
            yield page.ref, doubtful[0]


def _marks(reading: PageReading) -> Iterator[Box]:
    return (box for box, is_sure in _seen(reading) if is_sure)


def _seen(reading: PageReading) -> Iterator[tuple[Box, bool]]:
    """All that looks like a mark on a page, and whether it surely is one."""
    for mark in reading.marks:
        if mark.kind == "secrecy":
            yield mark.box, mark.detail != _SHORT or _is_surely_short(mark, reading)
    for line in reading.lines:
        level = stated_level(line.text) if line.box.top < _BAND else None
        if level:
            is_read = line.confidence >= _CERTAIN and not _is_in_seal(line.box, reading)
            yield line.box, level != _SHORT or is_read


def _is_surely_short(mark: Mark, reading: PageReading) -> bool:
    """Whether a stamp says "MẬT" for certain: surely read, by the words of the page too, and in no round seal."""
    words = [word for word in reading.words_under(mark) if any(map(str.isalpha, word.text))]
    says_else = bool(words) and stated_level(" ".join(word.text for word in words)) != _SHORT
    return mark.confidence >= _CERTAIN and not says_else and not _is_in_seal(mark.box, reading)


def _is_in_seal(box: Box, reading: PageReading) -> bool:
    seals = (mark for mark in reading.marks if mark.kind == "seal" and mark.detail == "round")
    return any(box.overlap(seal.box) >= _IN_SEAL for seal in seals)
