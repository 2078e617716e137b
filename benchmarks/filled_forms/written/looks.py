"""How one dossier's form is set and typed into: drawn at random, the same for all of the form."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from classifiers.synthetic.sheet import BLACK, BLUE_INK, Colour

PRINT_FACES: Mapping[str, tuple[str, ...]] = {
    "development": ("Liberation Serif",) * 8 + ("Linux Libertine O", "FreeSerif", "Carlito"),
    "held_out": ("Liberation Serif",) * 8 + ("Gentium Book Basic", "Noto Serif", "Arimo"),
}
"""Typefaces of the print: nearly all offices use Times New Roman, whose widths Liberation Serif has."""
VALUE_FACES: Mapping[str, tuple[str, ...]] = {
    "development": ("Carlito", "Open Sans", "Linux Libertine O", "Liberation Sans"),
    "held_out": ("Arimo", "Roboto", "DejaVu Serif", "Cousine", "Gentium Book Basic"),
}
SAME_WIDTHS = {"Arial": "Liberation Sans", "Times New Roman": "Liberation Serif"}
"""Free typefaces for those that forms name."""
RESTS = ("gone", "gone", "gone", "left", "left", "shortened", "shortened", "around")


@dataclass(frozen=True)
class PageLook:
    """The form itself.

    Attributes:
        face: Typeface.
        size: Points.
        leading: Height of a line, percent of the typeface's own.
        before: Points above a paragraph.
        margins: Left, top, right, bottom in millimetres.
        indent: First line of a paragraph, millimetres.
        dot: What is typed for dots: "." or "…".
        leaders: Whether the last blank of a line is a tab with dots rather than typed dots.
        motto: What stands below the motto: "underline", "dashes" or "rule".
        boxes: Width of a box for a digit, millimetres.
        justified: Running text on both margins.
    """

    face: str = "Liberation Serif"
    size: float = 13.0
    leading: int = 110
    before: float = 3.0
    margins: tuple[float, float, float, float] = (30.0, 20.0, 18.0, 18.0)
    indent: float = 10.0
    dot: str = "."
    leaders: bool = True
    motto: str = "rule"
    boxes: float = 5.6
    justified: bool = True

    @property
    def width(self) -> float:
        """Millimetres between the margins of A4."""
        return 210.0 - self.margins[0] - self.margins[2]


@dataclass(frozen=True)
class TypingLook:
    """How a person types into it.

    Attributes:
        rest: What becomes of the dots: "gone", "left" (all behind the value), "shortened" (the rest behind), "around".
        face: Another typeface, empty for that of the print.
        colour: Of the values.
        blank: Share of optional blanks left empty.
        capitals: Names in capitals.
        ticked: The sign of a ticked box.
        box: The sign of an empty box.
        signed: Height of a signature in millimetres.
    """

    rest: str = "gone"
    face: str = ""
    bold: bool = False
    italic: bool = False
    colour: Colour = BLACK
    blank: float = 0.0
    capitals: bool = False
    ticked: str = "☒"
    box: str = "☐"
    signed: float = 18.0


def some_page_look(rng: random.Random, half: str, head: Mapping[str, str]) -> PageLook:
    """A way to set a form, within what its head asks for."""
    low, _, high = head.get("size", "12.5-14").partition("-")
    sizes = [step / 2 for step in range(round(float(low) * 2), round(float(high or low) * 2) + 1)]
    return PageLook(
        SAME_WIDTHS.get(head.get("face", ""), head.get("face")) or rng.choice(PRINT_FACES[half]),
        rng.choice(sizes),
        rng.choice((100, 100, 108, 115, 125, 140)),
        rng.choice((0.0, 2.0, 3.0, 6.0)),
        (
            rng.choice((25.0, 30.0, 30.0, 20.0)),
            rng.uniform(14, 22),
            rng.choice((15.0, 18.0, 20.0)),
            rng.uniform(12, 20),
        ),
        float(head["indent"]) if "indent" in head else rng.choice((0.0, 0.0, 10.0, 12.7)),
        rng.choice((".", ".", "…")),
        rng.random() < 0.6,
        rng.choice(("underline", "dashes", "rule", "rule")),
        rng.choice((5.0, 5.5, 6.0)),
        rng.random() < 0.6,
    )


def some_typing_look(rng: random.Random, half: str, head: Mapping[str, str]) -> TypingLook:
    """A way to fill in a form."""
    blue = rng.random() < 0.1
    box, ticked = rng.choice((("☐", "☒"), ("☐", "☑"), ("□", "☒"), ("□", "■")))
    return TypingLook(
        rng.choice(RESTS),
        rng.choice(VALUE_FACES[half]) if rng.random() < 0.2 else "",
        rng.random() < 0.15,
        rng.random() < 0.12,
        BLUE_INK if blue else BLACK,
        float(head["fill"]) if "fill" in head else rng.choice((0.0, 0.0, 0.06, 0.15)),
        rng.random() < 0.25,
        ticked,
        box,
        rng.choice((14.0, 17.0, 20.0)),
    )
