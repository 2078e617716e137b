"""Which set of forms is in force on a day: the numbers and names of the slips (form_sets.yaml)."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from intake_ai.errors import BadRequest
from intake_ai.slips.parts import SlipKind

Paper = Literal["a4", "a5"]
_FILE = Path(__file__).with_name("form_sets.yaml")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Form(_Row):
    """A slip in a set: its number there and its name."""

    number: Annotated[str, Field(pattern=r"^\d{2}$")]
    kind: SlipKind
    title: str


class FormSet(_Row):
    """The forms that one circular brought.

    Attributes:
        in_force: First day; None: whatever was before the next set.
        mark: V read in the source itself, S from secondary sources.
        paper: Format where the centre names none.
    """

    id: str
    in_force: date | None
    source: str
    mark: Literal["V", "S"]
    paper: Paper
    slips: tuple[Form, ...]

    def form(self, kind: SlipKind) -> Form:
        """The form of a kind of slip.

        Raises:
            BadRequest: The set has none.
        """
        for form in self.slips:
            if form.kind == kind:
                return form
        raise BadRequest("error-slip-not-in-set", slip=kind, set=self.id)

    def kind_of(self, name: str) -> SlipKind:
        """The kind of slip of a number ("02", "2") or of its own name ("supplement").

        Raises:
            BadRequest: The set has none.
        """
        for form in self.slips:
            if name.zfill(2) == form.number or name == form.kind:
                return form.kind
        known = ", ".join(f"{form.number} ({form.kind})" for form in self.slips)
        raise BadRequest("error-slip-unknown", slip=name, known=known)


@cache
def form_sets() -> tuple[FormSet, ...]:
    """All sets, the newest first."""
    return TypeAdapter(tuple[FormSet, ...]).validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def form_set(day: date, chosen: str = "") -> FormSet:
    """The set in force on `day`, or the one that the centre chose by its id.

    Raises:
        BadRequest: No set has the id.
    """
    for candidate in form_sets():
        if candidate.id == chosen or (not chosen and (candidate.in_force is None or candidate.in_force <= day)):
            return candidate
    raise BadRequest("error-form-set", set=chosen, known=", ".join(known.id for known in form_sets()))
