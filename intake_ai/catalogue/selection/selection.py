"""Which procedures a province receives: rules that are kept, and applied to every version that is imported."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.vietnamese import fold
from intake_ai.catalogue.errors import SelectionRefused
from intake_ai.catalogue.importing.columns import level_of
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import SelectionRow
from intake_ai.catalogue.versions.versions import Layer


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules of a province; the empty one takes what the file marks for provinces, or all where it marks nothing.

    Attributes:
        levels: As `checked` writes them: tinh, xa, bo; of several any, as everywhere here.
        agencies, fields: Parts of names, accents and case aside.
        codes: A list of codes; instead of what the file marks.
        added, removed: Single codes, whatever the rest says.
        everything: Levels, agencies and fields choose from the whole catalogue, not from what the file marks.
    """

    levels: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    everything: bool = False

    @property
    def is_default(self) -> bool:
        return self == Selection()

    @property
    def has_rules(self) -> bool:
        """Whether levels, agencies or fields are named, or all is to be taken."""
        return bool(self.levels or self.agencies or self.fields or self.everything)


@dataclass(frozen=True, slots=True)
class Traits:
    """What selection needs to know of a procedure; `core` is whether the file itself makes it active."""

    code: str
    levels: tuple[str, ...]
    agency: str
    field: str
    core: bool


def traits(procedure: Procedure, core: bool) -> Traits:
    return Traits(procedure.code, procedure.level, fold(procedure.agency), fold(procedure.field), core)


def is_selected(selection: Selection, procedure: Traits, layer: Layer = "national") -> bool:
    """Whether the province receives it; procedures that the province itself added it always does, unless removed."""
    if procedure.code in selection.removed:
        return False
    if procedure.code in selection.added or layer == "local" or procedure.code in selection.codes:
        return True
    if selection.codes and not selection.has_rules:
        return False
    return (procedure.core or selection.everything) and fits(selection, procedure)


def fits(selection: Selection, procedure: Traits) -> bool:
    """Whether level, agency and field are among those chosen, whatever the file marks."""
    return (
        (not selection.levels or bool(_levels(procedure.levels) & _levels(selection.levels)))
        and _named(selection.agencies, procedure.agency)
        and _named(selection.fields, procedure.field)
    )


def checked(selection: Selection) -> Selection:
    """The rules with levels as catalogues write them: "cấp xã" is xa.

    Raises:
        SelectionRefused: A level is unknown, or a word is empty and would choose everything.
    """
    for level in selection.levels:
        if not level_of(level, known=True):
            raise SelectionRefused("selection-level-unknown", level=level)
    for word in (*selection.agencies, *selection.fields):
        if not fold(word).strip():
            raise SelectionRefused("selection-word-empty")
    levels = (name for level in selection.levels for name in level_of(level, known=True))
    return replace(selection, levels=tuple(dict.fromkeys(levels)))


def changed(selection: Selection, **more: Iterable[str]) -> Selection:
    """The selection with codes added to its rules; what is added is no longer removed, and the other way round."""
    added, removed = tuple(more.get("added", ())), tuple(more.get("removed", ()))
    return replace(
        selection,
        added=_union((code for code in selection.added if code not in removed), added),
        removed=_union((code for code in selection.removed if code not in added), removed),
    )


def current_selection(session: Session) -> tuple[Selection, int]:
    """The rules in force and their number, 0 where none were ever given."""
    row = session.scalar(select(SelectionRow).order_by(SelectionRow.id.desc()).limit(1))
    return (_decoded(row.rules), row.id) if row else (Selection(), 0)


def keep_selection(session: Session, selection: Selection) -> None:
    """Make `selection` the one in force; earlier ones stay in the history."""
    session.add(SelectionRow(rules=json.dumps(asdict(selection), ensure_ascii=False), made_at=datetime.now(UTC)))
    session.flush()


def _decoded(rules: str) -> Selection:
    stored: dict[str, Any] = json.loads(rules)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return Selection(**values)


@cache
def _levels(words: tuple[str, ...]) -> frozenset[str]:
    """Files write a level in several ways; there are few in a catalogue, and thousands of procedures."""
    return frozenset(name for level in words for name in level_of(level))


def _named(parts: tuple[str, ...], name: str) -> bool:
    return not parts or any(fold(part) in name for part in parts)


def _union(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for group in groups for code in group))
