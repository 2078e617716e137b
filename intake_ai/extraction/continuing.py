"""Tells whether the words of a line go on with the value of a label on a line above."""

import re
from collections.abc import Sequence

from intake_ai.extraction.flow import Flow
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import lexicon, opens_with, opens_with_surname
from intake_ai.extraction.line_labels import has_letters, is_heading
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.values import looks_like_name, strip_marks
from intake_ai.units import breaks_name
from intake_ai.wordlists import phrases
from ocr.page import Box, Line

_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|\(\d{1,2}\)|[a-zđ]\)\s|[-+•–]\s|[IVX]+\.\s)")
_GLUED_DOTS = re.compile(r"(?<=\w)(?:\.{3,}|…+)$")
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
    return _shares(lines[pair.lines[-1]].box, head.box)


def _shares(one: Box, other: Box) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.width, other.width)


def wraps(pair: Pair, head: Run, index: int, flow: Flow) -> bool:
    """Whether the value of a label that ends a line stands at the front of the next: "Thư điện tử:" over "a@b.vn"."""
    if pair.place is None or pair.label is None or index != pair.lines[-1] + 1 or has_letters(pair.value):
        return False
    if pair.place.right < flow.right - _LAST_LABEL or sum(word.box.width for word in pair.value.words) > _MOST_LEFT:
        return False
    match pair.label.value:
        case "email":
            return "@" in head.text
        case "number" | "date":
            return head.text.lstrip(" .…")[:1].isdigit()
        case _:
            return False


def continues(pair: Pair, head: Run, index: int, lines: Sequence[Line], flow: Flow) -> bool:
    """Whether `head`, the words ahead of the labels on line `index`, goes on with `pair`.

    Args:
        flow: Of the text that the lines are of.
    """
    before, line = lines[pair.lines[-1]], lines[index]
    if index - pair.lines[-1] > MOST_OPEN or len(pair.lines) > 3 or not _is_near(pair, head, before, line, flow):
        return False
    if wraps(pair, head, index, flow):
        return True
    if completes(pair, head):
        return True
    if pair.closed:
        return _runs_over(pair, head, flow)
    if opens_with(head.text, lexicon().notes + lexicon().ends + lexicon().sentences):
        return False
    value = strip_marks(pair.value)
    if not has_letters(value):
        is_short = len(pair.printed) < _MOST_LABEL_LETTERS or _ends_in_dots(head)
        return bool(pair.printed) and (pair.label is not None or is_short)
    return _goes_on(pair, value, head, lines, flow)


def flows_on(pair: Pair, head: Run, index: int, lines: Sequence[Line], flow: Flow) -> bool:
    """Whether `head` stands at the margin below a value that fills its line: of a text whose first line is set in."""
    if index != pair.lines[-1] + 1 or pair.closed or not has_letters(pair.value):
        return False
    if lines[pair.lines[-1]].box.left > flow.left + _MOST_SET_IN:
        return False  # of another column
    return head.box.left < flow.left + _AT_MARGIN and flow.is_full(pair.value.words[-1], head.words[0])


_AT_MARGIN, _MOST_SET_IN = 0.02, 0.12


def completes(pair: Pair, head: Run) -> bool:
    """Whether the value so far and the words on this line make a value that is written one way only."""
    written = plain(" ".join(word.text for word in pair.value.words if not is_leader(word)))
    start = re.search(r"(?:^| )do (?P<place>\w.*)$", written)
    begun = start["place"] if start else written
    kind = "nationality" if pair.label is not None and pair.label.kind == "nationality" else "id_issue_place"
    if len(begun.split()) < (1 if kind == "nationality" else _LEAST_BEGUN):
        return False
    rest = f"{plain(' '.join(word.text for word in head.words if not is_leader(word)))} "
    known = (plain(value) for value in phrases(__file__, "values.yaml", kind))
    return any(value.startswith(f"{begun} ") and rest.startswith(f"{value[len(begun) + 1 :]} ") for value in known)


_LEAST_BEGUN = 2


def _goes_on(pair: Pair, value: Run, head: Run, lines: Sequence[Line], flow: Flow) -> bool:
    """Whether a value that has begun, and that no dots end, goes on with `head`."""
    if _DATE_OPEN.search(value.folded) and re.match(r"\W*\d", head.text):
        return True
    if pair.label is not None and pair.label.value == "name" and _breaks_person(value, head, flow):
        return True
    if pair.label is not None and pair.label.value in _SINGLE:
        return False
    if pair.label is not None and pair.label.kind == "organisation_name" and _goes_on_body(value, head):
        return True
    breaks = breaks_name(value.text, head.text)
    left = min(line.box.left for line in lines)
    if not pair.printed and lines[pair.lines[-1]].box.left > left + _INDENT:
        return False  # a column of its own, such as the signature's
    if not _reaches(value, head, flow):
        return False
    opens_left = head.box.left < lines[pair.lines[0]].box.left + 0.06
    return opens_left and (breaks or not _ITEM.match(head.text)) and not is_heading(head.text)


def _goes_on_body(value: Run, head: Run) -> bool:
    """Whether the body that is written to goes on in its column: a list of bodies, or the units that it belongs to."""
    if _DASH.match(head.text) or breaks_name(value.text, head.text):
        return True
    units = phrases(__file__, "clauses.yaml", "units")
    return value.text.endswith(",") and opens_with(head.text, units)


def _breaks_person(value: Run, head: Run, flow: Flow) -> bool:
    """Whether a person's name that fills its line goes on with `head`, which holds nothing but the rest of a name."""
    rest = Run(tuple(word for word in head.words if not is_leader(word)))
    if not flow.is_full(value.words[-1], head.words[0]) or len(rest.words) > _MOST_REST_OF_NAME:
        return False
    name = f"{value.text} {strip_marks(rest).text}"
    return looks_like_name(name) and value.text.isupper() == rest.text.isupper() and opens_with_surname(name)


_MOST_REST_OF_NAME = 3


def _reaches(value: Run, head: Run, flow: Flow) -> bool:
    """Whether a line that ends with the end of `value` may go on with `head`, the front of the next line.

    The rest of a unit's name and small letters go on with something, and so does a word or two; a capital may open the
    next thing, where the line above had room for it.
    """
    first, last = head.words[0], value.words[-1]
    if breaks_name(value.text, head.text):
        return last.box.right > flow.right - _NEAR_MARGIN
    is_rest = len([word for word in head.words if not is_leader(word)]) <= _MOST_REST
    goes_on = first.text[0].islower() or is_rest
    if not goes_on and (flow.opens_paragraph(first) or not flow.is_full(last, first)):
        return False
    return last.box.right > flow.right - _NEAR_MARGIN


_MOST_REST = 2


def _ends_in_dots(run: Run) -> bool:
    return len(run.words) > 1 and (is_leader(run.words[-1]) or run.words[-1].text.endswith(("...", "…")))


def _runs_over(pair: Pair, head: Run, flow: Flow) -> bool:
    """Whether a value typed on dots that are all but used up goes on with the front of the next dotted line."""
    dots = [word for word in pair.value.words if is_leader(word)]
    value = [word for word in pair.value.words if not is_leader(word)]
    glued = _GLUED_DOTS.search(pair.value.text)
    dots = list(pair.value.slice(glued.start(), glued.end()).words) if glued and not dots else dots
    if not dots or not value or dots[-1].box.width > _MOST_LEFT or dots[-1].box.right < flow.right - _NEAR_MARGIN:
        return False
    if pair.label is not None and pair.label.value not in ("text", "document"):
        return False
    if opens_with(head.text, lexicon().notes + lexicon().sentences) or _ITEM.match(head.text) or is_heading(head.text):
        return False
    written = " ".join(word.text for word in value)
    unfinished = (
        value[-1].text.endswith(",")
        or breaks_name(written, head.text)
        or _UNFINISHED.search(plain(" ".join(word.text for word in value[-3:])))
    )
    opening = next((word.text for word in head.words if not is_leader(word)), "")
    few = len([word for word in head.words if not is_leader(word)]) <= _MOST_TAIL and _ends_in_dots(head)
    return bool(unfinished) or opening[:1].islower() or few


def _is_near(pair: Pair, head: Run, before: Line, line: Line, flow: Flow) -> bool:
    """Whether the line is near enough to go on; dots that nothing but a label stands above may be further off."""
    waits = pair.label is not None and not has_letters(pair.value) and not pair.closed and _ends_in_dots(head)
    height = max(before.box.height, line.box.height)
    is_below = line.box.top - before.box.top > -0.5 * height
    return is_below and flow.is_next(before, line, _MOST_TO_DOTS if waits else _MOST_APART)


_MOST_APART, _MOST_TO_DOTS = 2.6, 4.0
"""Heights of a line from one line to the next."""


def _too_far(before: Line, line: Line) -> bool:
    height = max(before.box.height, line.box.height)
    return not -0.5 * height < line.box.top - before.box.top < _MOST_APART * height


def is_closed_by(pair: Pair, dots: Line, lines: Sequence[Line]) -> bool:
    """Whether a row of bare dots below a value ends it: what it did not fill is not followed by more of it."""
    before = lines[pair.lines[-1]].box
    below = dots.box.bottom - before.bottom > _ROW_BELOW * before.height
    return below and has_letters(strip_marks(pair.value)) and _shares(before, dots.box)


_ROW_BELOW = 0.7
