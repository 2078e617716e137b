"""Writes out what is kept of a person, for whoever asks for their own data.

A dossier holds data of several people. What is said of this one is written: the values that stand in the same role as
the identity number, or on the same paper where it has none. Who has a right to whole dossiers gets them with files.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from intake_ai.access.rules import Action, Actor
from intake_ai.audit.exporting import told
from intake_ai.audit.recording import Entry, record
from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.errors import DossierUnknown
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.report import FieldReport, Report
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.errors import BadRequest
from intake_ai.privacy.index import as_number, is_number
from intake_ai.privacy.repository import PrivacyRepository
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing

_OWNER_ALONE = 0o700


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write out.

    Attributes:
        dossiers: Ids.
        number: Identity number of the person; None for whole dossiers alone.
        whole: All of them, with files and what it says of others.
    """

    dossiers: Sequence[str]
    number: str | None = None
    whole: bool = False


def export(installation: Installation, wanted: Wanted, folder: Path, actor: Actor, why: str) -> int:
    """Write data of a person, or whole dossiers, into a folder that only its owner may enter.

    Args:
        installation: Where they are kept.
        wanted: Which.
        folder: New, or empty.
        actor: Who does it.
        why: Their reason; nothing of the person.

    Returns:
        Dossiers written.

    Raises:
        BadRequest: The folder holds something (privacy-folder-taken).
        StorageUnusable: Database or blob store is out of reach.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    folder.chmod(_OWNER_ALONE)
    if any(folder.iterdir()):
        raise BadRequest("privacy-folder-taken", path=folder)
    for identifier in wanted.dossiers:
        _write_dossier(installation, wanted, identifier, folder / identifier)
    _tell_log(installation, wanted, actor, why)
    return len(wanted.dossiers)


def tell_person(installation: Installation, wanted: Wanted, actor: Actor, why: str) -> list[dict[str, Any]]:
    """As `export`, as plain JSON values instead of files.

    Raises:
        DossierUnknown: One was erased meanwhile.
        StorageUnusable: Database or blob store is out of reach.
    """
    _tell_log(installation, wanted, actor, why)
    with reading(installation.sessions) as session:
        found = [DossierRepository(session).get(identifier) for identifier in wanted.dossiers]
        return [_told(session, installation, row, _report(installation, row), wanted) for row in found]


def at_counter(installation: Installation, dossiers: Sequence[str]) -> tuple[str, ...]:
    """Those of some dossiers that are the centre's, not a citizen's check."""
    with reading(installation.sessions) as session:
        found = [DossierRepository(session).find(identifier) for identifier in dossiers]
        return tuple(row.id for row in found if row is not None and row.purpose == "counter")


def fields_of_person(fields: Iterable[FieldReport], number: str) -> list[FieldReport]:
    """What is said of the person with an identity number."""
    given = list(fields)
    theirs = [field for field in given if is_number(field.value) and as_number(field.value) == as_number(number)]
    roles = {field.role for field in theirs if field.role}
    papers = {field.paper for field in theirs if not field.role}
    return [field for field in given if field.role in roles or (not field.role and field.paper in papers)]


def _tell_log(installation: Installation, wanted: Wanted, actor: Actor, why: str) -> None:
    with writing(installation.sessions) as session:
        for identifier in wanted.dossiers:
            detail = {"whole": wanted.whole}
            entry = Entry(actor, Action.PRIVACY_EXPORT, "dossier", identifier, why, detail)
            record(session, installation.keys, entry)


def _write_dossier(installation: Installation, wanted: Wanted, identifier: str, folder: Path) -> None:
    with reading(installation.sessions) as session:
        repository = DossierRepository(session)
        dossier = repository.get(identifier)
        report = _report(installation, dossier)
        # files with a mark of state secrecy leave the store by no way of ours
        uploads = [] if report is not None and report.is_secret else list(repository.uploads(identifier))
        content = _told(session, installation, dossier, report, wanted)
    folder.mkdir(mode=_OWNER_ALONE)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "dossier.json").write_text(f"{text}\n", encoding="utf-8")
    if wanted.whole:
        for upload in uploads:
            installation.blobs.fetch(upload.sha256, folder / _file_name(upload))


def _told(
    session: Session, installation: Installation, dossier: DossierRow, report: Report | None, wanted: Wanted
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "dossier": dossier.id,
        "code": dossier.code,
        "received": dossier.received.isoformat(),
        "state": dossier.state,
        "procedure": dossier.procedure or dossier.found_procedure,
        "department": dossier.department,
        "fields": _fields(session, installation, dossier, report, None if wanted.whole else wanted.number),
        "decisions": [
            {"decision": row.decision, "proposed": row.proposed, "at": in_utc(row.made_at).isoformat()}
            for row in DossierRepository(session).confirmations(dossier.id)
        ],
        "handled": [told(row) for row in PrivacyRepository(session).entries_about(dossier.id)],
    }
    if wanted.whole and report is not None:
        content["report"] = json.loads(report.to_json())
    return content


def _fields(
    session: Session, installation: Installation, dossier: DossierRow, report: Report | None, number: str | None
) -> list[dict[str, Any]]:
    """The values, with what people put in their place; of one person where a number is given."""
    if report is None:
        return []
    corrected = OfficerService(session, installation).in_force(dossier)
    values = dict(zip(ids_of_report(report), report.fields, strict=True))
    shown = [
        field.model_copy(update={"value": corrected[name], "source": "officer"}) if name in corrected else field
        for name, field in values.items()
    ]
    return [field.model_dump(mode="json") for field in (shown if number is None else fields_of_person(shown, number))]


def _report(installation: Installation, dossier: DossierRow) -> Report | None:
    if dossier.report is None:
        return None
    try:
        return DossierDocuments(installation.blobs).report(dossier.id, dossier.report)
    except DossierUnknown:
        return None


def _file_name(upload: UploadRow) -> str:
    """A name that cannot leave the folder, whatever the file was called."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in upload.name).strip(". ")
    return f"{upload.position + 1}-{plain or 'tep'}"
