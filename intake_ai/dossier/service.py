"""What can be done with dossiers: made, filled, sent on their way, cancelled, started again (officers: `officers`).

Every method works in the transaction of the session that it is given, so that a caller can join it with others (an
audit entry, the answer to a request); messages to the workers go out after the commit.
"""

import secrets
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.errors import DossierConflict
from intake_ai.dossier.first_look import FirstLookReport
from intake_ai.dossier.rechecking import check_again
from intake_ai.dossier.report import Report
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import State
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.dossier.telling import tell
from intake_ai.dossier.upload_names import free_name
from intake_ai.dossier.values import Chosen, NewDossier, NewUpload, written_situation
from intake_ai.storage.installation import Installation
from intake_ai.work.announcing import Announcer, Silence, announce_after_commit
from intake_ai.work.planning import plan_run
from intake_ai.work.repository import WorkRepository

_CHANGEABLE: frozenset[State] = frozenset({"open", "read", "failed", "cancelled"})
"""Where files may come and go: nothing works on them, and nobody has decided yet."""


class DossierService:
    """Dossiers in one transaction.

    Args:
        session: Of the transaction, from `writing`; reading methods are content with one from `reading`.
        installation: Where blobs and keys are.
        announcer: Tells workers; by default nobody is told, and the sweep finds what is to be done.
    """

    def __init__(self, session: Session, installation: Installation, announcer: Announcer | None = None) -> None:
        self._session = session
        self._installation = installation
        self._announcer = announcer or Silence()
        self.repository = DossierRepository(session)
        self._documents = DossierDocuments(installation.blobs)

    def create(self, new: NewDossier, by: str | None) -> DossierRow:
        """Makes an open dossier without files.

        Args:
            new: What is said of it.
            by: Person or key; None for a citizen.

        Raises:
            DossierConflict: Its code is taken.
        """
        if new.code is not None and self.repository.with_code(new.code) is not None:
            raise DossierConflict("dossier-code-taken", taken=new.code)
        now = datetime.now(UTC)
        dossier = DossierRow(
            id=secrets.token_hex(16),
            code=new.code,
            purpose=new.purpose,
            priority=new.priority,
            state="open",
            received=new.received,
            channel=new.channel,
            language=new.language,
            procedure=new.procedure,
            situation=written_situation(new.situation),
            department=new.department,
            created_by=by,
            created_at=now,
            changed_at=now,
            version=0,
            run=0,
            pages=0,
            pages_read=0,
            token_hash=new.token_hash,
            expires_at=new.expires_at,
            own_key=self._installation.keys.new_own_key(),
        )
        try:
            self.repository.add(dossier)
        except IntegrityError as error:  # by somebody who said the same code at this moment
            raise DossierConflict("dossier-code-taken", taken=new.code) from error
        tell(self._session, dossier, "created")
        return dossier

    def get(self, identifier: str) -> DossierRow:
        """The dossier as it is now.

        Raises:
            DossierUnknown: There is none.
        """
        return self.repository.get(identifier)

    def changeable(self, identifier: str) -> DossierRow:
        """The dossier, where files may come and go just now; nobody else changes it until this transaction ends.

        Raises:
            DossierUnknown: There is none.
            DossierConflict: It is being read, or somebody decided on it.
        """
        dossier = self.repository.locked(identifier)
        if dossier.state not in _CHANGEABLE:
            raise _conflict(dossier)
        return dossier

    def add_upload(self, identifier: str, new: NewUpload, by: str | None) -> UploadRow:
        """Adds a file whose content is in the blob store; a dossier that was read before is open again.

        Raises:
            DossierUnknown: There is no such dossier.
            DossierConflict: It is being read, or somebody decided on it.
        """
        dossier = self.changeable(identifier)
        uploads = self.repository.uploads(dossier.id)
        upload = UploadRow(
            id=secrets.token_hex(16),
            dossier_id=dossier.id,
            position=self.repository.next_position(dossier.id),
            name=free_name(new.name, {upload.name for upload in uploads}),
            sha256=new.sha256,
            size=new.size,
            added_by=by,
            added_at=datetime.now(UTC),
        )
        self.repository.add(upload)
        dossier.state = "open"
        tell(self._session, dossier, "upload-added", upload=upload.id)
        return upload

    def remove_upload(self, identifier: str, upload_id: str) -> None:
        """Takes a file out again; its content stays until the dossier goes.

        Raises:
            DossierUnknown: There is no such dossier or file.
            DossierConflict: It is being read, or somebody decided on it.
        """
        dossier = self.changeable(identifier)
        self.repository.upload(dossier.id, upload_id).removed_at = datetime.now(UTC)
        dossier.state = "open"
        tell(self._session, dossier, "upload-removed", upload=upload_id)

    def submit(self, identifier: str) -> DossierRow:
        """Sends an open dossier on its way.

        Raises:
            DossierUnknown: There is none.
            DossierConflict: It is not open, or has no files.
        """
        dossier = self.repository.locked(identifier)
        if dossier.state != "open":
            raise DossierConflict("dossier-not-open")
        self._run(dossier)
        tell(self._session, dossier, "submitted", run=dossier.run)
        return dossier

    def restart(self, identifier: str) -> DossierRow:
        """Reads and checks anew what failed, was cancelled or is read; pages whose readings are kept cost nothing.

        Raises:
            DossierUnknown: There is none.
            DossierConflict: It was not submitted yet, is being read, was decided on, or has no files.
        """
        dossier = self.repository.locked(identifier)
        if dossier.state not in {"read", "failed", "cancelled"}:
            raise _conflict(dossier)
        self._run(dossier)
        tell(self._session, dossier, "restarted", run=dossier.run)
        return dossier

    def cancel(self, identifier: str) -> DossierRow:
        """Ends all work on a dossier; what is in hand at this moment changes nothing any more.

        Raises:
            DossierUnknown: There is none.
            DossierConflict: It is not open or being read.
        """
        dossier = self.repository.locked(identifier)
        if dossier.state not in {"open", "reading"}:
            raise DossierConflict("dossier-idle")
        WorkRepository(self._session).cancel(dossier.id)
        dossier.state = "cancelled"
        tell(self._session, dossier, "cancelled")
        return dossier

    def choose(self, identifier: str, chosen: Chosen) -> DossierRow:
        """Sets procedure and situation; what was read is checked anew, nothing is read again.

        Whether the procedure exists and has such questions, the caller asks the catalogue first (`pipeline.known`).

        Raises:
            DossierUnknown: There is none.
            DossierConflict: Somebody decided on it.
        """
        dossier = self.repository.locked(identifier)
        if dossier.state == "confirmed":
            raise DossierConflict("dossier-confirmed")
        dossier.procedure = chosen.procedure
        dossier.situation = written_situation(chosen.situation)
        tell(self._session, dossier, "chosen")
        if dossier.state == "failed" and dossier.report is None:
            self._run(dossier)
        else:
            check_again(self._session, dossier, self._announcer)
        return dossier

    def set_department(self, identifier: str, department: str | None) -> DossierRow:
        """Says for which department a dossier is.

        Raises:
            DossierUnknown: There is none.
        """
        dossier = self.repository.locked(identifier)
        dossier.department = department
        tell(self._session, dossier, "department-set")
        return dossier

    def report(self, identifier: str) -> Report:
        """The report in force: of the last run, or of the one before while that goes on.

        Raises:
            DossierUnknown: There is no such dossier, or no report of it yet.
        """
        dossier = self.get(identifier)
        return self._documents.report(dossier.id, dossier.report)

    def report_json(self, identifier: str) -> tuple[bytes, str]:
        """The report as it is kept, and its hash.

        Raises:
            DossierUnknown: As `report`.
        """
        dossier = self.get(identifier)
        return self._documents.report_json(dossier.id, dossier.report), str(dossier.report)

    def first_look(self, identifier: str) -> FirstLookReport:
        """What a glance at the pages told.

        Raises:
            DossierUnknown: There is no such dossier, or no first look at it.
        """
        dossier = self.get(identifier)
        return self._documents.first_look(dossier.id, dossier.first_look)

    def _run(self, dossier: DossierRow) -> None:
        if not self.repository.uploads(dossier.id):
            raise DossierConflict("dossier-without-files")
        announce_after_commit(self._session, self._announcer, dossier.priority, plan_run(self._session, dossier))


def _conflict(dossier: DossierRow) -> DossierConflict:
    codes = {"reading": "dossier-being-read", "confirmed": "dossier-confirmed"}
    return DossierConflict(codes.get(dossier.state, "dossier-idle"))
