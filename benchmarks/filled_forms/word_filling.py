"""Type a cast's facts into a Word file: values take the place of the leaders, and the lines flow on."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from benchmarks.filled_forms.annotations import Blank
from benchmarks.filled_forms.blank_facts import chosen, label_of, left_out
from benchmarks.filled_forms.cast import Cast, Value
from benchmarks.filled_forms.leader_places import cell_run
from benchmarks.filled_forms.leaders import Leader, W, WordFile, like, set_look, text_element, word_file
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.places import BlankPage, Place, pages_of
from benchmarks.filled_forms.typing_habits import Habits
from benchmarks.filled_forms.word_forms import WordForm, drawn
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.sheet import Colour, Style

SHADES = 16
LEAST_DOTS = 3
SPARE = 3.0
"""Millimetres that a value leaves at the end of a leader before dots or tabs stay behind it."""
TINY = 18
"""Half points: who types over dots smaller than this takes the size of the print."""
NOT_TYPED = ("vertAlign", "spacing", "w", "position", "kern", "highlight", "fitText", "shd", "vanish")
"""What leaders are given that letters typed over them do not keep."""


@dataclass(frozen=True)
class Typed:
    """A value in the file: the letters as typed, in a shade of its own."""

    blank: Blank
    place: Place
    label: str
    value: Value
    letters: str
    shade: Colour


@dataclass(frozen=True)
class TypedForm:
    """A filled Word file.

    Attributes:
        content: The docx file.
        typed: What stands in it.
        drawn: What is still to be drawn on its pages, with the value where there is one.
        empty: Page and label of what stays empty.
    """

    content: bytes
    typed: tuple[Typed, ...]
    drawn: tuple[tuple[Blank, Value | None], ...]
    empty: tuple[tuple[int, str], ...]


def shade(base: Colour, mark: int) -> Colour:
    """The colour of a value's letters, its own in the file; print is pure black."""
    return (base[0] + mark % SHADES, base[1] + mark // SHADES, base[2])


def typed_in(form: WordForm, cast: Cast, manner: Manner, habits: Habits) -> TypedForm:
    """A form with the facts of a cast."""
    typist = _Typist(word_file(form.word), form, pages_of(form.pdf), habits, cast.rng)
    for blank in form.note.blanks:
        typist.fill(blank, cast, manner)
    return TypedForm(typist.file.saved(), tuple(typist.typed), tuple(typist.drawn), tuple(typist.empty))


@dataclass
class _Typist:
    file: WordFile
    form: WordForm
    pages: Sequence[BlankPage]
    habits: Habits
    rng: random.Random
    typed: list[Typed] = field(default_factory=list)
    drawn: list[tuple[Blank, Value | None]] = field(default_factory=list)
    empty: list[tuple[int, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def fill(self, blank: Blank, cast: Cast, manner: Manner) -> None:
        """Fill one blank, or note that it is to be drawn or stays empty."""
        if blank.what == "sign" or blank.what.startswith("tick"):
            self.drawn.append((blank, None))
            return
        page = self.pages[blank.page - 1]
        places = [page.place(name) for name in blank.places]
        label = label_of(page, places[0])
        if left_out(blank, cast, manner):
            self.empty.append((blank.page, label))
            return
        value = chosen(blank, cast, manner)
        leaders = [self._leaders(blank.page, name) for name in blank.places]
        if not self.form.can_type(blank) or not leaders[0] or (blank.form != "run" and not all(leaders)):
            if drawn(blank):
                self.drawn.append((blank, value))
            else:
                self.empty.append((blank.page, label))
            return
        colour = shade(self.habits.colour, len(self.typed) + 1)
        letters = self._write(blank, places, leaders, value, colour)
        self.typed.append(Typed(blank, places[0], label, value, letters, colour))

    def _leaders(self, page: int, name: str) -> list[Leader]:
        """The leaders of a place that nothing stands in yet."""
        numbers = [number for number in self.form.found.get((page, name), ()) if number not in self.used]
        self.used.update(numbers)
        return [self.file.leaders[number - 1] for number in numbers]

    def _write(
        self, blank: Blank, places: Sequence[Place], leaders: Sequence[list[Leader]], value: Value, colour: Colour
    ) -> str:
        """Type a value; returns its letters in the order of the file."""
        if blank.form == "run":
            return self._run(places, leaders, value.text, colour)
        parts = list(re.sub(r"\D", "", value.text)) if blank.form == "digits" else _date_parts(value, blank.form)
        for place, group, part in zip(places, leaders, parts, strict=False):
            self._type(group, place, part, colour)
        return "".join(parts)

    def _run(self, places: Sequence[Place], leaders: Sequence[list[Leader]], text: str, colour: Colour) -> str:
        """A value at its first leader; what is below stays, goes, or takes the rest of a long value."""
        further = [(place, group) for place, group in zip(places[1:], leaders[1:], strict=True) if group]
        room = places[0].box[2] - places[0].box[0]
        head, tail = self._broken(text, room)
        if further and tail and self.rng.random() < self.habits.broken:
            self._type(leaders[0], places[0], head, colour)
            self._type(further[0][1], further[0][0], tail, colour)
            further = further[1:]
        else:
            self._type(leaders[0], places[0], text, colour)
        stay = self.rng.random() < self.habits.lines * (0.3 if tail else 1.0)
        for _, group in further if not stay else ():
            for leader in group:
                self._remove(leader)
        return text

    def _broken(self, text: str, room: float) -> tuple[str, str]:
        """The words that fit into a room, and the others."""
        words = text.split()
        count = len(words)
        while count > 1 and self._width(" ".join(words[:count])) > room - 1.0:
            count -= 1
        return " ".join(words[:count]), " ".join(words[count:])

    def _width(self, text: str) -> float:
        size = self.pages[0].letters * self.habits.larger
        return text_width(text, Style("serif", size, bold=self.habits.bold))

    def _type(self, leaders: Sequence[Leader], place: Place, text: str, colour: Colour) -> None:
        """Letters instead of the first leader of a place; the others go or stay as the room behind them allows."""
        first, room = leaders[0], place.box[2] - place.box[0] - self._width(text) - SPARE
        if first.kind == "cell":
            first.runs = [cell_run(first.paragraph)]
            first.paragraph.append(first.runs[0])
            self.file.parents[first.runs[0]] = first.paragraph
        rest = self._rest(first, room, place.box[2] - place.box[0])
        run = like(first.runs[0])
        self._dress(run, colour)
        before = " " if self._spaced(first.before[-1:], text) else ""
        spaced = not len(rest) and not leaders[1:] and first.after[:1] not in ("", "\t") and self._joins(first.after[0])
        run.append(text_element(f"{before}{text}{' ' if spaced else ''}"))
        parent = self.file.parents[first.runs[0]]
        at = list(parent).index(first.runs[0])
        parent[at:at] = [run, *rest]
        self.file.parents |= dict.fromkeys((run, *rest), parent)
        self._remove(first, whole=False)
        for leader in leaders[1:]:
            if leader.kind != "tab" or room < SPARE or self.rng.random() > self.habits.tabs:
                self._remove(leader, whole=False)
                if self._joins(leader.after[:1]):
                    run.append(text_element(" "))

    def _spaced(self, before: str, text: str) -> bool:
        """Whether a space is typed between the print and a value."""
        if before.isdigit() and text.isdigit():
            return False
        return bool(before) and (before.isalnum() or before in ":);,") and self.rng.random() < self.habits.spaced

    def _joins(self, after: str) -> bool:
        return bool(after) and (after.isalnum() or after in "([") and self.rng.random() < max(self.habits.spaced, 0.97)

    def _rest(self, leader: Leader, room: float, whole: float) -> list[Element]:
        """What is left of a leader behind a value."""
        if leader.kind == "tab":
            if room < SPARE or self.rng.random() > self.habits.tabs:
                return []
            tab = like(leader.runs[0])
            tab.append(Element(W + "tab"))
            return [tab]
        count = int(len(leader.text) * room / whole) if leader.kind == "dots" and whole > 0 else 0
        if self.habits.dots == "gone" or count < LEAST_DOTS:
            return []
        dots = like(leader.runs[-1])
        dots.append(text_element(leader.text[-count:]))
        return [dots]

    def _dress(self, run: Element, colour: Colour) -> None:
        """Give letters the look in which this person types."""
        for name in NOT_TYPED:
            set_look(run, name, None)
        set_look(run, "color", {"val": "{:02X}{:02X}{:02X}".format(*colour)})
        for name, wanted in (("b", self.habits.bold), ("i", self.habits.italic)):
            if wanted:
                set_look(run, name, {})
        if self.habits.underlined:
            set_look(run, "u", {"val": "dotted"})
        if _half_points(run) < TINY:
            set_look(run, "sz", {"val": str(round(2 * self.pages[0].letters))})
        if self.habits.family:
            set_look(run, "rFonts", dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), self.habits.family))
            set_look(run, "sz", {"val": str(round(2 * self.pages[0].letters * self.habits.larger))})

    def _remove(self, leader: Leader, *, whole: bool = True) -> None:
        """Take a leader away, and its paragraph where nothing else is in it."""
        for run in leader.runs:
            parent = self.file.parents[run]
            if run in list(parent):
                parent.remove(run)
        paragraph = leader.paragraph
        home = self.file.parents[paragraph]
        alone = home.tag == W + "tc" and len(home.findall(W + "p")) == 1
        empty = (
            not any(each.tag == W + "r" for each in paragraph.iter()) and paragraph.find(f"{W}pPr/{W}sectPr") is None
        )
        if whole and empty and not alone and paragraph in list(home):
            home.remove(paragraph)


def _half_points(run: Element) -> float:
    """The size of a run's letters as it says itself, in half points; infinite where it says nothing."""
    size = run.find(f"{W}rPr/{W}sz")
    return float(size.get(W + "val", "inf")) if size is not None else float("inf")


def _date_parts(value: Value, form: str) -> list[str]:
    if value.day is None:
        raise KeyError(f"no date: {value.fact}")
    return [value.day.strftime(part) for part in ("%d", "%m", "%y" if form == "short_date" else "%Y")]
