"""A watched folder: whole files become dossiers once, originals are moved and never lost, whatever goes wrong."""

import hashlib
import io
import os
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.inbox import putting_away, watching
from intake_ai.inbox.separator import Separator
from intake_ai.inbox.separator_sheets import separator_sheets
from intake_ai.inbox.sightings import FileSeen, Settling, Sighting, in_order, look_into
from intake_ai.inbox.taking import Head, Taker
from intake_ai.inbox.watching import Watcher
from intake_ai.inbox.wholeness import has_writer, looks_whole
from intake_ai.storage.engine import session_factory
from intake_ai.storage.errors import StorageUnusable

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PAPER = SAMPLES / "khai-sinh-du" / "scan_01.pdf"
PHOTO = SAMPLES / "khai-tu-anh-chup" / "IMG_20261116_081652.jpg"
TODAY = vietnamese_today().isoformat()


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def names(folder):
    return {path.name for path in folder.iterdir()}


def contents(folder):
    """Every file below a folder with its content, notes aside."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".txt"
    }


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "máy quét"
    place.mkdir()
    return place


@pytest.fixture
def watcher(folder, taker, settings):
    said = []
    made = Watcher(folder, taker, _head(), settings, lambda code, _: said.append(code))
    made.said = said
    return made


def _head():
    return Head("watch", date(2026, 11, 20))


def test_a_file_becomes_a_dossier_and_moves_to_done(watcher, folder, kept):
    shutil.copy(PAPER, folder / "tờ khai.pdf")
    assert watcher.look() == 1
    ((dossier, files),) = kept()
    assert files == [("tờ khai.pdf", sha256(PAPER))]
    assert (dossier.created_by, dossier.priority, dossier.received) == ("watch", "counter", vietnamese_today())
    assert contents(folder) == {f"done/{TODAY}/tờ khai.pdf": PAPER.read_bytes()}
    assert watcher.said == ["watch-taken"]


def test_a_subfolder_is_one_dossier_with_its_files_in_the_order_people_count(watcher, folder, kept):
    for name in ("trang 10.jpg", "trang 2.jpg", "a/trang 1.jpg"):
        (folder / "hồ sơ 7" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PHOTO, folder / "hồ sơ 7" / name)
    (folder / "hồ sơ 7" / "Thumbs.db").write_bytes(b"x")
    watcher.look()
    ((_, files),) = kept()
    assert [name for name, _ in files] == ["trang 1.jpg", "trang 2.jpg", "trang 10.jpg"]
    assert names(folder) == {"done"}
    assert (folder / "done" / TODAY / "hồ sơ 7" / "Thumbs.db").exists()


def test_an_archive_is_one_dossier_of_its_files(watcher, folder, kept):
    with zipfile.ZipFile(folder / "hoso.zip", "w") as archive:
        archive.write(PAPER, "giay to/to khai.pdf")
        archive.write(PHOTO, "anh.jpg")
    watcher.look()
    ((_, files),) = kept()
    assert files == [("to khai.pdf", sha256(PAPER)), ("anh.jpg", sha256(PHOTO))]


def test_a_batch_becomes_several_dossiers_at_its_sheets_and_the_batch_itself_is_kept_whole(watcher, folder, kept):
    with pikepdf.new() as batch:
        for content in (PAPER.read_bytes(), separator_sheets([Separator("1.001193", "bulk")]), PAPER.read_bytes()):
            batch.pages.extend(pikepdf.open(io.BytesIO(content)).pages)
        batch.save(folder / "lô.pdf")
    whole = (folder / "lô.pdf").read_bytes()
    watcher.look()
    first, second = sorted(kept(), key=lambda entry: entry[1][0][0])
    assert [first[1][0][0], second[1][0][0]] == ["lô (trang 1).pdf", "lô (trang 3).pdf"]
    assert (first[0].procedure, first[0].priority) == (None, "counter")
    assert (second[0].procedure, second[0].priority) == ("1.001193", "bulk")
    assert contents(folder) == {f"done/{TODAY}/lô.pdf": whole}


def test_a_sheet_with_a_procedure_that_no_catalogue_has_still_begins_a_dossier(watcher, folder, kept):
    (folder / "a.pdf").write_bytes(separator_sheets([Separator("9.999999")]))
    shutil.copy(PAPER, folder / "b.pdf")
    (folder / "ab").mkdir()
    (folder / "a.pdf").rename(folder / "ab" / "a.pdf")
    (folder / "b.pdf").rename(folder / "ab" / "b.pdf")
    watcher.look()
    ((dossier, files),) = kept()
    assert dossier.procedure is None
    assert [name for name, _ in files] == ["b.pdf"]


def test_what_is_hidden_unfinished_a_link_or_put_away_is_left_alone(watcher, folder, kept, tmp_path):
    secret = tmp_path / "secret.pdf"
    shutil.copy(PAPER, secret)
    for name in (".hidden.pdf", "a.pdf.part", "b.PDF.TMP", "~$c.docx", "Thumbs.db"):
        shutil.copy(PAPER, folder / name)
    (folder / "link.pdf").symlink_to(secret)
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "empty").mkdir()
    (folder / "growing").mkdir()
    shutil.copy(PAPER, folder / "growing" / "1.pdf")
    shutil.copy(PAPER, folder / "growing" / "2.pdf.part")
    before = names(folder)
    assert watcher.look() == 0
    assert kept() == []
    assert names(folder) == before


def test_a_file_that_cannot_be_read_moves_to_failed_with_the_reason_in_both_languages(watcher, folder, kept):
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    shutil.copy(PAPER, folder / "tốt.pdf")
    assert watcher.look() == 2
    assert len(kept()) == 1
    assert (folder / "failed" / "hỏng.pdf").read_bytes() == b"%PDF-1.7\nnothing\n%%EOF"
    note = (folder / "failed" / "hỏng.pdf.txt").read_text(encoding="utf-8")
    assert "hỏng.pdf" in note
    assert "bỏ lại tệp vào thư mục quét" in note
    assert "scan folder again" in note
    assert watcher.failed == 1


def test_a_failed_file_of_the_same_name_takes_no_other_ones_place(watcher, folder):
    for content in (b"%PDF-1 a %%EOF", b"%PDF-1 b %%EOF"):
        (folder / "a.pdf").write_bytes(content)
        watcher.look()
    assert contents(folder) == {"failed/a.pdf": b"%PDF-1 a %%EOF", "failed/a (2).pdf": b"%PDF-1 b %%EOF"}


def test_two_scans_of_one_name_are_two_dossiers_and_both_originals_stay(watcher, folder, kept):
    for source in (PAPER, SAMPLES / "khai-sinh-du" / "scan_02.pdf"):
        shutil.copy(source, folder / "SCAN.pdf")
        watcher.look()
    assert len(kept()) == 2
    assert set(contents(folder)) == {f"done/{TODAY}/SCAN.pdf", f"done/{TODAY}/SCAN (2).pdf"}


def test_after_a_crash_between_commit_and_move_the_file_is_moved_and_not_taken_again(
    watcher, folder, kept, taker, settings, monkeypatch
):
    shutil.copy(PAPER, folder / "a.pdf")

    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(watching, "put_done", killed)
        with pytest.raises(Killed):
            watcher.look()
    assert len(kept()) == 1
    assert (folder / "a.pdf").exists()
    again = Watcher(folder, taker, _head(), settings, lambda code, _: watcher.said.append(code))
    assert again.look() == 1
    assert len(kept()) == 1
    assert set(contents(folder)) == {f"done/{TODAY}/a.pdf"}
    assert watcher.said == ["watch-taken-before"]


def test_a_crash_before_the_commit_leaves_no_dossier_and_the_file_is_taken_the_next_time(
    watcher, folder, kept, monkeypatch
):
    shutil.copy(PAPER, folder / "a.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(Taker, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            watcher.look()
    assert kept() == []
    assert watcher.look() == 1
    assert len(kept()) == 1


def test_while_the_database_is_away_everything_stays_and_is_taken_when_it_is_back(watcher, folder, kept, tmp_path):
    shutil.copy(PAPER, folder / "a.pdf")
    here = watcher.taker
    nowhere = session_factory(create_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'x.sqlite3'}"))
    watcher.taker = replace(here, installation=replace(here.installation, sessions=nowhere))
    assert (watcher.look(), watcher.look()) == (0, 0)
    assert names(folder) == {"a.pdf"}
    watcher.taker = here
    assert watcher.look() == 1
    assert len(kept()) == 1
    assert watcher.said == ["watch-storage-away", "watch-taken", "watch-back"]


def test_while_the_disk_is_full_everything_stays(watcher, folder, kept, taker, monkeypatch):
    shutil.copy(PAPER, folder / "a.pdf")

    def full(*_, **__):
        raise StorageUnusable("storage-full", "blobs")

    with monkeypatch.context() as patched:
        patched.setattr(type(taker.installation.blobs), "put", full)
        assert watcher.look() == 0
    assert names(folder) == {"a.pdf"}
    assert watcher.look() == 1
    assert len(kept()) == 1


def test_a_folder_that_is_unplugged_is_waited_for(watcher, folder, kept):
    shutil.copy(PAPER, folder / "a.pdf")
    away = folder.with_name("away")
    folder.rename(away)
    assert (watcher.look(), watcher.look()) == (0, 0)
    away.rename(folder)
    assert watcher.look() == 1
    assert len(kept()) == 1
    assert watcher.said == ["watch-folder-away", "watch-taken", "watch-back"]


def test_a_file_that_cannot_be_moved_is_taken_once_and_moved_later(watcher, folder, kept, monkeypatch):
    shutil.copy(PAPER, folder / "a.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(putting_away, "_moved", lambda *_: (_ for _ in ()).throw(PermissionError(13, "denied")))
        assert watcher.look() == 0
    watcher._settling.hold("a.pdf", 0)
    assert watcher.look() == 1
    assert len(kept()) == 1
    assert set(contents(folder)) == {f"done/{TODAY}/a.pdf"}


def test_a_file_that_is_still_written_waits_until_it_is_closed(watcher, folder, kept):
    content = PAPER.read_bytes()
    with (folder / "a.pdf").open("wb") as file:
        file.write(content)
        file.flush()
        if not has_writer(folder / "a.pdf"):
            pytest.skip("this file system gives no leases")
        assert watcher.look() == 0
    assert watcher.look() == 1
    assert len(kept()) == 1


def test_a_file_without_its_end_waits_although_it_does_not_change(watcher, folder, kept):
    content = PAPER.read_bytes()
    (folder / "a.pdf").write_bytes(content[: len(content) // 2])
    assert watcher.look() == 0
    assert kept() == []
    (folder / "a.pdf").write_bytes(content)
    assert watcher.look() == 1
    assert kept()[0][1] == [("a.pdf", sha256(PAPER))]


def test_a_file_that_changes_while_it_is_taken_is_taken_whole_the_next_time(watcher, folder, kept, monkeypatch):
    path = folder / "a.pdf"
    shutil.copy(PAPER, path)
    parts = Taker._parts

    def slow(self, files, scratch):
        found = parts(self, files, scratch)
        with path.open("ab") as file:
            file.write(b"\n")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Taker, "_parts", slow)
        assert watcher.look() == 0
    assert kept() == []
    assert watcher.look() == 1
    assert kept()[0][1] == [("a.pdf", sha256(folder / "done" / TODAY / "a.pdf"))]


def test_two_watchers_of_one_folder_make_one_dossier(watcher, folder, kept, taker, settings):
    shutil.copy(PAPER, folder / "a.pdf")
    other = Watcher(folder, taker, _head(), settings, lambda *_: None)
    take = watcher.taker.take

    class Interleaved:
        """Lets the other one take the file after this one has seen that it is new."""

        def take(self, *arguments):
            other.look()
            return take(*arguments)

    watcher.taker = Interleaved()
    watcher.look()
    assert len(kept()) == 1
    assert set(contents(folder)) == {f"done/{TODAY}/a.pdf"}


def test_the_department_and_the_procedure_of_a_folder_are_those_of_its_dossiers(watcher, folder, kept):
    watcher.head = replace(watcher.head, department="UBND-XA-MAU", procedure="1.004873", priority="bulk")
    shutil.copy(PAPER, folder / "a.pdf")
    watcher.look()
    ((dossier, _),) = kept()
    assert (dossier.department, dossier.procedure, dossier.priority) == ("UBND-XA-MAU", "1.004873", "bulk")


def test_a_folder_with_more_files_than_a_dossier_may_have_is_told(watcher, folder, kept, taker):
    few = taker.installation.settings.model_copy(update={"dossier_files": 2})
    watcher.taker = replace(taker, installation=replace(taker.installation, settings=few))
    (folder / "a").mkdir()
    for number in range(3):
        shutil.copy(PHOTO, folder / "a" / f"{number}.jpg")
    assert watcher.look() == 1
    assert kept() == []
    assert "2" in (folder / "failed" / "a.txt").read_text(encoding="utf-8")
    assert len(list((folder / "failed" / "a").iterdir())) == 3


def test_a_batch_may_have_more_pages_than_a_file_of_a_dossier_but_none_of_its_dossiers(watcher, folder, kept, taker):
    few = taker.installation.settings.model_copy(update={"max_pages": 1})
    watcher.taker = replace(taker, installation=replace(taker.installation, settings=few))
    for name, count in (("lô.pdf", 1), ("dài.pdf", 2)):
        with pikepdf.new() as batch:
            for content in [PAPER.read_bytes(), separator_sheets([Separator()]), *[PAPER.read_bytes()] * count]:
                batch.pages.extend(pikepdf.open(io.BytesIO(content)).pages)
            batch.save(folder / name)
    assert watcher.look() == 2
    assert sorted(files[0][0] for _, files in kept()) == ["lô (trang 1).pdf", "lô (trang 3).pdf"]
    assert "1" in (folder / "failed" / "dài.pdf.txt").read_text(encoding="utf-8")


def test_a_link_put_in_the_place_of_a_file_is_not_followed(watcher, folder, kept, tmp_path, monkeypatch):
    secret = tmp_path / "secret.pdf"
    shutil.copy(PAPER, secret)
    shutil.copy(PAPER, folder / "a.pdf")
    parts = Taker._parts

    def swapped(self, files, scratch):
        (folder / "a.pdf").unlink()
        (folder / "a.pdf").symlink_to(secret)
        return parts(self, files, scratch)

    monkeypatch.setattr(Taker, "_parts", swapped)
    assert watcher.look() == 0
    assert kept() == []
    assert watcher.look() == 0


def test_on_a_network_folder_no_lease_is_asked_for(folder, taker, settings, kept, monkeypatch):
    monkeypatch.setattr(watching, "is_on_network", lambda _: True)
    monkeypatch.setattr(watching, "has_writer", lambda _: True)  # as NFS and CIFS answer without any writer
    shutil.copy(PAPER, folder / "a.pdf")
    assert Watcher(folder, taker, _head(), settings, lambda *_: None).look() == 1
    assert len(kept()) == 1


def test_a_file_that_is_never_closed_is_taken_after_a_while(folder, taker, settings, kept):
    now = 0.0
    patient = Watcher(folder, taker, _head(), settings, lambda *_: None, clock=lambda: now)
    shutil.copy(PAPER, folder / "a.pdf")
    with (folder / "a.pdf").open("ab"):
        if has_writer(folder / "a.pdf"):
            assert patient.look() == 0
        now = 61.0
        assert patient.look() == 1
    assert len(kept()) == 1


def test_no_name_of_a_file_is_kept_in_the_journal(watcher, folder, installation):
    shutil.copy(PAPER, folder / "NGUYEN VAN MAU.pdf")
    watcher.look()
    with installation.engine.connect() as connection:
        rows = connection.execute(sql("SELECT * FROM inbox_taken")).all()
    assert len(rows) == 1
    assert "MAU" not in str(rows)


def test_kinds_with_a_last_mark_are_whole_only_with_it(tmp_path):
    path = tmp_path / "x"
    for whole in (PAPER.read_bytes(), PHOTO.read_bytes()):
        path.write_bytes(whole)
        assert looks_whole(path)
        path.write_bytes(whole[: len(whole) * 2 // 3])
        assert not looks_whole(path)
    path.write_bytes(b"")
    assert not looks_whole(path)


def seen(name, size=1, changed=1, unfinished=False):
    return Sighting(name, False, (FileSeen(name, size, changed, 1),), unfinished)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 3)), min_size=1, max_size=20))
def test_a_file_is_ready_only_after_it_has_looked_the_same_for_the_whole_time(looks):
    now = 0.0
    settling = Settling(3.0, 15.0, lambda: now)
    since, size = None, None
    for pause, current in looks:
        now += pause
        if current != size:
            since, size = now, current
        ready = settling.ready({"a": seen("a", size=current)})
        assert bool(ready) == (now - since >= 3.0)


def test_what_vanishes_and_comes_back_settles_anew():
    now = 0.0
    settling = Settling(3.0, 15.0, lambda: now)
    settling.ready({"a": seen("a")})
    now = 10.0
    settling.ready({})
    assert settling.ready({"a": seen("a")}) == []


def test_the_oldest_is_taken_first():
    settling = Settling(0.0, 0.0, lambda: 0.0)
    ready = settling.ready({name: seen(name, changed=changed) for name, changed in [("b", 2), ("a", 3), ("c", 1)]})
    assert [sighting.name for sighting in ready] == ["c", "b", "a"]


def test_names_are_sorted_as_people_count():
    assert sorted(["10.jpg", "2.jpg", "a1", "A2", "1.jpg"], key=in_order) == ["1.jpg", "2.jpg", "10.jpg", "a1", "A2"]


def test_a_look_into_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        look_into(tmp_path / "none")
