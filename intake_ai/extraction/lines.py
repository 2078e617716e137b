"""Which lines of a page may hold values, and which ask for a signature."""

import re
from collections.abc import Sequence

from intake_ai.extraction.lexicon import lexicon, opens_with
from intake_ai.extraction.printed import goes_on_issuing, is_issuing
from intake_ai.extraction.runs import fold
from ocr.page import Line

SIGNING = re.compile(
    r"\bky\b.{0,20}(?:ghi ro|ho ten|ho va ten|ho, chu)|\bghi ro ho"
    r"|^\W*(?:chu )?ky\b.{0,12}(?:dong )?dau\b|^\W*\(chu ky\b"
)

# The footnotes of a form stand below its signatures and open with the first mark.
_FIRST_NOTE = re.compile(r"\W{0,2}\(?1\)\s?\w")


def filled_in(lines: Sequence[Line]) -> list[Line]:
    """The lines ahead of footnotes and instructions, which explain and hold no value of the dossier."""
    asked_to_sign = False
    for index, line in enumerate(lines):
        if SIGNING.search(fold(line.text)):
            asked_to_sign = True
            continue
        if asked_to_sign and _FIRST_NOTE.match(line.text):
            return list(lines[:index])
        if opens_with(line.text, lexicon().ends) and len(line.words) <= 8 and _is_title(line.text):
            return list(lines[:index])
        if opens_with(line.text, lexicon().notes) and line.box.top > 0.4:
            return list(lines[:index])
    return list(lines)


def _is_title(text: str) -> bool:
    """Whether a text opens as a title does, and not in small letters like the rest of a value."""
    return text.lstrip(" .:-*'\"“”0123456789()")[:1].isupper()


_HEAD = 0.2
"""Fraction of the page above which a form names the regulation that it was issued with."""


def without_issuing(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that name the regulation which the form was issued with, and its day."""
    kept: list[Line] = []
    naming = False
    for line in lines:
        names = is_issuing(line.text) or (naming and goes_on_issuing(line.text))
        naming = names and line.box.top < _HEAD
        if not names:
            kept.append(line)
    return kept
