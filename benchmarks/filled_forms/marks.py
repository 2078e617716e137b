"""What is drawn on the page however the form is filled in: digits in boxes, ticks, signatures."""

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.filled_forms.annotations import Blank
from benchmarks.filled_forms.cast import Cast, Value, fact_of
from benchmarks.filled_forms.desk import Desk, Written
from benchmarks.filled_forms.places import Place
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.ink import signature
from classifiers.synthetic.sheet import BLACK, BLUE_INK, MM_PER_POINT, Box, PrintedValue, Style, Text, union


def digits(desk: Desk, places: Sequence[Place], value: Value) -> list[Box]:
    """A number with one digit in each box."""
    signs = re.sub(r"\D", "", value.text)
    boxes = []
    for place, digit in zip(places, signs, strict=False):
        left, top, right, bottom = place.box
        size = min(desk.style().size, (bottom - top) / MM_PER_POINT * 0.86)
        style = replace(desk.style(), size=size)
        x = (left + right) / 2 - desk.width(digit, style) / 2
        boxes.append(desk.put((x, (top + bottom) / 2 + size * MM_PER_POINT * 0.33), digit, style))
    return [union(tuple(boxes))] if boxes else []


def tick(desk: Desk, place: Place) -> None:
    """A cross or a tick in a box."""
    left, top, right, bottom = place.box
    size = min(right - left, bottom - top, 6.0)
    if desk.manner.hand or desk.rng.random() < 0.3:
        size *= 1.25
    style = Style("DejaVu Sans", size / MM_PER_POINT * 1.05, bold=True)
    sign = desk.rng.choice(("X", "X", "✓", "x"))
    x = (left + right) / 2 - text_width(sign, style) / 2
    desk.marks.append(Text(x, (top + bottom) / 2 + size * 0.38, sign, style))


def sign(desk: Desk, place: Place, cast: Cast, blank: Blank) -> None:
    """A signature and the name below it."""
    letter = blank.options.get("who", "A")
    if not desk.manner.signed:
        return
    middle = (
        float(blank.options["at"]) * desk.page.size[0] if "at" in blank.options else (place.box[0] + place.box[2]) / 2
    )
    room = max(11.0, min(float(blank.options.get("room", "19")), desk.page.size[1] - place.box[3] - 10))
    name = cast.people[letter].name
    pen = BLACK if desk.rng.random() < 0.2 else BLUE_INK
    desk.marks.append(
        signature((middle + 1.5, place.box[3] + room * 0.5), name, colour=pen, width=min(34.0, room * 1.9))
    )
    style = desk.style()
    x = middle - desk.width(name, style) / 2
    box = desk.put((x, place.box[3] + room), name, style)
    fact = fact_of(cast, letter, "name")
    printed = PrintedValue(fact.fact, "Người ký (ghi rõ họ tên)", "full_name", name, (box,))
    desk.done.append(Written(printed, fact.role, fact.fact, "signature"))
