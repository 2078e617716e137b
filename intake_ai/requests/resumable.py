"""Files that arrive in parts and go on where a broken connection stopped (tus 1.0.0), whatever process takes them.

What arrives is kept in pieces (`intake_ai.requests.parts`), each in a transaction of its own: a connection that breaks
loses less than one piece, and two that send the same part at once cannot both count.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from intake_ai.dossier.contents import discard, hold
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import UploadRow
from intake_ai.dossier.upload_names import free_name
from intake_ai.inbox.archives import ArchiveRefused
from intake_ai.requests.arriving import Arrivals, Readable, allowance
from intake_ai.requests.errors import OffsetWrong, ResumableGone, UploadTooLarge
from intake_ai.requests.parts import Checksum, PartStore, Standing, pieces
from intake_ai.requests.resumable_repository import ResumableRepository
from intake_ai.requests.tables import ResumableUploadRow, UploadPartRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import after_commit, reading, writing

_MOST_PURGED = 100
Added = Callable[[Session, Sequence[UploadRow]], None]
"""Told of the files that came into a dossier, in the transaction that adds them."""


@dataclass(frozen=True, slots=True)
class NewResumable:
    """A file that is announced: its name as told, its length in bytes, and who sends it."""

    name: str
    length: int
    by: str | None


class ResumableUploads:
    """The uploads of an installation.

    Args:
        installation: Where they are kept.
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._settings = installation.settings
        self._parts = PartStore(installation.blobs)

    def create(self, session: Session, dossier: str, new: NewResumable) -> Standing:
        """Opens an upload, in the transaction of `session`.

        Raises:
            DossierUnknown: There is no such dossier.
            DossierConflict: No file can be added to it now.
            UploadTooLarge: The file is, or there are too many.
        """
        service = DossierService(session, self._installation)
        row = service.changeable(dossier)
        repository = ResumableRepository(session)
        sizes = [upload.size for upload in service.repository.uploads(dossier)]
        sizes += [other.length for other in repository.under_way(dossier, _now())]
        self._refuse_too_large(row.purpose, sizes, new.length)
        now = _now()
        upload = ResumableUploadRow(
            id=secrets.token_hex(16),
            dossier_id=dossier,
            name=free_name(new.name, set()),  # which databases keep, too
            length=new.length,
            made_by=new.by,
            made_at=now,
            expires_at=self._expiry(now),
        )
        repository.add(upload)
        return _standing(upload, 0)

    def standing(self, dossier: str, identifier: str) -> Standing:
        """How far an upload is.

        Raises:
            ResumableUnknown: There is none.
            ResumableGone: Its time is over.
        """
        with reading(self._installation.sessions) as session:
            return _alive(ResumableRepository(session), dossier, identifier)

    def append(
        self, dossier: str, identifier: str, offset: int, source: Readable, checksum: Checksum | None = None
    ) -> Standing:
        """Adds the bytes of one request.

        Args:
            dossier: That the file is for.
            identifier: Of the upload.
            offset: Where the first of these bytes belongs.
            source: The bytes; where reading them fails, what came before is kept, unless a checksum was given.
            checksum: Of all these bytes; None trusts the connection.

        Raises:
            ResumableUnknown, ResumableGone: As `standing`.
            OffsetWrong: The bytes belong elsewhere, or somebody else just sent some.
            ChecksumWrong: They were altered; none of them is kept.
            UploadTooLarge: There are more than the upload has room for; none of them is kept.
        """
        standing = self.standing(dossier, identifier)
        if offset != standing.offset:
            raise OffsetWrong(standing.offset)
        if checksum is not None:
            return self._append_proven(standing, source, checksum)
        parts: list[UploadPartRow] = []
        try:
            for piece in pieces(source):
                part = self._parts.write(standing, standing.offset, piece)
                standing = self._keep(standing, [part])
                parts.append(part)
        except UploadTooLarge:
            self._take_back(standing, parts)
            raise
        return standing

    def finish(self, dossier: str, identifier: str, by: str | None, added: Added) -> Standing:
        """Puts a whole upload together and adds it to its dossier; doing it twice adds it once.

        Args:
            dossier: That the file is for.
            identifier: Of the upload, all of whose bytes are there.
            by: Who is noted to have added it.
            added: Told of the file, or of the files of an archive.

        Raises:
            ResumableUnknown, ResumableGone: As `standing`.
            DossierConflict: No file can be added to the dossier now; the upload stays until it expires.
            ArchiveRefused, UploadTooLarge: It is an archive that is not unpacked; the upload is gone.
        """
        standing = self.standing(dossier, identifier)
        if standing.upload is not None or not standing.is_whole:
            return standing
        try:
            arrivals = self._put_together(standing)
        except ResumableGone:  # another request has just finished it and deleted the parts
            return self.standing(dossier, identifier)
        except (ArchiveRefused, UploadTooLarge):
            with writing(self._installation.sessions) as session:
                self.terminate(session, dossier, identifier)
            raise
        try:
            return self._add(standing, arrivals, by, added)
        except BaseException:
            discard(self._installation, [new.sha256 for new in arrivals.taken])
            raise

    def _add(self, standing: Standing, arrivals: Arrivals, by: str | None, added: Added) -> Standing:
        dossier, identifier = standing.dossier, standing.id
        with writing(self._installation.sessions) as session:
            repository = ResumableRepository(session)
            service = DossierService(session, self._installation)
            service.repository.find_locked(dossier)  # before the upload, as all do who want both
            row = repository.locked(dossier, identifier)
            if row.upload_id is None:
                hold(session, self._installation, {new.sha256 for new in arrivals.taken})
                uploads = [service.add_upload(dossier, new, by) for new in arrivals.taken]
                row.upload_id = uploads[0].id
                repository.forget_parts(identifier)
                added(session, uploads)
                after_commit(session, partial(self._parts.delete_all, dossier, identifier))
            return _standing(row, row.length)

    def terminate(self, session: Session, dossier: str, identifier: str) -> None:
        """Gives an upload up, in the transaction of `session`; a file that is in its dossier already stays there.

        Raises:
            ResumableUnknown: There is none.
        """
        repository = ResumableRepository(session)
        repository.forget(repository.locked(dossier, identifier))
        after_commit(session, partial(self._parts.delete_all, dossier, identifier))

    def purge(self, now: datetime) -> int:
        """Deletes uploads whose time is over; returns how many."""
        with writing(self._installation.sessions) as session:
            repository = ResumableRepository(session)
            rows = repository.expired(now, _MOST_PURGED)
            for row in rows:
                repository.forget(row)
                after_commit(session, partial(self._parts.delete_all, row.dossier_id, row.id))
            return len(rows)

    def _append_proven(self, standing: Standing, source: Readable, checksum: Checksum) -> Standing:
        digest = hashlib.new(checksum.algorithm, usedforsecurity=False)
        parts: list[UploadPartRow] = []
        start = standing.offset
        try:
            for piece in pieces(source):
                digest.update(piece)
                parts.append(self._parts.write(standing, start, piece))
                start += len(piece)
            checksum.refuse_altered(digest.digest())
            return self._keep(standing, parts)
        except BaseException:
            self._forget(standing, parts)
            raise

    def _keep(self, standing: Standing, parts: Sequence[UploadPartRow]) -> Standing:
        """Counts parts that follow each other, if they still begin where the upload ends."""
        with writing(self._installation.sessions) as session:
            repository = ResumableRepository(session)
            row = repository.locked(standing.dossier, standing.id)
            offset = row.length if row.upload_id is not None else repository.received(row.id)
            if offset != standing.offset:
                raise OffsetWrong(offset)
            for part in parts:
                repository.add(part)
            row.expires_at = self._expiry(_now())
            return _standing(row, offset + sum(part.size for part in parts))

    def _take_back(self, standing: Standing, parts: Sequence[UploadPartRow]) -> None:
        """Lets parts that were counted already count no more, unless they became a file meanwhile."""
        with writing(self._installation.sessions) as session:
            repository = ResumableRepository(session)
            if repository.locked(standing.dossier, standing.id).upload_id is not None:
                return
            for part in parts:
                repository.forget_part(part.upload_id, part.start)
        self._forget(standing, parts)

    def _forget(self, standing: Standing, parts: Sequence[UploadPartRow]) -> None:
        """Deletes what was kept of a request that did not count, unless the same bytes counted from another one."""
        with reading(self._installation.sessions) as session:
            counted = {(part.start, part.sha256) for part in ResumableRepository(session).parts(standing.id)}
        self._parts.delete(standing, [part for part in parts if (part.start, part.sha256) not in counted])

    def _put_together(self, standing: Standing) -> Arrivals:
        with reading(self._installation.sessions) as session:
            parts = ResumableRepository(session).parts(standing.id)
            service = DossierService(session, self._installation)
            purpose = service.get(standing.dossier).purpose
            sizes = [upload.size for upload in service.repository.uploads(standing.dossier)]
        arrivals = Arrivals(self._installation.blobs, self._settings, allowance(self._settings, purpose, sizes))
        try:
            arrivals.take(standing.name, self._parts.joined(standing, parts))
        except BaseException:
            discard(self._installation, [new.sha256 for new in arrivals.taken])
            raise
        return arrivals

    def _refuse_too_large(self, purpose: str, sizes: list[int], length: int) -> None:
        allowed = allowance(self._settings, purpose, sizes)
        if length > allowed.file_bytes:
            raise UploadTooLarge("upload-file-too-large", limit=allowed.file_bytes >> 20)
        if length > allowed.bytes:
            raise UploadTooLarge("upload-dossier-too-large", limit=allowed.bytes >> 20)
        if not allowed.files:
            raise UploadTooLarge("upload-too-many-files", limit=len(sizes))

    def _expiry(self, now: datetime) -> datetime:
        return now + timedelta(hours=self._settings.resumable_hours)


def _alive(repository: ResumableRepository, dossier: str, identifier: str) -> Standing:
    row = repository.get(dossier, identifier)
    if in_utc(row.expires_at) <= _now():
        raise ResumableGone
    return _standing(row, row.length if row.upload_id is not None else repository.received(identifier))


def _standing(row: ResumableUploadRow, offset: int) -> Standing:
    expires_at = in_utc(row.expires_at)
    return Standing(row.id, row.dossier_id, row.name, row.length, offset, expires_at, row.upload_id)


def _now() -> datetime:
    return datetime.now(UTC)
