"""How a person fills in a form: typed or by hand, over the dots or instead of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.synthetic.sheet import BLACK, BLUE_INK, Colour, Style


@dataclass(frozen=True)
class Manner:
    """How a person fills in a form.

    Attributes:
        style: Of typed letters; its size is a share of the size of the print.
        hand: Font file of a hand, None where the form is typed.
        dots: "cleared" (none left), "covered" (below the value), "kept" (letters over them).
        indent: Millimetres between the start of a run and the first letter.
        rise: Millimetres above the print's own line.
        blank: Share of optional blanks left empty.
        signed: Whether the form is signed.
        capitals: Names in capitals.
        ink: Of the hand.
    """

    style: Style
    hand: Path | None
    dots: str
    indent: float
    rise: float
    blank: float
    signed: bool = True
    capitals: bool = False
    ink: Colour = BLUE_INK


def some_manner(rng: random.Random, faces: Sequence[str], hands: Sequence[Path]) -> Manner:
    """A way to fill in a form; by hand where `hands` are given."""
    hand = rng.choice(list(hands)) if hands else None
    family = rng.choice(list(faces))
    blue = rng.random() < 0.12
    style = Style(
        family, rng.choice((0.94, 1.0, 1.0, 1.04)), bold=rng.random() < 0.08, colour=BLUE_INK if blue else BLACK
    )
    return Manner(
        style,
        hand,
        rng.choice(("cleared", "covered", "covered", "kept")) if not hand else "kept",
        rng.choice((0.4, 0.8, 1.5, 3.0)),
        0.9 if hand else 0.0,
        rng.choice((0.0, 0.0, 0.08, 0.25)),
        capitals=rng.random() < 0.25,
        ink=rng.choice(((24, 40, 128), (20, 30, 96), (30, 30, 36), (16, 58, 140))),
    )
