"""A filled form as a flat OpenDocument text, as a word processor keeps it, for LibreOffice to lay out."""

from collections.abc import Sequence

from benchmarks.filled_forms.written.dots import Ruler
from benchmarks.filled_forms.written.letters import Letters, Tab, bolder, millimetres, slanted
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
    Words,
)
from benchmarks.filled_forms.written.styles import attributes
from benchmarks.filled_forms.written.tables import Tables
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
ROOM_TO_SIGN = 20.0
BOLD = frozenset({"#", "##"})
SMALL, SMALLER = 0.78, 0.88


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
        f"<office:automatic-styles>{''.join(writer.letters.styles.told)}"
        f'<style:page-layout style:name="Sheet"><style:page-layout-properties{sheet}/></style:page-layout>'
        "</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Sheet"/></office:master-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


class _Writer:
    def __init__(self, page: PageLook, ink: Colour) -> None:
        self.page, self.letters = page, Letters(page, ink)
        self.tables = Tables(self.letters)

    def block(self, block: SetBlock, width: float, *, inside: bool = False) -> str:
        match block:
            case SetPart():
                return self._part(block.kind, width)
            case SetLine():
                return self._line(block, width, inside=inside)
            case SetTable():
                return self.tables.framed(block)
            case SetColumns():
                cells = [
                    "".join(self.block(each, room - 3, inside=True) for each in column) or "<text:p/>"
                    for column, room in zip(block.columns, block.widths, strict=True)
                ]
                return self.tables.side_by_side(cells, block.widths)

    def _part(self, kind: str, width: float) -> str:
        if kind == "motto":
            return self._motto(width)
        size = self.page.size * (0.5 if kind == "gap" else 0.3)
        if kind == "page":
            return f'<text:p text:style-name="{self.letters.paragraph("!", size=size, breaks=True)}"/>'
        if kind == "rule":
            return self._rule(0.0, width - 60.0)
        return f'<text:p text:style-name="{self.letters.paragraph("!", size=size)}"/>'

    def _motto(self, width: float) -> str:
        """The two lines at the head of every paper of the state, smaller where there is little room."""
        words, below = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
        wide = Ruler(self.page.face, self.page.size).width(words, bold=True)
        size = min(self.page.size, self.page.size * (width - 1.0) / wide)
        last = self.letters.span(Words(below, bold=True, underlined=self.page.motto == "underline"), size + 0.5)
        lines = [self.letters.span(Words(words, bold=True), size), last]
        if self.page.motto == "dashes":
            lines.append(self.letters.span(Words("-" * 15), size))
        style = self.letters.paragraph("^", size=size, before=0.0)
        found = "".join(f'<text:p text:style-name="{style}">{line}</text:p>' for line in lines)
        if self.page.motto != "rule":
            return found
        beside = (width - min(46.0, width * 0.6)) / 2
        return found + self._rule(beside, beside)

    def _rule(self, left: float, right: float) -> str:
        properties = {
            "fo:border-top": "0.6pt solid #000000",
            "fo:margin-left": millimetres(left),
            "fo:margin-right": millimetres(right),
            "fo:margin-top": "2pt",
            "fo:padding": "0mm",
        }
        style = self.letters.styles.named("paragraph", properties, text={"fo:font-size": "3pt"})
        return f'<text:p text:style-name="{style}"/>'

    def _line(self, line: SetLine, width: float, *, inside: bool) -> str:
        if any(isinstance(item, DigitBoxes) for item in line.items):
            return self.tables.with_boxes(line, width)
        if line.mark == "room":
            return f'<text:p text:style-name="{self.letters.paragraph("^", before=ROOM_TO_SIGN / 0.3528)}"/>'
        size = self._size(line.mark)
        items = line.items
        if line.mark in BOLD:
            items = tuple(bolder(item) for item in items)
        if line.mark == "%%":
            items = tuple(slanted(item) for item in items)
        indent = self.page.indent if not line.mark and not inside and width > 0.9 * self.page.width else 0.0
        leaders = [item for item in items if isinstance(item, Leader)]
        tab = Tab(width, leaders[0].line) if leaders else None
        prose = line.mark == "" and not any(_dotted(item) for item in items)
        style = self.letters.paragraph(line.mark, size=size, indent=indent, tab=tab, prose=prose)
        return f'<text:p text:style-name="{style}">{"".join(self.letters.item(item, size) for item in items)}</text:p>'

    def _size(self, mark: str) -> float:
        return self.page.size * {"%": SMALL, "%%": SMALLER}.get(mark, 1.0)


def _dotted(item: Item) -> bool:
    """Whether dots stand there: nobody sets such lines on both margins."""
    return isinstance(item, Leader) or (isinstance(item, Words) and item.text[:1] in (".", "…", "_"))
