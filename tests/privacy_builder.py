"""Dossiers with invented people in them, as they are once they were read; all their marks can be searched for."""

import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slip_builder import known, report
from sqlalchemy import update

from intake_ai.access.rules import Actor
from intake_ai.audit.recording import Change, Entry, record
from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import ConfirmationRow, DossierRow
from intake_ai.dossier.values import NewDossier, NewUpload
from intake_ai.privacy.index import index_people
from intake_ai.requests.answers import Answer, AnswerRepository, Once
from intake_ai.storage.installation import Installation
from intake_ai.storage.readings import KeptReadings
from intake_ai.storage.transactions import writing
from ocr.cache import ReadingKey
from ocr.page import PageReading

NUMBER = "001090000017"
OTHER_NUMBER = "001190000023"
NAME = "Nguyễn Thị Bí Ẩn MẪU"
OTHER_NAME = "Trần Văn Khác MẪU"
CORRECTED = "Nguyễn Thị Bị Sửa MẪU"
NOTE = "Lý do của cán bộ MẪU"
FILE_NAME = "to-khai-nguyen-thi-bi-an-mau.pdf"
OFFICER = Actor("person", "can-bo-mau", "officer", session="c" * 64)
OF_PERSON = (known("full_name", NAME), known("id_number", NUMBER, role="applicant"))
OF_OTHER = (known("full_name", OTHER_NAME, role="father"), known("id_number", OTHER_NUMBER, role="father"))


def read_dossier(
    installation: Installation, files: Mapping[str, bytes] | None = None, fields=OF_PERSON + OF_OTHER, code=None
) -> str:
    """A dossier whose report is there; its id."""
    told = report(fields=fields)
    content = files or {FILE_NAME: f"tệp của {NAME}".encode() + os.urandom(16)}
    with writing(installation.sessions) as session:
        service = DossierService(session, installation)
        dossier = service.create(NewDossier(told.received, code=code), OFFICER.id)
        for name, data in content.items():
            blob = installation.blobs.put(data)
            service.add_upload(dossier.id, NewUpload(name, blob.sha256, blob.size), OFFICER.id)
            KeptReadings(installation.blobs).put(
                ReadingKey(blob.sha256, 1, "máy MẪU"), PageReading(0, 100, 100, "ocr", blank=True)
            )
        installation.blobs.put_named(f"dossiers/{dossier.id}/pictures/1", NAME.encode())
        dossier.report = DossierDocuments(installation.blobs).keep_report(dossier.id, told)
        dossier.state = "read"
        once, answer = Once(OFFICER.id, f"lan-{dossier.id}", "0" * 64, dossier.id), Answer(200, (), NAME.encode())
        AnswerRepository(session, installation.keys).keep(once, answer, datetime.now(UTC), timedelta(hours=24))
        index_people(session, installation.keys, dossier.id, told)
        return dossier.id


def correct_name(installation: Installation, identifier: str) -> None:
    """An officer puts another name, and the log is told what it was and is."""
    with writing(installation.sessions) as session:
        dossier = DossierRepository(session).get(identifier)
        told = DossierDocuments(installation.blobs).report(identifier, dossier.report)
        OfficerService(session, installation).correct(identifier, ids_of_report(told)[0], CORRECTED, OFFICER.id)
        change = Change(installation.keys.own(dossier.own_key), {"value": NAME}, {"value": CORRECTED})
        record(session, installation.keys, Entry(OFFICER, "field.correct", "dossier", identifier, change=change))
        dossier.state = "read"


def decide(installation: Installation, identifier: str, at: datetime | None = None) -> None:
    """An officer decides on it, at some time."""
    with writing(installation.sessions) as session:
        seen = DossierRepository(session).get(identifier).report
        OfficerService(session, installation).confirm(identifier, "complete", seen, OFFICER.id, NOTE)
        if at is not None:
            session.execute(update(ConfirmationRow).values(made_at=at))


def touch_at(installation: Installation, identifier: str, at: datetime, state: str) -> None:
    """As if nobody had changed a dossier since."""
    with writing(installation.sessions) as session:
        changed = update(DossierRow).where(DossierRow.id == identifier)
        session.execute(changed.values(changed_at=at.astimezone(UTC), state=state))


def let_age(installation: Installation) -> None:
    """As if all files had been brought an hour ago."""
    then = time.time() - 3600
    for path in files_of_blobs(installation):
        os.utime(path, (then, then))


def files_of_blobs(installation: Installation) -> Iterator[Path]:
    yield from (path for path in (installation.settings.data_dir / "blobs").rglob("*") if path.is_file())


def raw(installation: Installation) -> bytes:
    """Every byte that the installation has on disk."""
    return b"".join(path.read_bytes() for path in installation.settings.data_dir.rglob("*") if path.is_file())
