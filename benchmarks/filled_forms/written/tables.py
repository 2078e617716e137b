"""Tables of a flat OpenDocument text: framed rows, columns side by side, and boxes for digits."""

from collections.abc import Sequence

from benchmarks.filled_forms.written.dots import Ruler
from benchmarks.filled_forms.written.letters import Letters, bolder, millimetres
from benchmarks.filled_forms.written.setting import DigitBoxes, Item, Leader, SetCell, SetLine, SetTable, Words

FRAME = "0.5pt solid #000000"
PADDING, BESIDE = 1.2, 1.5
"""Millimetres around what stands in a cell, framed and side by side."""


class Tables:
    """Writes tables in a form's look."""

    def __init__(self, letters: Letters) -> None:
        self.letters, self.page, self.styles = letters, letters.page, letters.styles

    def with_boxes(self, line: SetLine, width: float) -> str:
        """Print and boxes side by side, as a table of one row."""
        ruler = Ruler(self.page.face, self.page.size)
        widths: list[float] = []
        cells: list[str] = []
        framed: list[bool] = []
        print_style, box_style = self.letters.paragraph("cell"), self.letters.paragraph("^", before=0.0)
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
                words = "".join(
                    self.letters.item(item, self.page.size) for item in group if not isinstance(item, Leader)
                )
                cells.append(f'<text:p text:style-name="{print_style}">{words}</text:p>')
        return self._gap(2.0) + self._row_table(cells, _squeezed(widths, framed, width), framed) + self._gap(2.0)

    def _gap(self, size: float) -> str:
        return f'<text:p text:style-name="{self.letters.paragraph("cell", size=size)}"/>'

    def _digit(self, letter: str, mark: int) -> str:
        return self.letters.span(Words(letter, mark=mark), self.page.size) if letter.strip() else ""

    def side_by_side(self, cells: Sequence[str], widths: Sequence[float]) -> str:
        """Blocks side by side, without frames."""
        return self._row_table(cells, widths, [False] * len(cells), padding=BESIDE)

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

    def framed(self, table: SetTable) -> str:
        """A table with its rows; headings are bold and centred."""
        rows = []
        for row in table.rows:
            cells = "".join(self._filled(cell, heading=row.heading, framed=row.framed) for cell in row.cells)
            rows.append(f"<table:table-row{self._kept()}>{cells}</table:table-row>")
        return self._gap(3.0) + self._table_of(table.widths, "".join(rows)) + self._gap(3.0)

    def _filled(self, cell: SetCell, *, heading: bool, framed: bool) -> str:
        style = self.letters.paragraph("^" if heading else "cell", before=1.0)
        inner = ""
        for line in cell.lines:
            items = (self.letters.item(bolder(item) if heading else item, self._in_table) for item in line.items)
            inner += f'<text:p text:style-name="{style}">{"".join(items)}</text:p>'
        across = f' table:number-columns-spanned="{cell.across}"' if cell.across > 1 else ""
        covered = "<table:covered-table-cell/>" * (cell.across - 1)
        opening = (
            f'<table:table-cell table:style-name="{self._cell(framed, PADDING)}"{across} office:value-type="string">'
        )
        return f"{opening}{inner}</table:table-cell>{covered}"

    @property
    def _in_table(self) -> float:
        return self.page.size - 0.5


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
