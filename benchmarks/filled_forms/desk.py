"""A page of a form while it is being filled in, and when it is done."""

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from benchmarks.filled_forms.hands import hand_width, written_by_hand
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.places import BlankPage
from classifiers.synthetic.fonts import ascent, descent, text_width
from classifiers.synthetic.sheet import Area, Box, Colour, Mark, PrintedValue, Sheet, Style, Text

DRAWN_AT = 250
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Written:
    """A value on the page: the truth of a field beyond what `PrintedValue` holds."""

    value: PrintedValue
    role: str
    fact: str
    shape: str


@dataclass(frozen=True)
class FilledPage:
    """A page of the form as handed in."""

    sheet: Sheet
    written: tuple[Written, ...]
    left_blank: tuple[str, ...]


@dataclass
class Desk:
    """A page while it is being filled in."""

    page: BlankPage
    manner: Manner
    rng: random.Random
    marks: list[Mark] = field(default_factory=list)
    done: list[Written] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def width(self, text: str, style: Style) -> float:
        if self.manner.hand:
            return hand_width(text, self.manner.hand, style.size)
        return text_width(text, style)

    def put(self, at: tuple[float, float], text: str, style: Style) -> Box:
        """Words on the page; returns their box."""
        if self.manner.hand:
            ink, box = written_by_hand(at, text, self.manner.hand, style.size, self.manner.ink, self.rng)
            self.marks.append(ink)
            return box
        self.marks.append(Text(at[0], at[1], text, style))
        return (at[0], at[1] - ascent(style) * 0.92, at[0] + text_width(text, style), at[1] + descent(style))

    def wipe(self, box: Box) -> None:
        self.marks.append(Area(box, fill=WHITE))

    def style(self, share: float = 1.0) -> Style:
        """The manner's letters at the size of the page's print; a hand is a little larger."""
        size = self.page.letters * self.manner.style.size * (1.22 if self.manner.hand else 1.0)
        return replace(self.manner.style, size=size * share)


def background(pdf: Path, number: int) -> Image.Image:
    """A page of the blank form as pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[number - 1].render(scale=DRAWN_AT / 72).to_pil()
        return picture.convert("RGBA")
