"""Versions, imports and differences on a terminal and as JSON documents."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from intake_ai.catalogue.importing.reasons import reason
from intake_ai.catalogue.importing.record import Fault
from intake_ai.catalogue.opening import written_day
from intake_ai.catalogue.versions.difference import Changed, Difference, Listed, ProcedureChange, RowChange, SourceRow
from intake_ai.catalogue.versions.installing import Imported, Losses
from intake_ai.catalogue.versions.versions import VIETNAM, CatalogueVersion
from intake_ai.messages import Language, text
from intake_ai.terminal import open_console

_FAULTS_SHOWN = 20
_LONGEST = 200


def print_line(line: str) -> None:
    """One line as it is, however long."""
    Console(highlight=False).print(line, markup=False, soft_wrap=True)


def print_import(done: Imported, language: Language) -> None:
    """What is in force now, what is different from before, and what of the file could not be used."""
    version = done.version
    values = {"file": version.file, "procedures": version.procedures, "active": version.active, "rows": version.rows}
    print_line(text(_import_code(done), language, **values))
    if version.state != "in-force":
        state = "catalogue-waiting" if version.state == "waiting" else "catalogue-not-latest"
        print_line(text(state, language, date=written_day(version.effective, language)))
    if done.changed and done.difference.procedures:
        print_line(_summary(done.difference, language))
        print_line(text("catalogue-diff-see", language, version=version.number))
    print_faults(done.faults, language)


def _import_code(done: Imported) -> str:
    """Of the sentence; what is not in force yet, or no longer, is not said to be."""
    if done.changed and done.version.layer == "local":
        return "catalogue-local-imported"
    code = "catalogue-imported" if done.changed else "catalogue-unchanged"
    return code if done.version.state == "in-force" else f"{code}-not-in-force"


def losses_in_words(losses: Losses, share: float, language: Language) -> str:
    """What of the losses is more than `share`, as the end of a sentence."""
    figures = losses.figures()
    return "; ".join(text(f"catalogue-losses-{name}", language, **figures) for name in losses.exceeding(share))


def import_document(done: Imported, language: Language) -> dict[str, Any]:
    """What an import did."""
    return {
        "version": version_document(done.version),
        "changed": done.changed,
        "difference": counts(done.difference),
        "unusable": [fault_document(fault, language) for fault in done.faults],
    }


def version_document(version: CatalogueVersion) -> dict[str, Any]:
    """A version with its dates as text."""
    document = asdict(version)
    return {**document, "imported_at": version.imported_at.isoformat(), "effective": version.effective.isoformat()}


def fault_document(fault: Fault, language: Language) -> dict[str, Any]:
    """Where in the file, what is lost by it, and why, as a code and as a sentence."""
    return {
        "number": fault.number,
        "unit": fault.unit,
        "sheet": fault.sheet,
        "procedure": fault.procedure,
        "lost": fault.lost,
        "code": fault.code,
        "reason": reason(fault, language),
    }


def counts(found: Difference) -> dict[str, int]:
    """How many procedures and rows were added, removed, changed."""
    return {
        "procedures_added": len(found.added),
        "procedures_removed": len(found.removed),
        "procedures_changed": len(found.changed),
        "rows_added": found.rows_gained,
        "rows_removed": found.rows_lost,
        "rows_changed": found.rows_changed,
    }


def difference_document(found: Difference) -> dict[str, Any]:
    """The whole difference."""
    return {**asdict(found), "counts": counts(found)}


def print_versions(versions: Sequence[CatalogueVersion], language: Language) -> None:
    if not versions:
        print_line(text("catalogue-no-versions", language))
        return
    table = Table()
    columns = ("number", "effective", "state", "layer", "file", "imported", "procedures", "rows", "name")
    for column in columns:
        table.add_column(text(f"catalogue-version-column-{column}", language), overflow="fold")
    for version in versions:
        table.add_row(
            str(version.number),
            written_day(version.effective, language),
            text(f"catalogue-state-{version.state}", language),
            text(f"catalogue-layer-{version.layer}", language),
            version.file,
            written_day(version.imported_at.astimezone(VIETNAM).date(), language),
            str(version.procedures),
            str(version.rows),
            version.name,
            style="" if version.state == "in-force" else "dim",
        )
    open_console().print(table)


def print_difference(found: Difference | None, limit: int, language: Language) -> None:
    """Added and removed procedures by name, changed ones with what changed; `limit` of each kind."""
    if found is None or not any(counts(found).values()):
        print_line(text("catalogue-diff-one" if found is None else "catalogue-diff-none", language))
        return
    print_line(_summary(found, language))
    for code, listed in (("catalogue-diff-added", found.added), ("catalogue-diff-removed", found.removed)):
        _print_listed(code, listed, limit, language)
    if found.changed:
        print_line("\n" + text("catalogue-diff-changed", language, count=len(found.changed)))
    for change in found.changed[:limit]:
        print_line(f"  {change.code} {_short(change.name)}")
        for line in _change_lines(change, language):
            print_line(f"    {line}")
    _print_rest(len(found.changed), limit, language)


def _print_listed(code: str, listed: Sequence[Listed], limit: int, language: Language) -> None:
    if not listed:
        return
    print_line("\n" + text(code, language, count=len(listed)))
    for procedure in listed[:limit]:
        print_line(f"  {procedure.code} {_short(procedure.name)}")
    _print_rest(len(listed), limit, language)


def _print_rest(count: int, limit: int, language: Language) -> None:
    if count > limit:
        print_line(text("catalogue-diff-more", language, count=count - limit))


def _summary(found: Difference, language: Language) -> str:
    return text(
        "catalogue-diff-summary",
        language,
        added=len(found.added),
        removed=len(found.removed),
        changed=len(found.changed),
        rows_added=found.rows_gained,
        rows_removed=found.rows_lost,
        rows_changed=found.rows_changed,
    )


def _change_lines(change: ProcedureChange, language: Language) -> Iterator[str]:
    yield from (_attribute(one, language) for one in change.attributes)
    yield from (text("catalogue-diff-case-added", language, name=_short(name)) for name in change.cases_added)
    yield from (text("catalogue-diff-case-removed", language, name=_short(name)) for name in change.cases_removed)
    for old, new in change.cases_renamed:
        yield text("catalogue-diff-case-renamed", language, old=_short(old), new=_short(new))
    yield from (_row("catalogue-diff-row-added", row, language) for row in change.rows_added)
    yield from (_row("catalogue-diff-row-removed", row, language) for row in change.rows_removed)
    for row_change in change.rows_changed:
        yield _row("catalogue-diff-row-changed", row_change.new, language)
        yield from (f"  {line}" for line in _row_lines(row_change, language))


def _row_lines(change: RowChange, language: Language) -> Iterator[str]:
    yield from (passage(old, new, language) for old, new in change.words)
    yield from (_attribute(one, language) for one in change.attributes)


def passage(old: str, new: str, language: Language) -> str:
    """Words that were replaced, put in or taken out."""
    code = "" if old and new else "-added" if new else "-removed"
    values = {name: _short(value) for name, value in (("old", old), ("new", new)) if value}
    return text(f"catalogue-diff-words{code}", language, **values)


def _attribute(changed: Changed, language: Language) -> str:
    name = text(f"catalogue-attribute-{changed.attribute}", language)
    old, new = _short(changed.old), _short(changed.new)
    if not old:
        return text("catalogue-diff-attribute-added", language, name=name, new=new)
    if not new:
        return text("catalogue-diff-attribute-removed", language, name=name, old=old)
    return text("catalogue-diff-attribute", language, name=name, old=old, new=new)


def _row(code: str, row: SourceRow, language: Language) -> str:
    return text(code, language, row=row.row, name=_short(row.name))


def print_faults(faults: Sequence[Fault], language: Language) -> None:
    """The first of them, those by which a procedure is lost before the others, and how many there are."""
    if not faults:
        return
    lost = sum(fault.lost for fault in faults)
    print_line(text("catalogue-faults", language, lost=lost, kept=len(faults) - lost))
    for fault in sorted(faults, key=lambda fault: not fault.lost)[:_FAULTS_SHOWN]:
        values = {
            "place": place(fault, language),
            "procedure": f" ({fault.procedure})" if fault.procedure else "",
            "reason": reason(fault, language),
        }
        print_line(text("catalogue-fault-line", language, **values))
    if len(faults) > _FAULTS_SHOWN:
        print_line(text("catalogue-faults-more", language, count=len(faults) - _FAULTS_SHOWN))


def place(fault: Fault, language: Language) -> str:
    """Where in the file a person finds it."""
    unit = text(f"catalogue-unit-{fault.unit}", language, number=fault.number)
    return text("catalogue-unit-sheet", language, sheet=fault.sheet, unit=unit) if fault.sheet else unit


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
