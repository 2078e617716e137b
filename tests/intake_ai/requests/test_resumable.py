"""Files that arrive in parts: nothing lost, nothing doubled, nothing left behind."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from intake_ai.dossier.errors import DossierConflict, DossierUnknown
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import UploadRow
from intake_ai.dossier.values import NewDossier
from intake_ai.inbox.archives import ArchiveRefused
from intake_ai.requests import parts, resumable
from intake_ai.requests.errors import (
    ChecksumWrong,
    OffsetWrong,
    ResumableGone,
    ResumableUnknown,
    UploadMalformed,
    UploadTooLarge,
)
from intake_ai.requests.parts import Checksum, Standing
from intake_ai.requests.resumable import NewResumable, ResumableUploads
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import writing

UploadsOf = Callable[[str], list[UploadRow]]
CONTENT = bytes(range(256)) * 40


def opened(installation: Installation, dossier: str, length: int, name: str = "quét.pdf") -> Standing:
    with writing(installation.sessions) as session:
        return ResumableUploads(installation).create(session, dossier, NewResumable(name, length, None))


def sent(installation: Installation, standing: Standing, offset: int, content: bytes) -> Standing:
    return ResumableUploads(installation).append(standing.dossier, standing.id, offset, io.BytesIO(content))


def nobody_told(session: Session, uploads: Sequence[UploadRow]) -> None:
    """Stands for the audit log."""


def finished(installation: Installation, standing: Standing) -> Standing:
    return ResumableUploads(installation).finish(standing.dossier, standing.id, "person-mau", nobody_told)


def parts_kept(installation: Installation, dossier: str) -> list[str]:
    return [name for name in installation.blobs.objects.names("named/dossiers/") if f"/{dossier}/parts/" in name]


class Breaking(io.BytesIO):
    """A connection that breaks once all that came was read."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise UploadMalformed("upload-broken-off")
        return piece


def test_a_file_in_two_parts_is_the_file(installation: Installation, dossier: str, uploads_of: UploadsOf) -> None:
    standing = opened(installation, dossier, len(CONTENT))
    assert sent(installation, standing, 0, CONTENT[:4000]).offset == 4000
    assert sent(installation, standing, 4000, CONTENT[4000:]).is_whole
    done = finished(installation, standing)
    (upload,) = uploads_of(dossier)
    assert (upload.name, upload.size, upload.id) == ("quét.pdf", len(CONTENT), done.upload)
    assert installation.blobs.get(upload.sha256) == CONTENT
    assert parts_kept(installation, dossier) == []


def test_finishing_twice_adds_the_file_once(installation: Installation, dossier: str, uploads_of: UploadsOf) -> None:
    standing = opened(installation, dossier, 5)
    sent(installation, standing, 0, b"12345")
    assert finished(installation, standing).upload == finished(installation, standing).upload
    assert len(uploads_of(dossier)) == 1
    assert ResumableUploads(installation).standing(dossier, standing.id).offset == 5


def test_a_file_without_bytes_is_kept_like_any_other(
    installation: Installation, dossier: str, uploads_of: UploadsOf
) -> None:
    finished(installation, opened(installation, dossier, 0))
    assert [upload.size for upload in uploads_of(dossier)] == [0]


def test_a_broken_connection_keeps_what_came(installation: Installation, dossier: str) -> None:
    standing = opened(installation, dossier, len(CONTENT))
    with pytest.raises(UploadMalformed):
        ResumableUploads(installation).append(dossier, standing.id, 0, Breaking(CONTENT[:3000]))
    assert ResumableUploads(installation).standing(dossier, standing.id).offset == 3000


def test_another_process_goes_on_where_the_first_ended(
    installation: Installation, dossier: str, uploads_of: UploadsOf
) -> None:
    standing = opened(installation, dossier, len(CONTENT))
    sent(installation, standing, 0, CONTENT[:4000])
    with open_installation(installation.settings) as other:
        sent(other, standing, 4000, CONTENT[4000:])
        finished(other, standing)
    assert installation.blobs.get(uploads_of(dossier)[0].sha256) == CONTENT


@pytest.mark.parametrize("offset", [1, 3999, 4001, 10_000_000])
def test_a_part_for_elsewhere_is_refused_with_the_right_place(
    installation: Installation, dossier: str, offset: int
) -> None:
    standing = opened(installation, dossier, len(CONTENT))
    sent(installation, standing, 0, CONTENT[:4000])
    with pytest.raises(OffsetWrong) as refused:
        sent(installation, standing, offset, b"x")
    assert refused.value.offset == 4000


def test_of_two_that_send_at_once_one_counts(
    installation: Installation, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second begins and ends while the first is still sending."""
    standing = opened(installation, dossier, 8)

    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            if piece:
                sent(installation, standing, 0, b"other")
            return piece

    with pytest.raises(OffsetWrong) as refused:
        ResumableUploads(installation).append(dossier, standing.id, 0, Interrupted(b"first"))
    assert refused.value.offset == 5
    sent(installation, standing, 5, b"!!!")
    done = finished(installation, standing)
    assert done.upload is not None
    with writing(installation.sessions) as session:
        upload = DossierService(session, installation).repository.upload(dossier, done.upload)
    assert installation.blobs.get(upload.sha256) == b"other!!!"


def test_more_than_was_told_is_refused(installation: Installation, dossier: str) -> None:
    standing = opened(installation, dossier, 4)
    with pytest.raises(UploadTooLarge):
        sent(installation, standing, 0, b"12345")
    assert ResumableUploads(installation).standing(dossier, standing.id).offset == 0


def test_altered_bytes_are_dropped_whole(installation: Installation, dossier: str) -> None:
    standing = opened(installation, dossier, 10)
    uploads = ResumableUploads(installation)
    wrong = Checksum("sha256", hashlib.sha256(b"other").digest())
    with pytest.raises(ChecksumWrong):
        uploads.append(dossier, standing.id, 0, io.BytesIO(b"12345"), wrong)
    assert uploads.standing(dossier, standing.id).offset == 0
    assert parts_kept(installation, dossier) == []
    right = Checksum("sha1", hashlib.sha1(b"12345", usedforsecurity=False).digest())
    assert uploads.append(dossier, standing.id, 0, io.BytesIO(b"12345"), right).offset == 5


def test_an_altered_repetition_does_not_take_the_part_that_counts(
    installation: Installation, dossier: str, uploads_of: UploadsOf
) -> None:
    """The same bytes once without and once with a wrong checksum lie under one name."""
    standing = opened(installation, dossier, 5)
    uploads = ResumableUploads(installation)

    class Overtaken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            if piece:
                sent(installation, standing, 0, b"12345")
            return piece

    with pytest.raises(ChecksumWrong):
        uploads.append(dossier, standing.id, 0, Overtaken(b"12345"), Checksum("sha256", b"\0" * 32))
    finished(installation, standing)
    assert installation.blobs.get(uploads_of(dossier)[0].sha256) == b"12345"


def test_what_is_given_up_is_gone(installation: Installation, dossier: str) -> None:
    standing = opened(installation, dossier, 10)
    sent(installation, standing, 0, b"12345")
    with writing(installation.sessions) as session:
        ResumableUploads(installation).terminate(session, dossier, standing.id)
    assert parts_kept(installation, dossier) == []
    with pytest.raises(ResumableUnknown):
        ResumableUploads(installation).standing(dossier, standing.id)


def test_what_is_not_finished_in_time_is_gone(
    installation: Installation, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = opened(installation, dossier, 10)
    sent(installation, standing, 0, b"12345")
    later = datetime.now(UTC) + timedelta(hours=25)
    monkeypatch.setattr(resumable, "_now", lambda: later)
    with pytest.raises(ResumableGone):
        ResumableUploads(installation).standing(dossier, standing.id)
    assert ResumableUploads(installation).purge(datetime.now(UTC)) == 0
    assert ResumableUploads(installation).purge(later) == 1
    assert parts_kept(installation, dossier) == []


def test_an_upload_of_another_dossier_is_not_there(installation: Installation, dossier: str) -> None:
    standing = opened(installation, dossier, 10)
    with pytest.raises(ResumableUnknown):
        ResumableUploads(installation).standing("f" * 32, standing.id)
    with pytest.raises(DossierUnknown):
        opened(installation, "f" * 32, 10)


@pytest.mark.parametrize(
    ("lengths", "code"),
    [
        ([21 << 20], "upload-file-too-large"),
        ([15 << 20, 15 << 20, 15 << 20], "upload-dossier-too-large"),
        ([1] * 6, "upload-too-many-files"),
    ],
)
def test_what_is_announced_must_fit(installation: Installation, dossier: str, lengths: list[int], code: str) -> None:
    for length in lengths[:-1]:
        opened(installation, dossier, length)
    with pytest.raises(UploadTooLarge) as refused:
        opened(installation, dossier, lengths[-1])
    assert refused.value.code == code


def test_an_archive_becomes_its_files(installation: Installation, dossier: str, uploads_of: UploadsOf) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("quét/đơn.pdf", b"%PDF-1")
        archive.writestr("quét/ảnh.jpg", b"\xff\xd8\xff")
    standing = opened(installation, dossier, len(packed.getvalue()), "hồ sơ.zip")
    sent(installation, standing, 0, packed.getvalue())
    finished(installation, standing)
    assert [upload.name for upload in uploads_of(dossier)] == ["đơn.pdf", "ảnh.jpg"]


def test_an_archive_that_leads_out_is_refused_and_gone(
    installation: Installation, dossier: str, uploads_of: UploadsOf
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/passwd", b"x")
    standing = opened(installation, dossier, len(packed.getvalue()))
    sent(installation, standing, 0, packed.getvalue())
    with pytest.raises(ArchiveRefused):
        finished(installation, standing)
    assert uploads_of(dossier) == []
    assert parts_kept(installation, dossier) == []
    with pytest.raises(ResumableUnknown):
        ResumableUploads(installation).standing(dossier, standing.id)


def test_a_dossier_that_is_being_read_takes_no_file_but_keeps_the_upload(
    installation: Installation, dossier: str, uploads_of: UploadsOf
) -> None:
    first, second = opened(installation, dossier, 1), opened(installation, dossier, 1)
    for standing in (first, second):
        sent(installation, standing, 0, b"x")
    finished(installation, first)
    with writing(installation.sessions) as session:
        DossierService(session, installation).submit(dossier)
    with pytest.raises(DossierConflict):
        finished(installation, second)
    with writing(installation.sessions) as session:
        DossierService(session, installation).cancel(dossier)
    finished(installation, second)
    assert len(uploads_of(dossier)) == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_way_it_comes_the_file_is_the_same(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """Parts of any length, repeated, for wrong places, cut off: what is put together is what was sent."""
    monkeypatch.setattr(parts, "PART_BYTES", 64)
    content = data.draw(st.binary(max_size=400).filter(lambda drawn: not drawn.startswith(b"PK")))  # no archive
    with writing(installation.sessions) as session:
        dossier = DossierService(session, installation).create(NewDossier(received=date(2026, 11, 23)), None).id
    standing = opened(installation, dossier, len(content))
    offset = 0
    while offset < len(content):
        size = data.draw(st.integers(1, len(content) - offset))
        place = data.draw(st.sampled_from([offset, offset, offset, 0, offset + 1]))
        source = data.draw(st.sampled_from([io.BytesIO, Breaking]))(content[place : place + size])
        try:
            offset = ResumableUploads(installation).append(dossier, standing.id, place, source).offset
        except OffsetWrong as refused:
            assert refused.offset == offset != place  # noqa: PT017  raised or not, as drawn
        except UploadMalformed:
            offset = ResumableUploads(installation).standing(dossier, standing.id).offset
            assert offset == place + size
    done = finished(installation, standing)
    assert done.upload is not None
    with writing(installation.sessions) as session:
        service = DossierService(session, installation)
        assert installation.blobs.get(service.repository.upload(dossier, done.upload).sha256) == content
