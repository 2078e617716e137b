"""What is printed on every identity card and passport, told from what is entered on one."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from classifiers.vietnamese import fold
from intake_ai.learning.masking_rules import rules

_ALIKE = 88
"""Least likeness (0-100) to a printed phrase of several words to be that phrase misread."""
_SHORT = 12


def printed_on_cards(texts: Sequence[str]) -> set[int]:
    """Places of words of a line, all of whose parts belong to phrases printed on cards (masking.yaml)."""
    parts = [(place, part) for place, text in enumerate(texts) for part in re.findall(r"[^\W_]+", fold(text))]
    printed: set[int] = set()
    for phrase in rules().card_print:
        for start in range(len(parts) - len(phrase) + 1):
            if _is_phrase(" ".join(part for _, part in parts[start : start + len(phrase)]), phrase):
                printed |= set(range(start, start + len(phrase)))
    entered = {place for order, (place, _) in enumerate(parts) if order not in printed}
    return {place for place in range(len(texts)) if place not in entered}


def _is_phrase(read: str, phrase: tuple[str, ...]) -> bool:
    """Whether words are a phrase; only several words may be misread, as one alone is too like a name."""
    wanted = " ".join(phrase)
    if len(phrase) < 2 or len(wanted) < _SHORT or any(letter.isdigit() for letter in read):
        return read == wanted
    return fuzz.ratio(read, wanted) >= _ALIKE
