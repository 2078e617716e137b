"""Takes the files of a form into a dossier, while they arrive."""

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.dossiers.access import dossiers, found, tell_log
from api.permission import Caller
from api.service import Service
from api.uploads.body import Body
from api.uploads.multipart import Form
from intake_ai.dossier.contents import discard, hold
from intake_ai.dossier.tables import UploadRow
from intake_ai.requests.arriving import Allowance, Arrivals, allowance
from intake_ai.requests.errors import UploadMalformed, UploadTooLarge
from intake_ai.storage.transactions import reading

_FORM_BYTES = 1 << 20
"""That a form may have beside its files."""


@dataclass(frozen=True)
class Receiving:
    """Files that are sent to a dossier.

    Attributes:
        service: That takes them.
        caller: Who sends them.
        dossier_id: Where they belong.
    """

    service: Service
    caller: Caller
    dossier_id: str

    def allowed(self, declared: int | None) -> Allowance:
        """How much may come, asked before anything of the body is read.

        Args:
            declared: Content-Length, where it is told.

        Raises:
            RequestRefused, AccessDenied: They may not add files to this dossier.
            DossierConflict: No file can be added to it now.
            UploadTooLarge: It is clear already that too much comes.
        """
        with reading(self.service.installation.sessions) as session:
            found(session, self.caller, self.dossier_id)
            service = dossiers(session, self.service)
            row = service.changeable(self.dossier_id)
            sizes = [upload.size for upload in service.repository.uploads(row.id)]
            allowed = allowance(self.service.settings, row.purpose, sizes)
        if declared is not None and declared > allowed.bytes + _FORM_BYTES:
            raise UploadTooLarge("upload-dossier-too-large", limit=allowed.bytes >> 20)
        return allowed

    def receive(self, content_type: str, body: Body, allowed: Allowance) -> Arrivals:
        """Reads the form; to be called in a thread of its own.

        Raises:
            UploadMalformed: It is no form, ends too early, or has no files.
            UploadTooLarge, ArchiveRefused, StorageUnusable: As `Arrivals.take`.
        """
        installation = self.service.installation
        arrivals = Arrivals(installation.blobs, installation.settings, allowed)
        try:
            for file in Form(content_type, body).files():
                arrivals.take(file.name, file)
        except BaseException:
            self.discard(arrivals)
            raise
        if not arrivals.taken:
            raise UploadMalformed("upload-without-files")
        return arrivals

    def discard(self, arrivals: Arrivals) -> None:
        """Forgets what came, where it was not added."""
        discard(self.service.installation, [new.sha256 for new in arrivals.taken])

    def add(self, session: Session, arrivals: Arrivals) -> list[UploadRow]:
        """Adds what came to the dossier.

        Raises:
            DossierConflict: No file can be added to it any more.
            UploadTooLarge: Others came in the meantime.
        """
        row = found(session, self.caller, self.dossier_id)
        service = dossiers(session, self.service)
        service.changeable(row.id)
        sizes = [upload.size for upload in service.repository.uploads(row.id)]
        left = allowance(self.service.settings, row.purpose, sizes)
        if len(arrivals.taken) > left.files:
            raise UploadTooLarge("upload-too-many-files", limit=left.files)
        if sum(new.size for new in arrivals.taken) > left.bytes:
            raise UploadTooLarge("upload-dossier-too-large", limit=left.bytes >> 20)
        hold(session, self.service.installation, {new.sha256 for new in arrivals.taken})
        added = [service.add_upload(row.id, new, self.caller.actor.id or None) for new in arrivals.taken]
        tell_log(session, self.service.installation, self.caller, row, files=[upload.id for upload in added])
        return added


def content_of(arrivals: Arrivals) -> bytes:
    """What an Idempotency-Key stands for: names and contents of the files, in their order."""
    told = "\n".join(f"{new.sha256} {new.name}" for new in arrivals.taken)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
