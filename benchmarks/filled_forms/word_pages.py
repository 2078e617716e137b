"""The pages of a form that was typed into: where its values stand, and what is drawn on top of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from rapidfuzz import fuzz

from benchmarks.filled_forms.annotations import Blank, FormNote
from benchmarks.filled_forms.blank_facts import entry, label_of
from benchmarks.filled_forms.cast import Cast, Value
from benchmarks.filled_forms.desk import Desk, FilledPage, Written, background
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.marks import digits, sign, tick
from benchmarks.filled_forms.places import SHAPES, BlankPage, Place, pages_of
from benchmarks.filled_forms.word_filling import Typed, TypedForm
from benchmarks.filled_forms.word_forms import WordForm
from benchmarks.filled_forms.written.finding import Letter, letters_of, lines_of
from classifiers.synthetic.sheet import Box, Colour, Placed, Sheet, Style
from classifiers.synthetic.vector import pdf_of_sheets

LEAST_WORDS = 10
"""Letters and digits of a line by which its page is known again."""
ALIKE = 70.0
"""Likeness of the line below which somebody signs to the line of the blank form, where values stand in it too."""
FOOT = 9.0
"""Millimetres at the end of the page where nobody signs."""
LEAST_ROOM, HALF_NAME = 12.0, 16.0
"""Millimetres that a signature with its name needs below a line, and to either side."""


class LostValue(RuntimeError):
    """A value does not stand on the pages as it was typed."""


@dataclass(frozen=True)
class TypedPages:
    """A filled form as it is handed in: its pages, and the same as a born-digital PDF."""

    pages: tuple[FilledPage, ...]
    pdf: bytes


def typed_pages(form: WordForm, typed: TypedForm, pdf: Path, cast: Cast, manner: Manner) -> TypedPages:
    """The pages of a typed form after LibreOffice laid them out.

    Raises:
        LostValue: A value is not on the pages as it was typed, or runs on over a page.
    """
    old, new = pages_of(form.pdf), pages_of(pdf)
    told = _told(typed.typed, pdf)
    kept = kept_pages(form.note, old, new, set(told))
    manner = replace(manner, style=Style("serif", 1.0))
    desks = {number: Desk(new[number], manner, cast.rng, done=list(told.get(number, ()))) for number in kept}
    for blank, value in typed.drawn:
        _draw(desks, old, new, blank, value, cast)
    for page, label in typed.empty:
        near = form.note.pages.index(page) if page in form.note.pages else 0
        desks[kept[min(near, len(kept) - 1)]].empty.append(label)
    pages = tuple(_page(desks[number], pdf, number + 1) for number in kept)
    return TypedPages(pages, _born_digital(pdf, kept, [desks[number] for number in kept]))


def _page(desk: Desk, pdf: Path, number: int) -> FilledPage:
    marks = (Placed((0.0, 0.0, *desk.page.size), background(pdf, number)), *desk.marks)
    sheet = Sheet(desk.page.size, marks, tuple(each.value for each in desk.done), tuple(desk.empty))
    return FilledPage(sheet, tuple(desk.done), tuple(desk.empty))


def _born_digital(pdf: Path, kept: Sequence[int], desks: Sequence[Desk]) -> bytes:
    """The kept pages with their text layer, what is drawn laid over them."""
    out = BytesIO()
    over = pdf_of_sheets([Sheet(desk.page.size, tuple(desk.marks)) for desk in desks], "Mẫu")
    with pikepdf.open(pdf) as document, pikepdf.open(BytesIO(over)) as drawn:
        for place, number in enumerate(kept):
            if desks[place].marks:
                document.pages[number].add_overlay(drawn.pages[place], None)
        for number in reversed(range(len(document.pages))):
            if number not in kept:
                del document.pages[number]
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _told(typed: Sequence[Typed], pdf: Path) -> dict[int, list[Written]]:
    """The values by page from 0, each with a box for every line."""
    shades = {each.shade for each in typed}
    letters: dict[Colour, list[tuple[int, Letter]]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            for letter in letters_of(page):
                if letter.colour in shades:
                    letters.setdefault(letter.colour, []).append((number, letter))
    told: dict[int, list[Written]] = {}
    for each in typed:
        page_number, boxes = _found(each, letters.get(each.shade, []))
        if "mute" not in each.blank.options:
            told.setdefault(page_number, []).append(entry(each.blank, each.label, each.value, boxes, each.place))
    return told


def _found(typed: Typed, letters: Sequence[tuple[int, Letter]]) -> tuple[int, tuple[Box, ...]]:
    wanted, got = "".join(typed.letters.split()), "".join(letter.text for _, letter in letters)
    pages = {number for number, _ in letters}
    if got.casefold() != wanted.casefold() or len(pages) != 1:
        raise LostValue(f"{typed.label}: {got!r} on {len(pages)} pages instead of {wanted!r}")
    return pages.pop(), lines_of([letter.box for _, letter in letters])


def kept_pages(note: FormNote, old: Sequence[BlankPage], new: Sequence[BlankPage], written: set[int]) -> list[int]:
    """The pages, from 0, that hold what stood on the pages handed in, or a value."""
    handed = {words for page in note.pages for words in _words(old[page - 1])}
    others = {words for page in range(1, len(old) + 1) if page not in note.pages for words in _words(old[page - 1])}
    alone = handed - others
    return [number for number, page in enumerate(new) if number in written or len(alone & _words(page)) > 1]


def _words(page: BlankPage) -> set[str]:
    return {words for _, text, _ in page.lines if len(words := _plain(text)) >= LEAST_WORDS}


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _draw(
    desks: Mapping[int, Desk],
    old: Sequence[BlankPage],
    new: Sequence[BlankPage],
    blank: Blank,
    value: Value | None,
    cast: Cast,
) -> None:
    """What is not typed: signatures, ticks and digits in boxes, at their places on the new pages."""
    places = [_moved(old, new, blank.page - 1, name) for name in blank.places]
    desk = desks.get(places[0][0]) if places[0] else None
    if desk is None or any(place is None for place in places):
        return
    there = [place[1] for place in places if place]
    if blank.what == "sign":
        room = free_below(desk.page, there[0], blank)
        if room >= LEAST_ROOM:
            wanted = min(float(blank.options.get("room", "19")), room - 1.0)
            sign(desk, there[0], cast, replace(blank, options={**blank.options, "room": str(wanted)}))
    elif blank.what.startswith("tick"):
        if blank.what.partition(":")[2] in ("", cast.applicant.sex):
            tick(desk, there[0])
    elif value and (boxes := digits(desk, there, value)):
        label = label_of(old[blank.page - 1], old[blank.page - 1].place(blank.places[0]))
        desk.done.append(entry(blank, label, value, boxes, there[0]))


def free_below(page: BlankPage, place: Place, blank: Blank) -> float:
    """Millimetres below a line down to the next print or the end of the page, where a signature would stand."""
    left, _, right, bottom = place.box
    middle = float(blank.options["at"]) * page.size[0] if "at" in blank.options else (left + right) / 2
    below = [
        box[1]
        for box, _, _ in page.lines
        if box[1] > bottom - 0.5 and box[0] < middle + HALF_NAME and box[2] > middle - HALF_NAME
    ]
    return min([*below, page.size[1] - FOOT]) - bottom


def _moved(old: Sequence[BlankPage], new: Sequence[BlankPage], page: int, name: str) -> tuple[int, Place] | None:
    """Page and place where something of the blank form stands now."""
    place = old[page].place(name)
    if place.shape == "line":
        return _same_line(old, new, page, place)
    before, after = (_places(pages, SHAPES[name[0]]) for pages in (old, new))
    return after[before.index((page, place))] if len(before) == len(after) else None


def _places(pages: Sequence[BlankPage], shape: str) -> list[tuple[int, Place]]:
    return [(number, place) for number, page in enumerate(pages) for place in page.places if place.shape == shape]


def _same_line(old: Sequence[BlankPage], new: Sequence[BlankPage], page: int, place: Place) -> tuple[int, Place] | None:
    """The line that reads alike, as often repeated before it as on the blank form."""
    before, after = _printed(old), _printed(new)
    words = next(text for number, other, text in before if number == page and other is place)
    same = [(number, other) for number, other, text in before if text == words]
    now = [(number, other) for number, other, text in after if text == words]
    if now:
        return now[min(same.index((page, place)), len(now) - 1)]
    best = max(after, key=lambda each: fuzz.ratio(each[2], words), default=None)
    return best[:2] if best and fuzz.ratio(best[2], words) >= ALIKE else None


def _printed(pages: Sequence[BlankPage]) -> list[tuple[int, Place, str]]:
    """Every line of print: its page, its place, its letters."""
    found = []
    for number, page in enumerate(pages):
        lines = [place for place in page.places if place.shape == "line"]
        found += [(number, place, _plain(text)) for place, (_, text, _) in zip(lines, page.lines, strict=True)]
    return found
