"""All queries of dossiers and what belongs to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from intake_ai.dossier.errors import DossierUnknown
from intake_ai.dossier.tables import ConfirmationRow, CorrectionRow, DossierRow, EventRow, UploadRow
from intake_ai.dossier.values import DossierFilter, Place


class DossierRepository:
    """Dossiers as one transaction sees them.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, identifier: str) -> DossierRow:
        """The dossier as it is now.

        Raises:
            DossierUnknown: There is none, or it was erased.
        """
        found = self._session.get(DossierRow, identifier)
        if found is None or found.state == "erased":
            raise DossierUnknown
        return found

    def find(self, identifier: str) -> DossierRow | None:
        """The dossier, erased or not; None where there is none."""
        return self._session.get(DossierRow, identifier)

    def locked(self, identifier: str) -> DossierRow:
        """The dossier, which nobody else changes until this transaction ends.

        Raises:
            DossierUnknown: As `get`.
        """
        found = self.find_locked(identifier)
        if found is None or found.state == "erased":
            raise DossierUnknown
        return found

    def find_locked(self, identifier: str) -> DossierRow | None:
        """As `locked`; None where there is none."""
        statement = select(DossierRow).where(DossierRow.id == identifier).with_for_update()
        return self._session.scalar(statement.execution_options(populate_existing=True))

    def with_code(self, code: str) -> DossierRow | None:
        return self._session.scalar(select(DossierRow).where(DossierRow.code == code))

    def with_token(self, token_hash: str) -> DossierRow | None:
        return self._session.scalar(select(DossierRow).where(DossierRow.token_hash == token_hash))

    def newest(self, wanted: DossierFilter, after: Place | None, most: int) -> Sequence[DossierRow]:
        """Dossiers of a list, the newest first.

        Args:
            wanted: Which.
            after: Where the page before ended.
            most: Length of a page.
        """
        statement = _filtered(select(DossierRow).where(DossierRow.state != "erased"), wanted)
        if after is not None:
            # as one comparison: with the same said by "or" the database walks from the newest on
            place = literal(after.created_at, DossierRow.created_at.type), literal(after.id)
            statement = statement.where(tuple_(DossierRow.created_at, DossierRow.id) < tuple_(*place))
        return self._session.scalars(
            statement.order_by(DossierRow.created_at.desc(), DossierRow.id.desc()).limit(most)
        ).all()

    def expired(self, now: datetime, most: int) -> Sequence[str]:
        """Ids of dossiers of which nothing may be kept any more."""
        statement = select(DossierRow.id).where(DossierRow.expires_at <= now).limit(most)
        return self._session.scalars(statement).all()

    def count_checks(self, now: datetime) -> int:
        """Citizens' checks that are not over."""
        open_checks = select(func.count()).select_from(DossierRow).where(DossierRow.expires_at > now)
        return self._session.scalar(open_checks.where(DossierRow.purpose == "citizen")) or 0

    def add(self, row: DossierRow | UploadRow | CorrectionRow | ConfirmationRow | EventRow) -> None:
        self._session.add(row)
        self._session.flush()

    def uploads(self, dossier: str) -> Sequence[UploadRow]:
        """The files that are not removed, in their order."""
        statement = select(UploadRow).where(UploadRow.dossier_id == dossier, UploadRow.removed_at.is_(None))
        return self._session.scalars(statement.order_by(UploadRow.position)).all()

    def upload(self, dossier: str, identifier: str) -> UploadRow:
        """One file of a dossier.

        Raises:
            DossierUnknown: There is none, or it was removed.
        """
        found = self._session.get(UploadRow, identifier)
        if found is None or found.dossier_id != dossier or found.removed_at is not None:
            raise DossierUnknown("upload-unknown")
        return found

    def next_position(self, dossier: str) -> int:
        statement = select(func.max(UploadRow.position)).where(UploadRow.dossier_id == dossier)
        last = self._session.scalar(statement)
        return 0 if last is None else last + 1

    def all_uploads(self, dossier: str) -> Sequence[UploadRow]:
        """All files that ever were in it, the removed ones too."""
        return self._session.scalars(select(UploadRow).where(UploadRow.dossier_id == dossier)).all()

    def is_kept(self, sha256: str, but: str) -> bool:
        """Whether a dossier that is not erased has a file with this content; `but` does not count."""
        statement = select(UploadRow.id).join(DossierRow).where(UploadRow.sha256 == sha256)
        others = statement.where(DossierRow.state != "erased", DossierRow.id != but)
        return self._session.scalar(others.limit(1)) is not None

    def known_contents(self, hashes: Sequence[str]) -> set[str]:
        """Those of `hashes` that some file has, of whatever dossier."""
        return set(self._session.scalars(select(UploadRow.sha256).where(UploadRow.sha256.in_(hashes))))

    def erased_checks(self, before: datetime, most: int) -> Sequence[str]:
        """Ids of citizens' checks that were erased some time ago; nothing refers to them."""
        statement = select(DossierRow.id).where(
            DossierRow.purpose == "citizen", DossierRow.state == "erased", DossierRow.changed_at < before
        )
        return self._session.scalars(statement.limit(most)).all()

    def corrections(self, dossier: str) -> Sequence[CorrectionRow]:
        """In force, in the order they were made."""
        statement = select(CorrectionRow).where(CorrectionRow.dossier_id == dossier, CorrectionRow.undone_at.is_(None))
        return self._session.scalars(statement.order_by(CorrectionRow.id)).all()

    def all_corrections(self, dossier: str) -> Sequence[CorrectionRow]:
        """Those taken back too, in the order they were made."""
        statement = select(CorrectionRow).where(CorrectionRow.dossier_id == dossier)
        return self._session.scalars(statement.order_by(CorrectionRow.id)).all()

    def correction(self, dossier: str, identifier: int) -> CorrectionRow:
        """One correction of a dossier.

        Raises:
            DossierUnknown: There is none.
        """
        found = self._session.get(CorrectionRow, identifier)
        if found is None or found.dossier_id != dossier:
            raise DossierUnknown("field-correction-unknown")
        return found

    def confirmations(self, dossier: str) -> Sequence[ConfirmationRow]:
        """In the order they were made; the last one counts."""
        statement = select(ConfirmationRow).where(ConfirmationRow.dossier_id == dossier)
        return self._session.scalars(statement.order_by(ConfirmationRow.id)).all()

    def events(self, dossier: str, after: int = 0, most: int = 1000) -> Sequence[EventRow]:
        """What happened to a dossier behind a number told before; of one dossier no later event has a lower number."""
        statement = select(EventRow).where(EventRow.dossier_id == dossier, EventRow.id > after)
        return self._session.scalars(statement.order_by(EventRow.id).limit(most)).all()


def _filtered(statement: Select[DossierRow], wanted: DossierFilter) -> Select[DossierRow]:
    equal = {
        DossierRow.purpose: wanted.purpose,
        DossierRow.verdict: wanted.verdict,
        DossierRow.found_procedure: wanted.procedure,
        DossierRow.code: wanted.code,
        DossierRow.created_by: wanted.created_by,
    }
    for column, value in equal.items():
        if value is not None:
            statement = statement.where(column == value)
    if wanted.states is not None:
        statement = statement.where(DossierRow.state.in_(wanted.states))
    if wanted.departments is not None:
        statement = statement.where(DossierRow.department.in_(wanted.departments))
    if wanted.received_from is not None:
        statement = statement.where(DossierRow.received >= wanted.received_from)
    if wanted.received_to is not None:
        statement = statement.where(DossierRow.received <= wanted.received_to)
    return statement
