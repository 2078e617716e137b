"""An archive is imported dossier by dossier, and goes on where it stopped."""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from intake_ai.inbox.bulk import ImportHead, import_all
from intake_ai.inbox.listing import list_of_folders, read_list
from intake_ai.inbox.sources import open_source
from intake_ai.inbox.taking import Taker
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.errors import StorageUnusable

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PAPER = SAMPLES / "khai-sinh-du" / "scan_01.pdf"
HEAD = ImportHead(date(2026, 11, 20))
LIST = "dossier,file,procedure,received,code\n" + "".join(
    f"{number},hs{number},1.001193,0{number}/11/2026,MAU.{number}\n" for number in range(1, 5)
)


@pytest.fixture
def archive(tmp_path):
    """Four dossiers of one page, as a folder."""
    root = tmp_path / "archive"
    for number in range(1, 5):
        (root / f"hs{number}").mkdir(parents=True)
        shutil.copy(PAPER, root / f"hs{number}" / f"tờ khai {number}.pdf")
    return root


def packed(archive):
    path = archive.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        for one in sorted(archive.rglob("*.pdf")):
            file.write(one, one.relative_to(archive))
    return path


def imported(path, taker, content=LIST, progress=None):
    with open_source(path) as source:
        listed = read_list(content.encode(), "ds.csv", source, taker.known_procedure, HEAD.today)
        assert listed.faults == ()
        return list(import_all(listed.dossiers, source, taker, HEAD, progress))


@pytest.mark.parametrize("is_packed", [False, True])
def test_every_dossier_of_the_list_is_taken_as_bulk_work(archive, taker, kept, is_packed):
    told = []
    done = imported(packed(archive) if is_packed else archive, taker, progress=lambda *step: told.append(step))
    assert [one.outcome for one in done] == ["taken"] * 4
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    rows = kept()
    assert [row.code for row, _ in rows] == [f"MAU.{number}" for number in range(1, 5)]
    assert {(row.priority, row.procedure, row.created_by) for row, _ in rows} == {("bulk", "1.001193", "import")}
    assert [row.received.day for row, _ in rows] == [1, 2, 3, 4]
    assert [files[0][0] for _, files in rows] == [f"tờ khai {number}.pdf" for number in range(1, 5)]
    assert all(path.exists() for path in (archive / "hs1", archive / "hs4"))


def test_it_goes_on_where_a_full_disk_stopped_it(archive, taker, kept, monkeypatch):
    put, times = BlobStore.put, []

    def filling(self, source, most=None):
        times.append(1)
        if len(times) > 2:
            raise StorageUnusable("storage-full", "blobs")
        return put(self, source, most)

    with monkeypatch.context() as patched:
        patched.setattr(BlobStore, "put", filling)
        with pytest.raises(StorageUnusable):
            imported(archive, taker)
    assert len(kept()) == 2
    outcomes = [one.outcome for one in imported(archive, taker)]
    assert outcomes == ["before", "before", "taken", "taken"]
    assert len(kept()) == 4


def test_a_second_import_takes_nothing_and_names_what_was_made_then(archive, taker, kept):
    first = imported(archive, taker)
    again = imported(packed(archive), taker)
    assert [one.outcome for one in again] == ["before"] * 4
    assert [one.dossiers for one in again] == [one.dossiers for one in first]
    assert len(kept()) == 4


def test_a_crash_within_a_dossier_leaves_no_half_of_it(archive, taker, kept, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Taker, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            imported(archive, taker)
    assert kept() == []
    assert len(imported(archive, taker)) == len(kept()) == 4


def test_a_dossier_that_cannot_be_read_or_whose_code_is_taken_fails_and_the_others_go_on(archive, taker, kept):
    (archive / "hs2" / "tờ khai 2.pdf").write_bytes(b"%PDF-1.4 broken")
    done = imported(archive, taker, LIST.replace("MAU.3", "MAU.1"))
    assert [(one.outcome, one.error and one.error.code) for one in done] == [
        ("taken", None),
        ("failed", "file-broken"),
        ("failed", "dossier-code-taken"),
        ("taken", None),
    ]
    assert len(kept()) == 2
    shutil.copy(PAPER, archive / "hs2" / "tờ khai 2.pdf")
    assert [one.outcome for one in imported(archive, taker)] == ["before", "taken", "taken", "before"]


def test_without_a_list_each_subfolder_is_a_dossier(archive, taker, kept):
    with open_source(archive) as source:
        done = list(import_all(list_of_folders(source).dossiers, source, taker, HEAD))
    assert [one.outcome for one in done] == ["taken"] * 4
    assert {row.procedure for row, _ in kept()} == {None}
