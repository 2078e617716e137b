"""The invisible words of a searchable page: each stands on its box, so that it is found, marked and copied there."""

from collections.abc import Callable, Iterable, Sequence
from statistics import linear_regression, median

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from ocr.glyphless_font import ADVANCE, ASCENT, DESCENT, UNITS_PER_EM, glyphless_font
from ocr.page import Box, Line, Word

_SMALLEST = 0.1
"""Points; a word needs some width and height to stand anywhere."""
_FONT_NAME = "/GLYPHL+GlyphLess"
_MOST_IN_ONE_TABLE = 100
"""Letters in one list of a CMap (Adobe Technical Note 5014)."""
_SPACE = " "
_HIGH = 0.75
"""Which of a line's words, by height, tells how high the line is: letters with strokes above and below are common."""
_FEWEST_TO_SLOPE, _LEAST_SPREAD = 4, 0.15
"""Words, and share of the page's width over which they must stand, to tell the slope of a line."""
_BEYOND = 0.7
"""Of half a line's height."""


class InvisibleFont:
    """One font of a document: each letter that its pages hold gets a code of two bytes, from 1."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encoded(self, text: str) -> str:
        """`text` as a hexadecimal string of PDF; letters beyond the first 65,534 different ones are left out."""
        codes = [self._codes.setdefault(letter, len(self._codes) + 1) for letter in text]
        return "<" + "".join(f"{code:04X}" for code in codes if code <= 0xFFFF) + ">"

    def embedded(self, document: Pdf) -> Object:
        """The font with all letters that were encoded so far, as an object of `document`."""
        program = Stream(document, glyphless_font())
        program.Length1 = len(glyphless_font())
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(_FONT_NAME),
            Flags=4,  # symbolic: its letters are its own
            FontBBox=Array([0, DESCENT, ADVANCE, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=document.make_indirect(program),
        )
        glyphs = b"\0\0" + b"\0\1" * len(self._codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(_FONT_NAME),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=document.make_indirect(descriptor),
            DW=ADVANCE,
            CIDToGIDMap=document.make_indirect(Stream(document, glyphs)),
        )
        return document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(_FONT_NAME),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([document.make_indirect(descendant)]),
                ToUnicode=document.make_indirect(Stream(document, self._to_unicode())),
            )
        )

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in self._codes.items()
            if code <= 0xFFFF
        ]
        tables = [pairs[start : start + _MOST_IN_ONE_TABLE] for start in range(0, len(pairs), _MOST_IN_ONE_TABLE)]
        lists = "\n".join(f"{len(table)} beginbfchar\n" + "\n".join(table) + "\nendbfchar" for table in tables)
        return _CMAP.replace("LISTS", lists).encode("ascii")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
LISTS
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def invisible_text(lines: Iterable[Line], font: InvisibleFont, name: str, width: float, height: float) -> str:
    """Operators that put each word of `lines` on its box, in the order given.

    Args:
        lines: Of an upright page.
        font: Learns the letters.
        name: Of the font among the page's resources, such as ``/F0``.
        width, height: Of the page, in points.
    """
    operators = ["BT", "3 Tr"]
    for line in lines:
        words = [word for word in line.words if word.text]
        boxes = evened(words)
        for number, (word, box) in enumerate(zip(words, boxes, strict=True)):
            gap = (boxes[number + 1].left - box.right) * width if number + 1 < len(boxes) else 0.0
            size = max(box.height * height, _SMALLEST)
            left, base = box.left * width, (1 - box.bottom) * height - size * DESCENT / UNITS_PER_EM
            operators += [
                f"{name} {size:.3f} Tf",
                f"{_stretch(word.text, box.width * width, size)} Tz",
                f"1 0 0 1 {left:.3f} {base:.3f} Tm",
                f"{font.encoded(word.text)} Tj",
                # a space as wide as the gap, so that words stay apart whatever a reader takes for the width of one
                f"{_stretch(_SPACE, gap, size)} Tz",
                f"{font.encoded(_SPACE)} Tj",
            ]
    return "\n".join([*operators, "ET"])


def evened(words: Sequence[Word]) -> list[Box]:
    """The boxes of a line's words, made equally high where they stand in one row.

    Readers of PDF sort words into lines by baseline and size; by its own box a dash would stand on a line of its own.

    Args:
        words: Of one line, left to right.
    """
    letters = [word for word in words if sum(map(str.isalnum, word.text)) > 1]
    if not letters:
        return [word.box for word in words]
    half = sorted(word.box.height for word in letters)[round(_HIGH * (len(letters) - 1))] / 2
    middle = _middle_of_row(letters)
    return [_in_row(word.box, middle(word.box.centre[0]), half) for word in words]


def _middle_of_row(words: Sequence[Word]) -> Callable[[float], float]:
    """The height of the row's middle by place, as a straight line through the middles of its words."""
    places, heights = zip(*(word.box.centre for word in words), strict=True)
    if len(words) < _FEWEST_TO_SLOPE or max(places) - min(places) < _LEAST_SPREAD:
        return lambda _place: median(heights)
    slope, start = linear_regression(places, heights)
    return lambda place: start + slope * place


def _in_row(box: Box, middle: float, half: float) -> Box:
    """`box` from top to bottom of its row, unless it reaches beyond that: a large initial, a neighbour's stamp."""
    slack = half * _BEYOND
    if box.top < middle - half - slack or box.bottom > middle + half + slack:
        return box
    return Box(box.left, max(0.0, middle - half), box.right, min(1.0, middle + half))


def _stretch(text: str, wanted: float, size: float) -> str:
    """Percent by which the letters must be widened to take `wanted` points."""
    own = len(text) * size * ADVANCE / UNITS_PER_EM
    return f"{100 * max(wanted, _SMALLEST) / own:.3f}"
