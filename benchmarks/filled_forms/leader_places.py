"""Which leader of a Word file is which annotated place: leaders are coloured, laid out, and found on the pages."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pdfplumber

from benchmarks.filled_forms.annotations import FormNote
from benchmarks.filled_forms.leaders import Leader, W, set_look, text_element, word_file
from benchmarks.filled_forms.places import BlankPage, Place, pages_of
from classifiers.synthetic.sheet import MM_PER_POINT, Box

SIGN = "¤"
"""Marks an empty cell."""
NEAR = 4.0
"""Millimetres that a place may lie elsewhere after the way through docx."""
WORD = 12.0
"""Millimetres that the last word before a place may have gone to the line before."""
Found = dict[tuple[int, str], tuple[int, ...]]


def colour_of(letter: Mapping[str, Any]) -> int | None:
    """The colour of a letter of a PDF as 0xRRGGBB; None where it is no plain colour."""
    colour = letter.get("non_stroking_color")
    if not isinstance(colour, Sequence) or not all(isinstance(each, int | float) for each in colour):
        return None
    levels = [round(255 * float(each)) for each in colour]
    if len(levels) == 1:
        levels *= 3
    return levels[0] << 16 | levels[1] << 8 | levels[2] if len(levels) == 3 else None


def marked(path: Path, *, cells: bool) -> bytes:
    """A Word file with its leaders, or a sign in each of its empty cells, in colours that tell their number."""
    file = word_file(path)
    for number, leader in enumerate(file.leaders, start=1):
        if (leader.kind == "cell") != cells:
            continue
        if cells:
            leader.runs = [cell_run(leader.paragraph)]
            leader.runs[0].append(text_element(SIGN))
            leader.paragraph.append(leader.runs[0])
        for run in leader.runs:
            set_look(run, "color", {"val": f"{number << 4:06X}"})
    return file.saved()


def cell_run(paragraph: ElementTree.Element) -> ElementTree.Element:
    """An empty run with the look that a paragraph keeps for what will be typed into it."""
    run = ElementTree.Element(W + "r")
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is not None:
        run.append(copy.deepcopy(look))
    return run


def places_of_leaders(note: FormNote, pdf: Path, word: Path, dots: Path, cells: Path) -> Found:
    """The leaders of each annotated place, in order; places without any are left out.

    Args:
        note: The annotated form.
        pdf: The form as it was annotated.
        word: The form as a Word file.
        dots: The same with coloured leaders, as PDF.
        cells: The same with coloured signs in empty cells, as PDF.
    """
    old, leaders = pages_of(pdf), word_file(word).leaders
    seen = {
        letter: _Seen(pages_of(path), _colours(path, len(leaders)))
        for letter, path in zip("rkc", (dots, dots, cells), strict=True)
    }
    names = [(blank.page, name) for blank in note.blanks if blank.what != "sign" for name in blank.places]
    found: Found = {}
    for page, name in names:
        if name[0] in seen and (numbers := seen[name[0]].leaders_at(old[page - 1], page, name)):
            found[page, name] = numbers
    _add_by_label(found, [each for each in names if each[1][0] in "rk"], old, leaders)
    return found


def _add_by_label(
    found: Found, names: Sequence[tuple[int, str]], old: Sequence[BlankPage], leaders: Sequence[Leader]
) -> None:
    """Where a leader went to another line: the only one left after the same print."""
    taken = {number for numbers in found.values() for number in numbers}
    left = [(number, _label(each.before)) for number, each in enumerate(leaders, 1) if number not in taken]
    for page, name in names:
        label = _label(old[page - 1].place(name).before)
        alike = [number for number, before in left if label and before == label]
        if (page, name) not in found and alike:
            found[page, name] = (alike[0],)
            left = [each for each in left if each[0] != alike[0]]


def _label(words: str) -> str:
    """The letters before a place, or its signs where there are none; numbers of notes are lost on the way."""
    return "".join(filter(str.isalpha, words)) or "".join(words.split())


@dataclass(frozen=True)
class _Seen:
    """A coloured form: the places of its pages, and the middles and numbers of its coloured letters."""

    pages: tuple[BlankPage, ...]
    colours: list[list[tuple[float, float, int]]]

    def leaders_at(self, old: BlankPage, page: int, name: str) -> tuple[int, ...]:
        if page > len(self.pages):
            return ()
        place = same_place(old, old.place(name), self.pages[page - 1])
        return _inside(self.colours[page - 1], place.box, inner=name[0] == "c") if place else ()


def same_place(old: BlankPage, place: Place, new: BlankPage) -> Place | None:
    """A place of a page on the same page laid out again: after the same print, as many such places before it."""
    before, after = _alike(old, place), _alike(new, place)
    if len(before) == len(after):
        return after[before.index(place)]
    near = [other for other in after if _apart(place, other) < NEAR]
    near += [
        other
        for other in new.places
        if other.shape == place.shape and other.number == place.number and _level(place, other)
    ]
    return min(near, key=lambda other: _apart(place, other), default=None)


def _level(one: Place, other: Place) -> bool:
    return abs(one.box[1] - other.box[1]) < 2.0 and abs(one.box[0] - other.box[0]) < WORD


def _alike(page: BlankPage, place: Place) -> list[Place]:
    words = _plain(place.before)
    return [other for other in page.places if other.shape == place.shape and _plain(other.before) == words]


def _plain(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


def _apart(one: Place, other: Place) -> float:
    return abs(one.box[0] - other.box[0]) + abs(one.box[1] - other.box[1])


def _colours(pdf: Path, most: int) -> list[list[tuple[float, float, int]]]:
    """Of every page the coloured letters: middle in millimetres, number of the leader."""
    pages = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            letters = [(letter, colour_of(letter)) for letter in page.chars]
            pages.append(
                [(*_middle(letter, page), colour >> 4) for letter, colour in letters if colour and colour >> 4 <= most]
            )
    return pages


def _middle(letter: Mapping[str, Any], page: Any) -> tuple[float, float]:
    foot = float(page.height) - float(letter["matrix"][5])
    across = (float(letter["x0"]) + float(letter["x1"])) / 2
    return across * MM_PER_POINT, (foot - 0.28 * float(letter["size"])) * MM_PER_POINT


def _inside(letters: Sequence[tuple[float, float, int]], box: Box, *, inner: bool) -> tuple[int, ...]:
    """The leaders whose letters lie in a box, from left to right."""
    edge = 0.0 if inner else 0.3
    left, top, right, bottom = box[0] - edge, box[1] - edge, box[2] + edge, box[3] + edge
    held = sorted((x, number) for x, y, number in letters if left <= x <= right and top <= y <= bottom)
    return tuple(dict.fromkeys(number for _, number in held))
