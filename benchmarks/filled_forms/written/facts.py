"""What a blank of a written form is told: a fact of the cast, an event, a number or one of several texts."""

import random
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from benchmarks.filled_forms.cast import Cast, Value, day_of, fact_of
from benchmarks.filled_forms.cast import general as general_fact
from benchmarks.filled_forms.written.notation import Blank
from classifiers.synthetic.people import written

DAYS = re.compile(r"day:(\w+):(-?\d+)-(-?\d+)$")
NUMBER = re.compile(r"n:(\d+)-(\d+)$")
FACT = re.compile(r"\{([\w.:-]+)\}")
RELATIONS: Final = {"C": ("Con", "child"), "F": ("Cha", "father"), "M": ("Mẹ", "mother")}
PIECES: Final = {"d": "%d", "m": "%m", "y": "%Y", "yy": "%y", "my": "%m/%Y"}


@dataclass
class Teller:
    """Tells what a form's blanks hold; the same name is the same text everywhere.

    Attributes:
        cast: The people and days.
        rng: Of texts and numbers.
        told: Texts by their `same`.
        chosen: Name of a group of boxes to the place of the one that is ticked.
    """

    cast: Cast
    rng: random.Random
    told: dict[str, Value] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)

    def value(self, blank: Blank) -> Value:
        """The whole value of a blank, also where it stands in pieces.

        Raises:
            KeyError: There is no such fact.
        """
        same = blank.options.get("same", "")
        if same in self.told:
            return self._as_asked(self.told[same], blank)
        value = self._value(blank.what, parts="parts" in blank.options)
        if same:
            value = replace(value, fact=value.fact or f"text.{same}")
            self.told[same] = value
        return self._as_asked(value, blank)

    def ticked(self, what: str, groups: dict[str, int]) -> bool:
        """Whether a box is ticked; `groups` counts all boxes of each group of the form."""
        said = what.partition(":")[2]
        if said.startswith("of="):
            name = said[3:]
            left = self.chosen.setdefault(name, self.rng.randrange(groups[name]))
            self.chosen[name] = left - 1
            return left == 0
        if re.fullmatch(r"[\d.]+", said):
            return self.rng.random() < float(said)
        letter, _, sex = said.rpartition(".")
        return not sex or self.cast.people[letter or "A"].sex == sex

    def _as_asked(self, value: Value, blank: Blank) -> Value:
        options = blank.options
        kind, role = options.get("as", value.kind), options.get("role", value.role)
        text = value.text.upper() if "up" in options else value.text
        return replace(value, kind=kind, role=role, text=text)

    def _value(self, what: str, *, parts: bool) -> Value:
        if what.startswith('"'):
            return self._text(self.rng.choice(what.strip('"').split("|")), parts=parts)
        if found := DAYS.match(what):
            day = day_of(self.cast, found[1], int(found[2]), int(found[3]))
            return Value("other", written(day), day=day, fact=f"day.{found[1]}")
        if found := NUMBER.match(what):
            return Value("other", str(self.rng.randrange(int(found[1]), int(found[2]) + 1)))
        return self.named(what)

    def _text(self, text: str, *, parts: bool) -> Value:
        facts = [self.named(name) if ":" not in name else self._value(name, parts=False) for name in FACT.findall(text)]
        told = iter(facts)
        value = Value("other", FACT.sub(lambda _: next(told).text, text))
        if not parts:
            return value
        own = {fact.kind: fact.text for fact in facts}
        return replace(value, parts=own, role=facts[0].role, fact=facts[0].fact)

    def named(self, name: str) -> Value:
        """A fact by its name: those of the cast, and how written forms ask for parts of an address."""
        if name.startswith("relation:"):
            return self._relation(name.partition(":")[2])
        letter, _, attribute = name.rpartition(".")
        commune = self.cast.people[letter].commune if letter else self.cast.commune
        told = {"provincef": commune.province_name, "communek": commune.name}
        if attribute in told:
            like = fact_of(self.cast, letter or "A", "communef")
            fact = f"{like.fact.partition('.')[0]}.{attribute}" if letter else attribute
            return replace(
                like, kind="address" if letter else "other", role=letter and like.role, text=told[attribute], fact=fact
            )
        if name == "landline":
            area = sum(map(ord, commune.short)) % 90 + 10
            return Value("phone", f"02{area} 399{self.cast.applicant.number[-4:]}", fact=name)
        return fact_of(self.cast, letter, attribute) if letter else general_fact(self.cast, name)

    def _relation(self, letter: str) -> Value:
        """What a person is to the applicant."""
        if letter == "S":
            text, role = ("Vợ" if self.cast.people["S"].sex == "Nữ" else "Chồng"), "spouse"
        else:
            text, role = RELATIONS[letter]
        return Value("relationship", text, role)


def piece_of(day: date, piece: str) -> str:
    """Day, month or year as a form asks for it."""
    return day.strftime(PIECES[piece])


def whole_of(day: date, pieces: tuple[str, ...]) -> str:
    """What the pieces that a form asks for tell together: "05/07/2026", "07/2026", "2026"."""
    kinds = {"d": "%d", "m": "%m", "y": "%Y", "yy": "%Y", "my": "%m/%Y"}
    return "/".join(day.strftime(kinds[piece]) for piece in pieces)
