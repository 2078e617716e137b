"""How people fill in a form with a word processor: what becomes of the dots, and the letters of their values."""

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

from benchmarks.filled_forms.manners import Manner
from classifiers.synthetic.sheet import BLACK, Colour


@dataclass(frozen=True)
class Habits:
    """How a person types over leaders.

    Attributes:
        dots: "gone", or "shortened" where some stay behind the value.
        tabs: Share of dotted tabs that stay behind a value that leaves them room.
        lines: Share of further dotted lines that stay below a value that needs none of them.
        broken: Share of long values that are broken by hand and go on in the next leader.
        spaced: Share of values with a space between them and the print.
        bold, italic, underlined: Of the letters.
        colour: Of the letters; each value gets a shade of its own.
        family: Typeface, None for that of the form.
        larger: Share of the size of the print; a hand is a little larger.
    """

    dots: str
    tabs: float
    lines: float
    broken: float
    spaced: float
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: Colour = BLACK
    family: str | None = None
    larger: float = 1.0


INKS: tuple[Colour, ...] = ((0, 0, 0), (0, 0, 96), (0, 0, 192))


def some_habits(rng: random.Random, manner: Manner) -> Habits:
    """Habits of a person who fills in forms in this manner."""
    dots = rng.choice(("gone", "gone", "shortened"))
    hand = family_of(manner.hand) if manner.hand else None
    return Habits(
        dots=dots,
        tabs=rng.choice((0.3, 0.8)) if dots == "gone" else 1.0,
        lines=rng.choice((0.0, 0.4, 0.9)),
        broken=rng.choice((0.0, 0.0, 0.5)),
        spaced=rng.choice((1.0, 1.0, 0.9)),
        bold=hand is None and rng.random() < 0.1,
        italic=hand is None and rng.random() < 0.1,
        underlined=hand is not None and rng.random() < 0.5,
        colour=rng.choice(INKS) if hand or rng.random() < 0.12 else BLACK,
        family=hand,
        larger=1.15 if hand else 1.0,
    )


def family_of(font: Path) -> str:
    """The name under which a word processor knows a font file."""
    return ImageFont.truetype(font, 12).getname()[0] or font.stem
