"""Changes a sheet that is already set: what stands on it can be taken away or added, all else stays where it is."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from benchmarks.held_out_dossiers.flow import words_of
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.sheet import BLACK, Mark, Placed, PrintedValue, Sheet, Style, Text

SQUARE = 0.06
"""A seal's picture is as wide as high within this share; a signature is wider."""
NUMBER = re.compile(r"(?:Trang )?\d{1,2}(?:/\d{1,2})?")
FOOT = 14.0
"""Millimetres from the edge within which page numbers stand."""
DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


def kept(sheet: Sheet, keep: Callable[[Mark], bool]) -> Sheet:
    """The sheet with those marks alone that are to be kept."""
    return replace(sheet, marks=tuple(mark for mark in sheet.marks if keep(mark)))


def is_ink(mark: Mark) -> bool:
    """Whether a mark is a seal or a signature."""
    return isinstance(mark, Placed) and mark.ink


def is_seal(mark: Mark) -> bool:
    """Whether a mark is a round seal."""
    if not isinstance(mark, Placed) or not mark.ink:
        return False
    left, top, right, bottom = mark.box
    return abs((right - left) / (bottom - top) - 1) < SQUARE


def without_seals(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets as they were before anybody stamped them."""
    return tuple(kept(sheet, lambda mark: not is_seal(mark)) for sheet in sheets)


def without_right_hand_ink(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets without signature and seal in the right half, where applicants sign; printed names stay."""

    def stays(sheet: Sheet, mark: Mark) -> bool:
        return not (isinstance(mark, Placed) and mark.ink and (mark.box[0] + mark.box[2]) / 2 > sheet.size[0] * 0.5)

    return tuple(kept(sheet, lambda mark, sheet=sheet: stays(sheet, mark)) for sheet in sheets)  # type: ignore[misc]


def numbered(sheets: Sequence[Sheet], manner: str, rng: random.Random) -> tuple[Sheet, ...]:
    """The sheets with page numbers in one manner and no other.

    Args:
        manner: "of" ("Trang 2/3", "2/3"), "plain" ("2" from the second page on) or "none".
    """
    bare = [kept(sheet, lambda mark, sheet=sheet: not _is_number(sheet, mark)) for sheet in sheets]  # type: ignore[misc]
    if manner == "none":
        return tuple(bare)
    pattern = rng.choice(("Trang {}/{}", "{}/{}", "{}/{}", "Trang {} / {}")) if manner == "of" else "{}"
    at_top = manner == "plain" and rng.random() < 0.7
    side = rng.choice((0.5, 0.5, 0.88))
    style = Style(_family(bare[0]), 11)
    made = []
    for number, sheet in enumerate(bare, start=1):
        text = pattern.format(number, len(bare))
        width, height = sheet.size
        x = width * side - text_width(text, style) / 2
        mark = Text(x, 11.0 if at_top else height - 8.5, text, style)
        made.append(sheet if manner == "plain" and number == 1 else replace(sheet, marks=(*sheet.marks, mark)))
    return tuple(made)


def _is_number(sheet: Sheet, mark: Mark) -> bool:
    if not isinstance(mark, Text) or not NUMBER.fullmatch(mark.text.strip()):
        return False
    return mark.y < FOOT or mark.y > sheet.size[1] - FOOT


def _family(sheet: Sheet) -> str:
    return next((mark.style.family for mark in sheet.marks if isinstance(mark, Text)), "serif")


def blanked(sheet: Sheet, value: PrintedValue) -> Sheet:
    """The sheet with dots where a value was filled in."""
    marks: list[Mark] = []
    for mark in sheet.marks:
        if isinstance(mark, Text) and _stands_in(mark, value):
            dots = int(text_width(mark.text + " ", mark.style) / text_width(".", mark.style))
            marks.append(replace(mark, text="." * max(1, dots), style=replace(mark.style, colour=BLACK)))
        else:
            marks.append(mark)
    values = tuple(each for each in sheet.values if each is not value)
    return replace(sheet, marks=tuple(marks), values=values)


def _stands_in(mark: Text, value: PrintedValue) -> bool:
    words = value.text.split()
    return mark.text.strip() in words and any(
        left - 0.1 <= mark.x <= right and top <= mark.y <= bottom + 0.5 for left, top, right, bottom in value.lines
    )


def empty_lines(sheets: Sequence[Sheet]) -> list[str]:
    """Labels after which nothing was filled in: only dots stand to the right of their colon."""
    found = []
    for sheet in sheets:
        rows: dict[float, list[Text]] = {}
        for mark in sheet.marks:
            if isinstance(mark, Text):
                rows.setdefault(round(mark.y, 1), []).append(mark)
        for marks in rows.values():
            words = [mark.text for mark in sorted(marks, key=lambda mark: mark.x)]
            line = " ".join(words)
            label = re.fullmatch(r"(.{3,90}?):\s*(?:[.…]{4,}\s*)+", line)
            found += [label[1]] if label else []
    return found


def dates_of(sheets: Sequence[Sheet]) -> list[date]:
    """All days that stand in words on the sheets, in drawing order."""
    text = " ".join(words_of(sheet) for sheet in sheets)
    return [date(int(year), int(month), int(day)) for day, month, year in DAY.findall(text)]


def issued_on(sheets: Sequence[Sheet]) -> date | None:
    """The last day in words that is not to come: where papers are dated."""
    days = dates_of(sheets)
    return days[-1] if days else None
