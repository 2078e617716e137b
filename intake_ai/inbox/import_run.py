"""Runs the import of an archive: the list checked and told, its dossiers taken, the result written."""

import csv
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import typer

from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.dossier.states import Priority
from intake_ai.inbox.bulk import Imported, ImportHead, import_all
from intake_ai.inbox.listing import ArchiveList, list_of_folders, read_list
from intake_ai.inbox.opening import open_taker
from intake_ai.inbox.sources import Source, open_source
from intake_ai.inbox.taking import Taker
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.terminal import UNUSABLE, progress_bar, say, tell
from intake_ai.work.announcing import Announcer
from ocr.errors import IntakeError

SOMETHING_FAILED = 1
_MOST_FAULTS_SHOWN = 50


@dataclass(frozen=True)
class Wanted:
    """What the operator asked for."""

    source: Path
    csv: Path | None
    dry_run: bool = False
    skip_wrong: bool = False
    result: Path | None = None
    priority: Priority = "bulk"
    department: str | None = None


def run_import(wanted: Wanted, settings: Settings, language: Language, announcer: Announcer | None = None) -> None:
    """Check the list, then take its dossiers.

    Raises:
        typer.Exit: Some failed (1), or the list is wrong (2).
    """
    with ExitStack() as stack:
        source = stack.enter_context(open_source(wanted.source))
        taker = stack.enter_context(open_taker(settings, announcer, separators=False))
        listed = _list(wanted, source, taker)
        _tell_list(listed, language)
        if listed.faults and not wanted.skip_wrong:
            raise typer.Exit(UNUSABLE)
        if wanted.dry_run:
            return
        head = ImportHead(vietnamese_today(), wanted.priority, settings.channel, wanted.department)
        show = stack.enter_context(progress_bar(text("import-progress", language)))
        write = stack.enter_context(_ResultFile(wanted.result, language)) if wanted.result else None
        done = _run(listed, source, taker, head, show, write, language)
    tell(text("import-ended", language, **done))
    if done["failed"] or listed.faults:
        raise typer.Exit(SOMETHING_FAILED)


def _run(
    listed: ArchiveList,
    source: Source,
    taker: Taker,
    head: ImportHead,
    show: Callable[[int, int], None],
    write: "_ResultFile | None",
    language: Language,
) -> dict[str, int]:
    done = {"taken": 0, "before": 0, "failed": 0}
    try:
        for imported in import_all(listed.dossiers, source, taker, head, show):
            done[imported.outcome] += 1
            if imported.error is not None:
                say(text("import-line", language, line=imported.listed.line, reason=_reason(imported.error, language)))
            if write:
                write.add(imported)
    except IntakeError:
        say(text("import-stopped", language, done=done["taken"] + done["before"], all=len(listed.dossiers)))
        raise
    return done


def _list(wanted: Wanted, source: Source, taker: Taker) -> ArchiveList:
    if wanted.csv is None:
        return list_of_folders(source)
    return read_list(wanted.csv.read_bytes(), wanted.csv.name, source, taker.known_procedure, vietnamese_today())


def _tell_list(listed: ArchiveList, language: Language) -> None:
    for fault in listed.faults[:_MOST_FAULTS_SHOWN]:
        say(text("import-line", language, line=fault.line, reason=text(fault.code, language, **fault.values)))
    if (more := len(listed.faults) - _MOST_FAULTS_SHOWN) > 0:
        say(text("import-more-faults", language, count=more))
    files = sum(len(dossier.files) for dossier in listed.dossiers)
    tell(text("import-list", language, dossiers=len(listed.dossiers), files=files, faults=len(listed.faults)))
    if listed.unlisted:
        tell(text("import-unlisted", language, count=len(listed.unlisted), first=listed.unlisted[0]))


def _reason(error: IntakeError, language: Language) -> str:
    return text(error.code, language, **error.values)


class _ResultFile:
    """A CSV file of what became of each dossier, for its owner alone; written as the import goes."""

    def __init__(self, path: Path, language: Language) -> None:
        self._path, self._language = path, language

    def __enter__(self) -> "_ResultFile":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # Excel takes a CSV file for UTF-8 only with the mark of byte order
        self._file = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["line", "dossier", "outcome", "ids", "reason"])
        return self

    def add(self, imported: Imported) -> None:
        reason = _reason(imported.error, self._language) if imported.error else ""
        listed = imported.listed
        self._writer.writerow([listed.line, listed.name, imported.outcome, " ".join(imported.dossiers), reason])
        self._file.flush()

    def __exit__(self, *_: object) -> None:
        self._file.close()
