"""Set blocks one after another over as many sheets as they need, number the sheets, cut long paragraphs in two."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from classifiers.synthetic.blocks import BLOCKS, Block, Hand, table_row
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.invented.looks import PaperLook
from classifiers.synthetic.layout import Frame, Typesetter
from classifiers.synthetic.markup import MARK, Values
from classifiers.synthetic.sheet import Area, Sheet, Style, Text

Spec = Mapping[str, Any]
"""A block: one name of `blocks.BLOCKS`, or of this module, with its options."""
MOST_SHEETS = 5
SHORTEST_CUT = 12
"""A paragraph of fewer words is not cut between two pages."""


class Flow:
    """Sheets under construction."""

    def __init__(self, values: Values, look: PaperLook, hand: Hand | None = None) -> None:
        self.values, self.look, self.hand = values, look, hand or Hand()
        self.pages: list[Typesetter] = []
        self._new_page()

    @property
    def page(self) -> Typesetter:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.look.sheet[1] - self.look.margins[3]

    def add(self, specs: Sequence[Spec]) -> None:
        """Set blocks in order; one that does not fit on the rest of a page opens the next."""
        for spec in specs:
            for kind, options in spec.items():
                self._add(kind, options)

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets, numbered."""
        for place, page in enumerate(self.pages):
            _number(page, self.look, place + 1, len(self.pages))
        return tuple(page.sheet(self.look.colour) for page in self.pages)

    def _add(self, kind: str, options: Any) -> None:
        """Set a block here or on the next page; one that fits on no page is left out, as nothing may overflow."""
        if kind == "break":
            self._next_page()
            return
        for _try in range(3):
            if self._fits(kind, options):
                return
            options = self._cut(kind, options)
            if not self._next_page():
                return

    def _next_page(self) -> bool:
        """Open a page; not after an empty one, and not where the paper is long enough."""
        if self.page.y <= self.page.frame.top or len(self.pages) >= MOST_SHEETS:
            return False
        self._new_page()
        return True

    def _fits(self, kind: str, options: Any) -> bool:
        """Set a block; take it back where it runs over the bottom of a page that already holds something."""
        page = self.page
        before = (len(page.marks), len(page.printed), len(page.blanks), page.y)
        set_block(page, kind, options, self.hand)
        if page.y <= self.bottom:
            return True
        del page.marks[before[0] :], page.printed[before[1] :], page.blanks[before[2] :]
        page.y = before[3]
        return False

    def _cut(self, kind: str, options: Any) -> Any:
        """Leave as many words of a plain paragraph on this page as fit; returns what remains to be set."""
        if kind != "p" or MARK.search(text := options["text"]):
            return options
        words = text.split()
        for kept in range(len(words) - 4, 4, -4) if len(words) > SHORTEST_CUT else ():
            if self._fits("p", {**options, "text": " ".join(words[:kept])}):
                return {**options, "text": " ".join(words[kept:]), "indent": 0}
        return options

    def _new_page(self) -> None:
        look = self.look
        frame = Frame(look.sheet, *look.margins)
        style = Style(look.family, look.size)
        filled = replace(style, family=look.filled_family or look.family, italic=look.filled_italic, colour=look.ink)
        self.pages.append(Typesetter(self.values, frame, style, filled, look.leading))


def set_sheets(look: PaperLook, specs: Sequence[Spec]) -> tuple[Sheet, ...]:
    """The sheets of a paper without values to remember."""
    flow = Flow({}, look)
    flow.add(specs)
    return flow.sheets()


def set_block(page: Typesetter, kind: str, options: Any, hand: Hand) -> None:
    """Set one block of the recipes or of those below."""
    own: dict[str, Block] = {
        "together": _together,
        "corner": _corner,
        "stamp": _stamp,
        "frame": _frame,
        "box": _box,
        "photo_box": _photo_box,
        "lines": _lines,
        "row": _row,
        "mark": _mark,
    }
    if kind in own:
        own[kind](page, options, hand)
    else:
        BLOCKS[kind](page, options, hand)


def _together(page: Typesetter, options: Sequence[Spec], hand: Hand) -> None:
    """Blocks that must not be parted."""
    for spec in options:
        for kind, inner in spec.items():
            set_block(page, kind, inner, hand)


def _corner(page: Typesetter, text: str, _: Hand) -> None:
    """The number of a form in the upper right corner."""
    page.paragraph(text, replace(page.column("right", leading=1.15)), size=max(9.0, page.style.size - 2))
    page.y += 1.5


def _stamp(page: Typesetter, options: Mapping[str, Any], _: Hand) -> None:
    """A framed note, such as that of a certified copy."""
    top, inset = page.y, page.frame.width * options.get("inset", 0.3)
    column = replace(
        page.column("centre", leading=1.15), left=page.frame.left + inset, width=page.frame.width - 2 * inset
    )
    page.y += 2
    for line in options["lines"]:
        page.paragraph(line, column, size=10)
    if name := options.get("name"):
        page.y += 16
        page.paragraph(name, column, size=10)
    page.y += 2
    if options.get("framed", True):
        page.marks.append(
            Area((column.left - 2, top, column.left + column.width + 2, page.y), outline=options["colour"], width=0.4)
        )
    page.y += 3


def _frame(page: Typesetter, options: Mapping[str, Any], _: Hand) -> None:
    """A frame around the sheet, whatever its size."""
    width, height = page.frame.size
    inset = options.get("inset", 8.0)
    for step, thickness in ((0.0, 0.9), (2.0, 0.3)):
        box = (inset + step, inset + step, width - inset - step, height - inset - step)
        page.marks.append(Area(box, outline=options["colour"], width=thickness))


def _box(page: Typesetter, options: Mapping[str, Any], _: Hand) -> None:
    """A ruled box with lines of text, "phần ghi của cơ quan"."""
    top = page.y
    page.y += 1.5
    column = replace(page.column(), left=page.frame.left + 3, width=page.frame.width - 6)
    for line in options["lines"]:
        page.paragraph(line, column, options.get("size"))
    page.y += 1.5
    page.marks.append(Area((page.frame.left, top, page.frame.left + page.frame.width, page.y), outline=(22, 22, 24)))
    page.y += 3


def _photo_box(page: Typesetter, text: str, _: Hand) -> None:
    """The empty box for a photo at the left; the cursor stays."""
    left, top = page.frame.left, page.y
    page.marks.append(Area((left, top, left + 30, top + 40), outline=(22, 22, 24)))
    page.marks.append(Text(left + 6, top + 20, text, replace(page.style, size=10)))


def _mark(page: Typesetter, options: Mapping[str, Any], _: Hand) -> None:
    """A rubber stamp of a few lines anywhere on the sheet; the cursor stays."""
    left, top = options["at"]
    style = replace(page.style, size=8.5, bold=True, colour=options["colour"])
    width = max(text_width(line, style) for line in options["lines"]) + 4
    page.marks.append(
        Area((left, top, left + width, top + 4.2 * len(options["lines"]) + 2), outline=options["colour"], width=0.4)
    )
    for place, line in enumerate(options["lines"], start=1):
        page.marks.append(Text(left + 2, top + 4.2 * place, line, style))


def _row(page: Typesetter, options: Mapping[str, Any], _: Hand) -> None:
    """One row of a table, so that tables run on over pages; `after` after the last."""
    cells = [f"<b>{cell}</b>" if options.get("bold") and cell else cell for cell in options["cells"]]
    table_row(page, cells, options["shares"], (options.get("size", page.style.size - 1), options.get("align", "left")))
    page.y += options.get("after", 0.0)


def _lines(page: Typesetter, count: int, _: Hand) -> None:
    """Empty dotted lines to write on."""
    dot = text_width(".", page.style)
    for _line in range(count):
        page.y += page.style.size * 25.4 / 72 * page.leading
        dots = "." * int(page.frame.width / dot)
        page.marks.append(Text(page.frame.left, page.y, dots, page.style))
    page.y += 1.5


def _number(page: Typesetter, look: PaperLook, place: int, count: int) -> None:
    """A page number in the manner of the look; none on a single sheet in most manners."""
    kind = look.numbering
    if not kind or (count == 1 and "{all}" not in kind) or (kind == "top" and place == 1):
        return
    text = str(place) if kind in ("top", "bottom", "right") else kind.format(n=place, all=count)
    style = replace(page.style, size=max(9.0, look.size - 1.5))
    width, height = look.sheet
    x = width - look.margins[1] - text_width(text, style) if kind == "right" else (width - text_width(text, style)) / 2
    page.marks.append(Text(x, max(7.0, look.margins[2] - 5) if kind == "top" else height - 8.0, text, style))
