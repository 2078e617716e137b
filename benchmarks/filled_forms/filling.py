"""Fill a blank form: values typed or written over its dots, in its cells and boxes, and where each one stands."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.filled_forms.annotations import Blank, FormNote
from benchmarks.filled_forms.blank_facts import chosen, entry, label_of, left_out
from benchmarks.filled_forms.cast import Cast, Value
from benchmarks.filled_forms.desk import Desk, FilledPage, background
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.marks import digits, sign, tick
from benchmarks.filled_forms.places import BlankPage, Place, pages_of
from classifiers.synthetic.sheet import MM_PER_POINT, Box, Placed, Sheet, Style, union

SMALLEST = 0.66
"""Letters are never squeezed below this share of their size; what does not fit is left out."""
TAILS = 0.9
"""Millimetres that letters of the line above reach below it."""


def filled(note: FormNote, pdf: Path, cast: Cast, manner: Manner) -> tuple[FilledPage, ...]:
    """The pages of a form with the facts of a cast."""
    blank_pages = pages_of(pdf)
    return tuple(_filled_page(note, number, blank_pages[number - 1], pdf, cast, manner) for number in note.pages)


def _filled_page(note: FormNote, number: int, page: BlankPage, pdf: Path, cast: Cast, manner: Manner) -> FilledPage:
    desk = Desk(page, manner, cast.rng)
    desk.marks.append(Placed((0.0, 0.0, *page.size), background(pdf, number)))
    for blank in note.blanks:
        if blank.page == number:
            _fill(desk, blank, cast)
    sheet = Sheet(page.size, tuple(desk.marks), tuple(each.value for each in desk.done), tuple(desk.empty))
    return FilledPage(sheet, tuple(desk.done), tuple(desk.empty))


def _fill(desk: Desk, blank: Blank, cast: Cast) -> None:
    places = [desk.page.place(name) for name in blank.places]
    if blank.what == "sign":
        sign(desk, places[0], cast, blank)
        return
    if blank.what.startswith("tick"):
        if blank.what.partition(":")[2] in ("", cast.applicant.sex):
            tick(desk, places[0])
        return
    label = label_of(desk.page, places[0])
    if left_out(blank, cast, desk.manner):
        desk.empty.append(label)
        return
    value = chosen(blank, cast, desk.manner)
    boxes = WRITERS[blank.form](desk, places, value)
    if not boxes:
        desk.empty.append(label)
    elif "mute" not in blank.options:
        desk.done.append(entry(blank, label, value, boxes, places[0]))


def _on_runs(desk: Desk, places: Sequence[Place], value: Value) -> list[Box]:
    """A value over one dotted run or several, smaller where it would not fit."""
    if places[0].shape == "cell":
        return _in_cell(desk, places[0], value)
    room = headroom(desk.page, places[0]) - TAILS - desk.manner.rise
    most = min(1.0, max(SMALLEST, room / (desk.style().size * MM_PER_POINT * 0.8)))
    for step in range(8):
        style = desk.style(most - step * (most - SMALLEST) / 7)
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


def broken(desk: Desk, places: Sequence[Place], text: str, style: Style) -> list[tuple[Place, str]]:
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


def _line(desk: Desk, place: Place, text: str, style: Style, *, first: bool) -> Box:
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


def _wipe_placeholder(desk: Desk, place: Place) -> None:
    """What a web form prints where its own value goes is not on the paper that a person hands in."""
    tall = desk.page.letters * MM_PER_POINT
    desk.wipe((place.box[0] - 0.1, place.baseline - 0.92 * tall, place.box[2] + 0.1, place.baseline + 0.36 * tall))


def _in_cell(desk: Desk, place: Place, value: Value) -> list[Box]:
    """A value in an empty cell of a table, on as many lines as it needs."""
    left, top, right, bottom = place.box
    for step in range(9):
        style = desk.style(1.0 - step * 0.055)
        lines = wrapped(desk, value.text, style, right - left - 2.0)
        height = style.size * MM_PER_POINT * 1.18
        if lines and len(lines) * height <= bottom - top - 0.4:
            y = (top + bottom) / 2 - height * len(lines) / 2 + height * 0.78
            return [desk.put((left + 1.0, y + place_ * height), line, style) for place_, line in enumerate(lines)]
    return []


def wrapped(desk: Desk, text: str, style: Style, room: float) -> list[str]:
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


def _date(desk: Desk, places: Sequence[Place], value: Value) -> list[Box]:
    return _date_in_parts(desk, places, value, "%Y")


def _short_date(desk: Desk, places: Sequence[Place], value: Value) -> list[Box]:
    return _date_in_parts(desk, places, value, "%y")


def _date_in_parts(desk: Desk, places: Sequence[Place], value: Value, year: str) -> list[Box]:
    """Day, month and year each on a run of its own; one box around all on one line, else one a line."""
    if value.day is None:
        raise KeyError(f"no date: {value.fact}")
    boxes: list[Box] = []
    for place, text in zip(places, (value.day.strftime(form) for form in ("%d", "%m", year)), strict=True):
        style = desk.style()
        room = max(place.box[2], place.right) - place.box[0] + 0.8
        wide = desk.width(text, style)
        if wide > room:
            style = desk.style(max(SMALLEST - 0.1, room / wide))
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


WRITERS = {"run": _on_runs, "date": _date, "short_date": _short_date, "digits": digits}
