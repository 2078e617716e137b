"""A small typesetter: lines of markup become marks and values on a sheet, with a cursor that moves down."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from classifiers.synthetic.fonts import ascent, descent, text_width
from classifiers.synthetic.markup import Piece, Source, Values, parse
from classifiers.synthetic.sheet import A4, Area, Box, Colour, Mark, PrintedValue, Rule, Sheet, Style, Text, union

TICK_SIZE = 3.4
JUSTIFY_LIMIT = 2.2
"""A justified space is never wider than this many usual spaces."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Margins of a sheet in millimetres."""

    size: tuple[float, float] = A4
    left: float = 30.0
    right: float = 20.0
    top: float = 20.0
    bottom: float = 18.0

    @property
    def width(self) -> float:
        return self.size[0] - self.left - self.right


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set: its column, alignment, first-line indent and line height in font sizes."""

    left: float
    width: float
    align: str = "left"
    indent: float = 0.0
    leading: float = 1.35


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, or a special piece, with the space before it."""

    text: str
    style: Style
    width: float
    space: float
    source: Source | None = None
    special: str = ""


@dataclass(slots=True)
class Typesetter:
    """Sets one sheet from top to bottom.

    Attributes:
        values: What the recipe's names stand for.
        style: Of printed words.
        filled: Of values filled in.
        leading: Line height of field rows in font sizes.
        y: Top of the next line in millimetres.
    """

    values: Values
    frame: Frame = field(default_factory=Frame)
    style: Style = field(default_factory=Style)
    filled: Style = field(default_factory=Style)
    leading: float = 1.55
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    printed: list[PrintedValue] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.y or self.frame.top

    @property
    def middle(self) -> float:
        """The middle between the margins."""
        return self.frame.left + self.frame.width / 2

    def column(self, align: str = "left", indent: float = 0.0, leading: float = 1.35) -> Setting:
        """The full width between the margins."""
        return Setting(self.frame.left, self.frame.width, align, indent, leading)

    def paragraph(self, markup: str, setting: Setting, size: float | None = None) -> None:
        """Set markup as a paragraph at the cursor and move the cursor below it."""
        style, filled = self.style, self.filled
        if size:
            style, filled = replace(style, size=size), replace(filled, size=size)
        pieces = parse(markup, self.values, style, filled)
        self.blanks += [piece.source.label for piece in pieces if piece.source and piece.source.blank]
        lines = broken(pieces, setting)
        collected: dict[int, tuple[Source, list[Box]]] = {}
        height = setting.leading * style.size * 25.4 / 72
        for index, (line, last) in enumerate(lines):
            first_indent = setting.indent if index == 0 else 0.0
            self._line(line, setting, (first_indent, height, last), collected)
            self.y += height
        for source, boxes in collected.values():
            self._record(source, boxes)

    def columns(self, cells: Sequence[tuple[float, str]], setting: Setting, size: float | None = None) -> None:
        """Set cells side by side, each with its share of the width; the cursor moves below the tallest."""
        top, lowest, left = self.y, self.y, setting.left
        for share, markup in cells:
            self.y = top
            self.paragraph(markup, replace(setting, left=left, width=setting.width * share - 1.0), size)
            lowest, left = max(lowest, self.y), left + setting.width * share
        self.y = lowest

    def sheet(self, paper: Colour = (255, 255, 255)) -> Sheet:
        """The sheet as set so far."""
        return Sheet(self.frame.size, tuple(self.marks), tuple(self.printed), tuple(self.blanks), paper)

    def rule(self, centre: float, width: float, thickness: float = 0.25) -> None:
        """A short horizontal rule at the cursor."""
        self.marks.append(Rule((centre - width / 2, self.y), (centre + width / 2, self.y), thickness))

    def record(self, source: Source, box: Box) -> None:
        """Remember a value that was drawn outside a paragraph."""
        self._record(source, [box])

    def _record(self, source: Source, boxes: list[Box]) -> None:
        if source.blank:
            return
        lines = tuple(boxes)
        self.printed.append(
            PrintedValue(source.key, source.label, source.kind, source.text, lines, source.parts, source.in_parts)
        )

    def _line(
        self,
        line: list[Word],
        setting: Setting,
        measures: tuple[float, float, bool],
        collected: dict[int, tuple[Source, list[Box]]],
    ) -> None:
        indent, height, last = measures
        leaders = any(word.special == "leader" for word in line)
        used = sum(word.width + word.space for word in line) - (line[0].space if line else 0)
        spare = setting.width - indent - used
        x, stretch = setting.left + indent, 1.0
        if setting.align == "centre":
            x += spare / 2
        elif setting.align == "right":
            x += spare
        elif setting.align == "justify" and not last and not leaders:
            spaces = sum(word.space for word in line[1:])
            stretch = min(JUSTIFY_LIMIT, 1 + spare / spaces) if spaces and spare > 0 else 1.0
        baseline = self.y + height * 0.5 + ascent(self.style) * 0.36
        run: tuple[Source, Box] | None = None
        for index, word in enumerate(line):
            x += word.space * stretch if index else 0.0
            box = self._word(word, x, baseline, setting.left + setting.width)
            run = _collect(run, word, box, collected)
            x = box[2]
        _close(run, collected)

    def _word(self, word: Word, x: float, baseline: float, edge: float) -> Box:
        if word.special == "leader":
            dots = int((edge - x) / text_width(".", word.style))
            self.marks.append(Text(x, baseline, "." * max(dots, 0), word.style))
            return (x, baseline - 1, edge, baseline)
        if word.special == "tick":
            box = (x + 0.6, baseline - TICK_SIZE + 0.4, x + 0.6 + TICK_SIZE, baseline + 0.4)
            self.marks.append(Area(box, outline=(22, 22, 24)))
            if word.text:
                self.marks.append(
                    Text(box[0] + 0.45, baseline - 0.05, "X", replace(word.style, family="sans", size=9.5))
                )
            return (x, box[1], x + TICK_SIZE + 1.2, box[3])
        self.marks.append(Text(x, baseline - word.style.rise, word.text, word.style))
        right = x + word.width
        if word.style.underline:
            self.marks.append(Rule((x, baseline + 0.6), (right, baseline + 0.6), 0.2, word.style.colour))
        return (x, baseline - word.style.rise - ascent(word.style), right, baseline + descent(word.style))


def _collect(
    run: tuple[Source, Box] | None, word: Word, box: Box, collected: dict[int, tuple[Source, list[Box]]]
) -> tuple[Source, Box] | None:
    if run and word.source is run[0]:
        return (run[0], union((run[1], box)))
    _close(run, collected)
    return (word.source, box) if word.source else None


def _close(run: tuple[Source, Box] | None, collected: dict[int, tuple[Source, list[Box]]]) -> None:
    if run:
        collected.setdefault(id(run[0]), (run[0], []))[1].append(run[1])


def broken(pieces: Sequence[Piece], setting: Setting) -> list[tuple[list[Word], bool]]:
    """Break pieces into lines that fit; each line with whether it ends a paragraph."""
    lines: list[tuple[list[Word], bool]] = []
    line: list[Word] = []
    room = setting.width - setting.indent
    for word in _words(pieces):
        if word.special == "break":
            lines.append((line, True))
            line, room = [], setting.width
            continue
        if line and word.width + word.space > room + 0.01 and word.special != "leader" and word.space > 0:
            lines.append((line, False))
            line, room = [], setting.width
        room -= word.width + (word.space if line else 0)
        line.append(word)
    return [*lines, (line, True)]


def _words(pieces: Sequence[Piece]) -> list[Word]:
    words: list[Word] = []
    gap = 0.0
    for piece, following in zip(pieces, [*pieces[1:], None], strict=False):
        if piece.source and piece.source.blank and following and following.special == "leader":
            continue  # the leader itself is the empty line to write on
        if piece.special:
            width = TICK_SIZE + 1.2 if piece.special == "tick" else 0.0
            words.append(Word(piece.text, piece.style, width, gap, special=piece.special))
            gap = 0.0
            continue
        space = text_width(" ", piece.style)
        if piece.text.startswith(" "):
            gap = gap or space
        for text in piece.text.split():
            words.append(Word(text, piece.style, text_width(text, piece.style), gap, piece.source))
            gap = space
        gap = space if piece.text.endswith(" ") else 0.0
    return words
