"""What fills a blank of a form, what its label is, and what is told of it in the truth."""

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.filled_forms.annotations import Blank
from benchmarks.filled_forms.cast import Cast, Value, day_of, fact_of, general
from benchmarks.filled_forms.desk import Written
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.places import BlankPage, Place
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import Box, PrintedValue

DAYS = re.compile(r"day:(\w+):(-?\d+)-(-?\d+)")


def left_out(blank: Blank, cast: Cast, manner: Manner) -> bool:
    """Whether a blank stays empty; all of a group ("row=...") or none of it."""
    optional = float(blank.options.get("blank", "0"))
    if "row" in blank.options:
        return seeded("row", cast.applicant.number, blank.options["row"]).random() < optional
    careless = manner.blank if optional or blank.what[0] == '"' else manner.blank / 2
    return cast.rng.random() < max(optional, careless)


def label_of(page: BlankPage, place: Place) -> str:
    """The print before a place, or the line above where the place opens a line."""
    own = re.sub(r"\s*\(\d+\)?$", "", place.before).strip(" :.;,-/(")
    if own:
        return own
    above = [line for line in page.lines if line[0][3] < place.box[3] - 2.0 and any(map(str.isalpha, line[1]))]
    nearest = max(above, key=lambda line: line[0][3], default=None)
    return nearest[1].strip(" :.;,-/(…_") if nearest else ""


def chosen(blank: Blank, cast: Cast, manner: Manner) -> Value:
    """What fills a blank, names in capitals where the blank or the person wants them."""
    value = told(blank, cast)
    if value.kind == "full_name" and (manner.capitals or "up" in blank.options):
        return replace(value, text=value.text.upper())
    return value


def shape_of(blank: Blank, place: Place, value: Value, lines: int) -> str:
    """The kind of blank as figures are told by it."""
    shape = {"run": place.shape, "short_date": "date"}.get(blank.form, blank.form)
    if shape == "run" and lines > 1:
        return "lines"
    return "composite" if shape == "run" and value.parts else shape


def entry(blank: Blank, label: str, value: Value, boxes: Sequence[Box], place: Place) -> Written:
    """The truth of a value that stands in these boxes."""
    in_parts = blank.form in ("date", "short_date")
    printed = PrintedValue(value.fact, label, value.kind, value.text, tuple(boxes), value.parts, in_parts)
    return Written(printed, value.role, value.fact, shape_of(blank, place, value, len(boxes)))


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
