"""Finds the label of a numbered line that no colon ends: "4. Nguyên nhân chết Bệnh tim ......".

The label goes on in small letters; what was filled in opens with a capital or a figure. That it is a label shows in the
dots behind the value, or in words that are known to ask for one.
"""

import re

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import Label, lexicon, meaning_of, opens_with
from intake_ai.extraction.runs import Run

_NUMBERED = re.compile(r"^\W{0,2}(?:\d{1,2}(?:\.\d{1,2})*[.,)]{1,2}|[a-zđ][).])$")
_MOST_LABEL_WORDS = 7
_FEWEST_LABEL_WORDS = 2


def unclosed_label(run: Run) -> tuple[int, int, Label | None] | None:
    """Where the label of a line starts and where its value does (offsets in the run), and what the label means."""
    words = run.words
    if len(words) < _FEWEST_LABEL_WORDS + 2 or not _NUMBERED.match(words[0].text) or not words[1].text[0].isupper():
        return None
    opening = next((index for index in range(2, len(words)) if not _is_small(words[index].text)), len(words))
    if not _FEWEST_LABEL_WORDS <= opening - 1 <= _MOST_LABEL_WORDS or opening == len(words):
        return None
    if is_leader(words[opening]) or not _opens_value(words[opening].text):
        return None
    label = run.slice(run.starts[1], run.starts[opening])
    meaning = meaning_of(label.text)
    if opens_with(label.text, lexicon().sentences) or not (meaning or is_leader(words[-1])):
        return None
    return run.starts[1], run.starts[opening], meaning


def _is_small(text: str) -> bool:
    return text[0].islower() and text[-1] not in ",;:."


def _opens_value(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit()
