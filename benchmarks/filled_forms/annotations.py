"""The annotations of the blank forms: which place is which blank, and what fills it.

One YAML file a half (development.yaml, held_out.yaml). A form has its blanks as lines of

    PLACES WHAT [OPTIONS]

``p2`` alone on a line opens page 2. PLACES: ``r6`` one dotted run, ``r6-8`` a value that may run on over lines,
``r7,8,9`` day, month and year (``r7,8,9y`` where the form prints "20" before a two-digit year), ``k3`` a placeholder,
``c4`` a cell, ``c1:12`` so many boxes for a digit each, ``b2`` a box to tick, ``t36`` below a line of print.
WHAT: ``A.name`` (letter of a role, fact; see `cast`), ``authority`` and other general facts, ``day:NAME:LEAST-MOST`` an
event so many days before signing, ``n:LOW-HIGH`` a number, ``"one|another"`` one of these texts with {facts},
``tick`` (``tick:Nam`` where that is the applicant's sex), ``sign`` (a signature).
OPTIONS: ``as=KIND``, ``role=ROLE``, ``blank=SHARE`` how often it stays empty, ``up`` in capitals, ``row=NAME`` empty
together with all of that name, ``mute`` written but no truth (running numbers of a table); of signatures ``at=0.7`` the
middle as a share of the page's width, ``who=LETTER``, ``room=MILLIMETRES`` down to the name.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

HALVES = ("development", "held_out")
LINE = re.compile(r'^(?P<places>\S+)\s+(?P<what>"[^"]*"|\S+)(?P<options>(\s+\S+)*)$')


@dataclass(frozen=True)
class Blank:
    """One blank: its page from 1, its places, what fills it, and options."""

    page: int
    places: tuple[str, ...]
    what: str
    form: str = "run"
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormNote:
    """What is known of one blank form.

    Attributes:
        key: First eight signs of its file name.
        half: development or held_out.
        codes: Procedures of the catalogue that it serves, empty where none is known.
        pages: Pages handed in, from 1.
        cards: Letters of the persons whose cards belong to it.
        papers: Names of supporting papers that fit.
        owner: Letter of the applicant, or "business" or "company".
    """

    key: str
    half: str
    codes: tuple[str, ...]
    pages: tuple[int, ...]
    cards: tuple[str, ...]
    papers: tuple[str, ...]
    owner: str
    blanks: tuple[Blank, ...]


@lru_cache(maxsize=4)
def notes(half: str) -> tuple[FormNote, ...]:
    """The annotated forms of a half."""
    text = resources.files("benchmarks.filled_forms").joinpath(f"{half}.yaml").read_text("utf-8")
    raw = yaml.safe_load(unicodedata.normalize("NFC", text))
    return tuple(_note(str(key), half, entry) for key, entry in raw.items())


def _note(key: str, half: str, entry: Mapping[str, Any]) -> FormNote:
    blanks = _blanks(entry["blanks"])
    pages = tuple(entry.get("pages", sorted({blank.page for blank in blanks})))
    return FormNote(
        key,
        half,
        tuple(entry.get("codes", ())),
        pages,
        tuple(entry.get("cards", ("A",))),
        tuple(entry.get("papers", ("residence", "birth", "power"))),
        entry.get("owner", "A"),
        blanks,
    )


def _blanks(text: str) -> tuple[Blank, ...]:
    page, found = 1, []
    for line in filter(None, map(str.strip, text.splitlines())):
        if re.fullmatch(r"p\d+", line):
            page = int(line[1:])
            continue
        match = LINE.match(line)
        if not match:
            raise ValueError(f"no blank: {line}")
        options = {word.partition("=")[0]: word.partition("=")[2] or "1" for word in match["options"].split()}
        places, form = _places(match["places"])
        found.append(Blank(page, places, match["what"], form, options))
    return tuple(found)


def _places(text: str) -> tuple[tuple[str, ...], str]:
    """The places of a blank, and whether it is a run of lines, a date in parts or boxes for digits."""
    shape, rest = text[0], text[1:]
    if "," in rest:
        form = "short_date" if rest.endswith("y") else "date"
        return tuple(shape + number for number in rest.rstrip("y").split(",")), form
    if ":" in rest:
        begin, count = map(int, rest.split(":"))
        return tuple(f"{shape}{number}" for number in range(begin, begin + count)), "digits"
    first, _, last = rest.partition("-")
    return tuple(f"{shape}{number}" for number in range(int(first), int(last or first) + 1)), "run"
