"""One printed side as a list of marks in millimetres: what is drawn, and where each value stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres from the top left corner of the sheet."""

BLACK: Colour = (22, 22, 24)
BLUE_INK: Colour = (28, 46, 134)
RED_INK: Colour = (196, 36, 44)
MM_PER_POINT = 25.4 / 72
A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; `size` in points, `rise` in millimetres above the baseline."""

    family: str = "serif"
    size: float = 13.0
    bold: bool = False
    italic: bool = False
    colour: Colour = BLACK
    rise: float = 0.0
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text that starts at `x` on the baseline `y`."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `width` in millimetres."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float = 0.25
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, filled or outlined, with corners of `radius` millimetres."""

    box: Box
    fill: Colour | None = None
    outline: Colour | None = None
    width: float = 0.25
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture (RGBA) laid on the sheet. Ink darkens what is below it, as a seal over a name does."""

    box: Box
    picture: "Image.Image"
    ink: bool = False


Mark = Text | Rule | Area | Placed


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A value as it stands on the sheet.

    Attributes:
        key: Name of the value in the recipe, such as ``child.name``.
        label: As printed before it, without colon and footnote mark.
        kind: Field kind of contracts/report.schema.json.
        text: The value as a person would write it down.
        lines: One box per printed line.
        parts: Kind to value, for a value made of several.
        in_parts: The form prints words between the parts ("ngày 02 tháng 11 năm 2026").
    """

    key: str
    label: str
    kind: str
    text: str
    lines: tuple[Box, ...]
    parts: Mapping[str, str] = field(default_factory=dict)
    in_parts: bool = False

    @property
    def box(self) -> Box:
        return union(self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper: size in millimetres, marks in drawing order, values, labels left blank."""

    size: tuple[float, float]
    marks: tuple[Mark, ...]
    values: tuple[PrintedValue, ...] = ()
    blanks: tuple[str, ...] = ()
    paper: Colour = (255, 255, 255)


def union(boxes: tuple[Box, ...]) -> Box:
    """The smallest box around all boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The mark shifted by millimetres: a card is drawn once and laid anywhere on a sheet."""
    match mark:
        case Text():
            return Text(mark.x + dx, mark.y + dy, mark.text, mark.style)
        case Rule():
            start, end = (mark.start[0] + dx, mark.start[1] + dy), (mark.end[0] + dx, mark.end[1] + dy)
            return Rule(start, end, mark.width, mark.colour)
        case Area():
            return Area(moved_box(mark.box, dx, dy), mark.fill, mark.outline, mark.width, mark.radius)
        case Placed():
            return Placed(moved_box(mark.box, dx, dy), mark.picture, mark.ink)


def moved_box(box: Box, dx: float, dy: float) -> Box:
    return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)
