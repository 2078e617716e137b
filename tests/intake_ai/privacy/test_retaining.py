from datetime import UTC, datetime, timedelta

import pytest
from audit_builder import findings
from privacy_builder import (
    CORRECTED,
    NUMBER,
    correct_name,
    decide,
    files_of_blobs,
    let_age,
    read_dossier,
    touch_at,
)
from sqlalchemy import select

from intake_ai.access.rules import SYSTEM
from intake_ai.audit.anchoring import kept_anchor
from intake_ai.audit.tables import AuditRow
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.privacy.erasing import erase_dossier, find_person
from intake_ai.privacy.retaining import Retained, days_kept, retain
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

NOW = datetime.now(UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def with_settings(installation: Installation, **values) -> Installation:
    settings = installation.settings.model_copy(update=values)
    return Installation(settings, installation.engine, installation.sessions, installation.blobs, installation.keys)


def test_working_copies_go_after_their_days_and_the_decision_stays(installation: Installation):
    identifier = read_dossier(installation)
    correct_name(installation, identifier)
    decide(installation, identifier, ago(89))
    let_age(installation)
    assert retain(installation, NOW) == Retained(0, 0)
    assert retain(installation, NOW + timedelta(days=2)) == Retained(1, 0)
    with reading(installation.sessions) as session:
        dossier = DossierRepository(session).get(identifier)
        assert (dossier.state, dossier.report, dossier.first_look) == ("confirmed", None, None)
        assert session.scalars(select(UploadRow)).all() == []
        # what people typed and decided stays for who asks why, and so does the way to find it
        assert [one.after for one in OfficerService(session, installation).corrections(identifier)] == [CORRECTED]
        assert [row.decision for row in DossierRepository(session).confirmations(identifier)] == ["complete"]
        told = session.scalars(select(AuditRow).where(AuditRow.action == "privacy.retain")).one()
    assert (told.actor_kind, told.subject, told.detail) == ("system", identifier, {"files": 1})
    names = [path.relative_to(installation.settings.data_dir).as_posix() for path in files_of_blobs(installation)]
    assert names == ["blobs/named/audit/anchor.json"]
    assert find_person(installation, NUMBER) == (identifier,)
    assert findings(installation) == []
    assert retain(installation, NOW + timedelta(days=3)) == Retained(0, 0)


def test_after_retention_the_rest_can_still_be_erased(installation: Installation):
    identifier = read_dossier(installation)
    decide(installation, identifier, ago(100))
    retain(installation, NOW)
    assert erase_dossier(installation, identifier, SYSTEM, "đề nghị")
    with reading(installation.sessions) as session:
        assert session.get(DossierRow, identifier).own_key is None
    assert find_person(installation, NUMBER) == ()


def test_a_procedure_can_have_days_of_its_own(installation: Installation):
    # the reports name the procedure 0.000000
    short = with_settings(installation, retention_days_of={"0.000000": 5})
    identifier = read_dossier(installation)
    with writing(installation.sessions) as session:
        session.get(DossierRow, identifier).found_procedure = "0.000000"
    other = read_dossier(installation)
    decide(installation, identifier)
    decide(installation, other, ago(10))
    assert (days_kept(short.settings, "0.000000"), days_kept(short.settings, None)) == (5, 90)
    assert retain(short, NOW) == Retained(1, 0)
    with reading(installation.sessions) as session:
        assert session.get(DossierRow, identifier).report is None
        assert session.get(DossierRow, other).report is not None


def test_a_file_of_an_undecided_dossier_stays(installation: Installation):
    decided = read_dossier(installation, {"a.pdf": b"chung MAU"})
    read_dossier(installation, {"b.pdf": b"chung MAU"})
    decide(installation, decided, ago(100))
    let_age(installation)
    retain(installation, NOW)
    assert installation.blobs.get(installation.blobs.put(b"chung MAU").sha256) == b"chung MAU"
    assert len(list(files_of_blobs(installation))) > 3


@pytest.mark.parametrize(("state", "goes"), [("open", True), ("cancelled", True), ("failed", True), ("read", False)])
def test_what_nobody_went_on_with_is_erased_but_never_what_waits_for_a_decision(
    installation: Installation, state: str, goes: bool
):
    identifier = read_dossier(installation)
    touch_at(installation, identifier, ago(91), state)
    let_age(installation)
    assert retain(installation, NOW) == Retained(0, int(goes))
    with reading(installation.sessions) as session:
        assert (session.get(DossierRow, identifier).state == "erased") == goes


def test_a_few_at_one_go_leave_the_rest_for_the_next(installation: Installation):
    for _ in range(5):
        decide(installation, read_dossier(installation), ago(100))
    assert [retain(installation, NOW, most=2).decided for _ in range(4)] == [2, 2, 1, 0]


def test_what_a_late_worker_wrote_for_an_erased_dossier_goes_too(installation: Installation):
    identifier = read_dossier(installation)
    let_age(installation)
    erase_dossier(installation, identifier, SYSTEM, "đề nghị")
    installation.blobs.put_named(f"dossiers/{identifier}/muon", b"muon")
    retain(installation, NOW + timedelta(hours=1))
    assert installation.blobs.get_named(f"dossiers/{identifier}/muon") is None


def test_a_report_that_is_gone_already_stops_nothing(installation: Installation):
    identifier = read_dossier(installation)
    decide(installation, identifier, ago(100))
    installation.blobs.delete_named(f"dossiers/{identifier}")
    assert retain(installation, NOW).decided == 1


def test_the_log_is_anchored_on_the_way(installation: Installation):
    decide(installation, read_dossier(installation), ago(100))
    retain(installation, NOW)
    anchor = kept_anchor(installation.blobs, installation.keys)
    assert anchor is not None
    assert anchor.number == 1
