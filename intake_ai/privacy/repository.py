"""The queries of retention and erasing that are no single concept's own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from intake_ai.audit.tables import AuditRow
from intake_ai.dossier.tables import ConfirmationRow, DossierRow, UploadRow
from intake_ai.requests.tables import AnswerRow, ResumableUploadRow

_ABANDONED = ("open", "cancelled", "failed")


class PrivacyRepository:
    """What is kept of people as one transaction sees it.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def decided(self, before: datetime, after: str, most: int) -> Sequence[tuple[str, str | None, datetime]]:
        """Dossiers of the centre that were decided on and still have files or a report.

        Args:
            before: The last decision was made before.
            after: Id that the page before ended with.
            most: Length of a page.

        Returns:
            Id, code of the procedure, time of the last decision.
        """
        last = func.max(ConfirmationRow.made_at)
        has_files = select(UploadRow.id).where(UploadRow.dossier_id == DossierRow.id).exists()
        statement = (
            select(DossierRow.id, func.coalesce(DossierRow.procedure, DossierRow.found_procedure), last)
            .join(ConfirmationRow, ConfirmationRow.dossier_id == DossierRow.id)
            .where(DossierRow.state == "confirmed", DossierRow.purpose == "counter", DossierRow.id > after)
            .where(DossierRow.report.is_not(None) | has_files)
            .group_by(DossierRow.id, DossierRow.procedure, DossierRow.found_procedure)
            .having(last < before)
            .order_by(DossierRow.id)
        )
        return [(row[0], row[1], row[2]) for row in self._session.execute(statement.limit(most))]

    def abandoned(self, before: datetime, most: int) -> Sequence[str]:
        """Dossiers of the centre that nobody has touched since, and nobody decided on."""
        statement = select(DossierRow.id).where(
            DossierRow.state.in_(_ABANDONED), DossierRow.purpose == "counter", DossierRow.changed_at < before
        )
        return self._session.scalars(statement.order_by(DossierRow.changed_at).limit(most)).all()

    def erased(self, since: datetime, before: datetime) -> Sequence[str]:
        """Dossiers of the centre that were erased in a span of time."""
        statement = select(DossierRow.id).where(
            DossierRow.state == "erased", DossierRow.changed_at >= since, DossierRow.changed_at < before
        )
        return self._session.scalars(statement.where(DossierRow.purpose == "counter")).all()

    def forget_uploads(self, dossier: str) -> frozenset[str]:
        """Remove the rows of a dossier's files; the hashes of their contents."""
        hashes = frozenset(self._session.scalars(select(UploadRow.sha256).where(UploadRow.dossier_id == dossier)))
        self._session.execute(delete(UploadRow).where(UploadRow.dossier_id == dossier))
        return hashes

    def forget_resumable(self, dossier: str) -> None:
        """Remove uploads under way, whose names may name people."""
        self._session.execute(delete(ResumableUploadRow).where(ResumableUploadRow.dossier_id == dossier))

    def forget_answers(self, dossier: str) -> None:
        """Remove the answers to requests about a dossier that are kept for who repeats them."""
        self._session.execute(delete(AnswerRow).where(AnswerRow.dossier_id == dossier))

    def entries_about(self, dossier: str) -> Sequence[AuditRow]:
        """What the log says of a dossier."""
        statement = select(AuditRow).where(AuditRow.subject_kind == "dossier", AuditRow.subject == dossier)
        return self._session.scalars(statement.order_by(AuditRow.number)).all()
