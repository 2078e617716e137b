"""Tells whether the words of a line go on with the value of a label on a line above."""

import re
from collections.abc import Sequence

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import lexicon, opens_with
from intake_ai.extraction.line_labels import has_letters, is_heading
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.values import strip_marks
from intake_ai.wordlists import phrases
from ocr.page import Line

_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|\(\d{1,2}\)|[a-zđ]\)\s|[-+•–]\s|[IVX]+\.\s)")
_DASH = re.compile(r"\s*[-–]\s")
_DATE_OPEN = re.compile(r"\b(?:ngay|thang|nam)[\s.]*$")
MOST_OPEN = 3
"""Lines that a value may stand below its label, and pairs that may be open at once."""
# Dots that a value leaves at the end of its line where it goes on below, as a fraction of the page's width; and the
# words that it then may have left for the next line where they could stand for themselves.
_MOST_LEFT = 0.12
_MOST_TAIL = 5
_UNFINISHED = re.compile(
    r"(?:^| )(?:tinh|thanh pho|tp|huyen|xa|phuong|duong|cap ngay|ngay|do|so|cap|to|thon|va|cua|theo)$"
)
_INDENT = 0.2
# Fraction of the page's width that a label which leaves no room behind it ends from the margin.
_LAST_LABEL = 0.2
# A label without a meaning that is longer than this is a sentence.
_MOST_LABEL_LETTERS = 40
# Fraction of the page's width from the margin that a line reaches if it goes on below.
_NEAR_MARGIN = 0.15
_SINGLE = ("name", "sex", "short", "number", "count", "email", "date")


def opens_item(text: str) -> bool:
    """Whether a text opens with a number or a dash, as the items of a form do."""
    return _ITEM.match(text) is not None


def is_next_item(pair: Pair, head: Run, index: int, lines: Sequence[Line]) -> bool:
    """Whether a list of bodies that are written to goes on: "Kính gửi: - Phòng ... - Trường ..."."""
    of_bodies = pair.label is not None and pair.label.kind == "organisation_name"
    dashes = all(_DASH.match(text) for text in (pair.value.text, head.text))
    return of_bodies and dashes and not _too_far(lines[pair.lines[-1]], lines[index])


def is_next_entry(pair: Pair, head: Run, index: int) -> bool:
    """Whether a list whose every entry stands on dots of its own, below its label, goes on."""
    words = [word for word in head.words if not is_leader(word)]
    below = pair.place is None or (bool(pair.value) and pair.value.words[0].box.top > pair.place.bottom - _OVER)
    follows = index == pair.lines[-1] + 1 and pair.closed and bool(pair.printed) and below
    dotted = _ends_in_dots(head) and _ends_in_dots(pair.value)
    return follows and dotted and has_letters(strip_marks(pair.value)) and words[0].text[0].isupper()


_OVER = 0.004
"""Fraction of the page's height that what is typed over dots may reach into the line above."""


def shares_column(pair: Pair, head: Run, lines: Sequence[Line]) -> bool:
    """Whether `head` stands under the line of `pair` and not beside or far from it."""
    before, box = lines[pair.lines[-1]].box, head.box
    shared = min(before.right, box.right) - max(before.left, box.left)
    return shared > 0.5 * min(before.width, box.width)


def wraps(pair: Pair, head: Run, index: int, margin: float) -> bool:
    """Whether the value of a label that ends a line stands at the front of the next: "Thư điện tử:" over "a@b.vn"."""
    if pair.place is None or pair.label is None or index != pair.lines[-1] + 1 or has_letters(pair.value):
        return False
    if pair.place.right < margin - _LAST_LABEL or sum(word.box.width for word in pair.value.words) > _MOST_LEFT:
        return False
    match pair.label.value:
        case "email":
            return "@" in head.text
        case "number":
            return head.text.lstrip(" .…")[:1].isdigit()
        case _:
            return False


def continues(pair: Pair, head: Run, index: int, lines: Sequence[Line], margin: float) -> bool:
    """Whether `head`, the words ahead of the labels on line `index`, goes on with `pair`.

    Args:
        margin: Where the page's print ends, as a fraction of its width.
    """
    before, line = lines[pair.lines[-1]], lines[index]
    if index - pair.lines[-1] > MOST_OPEN or len(pair.lines) > 3 or _too_far(before, line):
        return False
    if wraps(pair, head, index, margin):
        return True
    if completes(pair, head):
        return True
    if pair.closed:
        return _runs_over(pair, head, margin)
    if opens_with(head.text, lexicon().notes + lexicon().ends + lexicon().sentences):
        return False
    value = strip_marks(pair.value)
    if not has_letters(value):
        is_short = len(pair.printed) < _MOST_LABEL_LETTERS or _ends_in_dots(head)
        return bool(pair.printed) and (pair.label is not None or is_short)
    return _goes_on(pair, value, head, lines, margin)


def completes(pair: Pair, head: Run) -> bool:
    """Whether the value so far and the words on this line make a value that is written one way only."""
    written = plain(" ".join(word.text for word in pair.value.words if not is_leader(word)))
    start = re.search(r"(?:^| )do (?P<place>\w.*)$", written)
    begun = start["place"] if start else written
    if len(begun.split()) < _LEAST_BEGUN:
        return False
    rest = f"{plain(' '.join(word.text for word in head.words if not is_leader(word)))} "
    known = (plain(value) for value in phrases(__file__, "values.yaml", "id_issue_place"))
    return any(value.startswith(f"{begun} ") and rest.startswith(f"{value[len(begun) + 1 :]} ") for value in known)


_LEAST_BEGUN = 2


def _goes_on(pair: Pair, value: Run, head: Run, lines: Sequence[Line], margin: float) -> bool:
    """Whether a value that has begun, and that no dots end, goes on with `head`."""
    if _DATE_OPEN.search(value.folded) and re.match(r"\W*\d", head.text):
        return True
    if pair.label is not None and pair.label.value in _SINGLE:
        return False
    if pair.label is not None and pair.label.kind == "organisation_name" and _DASH.match(head.text):
        return True
    left = min(line.box.left for line in lines)
    if not pair.printed and lines[pair.lines[-1]].box.left > left + _INDENT:
        return False  # a column of its own, such as the signature's
    reaches = pair.value.box.right > margin - _NEAR_MARGIN
    opens_left = head.box.left < lines[pair.lines[0]].box.left + 0.06
    return reaches and opens_left and not _ITEM.match(head.text) and not is_heading(head.text)


def _ends_in_dots(run: Run) -> bool:
    return len(run.words) > 1 and is_leader(run.words[-1])


def _runs_over(pair: Pair, head: Run, margin: float) -> bool:
    """Whether a value typed on dots that are all but used up goes on with the front of the next dotted line."""
    dots = [word for word in pair.value.words if is_leader(word)]
    value = [word for word in pair.value.words if not is_leader(word)]
    if not dots or not value or dots[-1].box.width > _MOST_LEFT or dots[-1].box.right < margin - _NEAR_MARGIN:
        return False
    if pair.label is not None and pair.label.value not in ("text", "document"):
        return False
    if opens_with(head.text, lexicon().notes + lexicon().sentences) or _ITEM.match(head.text) or is_heading(head.text):
        return False
    unfinished = value[-1].text.endswith(",") or _UNFINISHED.search(plain(" ".join(word.text for word in value[-3:])))
    opening = next((word.text for word in head.words if not is_leader(word)), "")
    few = len([word for word in head.words if not is_leader(word)]) <= _MOST_TAIL and _ends_in_dots(head)
    return bool(unfinished) or opening[:1].islower() or few


def _too_far(before: Line, line: Line) -> bool:
    height = max(before.box.height, line.box.height)
    return not -0.5 * height < line.box.top - before.box.top < 2.6 * height
