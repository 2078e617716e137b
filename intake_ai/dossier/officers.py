"""What officers do with a dossier that was read: correct values, take that back, decide."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy.orm import Session

from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.errors import DossierChanged, DossierConflict, DossierUnknown
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.rechecking import check_again
from intake_ai.dossier.report import FieldReport
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import Decision
from intake_ai.dossier.tables import ConfirmationRow, CorrectionRow, DossierRow
from intake_ai.dossier.telling import tell
from intake_ai.dossier.values import Corrected
from intake_ai.storage.installation import Installation
from intake_ai.storage.keyring import OwnKey
from intake_ai.storage.times import in_utc
from intake_ai.terms import FieldKind
from intake_ai.work.announcing import Announcer, Silence

CORRECTION_PURPOSE = "correction"
NOTE_PURPOSE = "confirmation-note"


class OfficerService:
    """Corrections and confirmations in one transaction.

    Args:
        session: Of the transaction, from `writing`.
        installation: Where blobs and keys are.
        announcer: As in `DossierService`.
    """

    def __init__(self, session: Session, installation: Installation, announcer: Announcer | None = None) -> None:
        self._session = session
        self._keys = installation.keys
        self._announcer = announcer or Silence()
        self._repository = DossierRepository(session)
        self._documents = DossierDocuments(installation.blobs)

    def correct(self, identifier: str, field: str, value: str, by: str) -> Corrected:
        """Sets the value of a field; the dossier is checked anew with it, the proposal is kept.

        Args:
            identifier: Of the dossier.
            field: Id of the field in the report in force (`intake_ai.dossier.field_ids`).
            value: NFC; empty says that nothing stands there.
            by: Person.

        Raises:
            DossierUnknown: There is no such dossier, report or field.
            DossierConflict: Somebody decided on it, or it is not read yet.
        """
        dossier = self._correctable(identifier)
        seen = self._field(dossier, field)
        now = datetime.now(UTC)
        before = seen.value
        for earlier in self._repository.corrections(dossier.id):
            if earlier.field == field:
                before = self._opened(dossier, earlier).before  # of the proposal, not of what a person put over it
                earlier.undone_at = now
        own = self._own_key(dossier)
        row = CorrectionRow(
            dossier_id=dossier.id,
            run=dossier.run,
            field=field,
            kind=seen.kind,
            before=own.seal(before.encode(), CORRECTION_PURPOSE),
            after=own.seal(value.encode(), CORRECTION_PURPOSE),
            made_by=by,
            made_at=now,
        )
        self._repository.add(row)
        tell(self._session, dossier, "corrected", field=field)
        check_again(self._session, dossier, self._announcer)
        return self._opened(dossier, row)

    def undo(self, identifier: str, correction: int) -> Corrected:
        """Takes a correction back; undoing twice changes nothing.

        Raises:
            DossierUnknown: There is no such dossier or correction.
            DossierConflict: Somebody decided on it, or it is not read yet.
        """
        dossier = self._correctable(identifier)
        row = self._repository.correction(dossier.id, correction)
        if row.undone_at is None:
            row.undone_at = datetime.now(UTC)
            tell(self._session, dossier, "correction-undone", field=row.field)
            check_again(self._session, dossier, self._announcer)
        return self._opened(dossier, row)

    def corrections(self, identifier: str) -> tuple[Corrected, ...]:
        """All that people corrected, in the order they did, what was taken back too.

        Raises:
            DossierUnknown: There is no such dossier.
        """
        dossier = self._repository.get(identifier)
        return tuple(self._opened(dossier, row) for row in self._repository.all_corrections(dossier.id))

    def in_force(self, dossier: DossierRow) -> dict[str, str]:
        """Corrected values by the field's id."""
        rows = self._repository.corrections(dossier.id)
        return {row.field: self._opened(dossier, row).after for row in rows}

    def confirm(self, identifier: str, decision: Decision, seen: str, by: str, note: str = "") -> ConfirmationRow:
        """Notes what an officer decided; a later decision takes the place of an earlier one.

        Args:
            identifier: Of the dossier.
            decision: The officer's.
            seen: Hash of the report that the officer saw (`DossierRow.report`).
            by: Officer.
            note: Reasons in the officer's words.

        Raises:
            DossierUnknown: There is no such dossier.
            DossierConflict: It is not read, or being checked anew.
            DossierChanged: The report is not the one seen.
        """
        dossier = self._repository.locked(identifier)
        if dossier.state not in {"read", "confirmed"} or dossier.report is None:
            raise DossierConflict("dossier-not-read")
        if dossier.report != seen:
            raise DossierChanged
        row = ConfirmationRow(
            dossier_id=dossier.id,
            run=dossier.run,
            report=dossier.report,
            decision=decision,
            proposed=dossier.verdict or "",
            note=self._own_key(dossier).seal(note.encode(), NOTE_PURPOSE) if note else None,
            made_by=by,
            made_at=datetime.now(UTC),
        )
        self._repository.add(row)
        dossier.state = "confirmed"
        tell(self._session, dossier, "confirmed", decision=decision)
        return row

    def note_of(self, confirmation: ConfirmationRow) -> str:
        """The officer's reasons; empty where there are none."""
        if confirmation.note is None:
            return ""
        dossier = self._repository.get(confirmation.dossier_id)
        return self._own_key(dossier).open(confirmation.note, NOTE_PURPOSE).decode()

    def _correctable(self, identifier: str) -> DossierRow:
        dossier = self._repository.locked(identifier)
        if dossier.state == "confirmed":
            raise DossierConflict("dossier-confirmed")
        if dossier.state not in {"read", "reading"} or dossier.report is None:
            raise DossierConflict("dossier-not-read")
        return dossier

    def _field(self, dossier: DossierRow, field: str) -> FieldReport:
        report = self._documents.report(dossier.id, dossier.report)
        for identifier, candidate in zip(ids_of_report(report), report.fields, strict=True):
            if identifier == field:
                return candidate
        raise DossierUnknown("field-unknown")

    def _own_key(self, dossier: DossierRow) -> OwnKey:
        if dossier.own_key is None:
            raise DossierConflict("dossier-erased")
        return self._keys.own(dossier.own_key)

    def _opened(self, dossier: DossierRow, row: CorrectionRow) -> Corrected:
        own = self._own_key(dossier)
        before, after = (own.open(sealed, CORRECTION_PURPOSE).decode() for sealed in (row.before, row.after))
        kind = cast(FieldKind, row.kind)
        undone_at = None if row.undone_at is None else in_utc(row.undone_at)
        return Corrected(row.id, row.field, kind, before, after, row.made_by, in_utc(row.made_at), undone_at)
