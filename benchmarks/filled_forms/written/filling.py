"""Fill in a written form: every blank gets its value or stays empty, in one dossier's look."""

import io
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.filled_forms.cast import Cast, Value, fact_of
from benchmarks.filled_forms.written.dots import Dots, Ruler, shared_out, usual_width
from benchmarks.filled_forms.written.facts import Teller, piece_of, whole_of
from benchmarks.filled_forms.written.looks import PageLook, TypingLook
from benchmarks.filled_forms.written.notation import (
    Blank,
    Block,
    Box,
    Columns,
    Line,
    Paragraph,
    Part,
    Printed,
    Table,
    WrittenForm,
)
from benchmarks.filled_forms.written.setting import (
    SYMBOLS,
    DigitBoxes,
    FilledForm,
    Item,
    Leader,
    SetBlock,
    SetCell,
    SetColumns,
    SetLine,
    SetPart,
    SetRow,
    SetTable,
    Signature,
    Told,
    Words,
)
from classifiers.synthetic.ink import signature
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import BLACK, BLUE_INK

CELL_MARGINS = 3.6
ORDER = {"d": 0, "m": 1, "y": 2, "yy": 2, "my": 2}
SIGNED_LABEL = "Người ký (ghi rõ họ tên)"


@dataclass(frozen=True)
class _Answer:
    """What a blank gets: the text and its mark, or no text."""

    text: str | None
    mark: int = 0


@dataclass(frozen=True)
class _Place:
    """Where a line stands: millimetres it may take, its first-line indent, and the print that speaks for it."""

    width: float
    indent: float = 0.0
    heading: str = ""
    in_cell: bool = False


def filled_in(form: WrittenForm, cast: Cast, page: PageLook, typing: TypingLook, rng: random.Random) -> FilledForm:
    """The form with a cast's facts; the same arguments give the same form."""
    filler = _Filler(form, cast, page, typing, rng)
    filler.done.blocks = tuple(filler.blocks(form.blocks, page.width))
    return filler.done


def box_groups(form: WrittenForm) -> dict[str, int]:
    """How many boxes each group has of which one is ticked."""
    named = (blank.what.partition("of=")[2] for blank in blanks_of(form.blocks) if blank.ticked)
    return dict(Counter(filter(None, named)))


def blanks_of(blocks: Sequence[Block]) -> Iterator[Blank]:
    """All blanks, in order."""
    for block in blocks:
        lines: Sequence[Line] = ()
        if isinstance(block, Paragraph):
            lines = (block.spans,)
        elif isinstance(block, Table):
            lines = [line for row in block.rows for cell in row.cells for line in cell.lines]
        elif isinstance(block, Columns):
            yield from (blank for column in block.columns for blank in blanks_of(column))
        yield from (span for line in lines for span in line if isinstance(span, Blank))


@dataclass
class _Filler:
    form: WrittenForm
    cast: Cast
    page: PageLook
    typing: TypingLook
    rng: random.Random
    done: FilledForm = field(default_factory=lambda: FilledForm(()))
    marks: int = 0
    above: str = ""
    right: bool = False

    def __post_init__(self) -> None:
        self.teller = Teller(self.cast, self.rng)
        self.groups = box_groups(self.form)
        self.ruler = Ruler(self.page.face, self.page.size)

    def blocks(self, blocks: Sequence[Block], width: float) -> Iterator[SetBlock]:
        for block in blocks:
            match block:
                case Part():
                    yield SetPart(block.kind)
                case Paragraph():
                    yield from self._paragraph(block, width)
                case Table():
                    yield self._table(block, width)
                case Columns():
                    widths = tuple(width * share / sum(block.widths) for share in block.widths)
                    parts = zip(block.columns, widths, strict=True)
                    yield SetColumns(widths, tuple(tuple(self.blocks(column, room - 3)) for column, room in parts))

    def _paragraph(self, block: Paragraph, width: float) -> Iterator[SetLine]:
        signs = [span for span in block.spans if isinstance(span, Blank) and span.what == "sign"]
        if signs:
            yield from self._signed(signs[0])
            return
        self.right = block.mark == ">"
        indent = self.page.indent if not block.mark and width > 0.9 * self.page.width else 0.0
        items, more = self.line(block.spans, _Place(width, indent))
        yield SetLine(block.mark, tuple(items))
        for _ in range(more):
            yield SetLine("!", (Leader(),))
        self.above = _print_of(block.spans) or self.above

    def _signed(self, blank: Blank) -> Iterator[SetLine]:
        """A signature and the name below it, or room for an authority's."""
        letter = blank.options.get("who", "A")
        if letter == "none":
            yield SetLine("room", ())
            return
        fact = fact_of(self.cast, letter, "name")
        value = replace(fact, role=blank.options.get("role", fact.role))
        pen = BLACK if seeded("pen", value.text).random() < 0.2 else BLUE_INK
        drawn = signature((0, 0), value.text, colour=pen, width=min(34.0, self.typing.signed * 1.9))
        out = io.BytesIO()
        drawn.picture.save(out, "PNG")
        size = (drawn.box[2] - drawn.box[0], drawn.box[3] - drawn.box[1])
        mark = "sign>" if self.right else "sign"
        yield SetLine(mark, (Signature(out.getvalue(), size),))
        (number,) = self._tell(value, (value.text,), SIGNED_LABEL, "signature")
        yield SetLine(mark, (self._typed(value.text, number),))

    def _table(self, table: Table, width: float) -> SetTable:
        count = sum(cell.across for cell in table.rows[0].cells)
        shares = table.widths or (1,) * count
        widths = tuple(width * share / sum(shares) for share in shares)
        headings = [""] * count
        rows = []
        for row in table.rows:
            cells, column = [], 0
            for cell in row.cells:
                room = sum(widths[column : column + cell.across]) - CELL_MARGINS
                heading = headings[column] or self.above
                lines = [self.line(line, _Place(room, 0.0, heading, in_cell=True))[0] for line in cell.lines]
                cells.append(SetCell(tuple(SetLine("cell", tuple(items)) for items in lines), cell.across))
                said = " ".join(filter(None, map(_print_of, cell.lines)))
                self.above = said or self.above
                if row.heading:
                    headings[column : column + cell.across] = [said] * cell.across
                column += cell.across
            rows.append(SetRow(tuple(cells), row.heading, row.framed))
        return SetTable(widths, tuple(rows))

    def line(self, spans: Line, place: _Place) -> tuple[list[Item], int]:
        """What a line shows, and how many lines of dots follow it."""
        answers = self._answers(spans, place)
        widths = self._widths(spans, place)
        items: list[Item] = []
        more = 0
        for number, span in enumerate(spans):
            if isinstance(span, Printed):
                items.append(Words(span.text, span.bold, span.italic, span.raised))
            elif isinstance(span, Box):
                items.append(Words(self.typing.box, face=SYMBOLS))
            elif span.ticked:
                ticked = self.teller.ticked(span.what, self.groups)
                items.append(Words(self.typing.ticked if ticked else self.typing.box, face=SYMBOLS))
            else:
                items += self._blank(span, answers[number], widths[number], self._to_end(spans, number, place), place)
                more = self._more_lines(span, answers[number], widths[number], place)
        return items, more

    def _blank(self, blank: Blank, answer: _Answer, width: float, to_end: bool, place: _Place) -> list[Item]:
        if "boxes" in blank.options:
            text = re.sub(r"\s", "", answer.text or "")
            count = int(blank.options["boxes"]) if blank.options["boxes"] != "1" else max(len(text), 12)
            return [DigitBoxes(text, max(count, len(text)), answer.mark)]
        look = blank.options.get("look", self.form.head.get("blanks", "dots"))
        if place.in_cell and width == 0.0:
            look = blank.options.get("look", "none")
        typing = self.typing
        if blank.piece and typing.rest == "left":  # dots beside a day are few, and most people type over them
            typing = replace(typing, rest="shortened")
        dots = Dots(self.ruler, self.page, typing, look, to_end)
        if answer.text is None:
            return dots.empty(width)
        return dots.around(self._typed(answer.text, answer.mark, blank), width)

    def _typed(self, text: str, mark: int, blank: Blank | None = None) -> Words:
        bold = self.typing.bold or bool(blank and blank.bold)
        italic = self.typing.italic or bool(blank and blank.italic)
        return Words(text, bold, italic, mark=mark, face=self.typing.face)

    def _more_lines(self, blank: Blank, answer: _Answer, width: float, place: _Place) -> int:
        """Lines of dots that are left below a blank of several lines."""
        more = int(blank.options.get("lines", "1")) - 1
        if answer.text is None or more <= 0:
            return max(0, more)
        if self.typing.rest == "gone":
            return 0
        over = self.ruler.width(answer.text) - width
        return more if self.typing.rest == "left" or over <= 0 else max(0, more - 1 - int(over / place.width))

    def _to_end(self, spans: Line, number: int, place: _Place) -> bool:
        """Whether only signs of punctuation follow a blank in its line; tabs go wrong in cells."""
        blank = spans[number]
        rest = "".join(span.text if isinstance(span, Printed) else "x" for span in spans[number + 1 :])
        asked = isinstance(blank, Blank) and blank.options.get("w", "end") == "end"
        return asked and isinstance(blank, Blank) and not blank.piece and not place.in_cell and not rest.strip(" .;,:")

    def _widths(self, spans: Line, place: _Place) -> dict[int, float]:
        """Millimetres of the print of each blank."""
        blanks = {number: span for number, span in enumerate(spans) if isinstance(span, Blank) and not span.ticked}
        alone = place.in_cell and len(spans) == 1
        wanted = {number: 0.0 if alone else usual_width(blank, self.rng) for number, blank in blanks.items()}
        printed = "".join(span.text if isinstance(span, Printed) else "☐" for span in spans if not _is_value(span))
        room = place.width - place.indent - self.ruler.width(printed)
        ends = [number for number in blanks if self._to_end(spans, number, place)]
        if room > 0:
            inner = [number for number in blanks if number not in ends]
            fitting = shared_out([wanted[number] for number in inner], max(room - 20.0 * len(ends), room * 0.5))
            wanted |= dict(zip(inner, fitting, strict=True))
        for number in ends:
            before = "".join(self._as_printed(span, wanted.get(at, 0.0)) for at, span in enumerate(spans[:number]))
            after = "".join(span.text for span in spans[number + 1 :] if isinstance(span, Printed))
            reached = self.ruler.last_line(before, place.width, place.indent)
            wanted[number] = max(FEWEST_END, place.width - reached - self.ruler.width(after) - 1.0)
        return wanted

    def _as_printed(self, span: Printed | Box | Blank, width: float) -> str:
        if isinstance(span, Printed):
            return span.text
        return "." * round(width / self.ruler.width(".")) if _is_value(span) else "☐"

    def _answers(self, spans: Line, place: _Place) -> dict[int, _Answer]:
        answers: dict[int, _Answer] = {}
        for group in _groups(spans):
            answers |= self._answered(spans, group, place)
        return answers

    def _answered(self, spans: Line, group: Sequence[int], place: _Place) -> dict[int, _Answer]:
        """The value of a blank, or of the pieces of one date."""
        blanks = [span for number in group if isinstance(span := spans[number], Blank)]
        first = blanks[0]
        if first.what == "empty":
            return dict.fromkeys(group, _Answer(None))
        label = _label(spans[: group[0]]) or place.heading or self.above
        if self._left_out(first):
            self.done.left_blank.append(label)
            return dict.fromkeys(group, _Answer(None))
        value = self.teller.value(first)
        if value.kind == "full_name" and self.typing.capitals:
            value = replace(value, text=value.text.upper())
        pieces = tuple(blank.piece for blank in blanks)
        texts: tuple[str, ...] = (value.text,)
        if pieces != ("",):
            if value.day is None:
                raise KeyError(f"{self.form.slug}: no date: {first.what}")
            day = value.day
            value = replace(value, text=whole_of(day, pieces))
            texts = tuple(piece_of(day, piece) for piece in pieces)
        if "mute" in first.options:
            return {number: _Answer(text) for number, text in zip(group, texts, strict=True)}
        marks = self._tell(value, texts, label, self._shape(spans, group, value, place))
        return {number: _Answer(text, mark) for number, text, mark in zip(group, texts, marks, strict=True)}

    def _shape(self, spans: Line, group: Sequence[int], value: Value, place: _Place) -> str:
        blank = spans[group[0]]
        if isinstance(blank, Blank) and "boxes" in blank.options:
            return "digits"
        if len(group) > 1:
            return "date"
        if value.parts:
            return "composite"
        after = "".join(span.text for span in spans[group[-1] + 1 :] if isinstance(span, Printed))
        return "cell" if place.in_cell else "sentence" if any(map(str.isalpha, after)) else "run"

    def _tell(self, value: Value, texts: tuple[str, ...], label: str, shape: str) -> tuple[int, ...]:
        marks = tuple(range(self.marks + 1, self.marks + 1 + len(texts)))
        self.marks += len(texts)
        self.done.told.append(Told(marks, value, label, shape, texts))
        return marks

    def _left_out(self, blank: Blank) -> bool:
        """Whether a blank stays empty; all of a group ("row=...") or none of it."""
        optional = float(blank.options.get("blank", "0"))
        if "row" in blank.options:
            return seeded("row", self.cast.applicant.number, blank.options["row"]).random() < optional
        if "mute" in blank.options:
            return False
        careless = self.typing.blank if optional or blank.what.startswith('"') else self.typing.blank / 2
        return self.rng.random() < max(optional, careless)


FEWEST_END = 12.0
"""Millimetres of a blank at the end of a line."""


def _is_value(span: Printed | Box | Blank) -> bool:
    return isinstance(span, Blank) and not span.ticked


def _groups(spans: Line) -> list[list[int]]:
    """Blanks that are told together: the pieces of one date, in order."""
    groups: list[list[int]] = []
    for number, span in enumerate(spans):
        if not isinstance(span, Blank) or span.ticked:
            continue
        last = spans[groups[-1][-1]] if groups else None
        goes_on = (
            isinstance(last, Blank)
            and bool(last.piece and span.piece)
            and last.what == span.what
            and ORDER[last.piece] < ORDER[span.piece]
        )
        if goes_on:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _label(spans: Line) -> str:
    """The print before a blank, back to the blank before it."""
    text = ""
    for span in reversed(spans):
        if isinstance(span, Blank) and not span.ticked:
            break
        text = (span.text if isinstance(span, Printed) and not span.raised else "") + text
    return re.sub(r"\s*\(\d+\)?$", "", text.strip(" :.;,-/(")).strip(" :.;,-/(")


def _print_of(spans: Line) -> str:
    return "".join(span.text for span in spans if isinstance(span, Printed) and not span.raised).strip(" :.;,-/(")
