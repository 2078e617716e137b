"""What officers correct and decide."""

import pytest
from service_builder import dossier_of, events_of, files_of, service_of, submitted, work_all

from intake_ai.dossier.errors import DossierChanged, DossierConflict, DossierUnknown
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.tables import CorrectionRow
from intake_ai.storage.readings import KeptReadings
from intake_ai.storage.transactions import reading, writing
from ocr.cache import ReadingKey
from ocr.engine import chosen_engine
from ocr.reader import ReadingOptions, read_uploads

OFFICER = "can-bo-mau"


SAMPLE = "ket-hon-lech-so"


@pytest.fixture(scope="module")
def readings():
    """The readings of the sample's pages, made once."""
    options = ReadingOptions()
    result = read_uploads([(path, path.name) for path in files_of(SAMPLE)], options)
    hashes = {upload.name: upload.sha256 for upload in result.uploads}
    version = chosen_engine(options.engine).version
    return [(ReadingKey(hashes[page.ref.file], page.ref.page, version), page.reading) for page in result.pages]


@pytest.fixture
def read(installation, readings):
    """A dossier in which two papers state different numbers of one person, read and checked."""
    for key, reading_kept in readings:
        KeptReadings(installation.blobs).put(key, reading_kept)
    identifier = submitted(installation, files_of(SAMPLE))
    work_all(installation)
    return identifier


def report_of(installation, identifier):
    with service_of(installation) as service:
        return service.report(identifier)


def conflicting(report):
    """Ids and fields of the identity numbers in conflict."""
    named = zip(ids_of_report(report), report.fields, strict=True)
    return [(name, field) for name, field in named if field.kind == "id_number" and field.status == "conflict"]


def do(installation, method, *arguments, **named):
    with writing(installation.sessions) as session:
        return getattr(OfficerService(session, installation), method)(*arguments, **named)


def test_a_corrected_number_no_longer_conflicts_and_taken_back_it_does_again(installation, read):
    before = report_of(installation, read)
    found = conflicting(before)
    assert "mismatch" in {problem.kind for problem in before.problems}
    right = found[0][1].value
    corrections = [
        do(installation, "correct", read, name, right, OFFICER) for name, field in found if field.value != right
    ]
    assert corrections
    work_all(installation)
    after = report_of(installation, read)
    assert "mismatch" not in {problem.kind for problem in after.problems}
    assert conflicting(after) == []
    told = dict(zip(ids_of_report(after), after.fields, strict=True))
    for correction in corrections:
        field = told[correction.field]
        assert (field.value, field.source, field.status) == (right, "officer", "accepted")
    assert len(after.fields) == len(before.fields)
    assert ids_of_report(after) == ids_of_report(before)
    for correction in corrections:
        do(installation, "undo", read, correction.id)
        do(installation, "undo", read, correction.id)
    work_all(installation)
    again = report_of(installation, read)
    assert again.model_copy(update={"timings": {}}) == before.model_copy(update={"timings": {}})


def test_values_before_and_after_are_sealed_and_the_proposal_is_kept(installation, read):
    (name, field), *_ = conflicting(report_of(installation, read))
    do(installation, "correct", read, name, "001090000001", OFFICER)
    do(installation, "correct", read, name, "001090000002", OFFICER)
    with reading(installation.sessions) as session:
        sealed = session.query(CorrectionRow).all()
        told = OfficerService(session, installation).corrections(read)
    assert [(each.before, each.after) for each in told] == [
        (field.value, "001090000001"),
        (field.value, "001090000002"),
    ]
    assert [each.undone_at is None for each in told] == [False, True]
    assert all(b"00109" not in row.after and field.value.encode() not in row.before for row in sealed)
    assert all("00109" not in str(event) for event in events_of(installation, read))


def test_a_decision_is_on_the_report_that_was_seen(installation, read):
    seen = dossier_of(installation, read).report
    (name, _), *_ = conflicting(report_of(installation, read))
    do(installation, "correct", read, name, "001090000001", OFFICER)
    with pytest.raises(DossierConflict):
        do(installation, "confirm", read, "complete", seen, OFFICER)
    work_all(installation)
    with pytest.raises(DossierChanged):
        do(installation, "confirm", read, "complete", seen, OFFICER)
    newest = dossier_of(installation, read).report
    confirmation = do(installation, "confirm", read, "supplement", newest, OFFICER, "thiếu giấy MẪU")
    assert (confirmation.proposed, confirmation.report) == (dossier_of(installation, read).verdict, newest)
    assert do(installation, "note_of", confirmation) == "thiếu giấy MẪU"
    with pytest.raises(DossierConflict):
        do(installation, "correct", read, name, "001090000003", OFFICER)


def test_a_field_that_the_report_does_not_have_is_not_corrected(installation, read):
    with pytest.raises(DossierUnknown):
        do(installation, "correct", read, "0" * 32, "001090000002", OFFICER)
