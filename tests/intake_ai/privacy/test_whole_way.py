"""A real dossier from upload to erasing: whom the service reads of is found, and nothing of it is left."""

from audit_builder import findings
from privacy_builder import OFFICER, files_of_blobs
from service_builder import files_of, submitted, work_all
from sqlalchemy import select

from intake_ai.audit.tables import AuditRow
from intake_ai.dossier.service import DossierService
from intake_ai.privacy.erasing import erase_dossier, find_person
from intake_ai.privacy.index import is_number
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading


def test_people_of_a_dossier_that_was_read_are_found_and_erased(sqlite_installation: Installation):
    installation = sqlite_installation
    identifier = submitted(installation, files_of("hon-nhan-chua-ky"))
    work_all(installation)
    with reading(installation.sessions) as session:
        fields = DossierService(session, installation).report(identifier).fields
        proposed = session.scalars(select(AuditRow).where(AuditRow.action == "report.propose")).one()
    assert (proposed.actor_kind, proposed.subject, proposed.detail["verdict"]) == ("system", identifier, "incomplete")
    numbers = {field.value for field in fields if field.kind == "id_number" and is_number(field.value)}
    assert numbers
    assert {find_person(installation, number) for number in numbers} == {(identifier,)}
    assert list(files_of_blobs(installation)) != []
    assert erase_dossier(installation, identifier, OFFICER, "đề nghị")
    assert {find_person(installation, number) for number in numbers} == {()}
    assert list(files_of_blobs(installation)) == []
    assert findings(installation) == []
