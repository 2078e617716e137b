"""Answers on dots of their own, below the question that a form numbers or below words that ask for a place."""

import re

from intake_ai.extraction.continuing import opens_item
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import meaning_of
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.parts import Part
from intake_ai.extraction.printed import is_printed
from intake_ai.extraction.values import strip_marks

_ASKS_PLACE = re.compile(r"\b(?:tỉnh/thành phố|tỉnh|thành phố)$")


def answer_to(question: str, pair: Pair) -> Part | None:
    """What stands on dots of its own below a numbered question that has none, or below words that ask for a place."""
    value = strip_marks(pair.value)
    if not question or not pair.closed or not value or opens_item(value.text) or is_printed(value):
        return None
    first = value.text[0]
    if not (first.isupper() or first.isdigit()) or not is_leader(pair.value.words[-1]):
        return None
    meaning = meaning_of(question)
    return Part(meaning.kind if meaning else "other", question, value.text, value, 0.7)


def question_in(pair: Pair, *, is_read: bool) -> str:
    """What a text asks of the line below it, where it leaves no room for an answer itself; empty where nothing.

    Args:
        pair: The text.
        is_read: Values were read in it.
    """
    text = pair.value.text if not pair.printed else ""
    if pair.closed or is_read:
        place = _ASKS_PLACE.search(pair.value.text)
        return place.group() if place and not is_leader(pair.value.words[-1]) else ""
    return text.strip(" .:") if opens_item(text) else ""
