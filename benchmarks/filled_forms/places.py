"""Where a blank form has room to write: dotted runs, cells, boxes and plain lines, each with an ordinal on its page.

The annotation files name blanks by these ordinals only, so that no text of a form is kept here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pdfplumber

from classifiers.synthetic.sheet import MM_PER_POINT, Box

DOTS = frozenset(".…_‥·․⋯-─\u2026")
MIDDLE = frozenset("-─·")
TICKS = frozenset("□☐❑❏◻▢\uf0a8\uf06f\uf071\uf0a3\uf072")
BRACE = re.compile(r"\{[A-Za-z_]+\}[\s.…]*")
LEAST_RUN = 7.0
"""Points: a single "…" of "ngày … tháng …" is about eight wide, a full stop three."""


@dataclass(frozen=True)
class Place:
    """Room to write.

    Attributes:
        shape: "run" (dots or underscores), "brace" (a placeholder in braces), "cell" (of a table), "box" (square to
            tick or for one digit) or "line" (of print, for signatures below it).
        number: From 1, per shape in reading order of the page.
        box: Millimetres on the page.
        before: Printed words to the left on the same line, up to the place before.
        baseline: Where letters stand, in millimetres from the top.
        right: How far a value may run on to the right before it meets print or the margin, in millimetres.
    """

    shape: str
    number: int
    box: Box
    before: str
    baseline: float
    right: float


@dataclass(frozen=True)
class BlankPage:
    """A page of a blank form: its size in millimetres, its places, its lines (box, text, bold), its letters' points."""

    size: tuple[float, float]
    places: tuple[Place, ...]
    lines: tuple[tuple[Box, str, bool], ...]
    letters: float

    def place(self, name: str) -> Place:
        """The place named "r12", "k1", "c3", "b1" or "t2".

        Raises:
            KeyError: The page has none.
        """
        shape = SHAPES[name[0]]
        for place in self.places:
            if place.shape == shape and place.number == int(name[1:]):
                return place
        raise KeyError(name)


SHAPES = {"r": "run", "k": "brace", "c": "cell", "b": "box", "t": "line"}
Letters = list[dict[str, Any]]


@lru_cache(maxsize=96)
def pages_of(path: Path) -> tuple[BlankPage, ...]:
    """All pages of a form's PDF."""
    with pdfplumber.open(path) as document:
        return tuple(_page(page) for page in document.pages)


def _page(page: Any) -> BlankPage:
    for letter in page.chars:  # fonts tell their depth rightly or not at all; the foot of a letter is always known
        size, foot = float(letter["size"]), float(page.height) - float(letter["matrix"][5])
        letter |= {"row": letter["bottom"], "foot": foot, "top": foot - 0.78 * size, "bottom": foot + 0.22 * size}
    lines = _lines(page.chars)
    printed = []
    for line in lines:
        words = "".join(letter["text"] for letter in line)
        bold = sum("bold" in str(letter["fontname"]).lower() for letter in line) > len(line) / 2
        printed.append((_box(line), " ".join(words.split()), bold))
    margin = max((float(letter["x1"]) for letter in page.chars), default=0.0)
    groups = {
        "run": [found for line in lines for found in _runs(line, margin)],
        "brace": [found for line in lines for found in _braces(line, margin)],
        "box": [_plain(box) for box in _boxes(page)],
        "cell": [_plain(box) for box in _cells(page)],
        "line": [_plain(box) for box, _, _ in printed],
    }
    places = tuple(
        Place(shape, number, *found) for shape, group in groups.items() for number, found in enumerate(group, start=1)
    )
    return BlankPage(
        (float(page.width) * MM_PER_POINT, float(page.height) * MM_PER_POINT), places, tuple(printed), _usual(page)
    )


Found = tuple[Box, str, float, float]


def _plain(box: Box) -> Found:
    return (box, "", box[3], box[2])


def _usual(page: Any) -> float:
    """The usual size of letters on the page, in points."""
    sizes = sorted(float(each["size"]) for each in page.chars if each["text"].isalpha())
    return sizes[len(sizes) // 2] if sizes else 13.0


def _lines(letters: Letters) -> list[Letters]:
    """Letters by baseline, each line from left to right."""
    lines: list[Letters] = []
    for letter in sorted(letters, key=lambda each: (each["row"], each["x0"])):
        home = next((line for line in reversed(lines[-3:]) if abs(line[0]["row"] - letter["row"]) < 3.2), None)
        if home is None:
            lines.append([letter])
        else:
            home.append(letter)
    return [sorted(line, key=lambda each: float(each["x0"])) for line in lines]


def _runs(line: Letters, margin: float) -> list[Found]:
    """Dotted runs of a line, each with the print before it and the room after it."""
    groups: list[tuple[Letters, Letters]] = []
    words: Letters = []
    for letter in line:
        if letter["text"] in DOTS and groups and not words and letter["x0"] - groups[-1][0][-1]["x1"] < 9:
            groups[-1][0].append(letter)
        elif letter["text"] in DOTS:
            groups.append(([letter], words))
            words = []
        elif not letter["text"].isspace() or words:
            words = [*words, letter]
    kept = [(group, before) for group, before in groups if _counts(group)]
    return [_found(group, before, line, margin) for group, before in kept]


def _found(group: Letters, before: Letters, line: Letters, margin: float) -> Found:
    box = _box(group)
    after = [float(each["x0"]) for each in line if each["x0"] >= group[-1]["x1"] - 0.5 and not each["text"].isspace()]
    right = (min(after) if after else max(margin, float(group[-1]["x1"]))) * MM_PER_POINT
    text = " ".join("".join(each["text"] for each in before).split())
    return box, text, float(group[0]["foot"]) * MM_PER_POINT, right


def _braces(line: Letters, margin: float) -> list[Found]:
    """Placeholders such as "{name}" that web forms print, each with the dots that follow it."""
    found = []
    text = [str(each["text"])[:1] for each in line]
    for match in BRACE.finditer("".join(text)):
        first, last = match.span()
        begun = max((place for place in range(first) if text[place] == "}"), default=-1) + 1
        found.append(_found(line[first:last], line[begun:first], line, margin))
    return found


def _counts(group: Letters) -> bool:
    wide = sum(float(each["x1"]) - float(each["x0"]) for each in group)
    middle = all(each["text"] in MIDDLE for each in group)
    return wide >= LEAST_RUN and not (middle and len(group) < 6)


def _boxes(page: Any) -> list[Box]:
    squares: list[Box] = []
    for shape in [*page.rects, *page.curves]:
        wide, tall = float(shape["width"]), float(shape["height"])
        if 6 <= wide <= 26 and 6 <= tall <= 26 and 0.5 < wide / tall < 2:
            squares.append(_millimetres((shape["x0"], shape["top"], shape["x1"], shape["bottom"])))
    squares += [_box([letter]) for letter in page.chars if letter["text"] in TICKS]
    kept: list[Box] = []
    for box in sorted(squares, key=lambda each: (round(each[1] / 3), each[0])):
        if all(abs(box[0] - other[0]) > 1.5 or abs(box[1] - other[1]) > 1.5 for other in kept):
            kept.append(box)
    return kept


def _cells(page: Any) -> list[Box]:
    cells = {tuple(round(float(edge), 1) for edge in cell) for table in page.find_tables() for cell in table.cells}
    ordered = sorted(cells, key=lambda cell: (round(cell[1] / 4), cell[0]))
    return [_millimetres((cell[0], cell[1], cell[2], cell[3])) for cell in ordered]


def _box(letters: Letters) -> Box:
    return _millimetres(
        (
            min(each["x0"] for each in letters),
            min(each["top"] for each in letters),
            max(each["x1"] for each in letters),
            max(each["bottom"] for each in letters),
        )
    )


def _millimetres(box: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = (float(edge) * MM_PER_POINT for edge in box)
    return (left, top, right, bottom)
