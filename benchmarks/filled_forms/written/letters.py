"""Letters and paragraphs of a flat OpenDocument text."""

import base64
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from benchmarks.filled_forms.written.looks import PageLook
from benchmarks.filled_forms.written.setting import DigitBoxes, Item, Leader, Signature, Words
from benchmarks.filled_forms.written.styles import Styles, attributes
from classifiers.synthetic.sheet import Colour

ALIGNMENT = {"^": "center", "#": "center", ">": "end", "sign": "center", "sign>": "end", "room": "center"}
SHADES = 30
"""Values differ by at most so many steps of red and green from their colour: no eye sees it, and it survives in PDF."""


def shade(base: Colour, mark: int) -> Colour:
    """The colour of a value's letters, its own on the page; print is pure black.

    Raises:
        ValueError: There are more values than shades.
    """
    if not 0 < mark < SHADES * SHADES:
        raise ValueError(f"no shade for value {mark}")
    return (mark % SHADES, mark // SHADES, base[2])


def millimetres(length: float) -> str:
    """A length of the document."""
    return f"{length:.2f}mm"


@dataclass(frozen=True)
class Tab:
    """A tab stop with dots, or a line, before it."""

    at: float
    lined: bool


class Letters:
    """Writes paragraphs and letters in a form's look."""

    def __init__(self, page: PageLook, ink: Colour) -> None:
        self.page, self.ink, self.styles = page, ink, Styles()

    def paragraph(
        self,
        mark: str,
        *,
        size: float | None = None,
        indent: float = 0.0,
        before: float | None = None,
        tab: Tab | None = None,
        breaks: bool = False,
        prose: bool = False,
    ) -> str:
        """The style of a paragraph with a mark of the notation; millimetres, but points above it."""
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
        letters = self._look(size or self.page.size)
        return self.styles.named("paragraph", properties, stops, text=letters)

    def _look(self, size: float, face: str = "") -> dict[str, str]:
        return {"fo:font-family": f"'{face or self.page.face}'", "fo:font-size": f"{size:.1f}pt", "fo:language": "vi"}

    def item(self, item: Item, size: float) -> str:
        """What stands in a line, in letters of so many points."""
        match item:
            case Words():
                return self.span(item, size)
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

    def span(self, words: Words, size: float) -> str:
        """A run of letters."""
        properties = self._look(size, words.face)
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
        return f'<text:span text:style-name="{self.styles.named("text", properties)}">{spaced(words.text)}</text:span>'


def bolder(item: Item) -> Item:
    """Print in bold; values keep their letters."""
    return replace(item, bold=True) if isinstance(item, Words) and not item.mark else item


def slanted(item: Item) -> Item:
    """Print in italics; values keep their letters."""
    return replace(item, italic=True) if isinstance(item, Words) and not item.mark else item


def spaced(text: str) -> str:
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
