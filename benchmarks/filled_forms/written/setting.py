"""A form with its blanks filled in or left empty: what a page shows, before it is laid out."""

from dataclasses import dataclass, field

from benchmarks.filled_forms.cast import Value

SYMBOLS = "DejaVu Sans"
"""A typeface that has boxes and ticks."""


@dataclass(frozen=True)
class Words:
    """A run of letters; `mark` is the number of the value whose colour it has, 0 for print."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    underlined: bool = False
    mark: int = 0
    face: str = ""


@dataclass(frozen=True)
class Leader:
    """Dots, or a line, up to the right margin."""

    line: bool = False


@dataclass(frozen=True)
class DigitBoxes:
    """Boxes with a letter each; those behind the last letter are empty."""

    text: str
    count: int
    mark: int = 0


@dataclass(frozen=True)
class Signature:
    """A drawn signature: PNG, millimetres."""

    png: bytes
    size: tuple[float, float]


Item = Words | Leader | DigitBoxes | Signature


@dataclass(frozen=True)
class SetLine:
    """A paragraph; `mark` as in the notation, besides "sign" for what belongs to a signature and "cell"."""

    mark: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class SetPart:
    """Motto, page, rule or gap."""

    kind: str


@dataclass(frozen=True)
class SetCell:
    lines: tuple[SetLine, ...]
    across: int = 1


@dataclass(frozen=True)
class SetRow:
    cells: tuple[SetCell, ...]
    heading: bool = False
    framed: bool = True


@dataclass(frozen=True)
class SetTable:
    """Widths in millimetres."""

    widths: tuple[float, ...]
    rows: tuple[SetRow, ...]


@dataclass(frozen=True)
class SetColumns:
    """Widths in millimetres."""

    widths: tuple[float, ...]
    columns: tuple[tuple["SetBlock", ...], ...]


SetBlock = SetLine | SetPart | SetTable | SetColumns


@dataclass(frozen=True)
class Told:
    """A value that stands in the form.

    Attributes:
        marks: Numbers of the colours that its pieces have.
        value: What it says.
        label: The print before it.
        shape: "run", "sentence" (words follow in its line), "date", "digits", "composite", "cell" or "signature".
        pieces: The text of each mark.
    """

    marks: tuple[int, ...]
    value: Value
    label: str
    shape: str
    pieces: tuple[str, ...]


@dataclass
class FilledForm:
    """The blocks of a filled form, its values and the labels of blanks left empty."""

    blocks: tuple[SetBlock, ...]
    told: list[Told] = field(default_factory=list)
    left_blank: list[str] = field(default_factory=list)
