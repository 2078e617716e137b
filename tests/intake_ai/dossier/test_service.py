"""Dossiers are made, filled, sent off, cancelled and started again."""

from datetime import UTC, datetime, timedelta

import pytest
from service_builder import DAY, at_work, dossier_of, service_of, submitted, work_all
from worker_builder import typed_file

from intake_ai.dossier.errors import DossierConflict, DossierUnknown
from intake_ai.dossier.values import DossierFilter, NewDossier, NewUpload, Place
from intake_ai.work.purging import purge

FILE = NewUpload("a.pdf", "a" * 64, 1)


def test_names_of_files_are_unique_and_lead_nowhere(installation):
    wanted = ["../../etc/passwd", "a.pdf", "a.pdf", "C:\\quet\\a.pdf", "\x00\u202e.", "b" * 400 + ".pdf"]
    with service_of(installation) as service:
        dossier = service.create(NewDossier(DAY), None)
        names = [service.add_upload(dossier.id, NewUpload(name, "a" * 64, 1), None).name for name in wanted]
    assert names[:5] == ["passwd", "a.pdf", "a (2).pdf", "a (3).pdf", "tep"]
    assert len(names[5]) <= 255
    assert names[5].endswith(".pdf")


def test_a_dossier_without_files_is_not_sent_off(installation):
    with pytest.raises(DossierConflict), service_of(installation) as service:
        service.submit(service.create(NewDossier(DAY), None).id)


def test_files_stay_as_they_are_while_they_are_read(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1)])
    with service_of(installation) as service:
        (upload,) = service.repository.uploads(identifier)
    for change in (
        lambda service: service.add_upload(identifier, FILE, None),
        lambda service: service.remove_upload(identifier, upload.id),
        lambda service: service.submit(identifier),
        lambda service: service.restart(identifier),
    ):
        with pytest.raises(DossierConflict), service_of(installation) as service:
            change(service)


def test_a_cancelled_dossier_gets_no_report_from_who_was_at_it_and_can_be_started_again(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1)])
    with at_work(installation) as process:
        claimed = process._claim()
        with service_of(installation) as service:
            service.cancel(identifier)
        process._settle(claimed, process._result(claimed))
        assert not process.do_next()
    cancelled = dossier_of(installation, identifier)
    assert (cancelled.state, cancelled.pages, cancelled.report) == ("cancelled", 0, None)
    with service_of(installation) as service:
        service.restart(identifier)
    work_all(installation)
    assert dossier_of(installation, identifier).state == "read"


def test_a_file_that_comes_later_opens_the_dossier_again_and_the_rest_is_not_read_twice(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)])
    work_all(installation)
    later = typed_file(tmp_path, 2, pages=1)
    blob = installation.blobs.put(later.read_bytes())
    with service_of(installation) as service:
        service.add_upload(identifier, NewUpload(later.name, blob.sha256, blob.size), None)
        assert service.get(identifier).state == "open"
        service.submit(identifier)
    work_all(installation)
    with service_of(installation) as service:
        assert [file.name for file in service.report(identifier).files] == ["to-khai-1.pdf", "to-khai-2.pdf"]
    assert dossier_of(installation, identifier).run == 2


def test_a_list_goes_on_where_its_last_page_ended(installation):
    with service_of(installation) as service:
        ids = [service.create(NewDossier(DAY), None).id for _ in range(5)]
    with service_of(installation) as service:
        first = service.repository.newest(DossierFilter(), None, 3)
        rest = service.repository.newest(DossierFilter(), Place(first[-1].created_at, first[-1].id), 3)
    assert sorted(row.id for row in (*first, *rest)) == sorted(ids)
    assert (len(first), len(rest)) == (3, 2)


def test_nothing_of_an_expired_check_is_kept_and_what_another_dossier_has_stays(installation, tmp_path):
    past = datetime.now(UTC) - timedelta(minutes=1)
    shared, own = typed_file(tmp_path, 1, pages=1), typed_file(tmp_path, 2, pages=1)
    check = submitted(
        installation, [shared, own], NewDossier(DAY, purpose="citizen", priority="citizen", expires_at=past)
    )
    other = submitted(installation, [shared])
    work_all(installation)
    purge(installation)
    with pytest.raises(DossierUnknown), service_of(installation) as service:
        service.get(check)
    names = list(installation.blobs.objects.names("named/"))
    assert not any(check in name for name in names)
    with service_of(installation) as service:
        (upload,) = service.repository.uploads(other)
        assert service.report(other).pages
    assert installation.blobs.get(upload.sha256) == shared.read_bytes()
    readings = {name.split("/")[-2] for name in names if "readings" in name}
    assert readings == {upload.sha256}
