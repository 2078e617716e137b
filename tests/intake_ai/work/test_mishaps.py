"""What goes wrong on the way of a dossier costs that page or file, and the report says so."""

import json
import os
import signal
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageDraw, ImageFont
from service_builder import (
    DAY,
    at_work,
    dossier_of,
    events_of,
    service_of,
    submitted,
    work_all,
)
from sqlalchemy import select, update
from worker_builder import typed_file

from intake_ai.dossier.service import DossierService
from intake_ai.dossier.states import PRIORITIES
from intake_ai.dossier.values import Chosen, NewDossier
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import open_installation
from intake_ai.storage.readings import KeptReadings
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.claiming import claim
from intake_ai.work.processes import leave, register
from intake_ai.work.tables import WorkRow


def make_due(installation):
    """Lets the waits after failures be over."""
    with writing(installation.sessions) as session:
        session.execute(update(WorkRow).values(not_before=None))


def report_of(installation, identifier):
    with service_of(installation) as service:
        return service.report(identifier)


def die_at(installation, kind, *, is_alone=True):
    """A process takes a piece of work in hand and is killed, alone or with its worker."""
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with writing(installation.sessions) as session:
        register(session, f"tot-{child}", "here", PRIORITIES)
    with writing(installation.sessions) as session:
        claimed = claim(session, f"tot-{child}", PRIORITIES)
        assert claimed is not None
        assert claimed.kind == kind
    with writing(installation.sessions) as session:
        leave(session, f"tot-{child}", is_try=is_alone)
    make_due(installation)


def rank_first(installation, kind, subject=None):
    """Puts pieces of a kind before all others."""
    with writing(installation.sessions) as session:
        statement = update(WorkRow).where(WorkRow.kind == kind)
        session.execute((statement if subject is None else statement.where(WorkRow.subject == subject)).values(rank=-1))


def subjects(installation, kind):
    with reading(installation.sessions) as session:
        return list(session.scalars(select(WorkRow.subject).where(WorkRow.kind == kind).order_by(WorkRow.id)))


def test_a_page_that_kills_whoever_reads_it_is_set_aside_and_told_of(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=3)])
    with at_work(installation) as process:
        assert process.do_next()
        rank_first(installation, "read", subjects(installation, "read")[1])
        for _ in range(5):
            die_at(installation, "read")
        while process.do_next():
            pass
    report = report_of(installation, identifier)
    assert [problem.page.page for problem in report.problems if problem.kind == "illegible"] == [2]
    assert [page.source for page in report.pages] == ["text_layer", "none", "text_layer"]
    dossier = dossier_of(installation, identifier)
    assert (dossier.state, dossier.pages, dossier.pages_read) == ("read", 3, 3)


def test_a_page_whose_worker_or_machine_falls_again_and_again_is_read_all_the_same(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)])
    with at_work(installation) as process:
        assert process.do_next()
        rank_first(installation, "read")
        for _ in range(20):
            die_at(installation, "read", is_alone=False)
        while process.do_next():
            pass
    assert [page.source for page in report_of(installation, identifier).pages] == ["text_layer"]


def test_a_page_that_takes_the_whole_machine_with_it_is_set_aside_in_the_end(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)])
    with at_work(installation) as process:
        assert process.do_next()
        rank_first(installation, "read")
        for _ in range(21):
            die_at(installation, "read", is_alone=False)
        while process.do_next():
            pass
    assert [page.source for page in report_of(installation, identifier).pages] == ["none"]


def test_a_file_that_kills_whoever_opens_it_is_called_broken_and_the_others_are_read(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1), typed_file(tmp_path, 2, pages=1)])
    rank_first(installation, "open", subjects(installation, "open")[0])
    for _ in range(5):
        die_at(installation, "open")
    work_all(installation)
    report = report_of(installation, identifier)
    assert [file.error is None for file in report.files] == [False, True]
    assert [page.file for page in report.pages] == ["to-khai-2.pdf"]


def test_a_check_that_kills_its_process_fails_the_dossier_until_a_person_starts_it_again(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)], NewDossier(DAY, priority="bulk"))
    with at_work(installation) as process:
        for _ in range(2):
            assert process.do_next()
    for _ in range(5):
        die_at(installation, "check")
    assert work_all(installation) == 0
    failed = dossier_of(installation, identifier)
    assert (failed.state, failed.failure) == ("failed", "work-process-died")
    assert events_of(installation, identifier)[-1] == ("failed", {"code": "work-process-died", "run": 1})
    with service_of(installation) as service:
        service.restart(identifier)
    work_all(installation)
    assert dossier_of(installation, identifier).state == "read"


def test_a_choice_that_the_catalogue_does_not_know_fails_the_dossier_at_once(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1)], NewDossier(DAY, procedure="9.999999"))
    work_all(installation)
    assert dossier_of(installation, identifier).failure == "error-procedure-unknown"
    with service_of(installation) as service:
        service.choose(identifier, Chosen(None))
    work_all(installation)
    assert dossier_of(installation, identifier).state == "read"


def test_unreadable_files_alone_end_with_a_report_that_says_so(installation, tmp_path):
    (tmp_path / "trong.pdf").write_bytes(b"")
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00" * 100)
    identifier = submitted(installation, [tmp_path / "trong.pdf", tmp_path / "hong.pdf"])
    work_all(installation)
    report = report_of(installation, identifier)
    assert report.verdict == "review"
    assert all(file.error for file in report.files)
    assert [problem.kind for problem in report.problems] == ["unreadable_file", "unreadable_file"]


def test_nothing_that_was_read_is_kept_of_a_page_with_a_secrecy_mark(installation, tmp_path):
    picture = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((150, 260), "TUYỆT MẬT", "black", ImageFont.truetype("DejaVuSerif-Bold.ttf", 48))
    pen.text((120, 500), "Nội dung của văn bản này", "black", ImageFont.truetype("DejaVuSerif.ttf", 28))
    picture.save(tmp_path / "mat.png")
    identifier = submitted(installation, [tmp_path / "mat.png", typed_file(tmp_path, 1, pages=1)])
    work_all(installation)
    report = report_of(installation, identifier)
    assert [problem.kind for problem in report.problems] == ["secrecy_mark"]
    assert (report.papers, report.fields, dossier_of(installation, identifier).first_look) == ([], [], None)
    assert [name for name in installation.blobs.objects.names("named/") if "readings" in name] == []


def test_a_blob_store_that_cannot_be_written_for_a_while_costs_no_try(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)])
    folder = installation.settings.data_dir / "blobs"
    with at_work(installation) as process:
        assert process.do_next()
        folder.rename(folder.with_name("away"))
        folder.write_bytes(b"")
        for _ in range(8):
            assert process.do_next()
            make_due(installation)
        with reading(installation.sessions) as session:
            rows = session.scalars(select(WorkRow).where(WorkRow.kind.in_(("glance", "read")))).all()
        assert {row.tries for row in rows} == {0}
        folder.unlink()
        folder.with_name("away").rename(folder)
        while process.do_next():
            pass
    assert dossier_of(installation, identifier).state == "read"
    assert report_of(installation, identifier).problems is not None


def test_readings_that_went_meanwhile_are_made_again(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1, pages=2)], NewDossier(DAY, priority="bulk"))
    with at_work(installation) as process:
        for _ in range(3):
            assert process.do_next()
        with service_of(installation) as service:
            (upload,) = service.repository.uploads(identifier)
        assert KeptReadings(installation.blobs).forget(upload.sha256) == 2
        assert process.do_next()
    assert len(report_of(installation, identifier).pages) == 2


def test_work_goes_on_once_a_database_that_was_away_is_back(settings_on, postgresql, tmp_path):
    if not settings_on.database_url:
        pytest.skip("the database is a file")
    with open_installation(settings_on) as installation:
        identifier = submitted(installation, [typed_file(tmp_path, 1, pages=1)])
        with at_work(installation) as process:
            assert process.do_next()
            postgresql.server.kill()
            with pytest.raises(StorageUnusable):
                process.do_next()
            postgresql.server.start()
            while process.do_next():
                pass
        assert dossier_of(installation, identifier).state == "read"


def test_a_bulk_import_is_not_glanced_at(installation, tmp_path):
    submitted(installation, [typed_file(tmp_path, 1)], replace(NewDossier(DAY), priority="bulk"))
    work_all(installation)
    assert subjects(installation, "glance") == []


def test_who_waits_goes_before_an_archive_and_the_first_look_before_all_reading(installation, tmp_path):
    archive = submitted(installation, [typed_file(tmp_path, 1)], NewDossier(DAY, priority="bulk"))
    clerk = submitted(installation, [typed_file(tmp_path, 2)])
    citizen = submitted(installation, [typed_file(tmp_path, 3)], NewDossier(date(2026, 11, 1), priority="citizen"))
    work_all(installation)
    with reading(installation.sessions) as session:
        rows = session.scalars(select(WorkRow).order_by(WorkRow.ended_at, WorkRow.id)).all()
    order = [row.dossier_id for row in rows]
    assert order == sorted(order, key=[citizen, clerk, archive].index)
    kinds = [row.kind for row in rows if row.dossier_id == clerk]
    assert kinds.index("look") < kinds.index("read")


def test_every_eighth_claim_looks_for_what_waited_too_long(installation, tmp_path):
    archive = submitted(installation, [typed_file(tmp_path, 1)], NewDossier(DAY, priority="bulk"))
    submitted(installation, [typed_file(tmp_path, 2)])
    with writing(installation.sessions) as session:
        assert claim(session, "mot", PRIORITIES, turn=0, patience=0.0).dossier != archive
    with writing(installation.sessions) as session:
        assert claim(session, "mot", PRIORITIES, turn=7, patience=0.0).dossier == archive


def test_a_report_in_force_stays_while_the_dossier_is_checked_anew(installation, tmp_path):
    identifier = submitted(installation, [typed_file(tmp_path, 1)])
    work_all(installation)
    before = dossier_of(installation, identifier)
    with writing(installation.sessions) as session:
        DossierService(session, installation).choose(identifier, Chosen("1.000656"))
    during = dossier_of(installation, identifier)
    assert (during.state, during.report, during.run) == ("reading", before.report, 2)
    assert work_all(installation) == 1
    assert json.loads(report_of(installation, identifier).to_json())["procedure"]["confidence"] == 1.0
