"""The number that a form carries in its upper margin."""

import re

from classifiers.vietnamese import normalise
from ocr.page import Page

_FORM_NUMBER = re.compile(
    r"\b(?:mẫu|mau|biểu)\s*(?:số)?\s*[:.]?\s*([A-Z]{0,4}\s?\d{1,3}[a-zđ]?(?:[-/.][\wĐđ]{1,12}){0,3})", re.IGNORECASE
)
_FORM_CODE = re.compile(r"\b(CT\s?\d{2}|TK\d?-TS|DC\d{2}|NA\d{1,2}|LLTP\s?\d?|[A-Z]\d{2}[a-z]?-[A-Z]{2,4})\b")


def form_number(page: Page) -> str:
    """The number that a form carries in its upper margin ("CT01", "02a"), empty where none."""
    head = normalise(" ".join(line.text for line in page.reading.lines if line.box.top < 0.2))
    match = _FORM_CODE.search(head) or _FORM_NUMBER.search(head)
    return re.sub(r"\s", "", match[1]) if match else ""
