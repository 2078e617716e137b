"""Text that flows over sheets: what does not fit goes onto the next one."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.ink import seal, signature
from classifiers.synthetic.layout import Frame, Setting, Typesetter, broken
from classifiers.synthetic.markup import Entry, parse
from classifiers.synthetic.sheet import BLACK, BLUE_INK, MM_PER_POINT, Area, Colour, Sheet, Style, Text

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class Manner:
    """How one writer sets papers: drawn once a paper, so that no two papers are alike.

    Attributes:
        family, filled: Of printed words and of what was filled in.
        size: In points.
        leading: Line height in font sizes.
        margins: Left, right, top, bottom in millimetres.
        numbering: Where page numbers stand: "", "top", "foot" or "of" ("Trang 2/3").
        dashes: What stands below the motto: "rule", "dashes", "line" or "".
        pen: Colour of filled-in words.
        spelling: "Hòa" or the other way to place the tone, "Hoà".
    """

    family: str
    filled: str
    size: float = 13.0
    leading: float = 1.3
    margins: tuple[float, float, float, float] = (28.0, 18.0, 18.0, 17.0)
    numbering: str = ""
    dashes: str = "rule"
    pen: Colour = BLACK
    spelling: str = "Hòa"


def some_manner(rng: random.Random, families: tuple[str, str]) -> Manner:
    """Draw how a paper is set; `families` are of printed and of filled-in words."""
    wide = families[0].startswith(("DejaVu", "Noto"))
    size = rng.choice((11.0, 11.5)) if wide else rng.choice((12.0, 12.5, 13.0, 13.0, 13.5))
    margins = (rng.uniform(22, 31), rng.uniform(14, 21), rng.uniform(13, 21), rng.uniform(15, 21))
    numbering = rng.choice(("", "", "top", "top", "foot", "of"))
    dashes = rng.choice(("rule", "rule", "dashes", "line", ""))
    pen = BLUE_INK if rng.random() < 0.3 else BLACK
    return Manner(
        *families, size, rng.uniform(1.16, 1.42), margins, numbering, dashes, pen, rng.choice(("Hòa", "Hòa", "Hoà"))
    )


@dataclass
class Flow:
    """A paper being set.

    Attributes:
        name: Seeds signatures and everything else drawn by chance.
    """

    name: str
    manner: Manner
    size: tuple[float, float] = (210.0, 297.0)
    paper: Colour = (255, 255, 255)
    values: dict[str, Entry] = field(default_factory=dict)
    pages: list[Typesetter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.break_page()

    @property
    def page(self) -> Typesetter:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.page.frame.size[1] - self.page.frame.bottom

    def break_page(self) -> None:
        """Begin a new sheet."""
        left, right, top, bottom = self.manner.margins
        style = Style(self.manner.family, self.manner.size)
        filled = Style(self.manner.filled, self.manner.size, colour=self.manner.pen)
        frame = Frame(self.size, left, right, top + (4 if self.pages else 0), bottom)
        self.pages.append(Typesetter(self.values, frame, style, filled, self.manner.leading))

    def fill(self, text: str) -> str:
        """Markup for a value that somebody filled in."""
        key = f"v{len(self.values)}"
        self.values[key] = plain(text)
        return "{" + key + ":other}"

    def need(self, height: float) -> None:
        """Go to the next sheet where less than `height` millimetres are left."""
        if self.page.y + height > self.bottom and self.page.y > self.page.frame.top + 1:
            self.break_page()

    def setting(self, align: str, indent: float, left: float, leading: float | None) -> Setting:
        column = self.page.column(align, indent, leading or self.manner.leading)
        return replace(column, left=column.left + left, width=column.width - left)

    def height(self, markup: str, setting: Setting, size: float | None) -> float:
        """Of a paragraph, in millimetres."""
        style = replace(self.page.style, size=size or self.manner.size)
        lines = broken(parse(markup, self.values, style, replace(self.page.filled, size=style.size)), setting)
        return len(lines) * setting.leading * style.size * MM_PER_POINT

    def p(
        self,
        markup: str,
        align: str = "justify",
        *,
        indent: float = 0.0,
        size: float | None = None,
        after: float = 0.9,
        left: float = 0.0,
    ) -> None:
        """A paragraph."""
        markup = self.spelt(markup)
        setting = self.setting(align, indent, left, None)
        self.need(self.height(markup, setting, size))
        self.page.paragraph(markup, self.setting(align, indent, left, None), size)
        self.page.y += after

    def centred(self, markup: str, size: float | None = None, after: float = 0.6) -> None:
        self.p(markup, "centre", size=size, after=after)

    def line(self, label: str, value: str, *, left: float = 0.0, dots: bool = True) -> None:
        """A label and what was filled in, with dots up to the edge; dots alone where nothing was."""
        filled = f"{self.fill(value)} " if value else " "
        self.p(f"{label} {filled}{'…' if dots or not value else ''}", "left", left=left, after=0.4)

    def side_by_side(self, cells: Sequence[tuple[float, str]], size: float | None = None) -> None:
        """Cells beside each other, each with its share of the width."""
        setting = self.setting("left", 0, 0, None)
        heights = [
            self.height(markup, replace(setting, width=setting.width * share - 1), size) for share, markup in cells
        ]
        self.need(max(heights))
        self.page.columns(
            [(share, self.spelt(markup)) for share, markup in cells], self.setting("left", 0, 0, None), size
        )
        self.page.y += 0.5

    def spelt(self, markup: str) -> str:
        return (
            markup
            if self.manner.spelling == "Hòa"
            else markup.replace("HÒA", "HOÀ").replace("òa", "oà").replace("óa", "oá")
        )

    def gap(self, millimetres: float) -> None:
        self.page.y += millimetres

    def underline(self, left: float, width: float) -> None:
        """What separates a heading from the rest, in this writer's manner."""
        middle, page = left + width / 2, self.page
        if self.manner.dashes == "rule":
            page.y += 0.8
            page.rule(middle, width, 0.25)
            page.y += 1.4
        elif self.manner.dashes == "dashes":
            page.paragraph("-" * max(6, int(width / 3)), Setting(left - 20, width + 40, "centre", leading=0.9), 11)
        elif self.manner.dashes == "line":
            page.y += 0.8
            page.rule(middle, width * 0.45, 0.3)
            page.y += 1.8

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], size: float = 11.0
    ) -> None:
        """A ruled table; a row that does not fit goes onto the next sheet."""
        total = sum(shares)
        widths = [share / total * self.page.frame.width for share in shares]
        for place, row in enumerate([[f"<b>{head}</b>" for head in heads], *rows]):
            align = "centre" if place == 0 else "left"
            settings = [Setting(0, width - 2.4, align, leading=1.18) for width in widths]
            cells = [self.spelt(cell) for cell in row]
            height = max(self.height(cell, setting, size) for cell, setting in zip(cells, settings, strict=True)) + 2.2
            self.need(height)
            self._row(cells, settings, widths, (height, size))
        self.page.y += 2.4

    def _row(
        self, cells: Sequence[str], settings: Sequence[Setting], widths: Sequence[float], measures: tuple[float, float]
    ) -> None:
        page, (height, size) = self.page, measures
        top, left = page.y, page.frame.left
        for cell, setting, width in zip(cells, settings, widths, strict=True):
            page.y = top + 1.0
            page.paragraph(cell, replace(setting, left=left + 1.2), size)
            page.marks.append(Area((left, top, left + width, top + height), outline=BLACK, width=0.25))
            left += width
        page.y = top + height

    def signed(self, columns: Sequence["Signer"], room: float = 20.0) -> None:
        """Signatures side by side at the end of the paper."""
        self.need((34 if self.size[1] > 200 else 19) + room)
        top, lowest, left = self.page.y + 2, self.page.y, self.page.frame.left
        width = self.page.frame.width / len(columns)
        for column in columns:
            self.page.y = top
            self._signer(column, Setting(left, width, "centre", leading=1.2), room)
            lowest, left = max(lowest, self.page.y), left + width
        self.page.y = lowest + 3

    def _signer(self, column: "Signer", setting: Setting, room: float) -> None:
        page = self.page
        for line in column.lines:
            page.paragraph(self.spelt(line), setting, min(self.manner.size, 12.5))
        start, middle = page.y, setting.left + setting.width / 2
        page.y += room
        if not column.name:
            return
        if column.inked:
            colour = BLUE_INK if self.manner.pen == BLUE_INK or len(column.name) % 2 else BLACK
            page.marks.append(signature((middle + 2, start + room * 0.55), column.name, colour=colour))
        page.paragraph(f"<b>{column.name}</b>", setting)
        if column.seal:
            page.marks.append(seal((middle - 15, start + room * 0.55), f"{column.seal} * MẪU"))

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets as set, numbered in this writer's manner."""
        for number, page in enumerate(self.pages, start=1):
            self._number(page, number)
        return tuple(page.sheet(self.paper) for page in self.pages)

    def _number(self, page: Typesetter, number: int) -> None:
        width, height = page.frame.size
        style = Style(self.manner.family, 11)
        if self.manner.numbering == "of" and len(self.pages) > 1:
            page.marks.append(Text(width - 42, height - 9, f"Trang {number}/{len(self.pages)}", style))
        elif self.manner.numbering == "foot" and len(self.pages) > 1:
            page.marks.append(Text(width / 2, height - 9, str(number), style))
        elif self.manner.numbering == "top" and number > 1:
            page.marks.append(Text(width / 2, 12, str(number), style))


@dataclass(frozen=True)
class Signer:
    """A column of signatures: the lines above, the name below, what the seal says, and whether it is signed."""

    lines: tuple[str, ...]
    name: str = ""
    seal: str = ""
    inked: bool = True


def plain(text: str) -> str:
    """Text that means nothing to the markup."""
    return re.sub(r"\s+", " ", re.sub(r"[{}<>\[\]…]", " ", text)).strip()


def overflows(sheet: Sheet) -> bool:
    """Whether words stand outside the sheet."""
    width, height = sheet.size
    words = [mark for mark in sheet.marks if isinstance(mark, Text)]
    return any(
        not (mark.x >= 0 and mark.x + text_width(mark.text, mark.style) <= width + 1 and 2 <= mark.y <= height - 2)
        for mark in words
    )


def words_of(sheet: Sheet) -> str:
    """All words that the sheet prints, in drawing order."""
    return " ".join(mark.text for mark in sheet.marks if isinstance(mark, Text))
