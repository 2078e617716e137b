"""The blocks that recipes are made of: header, title, field row, digit boxes, table, signatures and so on."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from classifiers.synthetic.fonts import ascent, descent, text_width
from classifiers.synthetic.ink import seal, signature
from classifiers.synthetic.layout import Setting, Typesetter
from classifiers.synthetic.markup import parse
from classifiers.synthetic.pictures import portrait
from classifiers.synthetic.sheet import BLACK, BLUE_INK, Area, Placed, Rule, Style, Text

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DIGIT_BOX = 7.6
Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hand:
    """Whether the paper is signed, and the seed of how its ink lies."""

    signed: bool = True
    black_pen: bool = False


Block = Callable[[Typesetter, Any, Hand], None]


def motto(page: Typesetter, _: Any, __: Hand) -> None:
    """The state's name and motto over the whole width."""
    _motto_in(page, page.column("centre", leading=1.25), page.style.size)
    page.y += 4


def header(page: Typesetter, options: Options, _: Hand) -> None:
    """Agency on the left, state's name and motto on the right, number and date below (NĐ 30/2020, Appendix I)."""
    top, width, left = page.y, page.frame.width, page.frame.left - 6
    agency = Setting(left, (width + 6) * 0.42, "centre", leading=1.2)
    nation = Setting(left + (width + 6) * 0.42, (width + 6) * 0.58 + 4, "centre", leading=1.2)
    for line in options["left"]:
        page.paragraph(line, agency, size=12)
    page.y += 1.2
    page.rule(agency.left + agency.width / 2, 22)
    page.y += 1.6
    for line in options.get("below_left", ()):
        page.paragraph(line, agency, size=12.5)
    left_end, page.y = page.y, top
    _motto_in(page, nation, 12)
    page.y += 1.2
    for line in options.get("below_right", ()):
        page.paragraph(line, nation, size=12.5)
    page.y = max(left_end, page.y) + options.get("after", 5)


def _motto_in(page: Typesetter, setting: Setting, size: float) -> None:
    page.paragraph(f"<b>{MOTTO[0]}</b>", setting, size)
    page.paragraph(f"<b>{MOTTO[1]}</b>", setting, size + 1)
    page.y += 0.9
    page.rule(setting.left + setting.width / 2, text_width(MOTTO[1], replace(page.style, bold=True, size=size + 1)))
    page.y += 1.6


def title(page: Typesetter, options: Any, _: Hand) -> None:
    """Bold centred lines; a mapping may set size and space."""
    lines = [options] if isinstance(options, str) else options
    for line in lines:
        page.paragraph(
            line if "<" in line else f"<b>{line}</b>", page.column("centre", leading=1.25), size=page.style.size + 1
        )
    page.y += 2.5


def field_row(page: Typesetter, options: Any, _: Hand) -> None:
    """A line of labels and values, or several side by side: [[share of the width, markup], ...]."""
    setting = page.column(leading=page.leading)
    if isinstance(options, str):
        page.paragraph(options, setting)
    else:
        page.columns([(float(share), markup) for share, markup in options], setting)


def paragraph(page: Typesetter, options: Any, _: Hand) -> None:
    """Running text; a mapping may set align, indent, size, leading and left."""
    options = {"text": options} if isinstance(options, str) else options
    setting = page.column(options.get("align", "justify"), options.get("indent", 0.0), options.get("leading", 1.35))
    inset = options.get("left", 0.0)
    setting = replace(setting, left=setting.left + inset, width=setting.width - inset)
    page.paragraph(options["text"], setting, options.get("size"))
    page.y += options.get("after", 0.8)


def digits(page: Typesetter, options: Options, _: Hand) -> None:
    """A label and a value written into boxes, one character each."""
    text, key, kind = options["label"], options["key"], options["kind"]
    pieces = parse(f"{text}{{{key}:{kind}}}", page.values, page.style, page.filled)
    source = pieces[-1].source
    count, left = options.get("count", 12), page.frame.left + options.get("at", 62.0)
    page.paragraph(text, replace(page.column(leading=1.9)))
    top, bottom = page.y - 8.6, page.y - 8.6 + DIGIT_BOX
    page.marks.append(Area((left, top, left + count * DIGIT_BOX, bottom), outline=BLACK, width=0.3))
    walls = [left + place * DIGIT_BOX for place in range(1, count)]
    page.marks += [Rule((x, top), (x, bottom), 0.3) for x in walls]
    value = "" if source is None or source.blank else source.text
    for place, letter in enumerate(value[:count]):
        x = left + (place + 0.5) * DIGIT_BOX - text_width(letter, page.filled) / 2
        page.marks.append(Text(x, bottom - 2.2, letter, page.filled))
    if source:
        page.record(source, (left, top, left + DIGIT_BOX * max(len(value), 1), bottom))


def table(page: Typesetter, options: Options, _: Hand) -> None:
    """A ruled table: columns [[share, heading], ...], rows of markup; empty rows up to `rows`."""
    shares = [column[0] for column in options["columns"]]
    size = options.get("size", 11.5)
    table_row(page, [f"<b>{column[1]}</b>" for column in options["columns"]], shares, (size, "centre"))
    filled = [row for row in options.get("cells", ()) if any(_has_value(page, cell) for cell in row)]
    rows = filled + [[""] * len(shares)] * max(0, options.get("rows", 0) - len(filled))
    align = options.get("align", "centre")
    before = len(page.printed)
    for row in rows:
        table_row(page, row, shares, (size, align))
    headings = {cell: column[1] for row in filled for cell, column in zip(row, options["columns"], strict=False)}
    for place in range(before, len(page.printed)):
        value = page.printed[place]
        cell = next((cell for cell in headings if f"{{{value.key}" in cell), "")
        page.printed[place] = replace(value, label=value.label or headings.get(cell, ""))
    page.y += 3


def _has_value(page: Typesetter, cell: str) -> bool:
    return any(
        piece.source is not None and not piece.source.blank
        for piece in parse(cell, page.values, page.style, page.filled)
    )


def table_row(page: Typesetter, cells: Sequence[str], shares: Sequence[float], look: tuple[float, str]) -> None:
    """One ruled row of markup in cells with shares of the width; `look` is size and alignment."""
    size, align = look
    top, lowest, left = page.y, page.y + 7.2, page.frame.left
    edges = [left]
    for share, cell in zip(shares, cells, strict=True):
        width = share * page.frame.width
        page.y = top + 1.0
        if cell:
            page.paragraph(cell, Setting(left + 1, width - 2, align, leading=1.2), size)
        lowest, left = max(lowest, page.y + 1.0), left + width
        edges.append(left)
    for edge in edges:
        page.marks.append(Rule((edge, top), (edge, lowest), 0.25))
    for level in (top, lowest):
        page.marks.append(Rule((edges[0], level), (edges[-1], level), 0.25))
    page.y = lowest


def signatures(page: Typesetter, options: Any, hand: Hand) -> None:
    """Columns for signatures: each a mapping of share, lines, optional name, seal and `always` (by others)."""
    top, lowest, left = page.y, page.y, page.frame.left
    for column in options:
        page.y = top
        setting = Setting(left, page.frame.width * column["share"], "centre", leading=1.25)
        _signature_column(page, column, setting, hand)
        lowest, left = max(lowest, page.y), left + setting.width
    page.y = lowest + 3


def _signature_column(page: Typesetter, column: Options, setting: Setting, hand: Hand) -> None:
    for line in column.get("lines", ()):
        page.paragraph(line, setting, column.get("size"))
    name: str = column.get("name", "")
    signed = name and (hand.signed or column.get("always"))
    middle = setting.left + setting.width / 2
    start = page.y
    page.y += column.get("room", 22.0)
    if not signed:
        return
    printed = parse(name, page.values, page.style, page.filled)
    plain = " ".join(piece.text for piece in printed)
    if not column.get("unsigned"):
        room = page.y - start
        page.marks.append(
            signature((middle + 1.5, start + room * 0.58), plain, colour=BLACK if hand.black_pen else BLUE_INK)
        )
    page.paragraph(name, setting, column.get("size"))
    if ring := column.get("seal"):
        words = "".join(piece.text for piece in parse(ring, page.values, page.style, page.filled))
        page.marks.append(seal((middle - 17, start + 12), words))


def notes(page: Typesetter, options: Sequence[str], _: Hand) -> None:
    """Footnotes in small type under a short rule, at the cursor."""
    page.y += 2
    page.marks.append(Rule((page.frame.left, page.y), (page.frame.left + 50, page.y), 0.2))
    page.y += 1
    for line in options:
        page.paragraph(line, page.column("justify", leading=1.2), size=10)


def gap(page: Typesetter, millimetres: float, _: Hand) -> None:
    """Empty space."""
    page.y += millimetres


def rule(page: Typesetter, millimetres: float, _: Hand) -> None:
    """A short centred rule."""
    page.rule(page.middle, millimetres)
    page.y += 3


def page_number(page: Typesetter, options: Any, _: Hand) -> None:
    """Text centred at the foot of the page, wherever the cursor is; a mapping may set its height above the edge."""
    text, above = (options, 10.0) if isinstance(options, str) else (options["text"], options["above"])
    style = replace(page.style, size=11)
    x = page.frame.left + (page.frame.width - text_width(text, style)) / 2
    page.marks.append(Text(x, page.frame.size[1] - above, text, style))


def border(page: Typesetter, options: Options, _: Hand) -> None:
    """A coloured double frame around the sheet, as certificates have."""
    colour = tuple(options["colour"])
    for inset, width in ((9.0, 1.1), (11.2, 0.35)):
        box = (inset, inset, page.frame.size[0] - inset, page.frame.size[1] - inset)
        page.marks.append(Area(box, outline=(colour[0], colour[1], colour[2]), width=width))


def specimen(page: Typesetter, options: Options, _: Hand) -> None:
    """MẪU in pale letters, so that no invented certificate passes for a real one."""
    style = replace(
        page.style,
        family="sans",
        bold=True,
        size=options.get("size", 60),
        colour=tuple(options.get("colour", (236, 214, 214))),
    )
    width, height = text_width("MẪU", style), ascent(style) - descent(style)
    x = (page.frame.size[0] - width) / 2
    page.marks.insert(0, Text(x, options.get("y", page.frame.size[1] * 0.8) + height / 2, "MẪU", style))


def picture_of_holder(page: Typesetter, options: Options, _: Hand) -> None:
    """A drawn portrait in a box of millimetres; `name` and `sex` are names of values."""
    name, sex = str(page.values.get(options["name"], "")), str(page.values.get(options["sex"], ""))
    left, top, right, bottom = options["box"]
    page.marks.append(Placed((left, top, right, bottom), portrait(name, sex)))


def machine_lines(page: Typesetter, options: Options, _: Hand) -> None:
    """Lines for machines in letters of equal width, from the left edge."""
    style = Style("mono", options["size"], bold=True)
    for place, key in enumerate(options["keys"]):
        page.marks.append(Text(options["left"], options["top"] + place * 6.2, str(page.values.get(key, "")), style))


def plot(page: Typesetter, options: Options, _: Hand) -> None:
    """A sketch of a parcel of land: four corners, lengths of the sides, north."""
    top, height, middle = page.y, float(options["height"]), page.middle
    shape = ((-0.40, 0.14), (0.34, 0.06), (0.42, 0.84), (-0.34, 0.94))
    corners = [(middle + x * height * 1.1, top + y * height) for x, y in shape]
    small = replace(page.style, size=9.5)
    for number, (start, end) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True), start=1):
        page.marks.append(Rule(start, end, 0.35))
        page.marks.append(Text(start[0] - 3.4, start[1] - 0.6, str(number), small))
        length = f"{math.dist(start, end) * 0.34:.1f}".replace(".", ",")
        page.marks.append(Text((start[0] + end[0]) / 2 + 1.2, (start[1] + end[1]) / 2 - 0.8, length, small))
    north = (page.frame.left + 12, top + 16)
    page.marks.append(Rule(north, (north[0], north[1] - 11), 0.35))
    page.marks.append(Text(north[0] - 1.2, north[1] - 12, "B", small))
    for parcel in ("land.parcel", "land.area"):
        text = page.values.get(parcel, "")
        if isinstance(text, str):
            page.marks.append(
                Text(
                    middle - text_width(text, small) / 2,
                    top + height * (0.46 if parcel.endswith("l") else 0.56),
                    text,
                    small,
                )
            )
    page.y += height + 2


BLOCKS: Mapping[str, Block] = {
    "motto": motto, "header": header, "title": title, "f": field_row, "p": paragraph, "digits": digits, "table": table,
    "sign": signatures, "notes": notes, "gap": gap, "rule": rule, "page_number": page_number,
    "border": border, "specimen": specimen, "plot": plot,
    "portrait": picture_of_holder, "machine_lines": machine_lines,
}  # fmt: skip
