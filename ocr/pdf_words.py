"""The words that a PDF page carries itself, as pdfplumber finds them, within a bound of time."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import numpy as np
import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ocr.page import Box, Word
from ocr.pictures import StoredPage

#: pdfminer takes 0.2 s for a full page, and loops for ever on some broken ones (found by benchmarks/fuzz_opening.py).
_SECONDS_FOR_WORDS = 5.0
#: What pdfminer raises on crafted files, besides its own errors.
_PDFMINER_ERRORS: tuple[type[Exception], ...] = (
    PDFException,
    MalformedPDFException,
    PdfminerException,
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    AttributeError,
    RecursionError,
    OverflowError,
)


class _TookTooLong(BaseException):
    """The text layer costs more than reading the pixels does; no `Exception`, as pdfminer swallows those."""


def words_of_page(page: StoredPage) -> list[Word]:
    """The words of a page of a PDF in fractions of it as displayed; none where they cannot be taken out.

    Args:
        page: Which.
    """
    try:
        with _at_most(_SECONDS_FOR_WORDS), page.path.open("rb") as file:
            # never closed: it looks for all its pages once more then, which may be what never ends
            leaf = pdfplumber.open(file, pages=[page.number], unicode_norm="NFC").pages[0]
            left, top, right, bottom = (float(side) for side in leaf.cropbox)
            found = leaf.extract_words(x_tolerance_ratio=0.15, use_text_flow=False)
            if sum(not word["upright"] for word in found) > 0.1 * len(found):
                return []
    except _PDFMINER_ERRORS:
        return []
    except _TookTooLong:
        return []
    across, down = max(right - left, 1.0), max(bottom - top, 1.0)
    words = []
    for word in found:
        sides = np.array([(word["x0"] - left) / across, (word["top"] - top) / down])
        ends = np.array([(word["x1"] - left) / across, (word["bottom"] - top) / down])
        if (ends > 0).all() and (sides < 1).all():
            box = [round(float(value), 5) for value in np.clip([*sides, *ends], 0, 1)]
            words.append(Word(word["text"], Box(*box), 1.0))
    return words


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends what is done inside after so much processor time; without effect outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise _TookTooLong
