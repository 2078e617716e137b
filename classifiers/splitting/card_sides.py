"""Whether a page shows the front or the back of an identity card."""

from classifiers.vietnamese import fold
from classifiers.wording import contains_any, wording
from ocr.page import PageReading

#: A copy with a card side on it holds fewer lines than this; a form that quotes an ID card holds more.
_MOST_LINES = 60
#: The same where only the card's name and labels tell it: a declaration about a card has these too.
_MOST_LINES_OF_LABELS = 35


def is_card_front(reading: PageReading) -> bool:
    """Whether the page shows the front of an identity card, or both sides of it."""
    if contains_any(wording().passport, reading.text, 0.9):
        return False
    if len(reading.lines) >= _MOST_LINES:
        return False
    hits = sum(contains_any((phrase,), reading.text, 0.88) for phrase in wording().card_front)
    return hits >= 2 or _has_card_title(reading)


def _has_card_title(reading: PageReading) -> bool:
    """Whether the name of the card stands on a line of its own and labels of a card follow it, in a few lines."""
    titles = [row for row, line in enumerate(reading.lines) if fold(line.text).strip() in wording().card_title]
    below = "\n".join(line.text for line in reading.lines[titles[0] :]) if titles else ""
    labels = sum(contains_any((label,), below, 0.88) for label in wording().card_labels)
    return len(reading.lines) < _MOST_LINES_OF_LABELS and labels >= 3


def is_card_back(reading: PageReading) -> bool:
    """Whether the page shows the back of an identity card and no front."""
    if len(reading.lines) >= _MOST_LINES or is_card_front(reading):
        return False
    hits = sum(contains_any((phrase,), reading.text, 0.88) for phrase in wording().card_back)
    return hits >= 2 or (reading.mrz is not None and reading.mrz.format == "TD1")
