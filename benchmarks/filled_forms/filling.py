"""Fill a blank form: values typed or written over its dots, in its cells and boxes, and where each one stands."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from benchmarks.filled_forms.annotations import Blank, FormNote
from benchmarks.filled_forms.cast import Cast, Value, day_of, fact_of, general
from benchmarks.filled_forms.hands import hand_width, written_by_hand
from benchmarks.filled_forms.places import BlankPage, Place, pages_of
from classifiers.synthetic.fonts import ascent, descent, text_width
from classifiers.synthetic.ink import signature
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import (
    BLACK,
    BLUE_INK,
    MM_PER_POINT,
    Area,
    Box,
    Colour,
    Mark,
    Placed,
    PrintedValue,
    Sheet,
    Style,
    Text,
    union,
)

DAYS = re.compile(r"day:(\w+):(-?\d+)-(-?\d+)")
DRAWN_AT = 250
SMALLEST = 0.66
"""Letters are never squeezed below this share of their size; what does not fit is left out."""
TAILS = 0.9
"""Millimetres that letters of the line above reach below it."""
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Manner:
    """How a person fills in a form.

    Attributes:
        style: Of typed letters; its size is a share of the size of the print.
        hand: Font file of a hand, None where the form is typed.
        dots: "cleared" (none left), "covered" (below the value), "kept" (letters over them).
        indent: Millimetres between the start of a run and the first letter.
        rise: Millimetres above the print's own line.
        blank: Share of optional blanks left empty.
        signed: Whether the form is signed.
        capitals: Names in capitals.
        ink: Of the hand.
    """

    style: Style
    hand: Path | None
    dots: str
    indent: float
    rise: float
    blank: float
    signed: bool = True
    capitals: bool = False
    ink: Colour = BLUE_INK


@dataclass(frozen=True)
class Written:
    """A value on the page: the truth of a field beyond what `PrintedValue` holds."""

    value: PrintedValue
    role: str
    fact: str
    shape: str


@dataclass(frozen=True)
class FilledPage:
    """A page of the form as handed in."""

    sheet: Sheet
    written: tuple[Written, ...]
    left_blank: tuple[str, ...]


@dataclass
class _Desk:
    """A page while it is being filled in."""

    page: BlankPage
    manner: Manner
    rng: random.Random
    marks: list[Mark] = field(default_factory=list)
    done: list[Written] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def width(self, text: str, style: Style) -> float:
        if self.manner.hand:
            return hand_width(text, self.manner.hand, style.size)
        return text_width(text, style)

    def put(self, at: tuple[float, float], text: str, style: Style) -> Box:
        """Words on the page; returns their box."""
        if self.manner.hand:
            ink, box = written_by_hand(at, text, self.manner.hand, style.size, self.manner.ink, self.rng)
            self.marks.append(ink)
            return box
        self.marks.append(Text(at[0], at[1], text, style))
        return (at[0], at[1] - ascent(style) * 0.92, at[0] + text_width(text, style), at[1] + descent(style))

    def wipe(self, box: Box) -> None:
        self.marks.append(Area(box, fill=WHITE))


def some_manner(rng: random.Random, faces: Sequence[str], hands: Sequence[Path]) -> Manner:
    """A way to fill in a form; by hand where `hands` are given."""
    hand = rng.choice(list(hands)) if hands else None
    family = rng.choice(list(faces))
    blue = rng.random() < 0.12
    style = Style(
        family, rng.choice((0.94, 1.0, 1.0, 1.04)), bold=rng.random() < 0.08, colour=BLUE_INK if blue else BLACK
    )
    return Manner(
        style,
        hand,
        rng.choice(("cleared", "covered", "covered", "kept")) if not hand else "kept",
        rng.choice((0.4, 0.8, 1.5, 3.0)),
        0.9 if hand else 0.0,
        rng.choice((0.0, 0.0, 0.08, 0.25)),
        capitals=rng.random() < 0.25,
        ink=rng.choice(((24, 40, 128), (20, 30, 96), (30, 30, 36), (16, 58, 140))),
    )


def filled(note: FormNote, pdf: Path, cast: Cast, manner: Manner) -> tuple[FilledPage, ...]:
    """The pages of a form with the facts of a cast."""
    blank_pages = pages_of(pdf)
    return tuple(_filled_page(note, number, blank_pages[number - 1], pdf, cast, manner) for number in note.pages)


def _filled_page(note: FormNote, number: int, page: BlankPage, pdf: Path, cast: Cast, manner: Manner) -> FilledPage:
    desk = _Desk(page, manner, cast.rng)
    desk.marks.append(Placed((0.0, 0.0, *page.size), background(pdf, number)))
    for blank in note.blanks:
        if blank.page == number:
            _fill(desk, blank, cast)
    sheet = Sheet(page.size, tuple(desk.marks), tuple(each.value for each in desk.done), tuple(desk.empty))
    return FilledPage(sheet, tuple(desk.done), tuple(desk.empty))


def background(pdf: Path, number: int) -> Image.Image:
    """A page of the blank form as pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[number - 1].render(scale=DRAWN_AT / 72).to_pil()
        return picture.convert("RGBA")


def _fill(desk: _Desk, blank: Blank, cast: Cast) -> None:
    places = [desk.page.place(name) for name in blank.places]
    if blank.what == "sign":
        _sign(desk, places[0], cast, blank)
        return
    if blank.what.startswith("tick"):
        if blank.what.partition(":")[2] in ("", cast.applicant.sex):
            _tick(desk, places[0])
        return
    label = label_of(desk.page, places[0])
    if _left_out(desk, blank, cast):
        desk.empty.append(label)
        return
    value = told(blank, cast)
    if value.kind == "full_name" and (desk.manner.capitals or "up" in blank.options):
        value = replace(value, text=value.text.upper())
    boxes = WRITERS[blank.form](desk, places, value)
    if not boxes:
        desk.empty.append(label)
        return
    if "mute" in blank.options:
        return
    in_parts = blank.form in ("date", "short_date")
    printed = PrintedValue(value.fact, label, value.kind, value.text, tuple(boxes), value.parts, in_parts)
    shape = {"run": places[0].shape, "short_date": "date"}.get(blank.form, blank.form)
    if shape == "run" and len(boxes) > 1:
        shape = "lines"
    if shape == "run" and value.parts:
        shape = "composite"
    desk.done.append(Written(printed, value.role, value.fact, shape))


def _left_out(desk: _Desk, blank: Blank, cast: Cast) -> bool:
    """Whether a blank stays empty; all of a group ("row=...") or none of it."""
    optional = float(blank.options.get("blank", "0"))
    if "row" in blank.options:
        return seeded("row", cast.applicant.number, blank.options["row"]).random() < optional
    careless = desk.manner.blank if optional or blank.what[0] == '"' else desk.manner.blank / 2
    return cast.rng.random() < max(optional, careless)


def label_of(page: BlankPage, place: Place) -> str:
    """The print before a place, or the line above where the place opens a line."""
    own = re.sub(r"\s*\(\d+\)?$", "", place.before).strip(" :.;,-/(")
    if own:
        return own
    above = [line for line in page.lines if line[0][3] < place.box[3] - 2.0 and any(map(str.isalpha, line[1]))]
    nearest = max(above, key=lambda line: line[0][3], default=None)
    return nearest[1].strip(" :.;,-/(…_") if nearest else ""


def told(blank: Blank, cast: Cast) -> Value:
    """What fills a blank.

    Raises:
        KeyError: The annotation names a fact that does not exist.
    """
    what = blank.what
    if what.startswith('"'):
        text = cast.rng.choice(what.strip('"').split("|"))
        value = Value("other", re.sub(r"\{([\w.]+)\}", lambda fact: named(fact[1], cast).text, text))
    elif found := DAYS.fullmatch(what):
        day = day_of(cast, found[1], int(found[2]), int(found[3]))
        value = Value("other", written(day), day=day, fact=f"day.{found[1]}")
    elif what.startswith("n:"):
        low, high = map(int, what[2:].split("-"))
        value = Value("other", str(cast.rng.randrange(low, high + 1)))
    else:
        value = named(what, cast)
    return replace(value, kind=blank.options.get("as", value.kind), role=blank.options.get("role", value.role))


def named(name: str, cast: Cast) -> Value:
    """A fact by its name in the annotations: "A.dob", "authority"."""
    letter, _, attribute = name.partition(".")
    return fact_of(cast, letter, attribute) if attribute else general(cast, name)


def _style(desk: _Desk, share: float = 1.0) -> Style:
    """The manner's letters at the size of the page's print; a hand is a little larger."""
    size = desk.page.letters * desk.manner.style.size * (1.22 if desk.manner.hand else 1.0)
    return replace(desk.manner.style, size=size * share)


def _on_runs(desk: _Desk, places: Sequence[Place], value: Value) -> list[Box]:
    """A value over one dotted run or several, smaller where it would not fit."""
    if places[0].shape == "cell":
        return _in_cell(desk, places[0], value)
    room = headroom(desk.page, places[0]) - TAILS - desk.manner.rise
    most = min(1.0, max(SMALLEST, room / (_style(desk).size * MM_PER_POINT * 0.8)))
    for step in range(8):
        style = _style(desk, most - step * (most - SMALLEST) / 7)
        lines = broken(desk, places, value.text, style)
        if lines:
            return [_line(desk, place, line, style, first=place is places[0]) for place, line in lines]
    return []


def headroom(page: BlankPage, place: Place) -> float:
    """Millimetres between a run's baseline and the print above it, so that letters need not run into it."""
    left, _, right, _ = place.box
    above = [
        box[3] - 0.22 * page.letters * MM_PER_POINT
        for box, text, _ in page.lines
        if box[3] < place.baseline - 1.0 and box[0] < right and box[2] > left and any(map(str.isalpha, text))
    ]
    return place.baseline - max(above, default=0.0)


def broken(desk: _Desk, places: Sequence[Place], text: str, style: Style) -> list[tuple[Place, str]]:
    """Words on the runs they fit on, empty where they do not fit."""
    lines: list[tuple[Place, str]] = []
    words = text.split()
    for place in places:
        indent = desk.manner.indent if place is places[0] else 0.3
        room = max(place.right, place.box[2]) - place.box[0] - indent - 0.6
        count = len(words)
        while count and desk.width(" ".join(words[:count]), style) > room:
            count -= 1
        if count == 0 and lines == [] and len(places) > 1:
            continue
        if count == 0:
            return []
        lines.append((place, " ".join(words[:count])))
        words = words[count:]
        if not words:
            return lines
    return []


def _line(desk: _Desk, place: Place, text: str, style: Style, *, first: bool) -> Box:
    """One line of a value on a dotted run."""
    wide = desk.width(text, style)
    left = place.box[0] + (desk.manner.indent if first else 0.3)
    if place.box[2] - place.box[0] < wide + desk.manner.indent:
        left = place.box[0] + min(0.3, max(0.0, (place.right - place.box[0] - wide) / 2))
    tall = style.size * MM_PER_POINT
    if place.shape == "brace":
        _wipe_placeholder(desk, place)
    elif desk.manner.dots == "cleared":
        desk.wipe((place.box[0] - 0.1, place.baseline - 0.16 * tall, place.box[2] + 0.1, place.baseline + 0.06 * tall))
    elif desk.manner.dots == "covered":
        desk.wipe((place.box[0] - 0.1, place.baseline - 0.16 * tall, left + wide + 0.4, place.baseline + 0.06 * tall))
    rise = desk.manner.rise + (desk.rng.uniform(0.2, 0.7) if desk.manner.dots == "kept" else 0.0)
    return desk.put((left, place.baseline - rise), text, style)


def _wipe_placeholder(desk: _Desk, place: Place) -> None:
    """What a web form prints where its own value goes is not on the paper that a person hands in."""
    tall = desk.page.letters * MM_PER_POINT
    desk.wipe((place.box[0] - 0.1, place.baseline - 0.92 * tall, place.box[2] + 0.1, place.baseline + 0.36 * tall))


def _in_cell(desk: _Desk, place: Place, value: Value) -> list[Box]:
    """A value in an empty cell of a table, on as many lines as it needs."""
    left, top, right, bottom = place.box
    for step in range(9):
        style = _style(desk, 1.0 - step * 0.055)
        lines = wrapped(desk, value.text, style, right - left - 2.0)
        height = style.size * MM_PER_POINT * 1.18
        if lines and len(lines) * height <= bottom - top - 0.4:
            y = (top + bottom) / 2 - height * len(lines) / 2 + height * 0.78
            return [desk.put((left + 1.0, y + place_ * height), line, style) for place_, line in enumerate(lines)]
    return []


def wrapped(desk: _Desk, text: str, style: Style, room: float) -> list[str]:
    """Lines that fit a width, empty where a word alone is wider."""
    lines: list[str] = []
    for word in text.split():
        if desk.width(word, style) > room:
            return []
        if lines and desk.width(f"{lines[-1]} {word}", style) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _date(desk: _Desk, places: Sequence[Place], value: Value) -> list[Box]:
    return _date_in_parts(desk, places, value, "%Y")


def _short_date(desk: _Desk, places: Sequence[Place], value: Value) -> list[Box]:
    return _date_in_parts(desk, places, value, "%y")


def _date_in_parts(desk: _Desk, places: Sequence[Place], value: Value, year: str) -> list[Box]:
    """Day, month and year each on a run of its own; one box around all on one line, else one a line."""
    if value.day is None:
        raise KeyError(f"no date: {value.fact}")
    boxes: list[Box] = []
    for place, text in zip(places, (value.day.strftime(form) for form in ("%d", "%m", year)), strict=True):
        style = _style(desk)
        room = max(place.box[2], place.right) - place.box[0] + 0.8
        wide = desk.width(text, style)
        if wide > room:
            style = _style(desk, max(SMALLEST - 0.1, room / wide))
            wide = desk.width(text, style)
        left = place.box[0] + max(-0.4, (place.box[2] - place.box[0] - wide) / 2)
        if place.shape == "brace":
            _wipe_placeholder(desk, place)
        elif desk.manner.dots != "kept":
            tall = style.size * MM_PER_POINT
            desk.wipe((place.box[0], place.baseline - 0.16 * tall, place.box[2], place.baseline + 0.06 * tall))
        boxes.append(desk.put((left, place.baseline - desk.manner.rise), text, style))
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1][3] - box[3]) < 3:
            lines[-1] = union((lines[-1], box))
        else:
            lines.append(box)
    return lines


def _digits(desk: _Desk, places: Sequence[Place], value: Value) -> list[Box]:
    """A number with one digit in each box."""
    digits = re.sub(r"\D", "", value.text)
    boxes = []
    for place, digit in zip(places, digits, strict=False):
        left, top, right, bottom = place.box
        size = min(_style(desk).size, (bottom - top) / MM_PER_POINT * 0.86)
        style = replace(_style(desk), size=size)
        x = (left + right) / 2 - desk.width(digit, style) / 2
        boxes.append(desk.put((x, (top + bottom) / 2 + size * MM_PER_POINT * 0.33), digit, style))
    return [union(tuple(boxes))] if boxes else []


WRITERS = {"run": _on_runs, "date": _date, "short_date": _short_date, "digits": _digits}


def _tick(desk: _Desk, place: Place) -> None:
    """A cross or a tick in a box."""
    left, top, right, bottom = place.box
    size = min(right - left, bottom - top, 6.0)
    if desk.manner.hand or desk.rng.random() < 0.3:
        size *= 1.25
    style = Style("DejaVu Sans", size / MM_PER_POINT * 1.05, bold=True)
    sign = desk.rng.choice(("X", "X", "✓", "x"))
    x = (left + right) / 2 - text_width(sign, style) / 2
    desk.marks.append(Text(x, (top + bottom) / 2 + size * 0.38, sign, style))


def _sign(desk: _Desk, place: Place, cast: Cast, blank: Blank) -> None:
    """A signature and the name below it."""
    letter = blank.options.get("who", "A")
    if not desk.manner.signed:
        return
    middle = (
        float(blank.options["at"]) * desk.page.size[0] if "at" in blank.options else (place.box[0] + place.box[2]) / 2
    )
    room = max(11.0, min(float(blank.options.get("room", "19")), desk.page.size[1] - place.box[3] - 10))
    name = cast.people[letter].name
    pen = BLACK if desk.rng.random() < 0.2 else BLUE_INK
    desk.marks.append(
        signature((middle + 1.5, place.box[3] + room * 0.5), name, colour=pen, width=min(34.0, room * 1.9))
    )
    style = _style(desk)
    x = middle - desk.width(name, style) / 2
    box = desk.put((x, place.box[3] + room), name, style)
    fact = fact_of(cast, letter, "name")
    printed = PrintedValue(fact.fact, "Người ký (ghi rõ họ tên)", "full_name", name, (box,))
    desk.done.append(Written(printed, fact.role, fact.fact, "signature"))
