"""Fill in a written form: every blank gets its value or stays empty, in one dossier's look."""

import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.filled_forms.cast import Cast, Value, fact_of
from benchmarks.filled_forms.written.dots import Dots, Ruler
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
from benchmarks.filled_forms.written.spans import Place, box_groups, groups_of, label_of, print_of
from benchmarks.filled_forms.written.widths import runs_on, widths_of
from classifiers.synthetic.ink import signature
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import BLACK, BLUE_INK

CELL_MARGINS = 3.6
SIGNED_LABEL = "Người ký (ghi rõ họ tên)"


@dataclass(frozen=True)
class _Answer:
    """What a blank gets: the text and its mark, or no text."""

    text: str | None
    mark: int = 0


def filled_in(form: WrittenForm, cast: Cast, page: PageLook, typing: TypingLook, rng: random.Random) -> FilledForm:
    """The form with a cast's facts; the same arguments give the same form."""
    filler = _Filler(form, cast, page, typing, rng)
    filler.done.blocks = tuple(filler.blocks(form.blocks, page.width))
    return filler.done


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
        items, more = self.line(block.spans, Place(width, indent))
        yield SetLine(block.mark, tuple(items))
        for _ in range(more):
            yield SetLine("!", (Leader(),))
        self.above = print_of(block.spans) or self.above

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
                lines = [self.line(line, Place(room, 0.0, heading, in_cell=True))[0] for line in cell.lines]
                cells.append(SetCell(tuple(SetLine("cell", tuple(items)) for items in lines), cell.across))
                said = " ".join(filter(None, map(print_of, cell.lines)))
                self.above = said or self.above
                if row.heading:
                    headings[column : column + cell.across] = [said] * cell.across
                column += cell.across
            rows.append(SetRow(tuple(cells), row.heading, row.framed))
        return SetTable(widths, tuple(rows))

    def line(self, spans: Line, place: Place) -> tuple[list[Item], int]:
        """What a line shows, and how many lines of dots follow it."""
        answers = self._answers(spans, place)
        widths = widths_of(spans, place, self.ruler, self.rng)
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
                items += self._blank(span, answers[number], widths[number], runs_on(spans, number, place), place)
                more = self._more_lines(span, answers[number], widths[number], place)
        return items, more

    def _blank(self, blank: Blank, answer: _Answer, width: float, to_end: bool, place: Place) -> list[Item]:
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

    def _more_lines(self, blank: Blank, answer: _Answer, width: float, place: Place) -> int:
        """Lines of dots that are left below a blank of several lines."""
        more = int(blank.options.get("lines", "1")) - 1
        if answer.text is None or more <= 0:
            return max(0, more)
        if self.typing.rest == "gone":
            return 0
        over = self.ruler.width(answer.text) - width
        return more if self.typing.rest == "left" or over <= 0 else max(0, more - 1 - int(over / place.width))

    def _answers(self, spans: Line, place: Place) -> dict[int, _Answer]:
        answers: dict[int, _Answer] = {}
        for group in groups_of(spans):
            answers |= self._answered(spans, group, place)
        return answers

    def _answered(self, spans: Line, group: Sequence[int], place: Place) -> dict[int, _Answer]:
        """The value of a blank, or of the pieces of one date."""
        blanks = [span for number in group if isinstance(span := spans[number], Blank)]
        first = blanks[0]
        if first.what == "empty":
            return dict.fromkeys(group, _Answer(None))
        label = label_of(spans[: group[0]]) or place.heading or self.above
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

    def _shape(self, spans: Line, group: Sequence[int], value: Value, place: Place) -> str:
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
