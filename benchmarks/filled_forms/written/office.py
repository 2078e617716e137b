"""A filled form as a flat OpenDocument text, as a word processor keeps it, for LibreOffice to lay out."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.filled_forms.written.dots import Ruler
from benchmarks.filled_forms.written.looks import PageLook
from benchmarks.filled_forms.written.setting import (
    DigitBoxes,
    Item,
    Leader,
    SetBlock,
    SetColumns,
    SetLine,
    SetPart,
    SetTable,
    Signature,
    Words,
)
from benchmarks.filled_forms.written.styles import Styles, attributes
from classifiers.synthetic.sheet import Colour

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}
ALIGNMENT = {"^": "center", "#": "center", ">": "end", "sign": "center", "sign>": "end", "room": "center"}
BOLD = frozenset({"#", "##"})
SMALL, SMALLER = 0.78, 0.88
SHADES = 30
"""Values differ by at most so many steps of red and green from their colour: no eye sees it, and it survives in PDF."""
FRAME = "0.5pt solid #000000"
ROOM_TO_SIGN = 20.0


def shade(base: Colour, mark: int) -> Colour:
    """The colour of a value's letters, its own on the page; print is pure black.

    Raises:
        ValueError: There are more values than shades.
    """
    if not 0 < mark < SHADES * SHADES:
        raise ValueError(f"no shade for value {mark}")
    return (mark % SHADES, mark // SHADES, base[2])


def document_of(blocks: Sequence[SetBlock], page: PageLook, ink: Colour) -> str:
    """The XML of a flat OpenDocument text."""
    writer = _Writer(page, ink)
    body = "".join(writer.block(block, page.width) for block in blocks)
    left, top, right, bottom = (f"{edge:.2f}mm" for edge in page.margins)
    margins = {"fo:margin-left": left, "fo:margin-top": top, "fo:margin-right": right, "fo:margin-bottom": bottom}
    sheet = attributes(margins | {"fo:page-width": "210mm", "fo:page-height": "297mm"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<office:document{attributes({f'xmlns:{name}': at for name, at in SPACES.items()})}"
        ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{''.join(writer.styles.told)}"
        f'<style:page-layout style:name="Sheet"><style:page-layout-properties{sheet}/></style:page-layout>'
        "</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Sheet"/></office:master-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def millimetres(length: float) -> str:
    """A length of the document."""
    return f"{length:.2f}mm"


@dataclass(frozen=True)
class _Tab:
    """A tab stop with dots, or a line, before it."""

    at: float
    lined: bool


class _Writer:
    def __init__(self, page: PageLook, ink: Colour) -> None:
        self.page, self.ink, self.styles = page, ink, Styles()

    def block(self, block: SetBlock, width: float, *, inside: bool = False) -> str:
        match block:
            case SetPart():
                return self._part(block.kind, width)
            case SetLine():
                return self._line(block, width, inside=inside)
            case SetTable():
                return self._table(block)
            case SetColumns():
                cells = [
                    "".join(self.block(each, room - 3, inside=True) for each in column) or "<text:p/>"
                    for column, room in zip(block.columns, block.widths, strict=True)
                ]
                return self._frameless(cells, block.widths)

    def _part(self, kind: str, width: float) -> str:
        if kind == "motto":
            return self._motto(width)
        size = self.page.size * (0.5 if kind == "gap" else 0.3)
        if kind == "page":
            return f'<text:p text:style-name="{self._paragraph("!", size=size, breaks=True)}"/>'
        if kind == "rule":
            return self._rule(60.0, 0.0, width - 60.0)
        return f'<text:p text:style-name="{self._paragraph("!", size=size)}"/>'

    def _motto(self, width: float) -> str:
        """The two lines at the head of every paper of the state, smaller where there is little room."""
        words, below = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
        wide = Ruler(self.page.face, self.page.size).width(words, bold=True)
        size = min(self.page.size, self.page.size * (width - 1.0) / wide)
        last = self._span(Words(below, bold=True, underlined=self.page.motto == "underline"), size + 0.5)
        lines = [self._span(Words(words, bold=True), size), last]
        if self.page.motto == "dashes":
            lines.append(self._span(Words("-" * 15), size))
        style = self._paragraph("^", size=size, before=0.0)
        found = "".join(f'<text:p text:style-name="{style}">{line}</text:p>' for line in lines)
        if self.page.motto != "rule":
            return found
        beside = (width - min(46.0, width * 0.6)) / 2
        return found + self._rule(0.0, beside, beside)

    def _rule(self, _above: float, left: float, right: float) -> str:
        properties = {
            "fo:border-top": "0.6pt solid #000000",
            "fo:margin-left": millimetres(left),
            "fo:margin-right": millimetres(right),
            "fo:margin-top": "2pt",
            "fo:padding": "0mm",
        }
        style = self.styles.named("paragraph", properties, text={"fo:font-size": "3pt"})
        return f'<text:p text:style-name="{style}"/>'

    def _line(self, line: SetLine, width: float, *, inside: bool) -> str:
        if any(isinstance(item, DigitBoxes) for item in line.items):
            return self._with_boxes(line, width)
        if line.mark == "room":
            return f'<text:p text:style-name="{self._paragraph("^", before=ROOM_TO_SIGN / 0.3528)}"/>'
        size = self._size(line.mark)
        items = line.items
        if line.mark in BOLD:
            items = tuple(_bolder(item) for item in items)
        if line.mark == "%%":
            items = tuple(_slanted(item) for item in items)
        indent = self.page.indent if not line.mark and not inside and width > 0.9 * self.page.width else 0.0
        leaders = [item for item in items if isinstance(item, Leader)]
        tab = _Tab(width, leaders[0].line) if leaders else None
        prose = line.mark == "" and not any(_dotted(item) for item in items)
        style = self._paragraph(line.mark, size=size, indent=indent, tab=tab, prose=prose)
        return f'<text:p text:style-name="{style}">{"".join(self._item(item, size) for item in items)}</text:p>'

    def _size(self, mark: str) -> float:
        return self.page.size * {"%": SMALL, "%%": SMALLER}.get(mark, 1.0)

    def _paragraph(
        self,
        mark: str,
        *,
        size: float | None = None,
        indent: float = 0.0,
        before: float | None = None,
        tab: _Tab | None = None,
        breaks: bool = False,
        prose: bool = False,
    ) -> str:
        usual = 0.0 if mark in ("cell", "#", "sign", "sign>", "^") else self.page.before
        running = "justify" if self.page.justified and prose else "start"
        properties = {
            "fo:text-align": ALIGNMENT.get(mark, running),
            "fo:margin-top": f"{usual if before is None else before:.1f}pt",
            "fo:line-height": f"{100 if mark in ('cell', 'sign', 'sign>', '%') else self.page.leading}%",
            "fo:text-indent": millimetres(indent),
            "fo:keep-together": "always",
            "fo:orphans": "2",
            "fo:widows": "2",
        }
        if breaks:
            properties["fo:break-before"] = "page"
        if mark in ("#", "##"):
            properties["fo:keep-with-next"] = "always"
        stops = ""
        if tab:
            drawn = {
                "style:leader-style": "solid" if tab.lined else "dotted",
                "style:leader-text": "_" if tab.lined else ".",
            }
            stop = attributes({"style:position": millimetres(tab.at - 0.3), "style:type": "right"} | drawn)
            stops = f"<style:tab-stops><style:tab-stop{stop}/></style:tab-stops>"
        letters = self._letters(size or self.page.size)
        return self.styles.named("paragraph", properties, stops, text=letters)

    def _letters(self, size: float, face: str = "") -> dict[str, str]:
        return {"fo:font-family": f"'{face or self.page.face}'", "fo:font-size": f"{size:.1f}pt", "fo:language": "vi"}

    def _item(self, item: Item, size: float) -> str:
        match item:
            case Words():
                return self._span(item, size)
            case Leader():
                return "<text:tab/>"
            case Signature():
                wide, tall = map(millimetres, item.size)
                data = base64.b64encode(item.png).decode()
                return (
                    f'<draw:frame text:anchor-type="as-char" svg:width="{wide}" svg:height="{tall}"><draw:image>'
                    f"<office:binary-data>{data}</office:binary-data></draw:image></draw:frame>"
                )
            case DigitBoxes():
                raise TypeError("boxes stand in a table")

    def _span(self, words: Words, size: float) -> str:
        properties = self._letters(size, words.face)
        if words.mark:
            properties["fo:color"] = "#{:02x}{:02x}{:02x}".format(*shade(self.ink, words.mark))
        if words.bold:
            properties["fo:font-weight"] = "bold"
        if words.italic:
            properties["fo:font-style"] = "italic"
        if words.underlined:
            properties |= {"style:text-underline-style": "solid", "style:text-underline-width": "auto"}
        if words.raised:
            properties["style:text-position"] = "super 62%"
        return f'<text:span text:style-name="{self.styles.named("text", properties)}">{_spaced(words.text)}</text:span>'

    def _with_boxes(self, line: SetLine, width: float) -> str:
        """Print and boxes side by side, as a table of one row."""
        ruler = Ruler(self.page.face, self.page.size)
        widths: list[float] = []
        cells: list[str] = []
        framed: list[bool] = []
        print_style, box_style = self._paragraph("cell"), self._paragraph("^", before=0.0)
        for group in _parted(line.items):
            if isinstance(group, DigitBoxes):
                for letter in group.text.ljust(group.count):
                    widths.append(self.page.boxes)
                    framed.append(True)
                    cells.append(f'<text:p text:style-name="{box_style}">{self._digit(letter, group.mark)}</text:p>')
            else:
                wide = sum(ruler.width(item.text) for item in group if isinstance(item, Words))
                widths.append(wide * 1.04 + 2.5)
                framed.append(False)
                words = "".join(self._item(item, self.page.size) for item in group if not isinstance(item, Leader))
                cells.append(f'<text:p text:style-name="{print_style}">{words}</text:p>')
        return self._gap(2.0) + self._row_table(cells, _squeezed(widths, framed, width), framed) + self._gap(2.0)

    def _gap(self, size: float) -> str:
        return f'<text:p text:style-name="{self._paragraph("cell", size=size)}"/>'

    def _digit(self, letter: str, mark: int) -> str:
        return self._span(Words(letter, mark=mark), self.page.size) if letter.strip() else ""

    def _frameless(self, cells: Sequence[str], widths: Sequence[float]) -> str:
        return self._row_table(cells, widths, [False] * len(cells), padding=1.5)

    def _row_table(
        self, cells: Sequence[str], widths: Sequence[float], framed: Sequence[bool], padding: float = 0.2
    ) -> str:
        row = "".join(
            f'<table:table-cell table:style-name="{self._cell(frame, 0.0 if frame else padding)}" '
            f'office:value-type="string">{cell}</table:table-cell>'
            for cell, frame in zip(cells, framed, strict=True)
        )
        return self._table_of(widths, f"<table:table-row{self._kept()}>{row}</table:table-row>")

    def _column(self, width: float) -> str:
        return self.styles.named("table-column", {"style:column-width": millimetres(width)})

    def _kept(self) -> str:
        return f' table:style-name="{self.styles.named("table-row", {"fo:keep-together": "always"})}"'

    def _cell(self, framed: bool, padding: float) -> str:
        sides = {"fo:border": FRAME if framed else "none", "style:vertical-align": "middle" if framed else "top"}
        return self.styles.named("table-cell", sides | {"fo:padding": millimetres(padding)})

    def _table_of(self, widths: Sequence[float], rows: str) -> str:
        whole = {"style:width": millimetres(sum(widths)), "table:align": "left", "fo:margin-left": "0mm"}
        columns = "".join(f'<table:table-column table:style-name="{self._column(wide)}"/>' for wide in widths)
        return f'<table:table table:style-name="{self.styles.named("table", whole)}">{columns}{rows}</table:table>'

    def _table(self, table: SetTable) -> str:
        rows = []
        for row in table.rows:
            cells = []
            for cell in row.cells:
                mark = "^" if row.heading else "cell"
                style = self._paragraph(mark, before=1.0)
                lines = [line.items for line in cell.lines]
                words = [
                    "".join(self._item(_bolder(item) if row.heading else item, self._in_table) for item in items)
                    for items in lines
                ]
                inner = "".join(f'<text:p text:style-name="{style}">{each}</text:p>' for each in words)
                across = f' table:number-columns-spanned="{cell.across}"' if cell.across > 1 else ""
                cells.append(
                    f'<table:table-cell table:style-name="{self._cell(row.framed, 1.2)}"{across} '
                    f'office:value-type="string">{inner}</table:table-cell>'
                    + "<table:covered-table-cell/>"
                    * (cell.across - 1)
                )
            rows.append(f"<table:table-row{self._kept()}>{''.join(cells)}</table:table-row>")
        return self._gap(3.0) + self._table_of(table.widths, "".join(rows)) + self._gap(3.0)

    @property
    def _in_table(self) -> float:
        return self.page.size - 0.5


def _dotted(item: Item) -> bool:
    """Whether dots stand there: nobody sets such lines on both margins."""
    return isinstance(item, Leader) or (isinstance(item, Words) and item.text[:1] in (".", "…", "_"))


def _bolder(item: Item) -> Item:
    return (
        Words(item.text, True, item.italic, item.raised, item.underlined, item.mark, item.face)
        if isinstance(item, Words) and not item.mark
        else item
    )


def _slanted(item: Item) -> Item:
    return (
        Words(item.text, item.bold, True, item.raised, item.underlined, item.mark, item.face)
        if isinstance(item, Words) and not item.mark
        else item
    )


def _spaced(text: str) -> str:
    """Letters with every space kept."""
    found, spaces = [], 0
    for letter in text:
        if letter == " ":
            spaces += 1
            continue
        found.append(_space(spaces) + escape(letter))
        spaces = 0
    return "".join(found) + _space(spaces)


def _space(count: int) -> str:
    return f'<text:s text:c="{count}"/>' if count else ""


def _parted(items: Sequence[Item]) -> list[DigitBoxes | list[Item]]:
    """Boxes, and what stands between them."""
    groups: list[DigitBoxes | list[Item]] = []
    for item in items:
        if isinstance(item, DigitBoxes):
            groups.append(item)
        elif groups and isinstance(groups[-1], list):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _squeezed(widths: Sequence[float], framed: Sequence[bool], room: float) -> list[float]:
    """Widths that fit: the print takes what the boxes leave, and breaks its line where that is little."""
    boxes = sum(width for width, box in zip(widths, framed, strict=True) if box)
    words = sum(widths) - boxes
    if boxes + words <= room or words == 0:
        return list(widths)
    small = min(1.0, room * 0.7 / boxes)
    share = (room - boxes * small) / words
    return [width * (small if box else share) for width, box in zip(widths, framed, strict=True)]
