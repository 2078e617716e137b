"""Applies a province's selection to the versions that are kept, and tells what it takes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from intake_ai.catalogue.encoding import decode
from intake_ai.catalogue.errors import SelectionRefused
from intake_ai.catalogue.repository import LOCAL_CODE, CatalogueRepository
from intake_ai.catalogue.selection.selection import (
    Selection,
    Traits,
    checked,
    current_selection,
    fits,
    is_selected,
    keep_selection,
    traits,
)
from intake_ai.catalogue.tables import CatalogueVersionRow, ProcedureRow, ReleaseRow
from intake_ai.catalogue.versions.versions import Layer, documents


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection takes of the catalogue in force, built-in procedures included.

    Attributes:
        active, procedures: How many it takes, of how many.
        received: How many of those taken the rules take, and not the province's own layer.
        unmarked: How many fit its level, agency and field, but are not marked for provinces by the file.
        unknown: Codes that it names and the catalogue does not have.
    """

    selection: Selection
    active: int
    procedures: int
    received: int
    unmarked: int
    unknown: tuple[str, ...]


def selection_of(repository: CatalogueRepository) -> Selection:
    """The rules in force."""
    with repository.reading() as session:
        return current_selection(session)[0]


def select_procedures(repository: CatalogueRepository, selection: Selection) -> Selected:
    """Make `selection` the rules, for what is there and for later imports.

    Raises:
        SelectionRefused: It cannot be, or takes nothing; the rules in force stay.
    """
    selection = _in_catalogue(checked(selection), repository)
    found = selected(repository, selection)
    if not selection.is_default and not found.received:
        code = "selection-takes-nothing-marked" if found.unmarked else "selection-takes-nothing"
        raise SelectionRefused(code, count=found.unmarked)
    with repository.writing() as session:
        keep_selection(session, selection)
        for version in session.scalars(select(CatalogueVersionRow)).all():
            _apply(session, version, selection)
    return found


def selected(repository: CatalogueRepository, selection: Selection) -> Selected:
    """What `selection` takes; nothing is changed."""
    found = [(traits(procedure, procedure.active), layer) for procedure, layer in repository.sources()]
    taken = [layer for procedure, layer in found if is_selected(selection, procedure, layer)]
    codes = {procedure.code for procedure, _ in found}
    named = dict.fromkeys((*selection.codes, *selection.added, *selection.removed))
    return Selected(
        selection=selection,
        active=len(taken),
        procedures=len(found),
        received=taken.count("national"),
        unmarked=_unmarked(selection, (procedure for procedure, _ in found)),
        unknown=tuple(code for code in named if code not in codes),
    )


def _in_catalogue(selection: Selection, repository: CatalogueRepository) -> Selection:
    """The rules with national codes for local ones that the catalogue does not have: 1.012796.H36 is 1.012796."""
    known = {procedure.code for procedure, _ in repository.sources()}

    def national(code: str) -> str:
        local = LOCAL_CODE.fullmatch(code)
        return local[1] if local and code not in known and local[1] in known else code

    codes, added, removed = (
        tuple(dict.fromkeys(map(national, named))) for named in (selection.codes, selection.added, selection.removed)
    )
    return replace(selection, codes=codes, added=added, removed=removed)


def _unmarked(selection: Selection, procedures: Iterable[Traits]) -> int:
    if not selection.has_rules or selection.everything:
        return 0
    return sum(fits(selection, procedure) and not procedure.core for procedure in procedures)


def _apply(session: Session, version: CatalogueVersionRow, selection: Selection) -> None:
    layer = _layer(session, version.id)
    flags = [
        {
            "version_id": version.id,
            "code": code,
            "active": is_selected(selection, traits(procedure, procedure.active), layer),
        }
        for code, procedure in ((code, decode(document)) for code, document in documents(session, version.id).items())
    ]
    session.execute(update(ProcedureRow), flags)
    version.active = sum(bool(flag["active"]) for flag in flags)


def _layer(session: Session, version: int) -> Layer:
    layers = set(session.scalars(select(ReleaseRow.layer).where(ReleaseRow.version_id == version)))
    return "local" if layers == {"local"} else "national"
