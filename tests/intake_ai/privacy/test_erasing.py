from datetime import UTC, datetime, timedelta

import pytest
from audit_builder import findings
from privacy_builder import (
    CORRECTED,
    FILE_NAME,
    NAME,
    NOTE,
    NUMBER,
    OFFICER,
    OTHER_NUMBER,
    correct_name,
    decide,
    files_of_blobs,
    let_age,
    raw,
    read_dossier,
)
from slip_builder import known
from sqlalchemy import select

from classifiers.learning.examples import SUFFIX
from intake_ai.audit.exporting import values_of
from intake_ai.audit.recording import look
from intake_ai.audit.tables import AuditRow, LookRow
from intake_ai.dossier.errors import DossierUnknown
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import CorrectionRow, DossierRow, UploadRow
from intake_ai.errors import BadRequest
from intake_ai.learning.lessons import lessons_folder
from intake_ai.privacy import erasing
from intake_ai.privacy.erasing import erase_dossier, find_person, scrub
from intake_ai.privacy.index import number_hash
from intake_ai.privacy.retaining import retain
from intake_ai.privacy.tables import PersonIndexRow
from intake_ai.requests.tables import AnswerRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.purging import purge
from intake_ai.work.tables import WorkRow

WHY = "Công dân đề nghị"


def erase(installation: Installation, identifier: str) -> bool:
    let_age(installation)
    return erase_dossier(installation, identifier, OFFICER, WHY)


def test_a_person_is_found_by_number_however_it_is_written(installation: Installation):
    both, other = read_dossier(installation), read_dossier(installation, fields=[known("id_number", OTHER_NUMBER)])
    assert find_person(installation, NUMBER) == (both,)
    assert find_person(installation, f" {NUMBER[:3]} {NUMBER[3:6]}.{NUMBER[6:9]}-{NUMBER[9:]} ") == (both,)
    assert set(find_person(installation, OTHER_NUMBER)) == {both, other}
    assert find_person(installation, "123456789") == ()
    with pytest.raises(BadRequest, match="privacy-number"):
        find_person(installation, "12345")


def test_a_number_is_found_that_was_only_suggested_or_is_a_tax_code(installation: Installation):
    doubtful = known("id_number", "001090000077").model_copy(update={"suggestions": [NUMBER]})
    one = read_dossier(installation, fields=[doubtful])
    two = read_dossier(installation, fields=[known("tax_code", NUMBER)])
    assert set(find_person(installation, NUMBER)) == {one, two}


def test_no_number_is_in_the_index_as_it_is(installation: Installation):
    read_dossier(installation)
    with reading(installation.sessions) as session:
        hashes = session.scalars(select(PersonIndexRow.number_hash)).all()
    assert len(set(hashes)) == 2
    assert not [one for one in hashes if NUMBER in one or len(one) != 64]


def test_nothing_of_the_person_is_left_and_the_log_is_whole(installation: Installation):
    identifier = read_dossier(installation, code="H01-MẪU")
    correct_name(installation, identifier)
    decide(installation, identifier)
    with writing(installation.sessions) as session:
        look(session, installation.keys, OFFICER, identifier)
        before = session.get(DossierRow, identifier)
        sha256 = session.scalars(select(UploadRow.sha256)).one()
        own = installation.keys.own(before.own_key)
    assert erase(installation, identifier)
    with reading(installation.sessions) as session:
        dossier = session.get(DossierRow, identifier)
        assert (dossier.state, dossier.own_key, dossier.code) == ("erased", None, None)
        assert [upload.name == FILE_NAME for upload in session.scalars(select(UploadRow))] == [False]
        assert session.scalars(select(PersonIndexRow)).all() == []
        assert session.scalars(select(LookRow)).all() == []
        assert session.scalars(select(AnswerRow)).all() == []
        assert session.scalars(select(WorkRow).where(WorkRow.state.in_(["waiting", "running"]))).all() == []
        entry = session.scalars(select(AuditRow).where(AuditRow.action == "field.correct")).one()
        erased = session.scalars(select(AuditRow).where(AuditRow.action == "privacy.erase")).one()
        assert session.scalars(select(CorrectionRow.kind)).all() == ["full_name"]  # counted, unreadable
    # the values in the log could be read with the key that is gone now
    assert values_of(entry, own) is not None
    assert (erased.actor, erased.subject, erased.why) == (OFFICER.id, identifier, WHY)
    assert not installation.blobs.exists(sha256)
    assert list(files_of_blobs(installation)) == []
    assert findings(installation) == []


def test_nobody_gets_anything_out_of_an_erased_dossier(installation: Installation):
    identifier = read_dossier(installation)
    erase(installation, identifier)
    with reading(installation.sessions) as session:
        with pytest.raises(DossierUnknown):
            DossierService(session, installation).get(identifier)
        with pytest.raises(DossierUnknown):
            OfficerService(session, installation).corrections(identifier)
    assert find_person(installation, NUMBER) == ()


def test_no_byte_of_it_is_left_in_the_files_of_the_database_or_the_store(sqlite_installation: Installation):
    installation = sqlite_installation
    code = "H99-BI-AN-MAU"
    identifier = read_dossier(installation, code=code)
    for _ in range(20):  # so that pages of the database are split and moved
        read_dossier(installation, fields=[known("id_number", OTHER_NUMBER)], files={"khac.pdf": b"khac" * 99})
    correct_name(installation, identifier)
    decide(installation, identifier)
    with reading(installation.sessions) as session:
        own_key = session.get(DossierRow, identifier).own_key
    marks = [FILE_NAME.encode(), code.encode(), own_key, number_hash(installation.keys, NUMBER).encode()]
    on_disk = raw(installation)
    assert [mark in on_disk for mark in marks] == [True] * len(marks), "what is searched for can be found"
    erase(installation, identifier)
    on_disk = raw(installation)
    assert [mark in on_disk for mark in marks] == [False] * len(marks)
    plain = [text.encode() for text in (NAME, CORRECTED, NOTE, NUMBER)]
    assert [text in on_disk for text in plain] == [False] * 4


def test_while_somebody_reads_the_database_as_it_was_the_rest_goes_later(sqlite_installation: Installation):
    installation = sqlite_installation
    identifier = read_dossier(installation)
    with reading(installation.sessions) as backup:
        backup.get(DossierRow, identifier)
        erase(installation, identifier)
        assert FILE_NAME.encode() in raw(installation)
        assert not scrub(installation)
        with writing(installation.sessions) as session:  # nobody else is kept waiting by it
            session.get(DossierRow, identifier).version += 1
    retain(installation, datetime.now(UTC) + timedelta(hours=1))
    assert FILE_NAME.encode() not in raw(installation)


def test_a_file_that_another_dossier_has_too_stays_for_that_one(installation: Installation):
    shared, alone = b"chung MAU", b"rieng MAU"
    one = read_dossier(installation, {"a.pdf": shared, "b.pdf": alone})
    other = read_dossier(installation, {"c.pdf": shared}, fields=[known("id_number", OTHER_NUMBER)])
    kept = {data: installation.blobs.put(data).sha256 for data in (shared, alone)}
    erase(installation, one)
    assert installation.blobs.get(kept[shared]) == shared
    assert not installation.blobs.exists(kept[alone])
    with reading(installation.sessions) as session:
        service = DossierService(session, installation)
        assert service.get(other).report is not None
        assert service.report(other) is not None
    erase(installation, other)
    assert not installation.blobs.exists(kept[shared])


def test_erasing_twice_or_what_is_not_there_changes_nothing(installation: Installation):
    identifier = read_dossier(installation)
    assert erase(installation, identifier)
    with reading(installation.sessions) as session:
        version = session.get(DossierRow, identifier).version
    assert not erase(installation, identifier)
    assert not erase(installation, "khong-co")
    with reading(installation.sessions) as session:
        assert session.get(DossierRow, identifier).version == version
        assert len(session.scalars(select(AuditRow).where(AuditRow.action == "privacy.erase")).all()) == 1


def test_the_lesson_of_an_erased_dossier_is_forgotten(installation: Installation):
    identifier, other = read_dossier(installation), read_dossier(installation)
    folder = lessons_folder(installation.settings)
    folder.mkdir(parents=True)
    for name in (identifier, other):
        (folder / f"{name}{SUFFIX}").write_bytes(b"")
    erase(installation, identifier)
    assert [path.name for path in folder.iterdir()] == [f"{other}{SUFFIX}"]


def test_what_stopped_on_the_way_is_finished_by_the_sweep(installation: Installation, monkeypatch):
    identifier = read_dossier(installation)
    let_age(installation)

    def stop(*_whatever) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "erase", stop)
        with pytest.raises(KeyboardInterrupt):
            erase(installation, identifier)
    assert list(files_of_blobs(installation)) != []
    purge(installation)
    assert list(files_of_blobs(installation)) == []
    assert find_person(installation, NUMBER) == ()
