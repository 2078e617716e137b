"""How long the print of each blank of a line is."""

import random

from benchmarks.filled_forms.written.dots import Ruler, shared_out, usual_width
from benchmarks.filled_forms.written.notation import Blank, Box, Line, Printed
from benchmarks.filled_forms.written.spans import Place, is_value

FEWEST_END, ROOM_AT_END = 12.0, 20.0
"""Millimetres of a blank at the end of a line, at least and as the blanks before it leave."""


def runs_on(spans: Line, number: int, place: Place) -> bool:
    """Whether only signs of punctuation follow a blank in its line; tabs go wrong in cells."""
    blank = spans[number]
    rest = "".join(span.text if isinstance(span, Printed) else "x" for span in spans[number + 1 :])
    asked = isinstance(blank, Blank) and blank.options.get("w", "end") == "end"
    return asked and isinstance(blank, Blank) and not blank.piece and not place.in_cell and not rest.strip(" .;,:")


def widths_of(spans: Line, place: Place, ruler: Ruler, rng: random.Random) -> dict[int, float]:
    """Millimetres of the print of each blank."""
    blanks = {number: span for number, span in enumerate(spans) if isinstance(span, Blank) and not span.ticked}
    alone = place.in_cell and len(spans) == 1
    wanted = {number: 0.0 if alone else usual_width(blank, rng) for number, blank in blanks.items()}
    printed = "".join(span.text if isinstance(span, Printed) else "☐" for span in spans if not is_value(span))
    room = place.width - place.indent - ruler.width(printed)
    ends = [number for number in blanks if runs_on(spans, number, place)]
    if room > 0:
        inner = [number for number in blanks if number not in ends]
        fitting = shared_out([wanted[number] for number in inner], max(room - ROOM_AT_END * len(ends), room * 0.5))
        wanted |= dict(zip(inner, fitting, strict=True))
    for number in ends:
        before = "".join(_as_printed(span, wanted.get(at, 0.0), ruler) for at, span in enumerate(spans[:number]))
        after = "".join(span.text for span in spans[number + 1 :] if isinstance(span, Printed))
        reached = ruler.last_line(before, place.width, place.indent)
        wanted[number] = max(FEWEST_END, place.width - reached - ruler.width(after) - 1.0)
    return wanted


def _as_printed(span: Printed | Box | Blank, width: float, ruler: Ruler) -> str:
    if isinstance(span, Printed):
        return span.text
    return "." * round(width / ruler.width(".")) if is_value(span) else "☐"
