"""What a blank form prints where a value goes, how long, and what is left of it beside the value."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.filled_forms.written.looks import PageLook, TypingLook
from benchmarks.filled_forms.written.notation import Blank
from benchmarks.filled_forms.written.setting import Item, Leader, Words
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.sheet import Style

PIECE_WIDTHS = {"d": 8.0, "m": 8.0, "yy": 7.0, "y": 13.0, "my": 18.0}
FACT_WIDTHS = {
    "name": 55.0, "NAME": 55.0, "dob": 30.0, "year": 15.0, "dobw": 70.0, "sex": 14.0, "id": 38.0, "idd": 26.0,
    "idp": 42.0, "paper": 90.0, "addr": 85.0, "house": 45.0, "commune": 34.0, "communek": 38.0, "communef": 60.0,
    "province": 30.0, "provincef": 34.0, "origin": 60.0, "eth": 18.0, "nat": 24.0, "phone": 32.0, "email": 45.0,
    "job": 36.0, "family": 24.0, "given": 34.0, "place": 26.0, "signed": 28.0, "tax": 32.0,
}  # fmt: skip
"""Millimetres that forms usually leave; other blanks get USUAL."""
USUAL, FEWEST = 42.0, 5.0
BREAKS = 0.4
"""Share of the wanted widths: where less is left, whoever made the form let the line go on below."""
SPARE = 1.5
"""Millimetres between the last dot and the margin."""
UNDERSCORE = "_"


@dataclass(frozen=True)
class Ruler:
    """Measures letters of the form's typeface, in millimetres."""

    face: str
    size: float

    def width(self, text: str, *, bold: bool = False) -> float:
        return text_width(text, Style(self.face, self.size, bold=bold))

    def last_line(self, text: str, room: float, indent: float) -> float:
        """Where the last line of a paragraph ends."""
        space, reached = self.width(" "), indent
        for word in text.split(" "):
            wide = self.width(word)
            reached = reached + wide + space if reached + wide <= room else wide + space
        return reached - space


def usual_width(blank: Blank, rng: random.Random) -> float:
    """Millimetres that the form leaves for a blank within a line."""
    if "w" in blank.options and blank.options["w"] != "end":
        return float(blank.options["w"])
    if blank.piece:
        return PIECE_WIDTHS[blank.piece] * rng.uniform(0.85, 1.25)
    if blank.what.startswith("n:"):
        return 16.0
    return FACT_WIDTHS.get(blank.what.rpartition(".")[2], USUAL) * rng.uniform(0.8, 1.15)


def shared_out(wanted: Sequence[float], room: float) -> list[float]:
    """Widths that fit a line: each its share, as wanted where there is room, or where the line must break anyway."""
    total = sum(wanted)
    if total <= room or room < BREAKS * total:
        return list(wanted)
    return [max(FEWEST, width * room / total) for width in wanted]


@dataclass(frozen=True)
class Dots:
    """Prints blanks in one look.

    Attributes:
        look: "dots", "line" or "none".
        to_end: Whether the blank goes on to the right margin.
    """

    ruler: Ruler
    page: PageLook
    typing: TypingLook
    look: str
    to_end: bool

    def run(self, width: float) -> str:
        sign = UNDERSCORE if self.look == "line" else self.page.dot
        return sign * max(0, int(width / self.ruler.width(sign * 20) * 20))

    def empty(self, width: float) -> list[Item]:
        """The blank as printed."""
        if self.look == "none":
            return [Words(" " * max(1, round(width / self.ruler.width(" "))))] if not self.to_end else []
        return [Leader(self.look == "line")] if self._as_leader else [Words(self.run(width))]

    def around(self, value: Words, width: float) -> list[Item]:
        """The value and what is left of the dots."""
        rest = "gone" if self.look == "none" else self.typing.rest
        taken = Ruler(value.face or self.ruler.face, self.ruler.size).width(value.text, bold=value.bold)
        before = min(width / 4, 9.0) if rest == "around" else 0.0
        if rest == "gone":
            return [value]
        found: list[Item] = [Words(self.run(before))] if before else []
        pushed = rest == "left" and not self.to_end  # dots at the end of a line that would fill another are deleted
        left = width if pushed else max(0.0, width - taken - before - (SPARE if self.to_end else 0.0))
        if self._as_leader:
            return [*found, value, Leader(self.look == "line")]
        return [*found, value, Words(self.run(left))] if self.run(left) else [*found, value]

    @property
    def _as_leader(self) -> bool:
        return self.to_end and self.page.leaders
