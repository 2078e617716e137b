"""The small markup of recipes: text with bold, italic and raised parts, values, leaders and tick boxes.

``<b>Họ và tên:</b> {child.name:full_name}…`` is a bold label, a value and a dotted leader to the edge.
``{signed:other@date}`` prints a date in parts, ``[?ground]`` draws a box that is ticked where the value is not empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from classifiers.synthetic.sheet import MM_PER_POINT, Style

MARK = re.compile(r"(</?(?:b|i|u|sup|red|blue|sans)>|\{[^}]+\}|\[\?[^\]]+\]|…|\n)")
BLANK_DOTS = 14


@dataclass(frozen=True, slots=True)
class Composite:
    """A value made of several: as printed, and the kinds of its parts."""

    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


Entry = str | Composite
Values = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Source:
    """Which value a piece prints."""

    key: str
    kind: str
    text: str
    label: str
    parts: Mapping[str, str]
    in_parts: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style; `source` where it is a value, `special` for a leader, tick box or line break."""

    text: str
    style: Style
    source: Source | None = None
    special: str = ""


def parse(markup: str, values: Values, style: Style, filled: Style) -> tuple[Piece, ...]:
    """The pieces of a line of markup.

    Args:
        markup: As described above.
        values: Name to value; a name that is absent or empty stays blank on the paper.
        style: Of printed words.
        filled: Of values that were filled in.
    """
    return tuple(_pieces(markup, values, style, filled))


def _pieces(markup: str, values: Values, style: Style, filled: Style) -> Iterator[Piece]:
    tags: list[str] = []
    label = ""
    for mark in filter(None, MARK.split(markup)):
        if mark.startswith("</"):
            tags.remove(mark[2:-1])
        elif mark.startswith("<"):
            tags.append(mark[1:-1])
        elif mark.startswith("{"):
            yield _value(mark[1:-1], values, label, _tagged(filled, tags))
            label = ""
        elif mark.startswith("[?"):
            yield Piece("X" if values.get(mark[2:-1]) else "", style, special="tick")
        elif mark in "…\n":
            yield Piece("", style, special="leader" if mark == "…" else "break")
        else:
            label += "" if "sup" in tags else mark
            yield Piece(mark, _tagged(style, tags))


def _value(mark: str, values: Values, label: str, style: Style) -> Piece:
    name, _, kind = mark.partition(":")
    kind, _, form = kind.partition("@")
    key, upper = name.removesuffix("!"), name.endswith("!")
    entry = values.get(key, "")
    text = entry if isinstance(entry, str) else entry.text
    text = text.upper() if upper else text
    parts = {} if isinstance(entry, str) else entry.parts
    source = Source(key, kind, text, tidy_label(label), parts, bool(form), not text) if kind else None
    return Piece(_printed(text, form) or "." * BLANK_DOTS, style, source)


def _printed(text: str, form: str) -> str:
    if form == "date" and text:
        day, month, year = text.split("/")
        return f"{day} tháng {month} năm {year}"
    if form == "slashes" and text:
        return " / ".join(text.split("/"))
    return text


def _tagged(style: Style, tags: list[str]) -> Style:
    changes: dict[str, object] = {
        "b": {"bold": True},
        "i": {"italic": True},
        "u": {"underline": True},
        "sans": {"family": "sans"},
    }
    changes |= {"red": {"colour": (196, 36, 44)}, "blue": {"colour": (28, 46, 134)}}
    for tag in tags:
        if tag == "sup":
            style = replace(style, size=style.size * 0.65, rise=style.size * 0.33 * MM_PER_POINT)
        else:
            style = replace(style, **changes[tag])  # type: ignore[arg-type]
    return style


def tidy_label(text: str) -> str:
    """A label as a person would name it: without dots, colon and what stood before an earlier sentence end."""
    text = re.sub(r"\(\d+\)", "", text)
    text = re.sub(r"\s+", " ", text.split("; ")[-1])
    return text.strip(" .:;,-…/")
