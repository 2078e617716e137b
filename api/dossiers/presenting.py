"""Dossiers as the API tells them."""

from typing import Any, cast

from api.dossiers.schemas import (
    ConfirmationShown,
    DossierShown,
    EventShown,
    SituationShown,
)
from api.schemas import Failure
from intake_ai.completeness.situation import Situation
from intake_ai.dossier.following import Happened
from intake_ai.dossier.states import Decision, Priority, State
from intake_ai.dossier.tables import ConfirmationRow, DossierRow
from intake_ai.dossier.values import Channel, EventKind, Purpose, read_situation, sorted_or_none
from intake_ai.messages import Language, catalogue, text
from intake_ai.storage.times import in_utc
from intake_ai.terms import Verdict

_FAILED = "dossier-failed"


def dossier_shown(row: DossierRow, language: Language) -> DossierShown:
    """A dossier.

    Args:
        row: As it is kept.
        language: Of who asks.
    """
    return DossierShown(
        id=row.id,
        code=row.code,
        purpose=cast(Purpose, row.purpose),
        priority=cast(Priority, row.priority),
        state=cast(State, row.state),
        received=row.received,
        channel=cast(Channel, row.channel),
        language=cast(Language, row.language),
        procedure=row.procedure,
        found_procedure=row.found_procedure,
        verdict=cast(Verdict | None, row.verdict),
        department=row.department,
        pages=row.pages,
        pages_read=row.pages_read,
        version=row.version,
        run=row.run,
        report=row.report,
        has_first_look=row.first_look is not None,
        failure=_failure(row.failure, language) if row.state == "failed" else None,
        created_at=in_utc(row.created_at),
        changed_at=in_utc(row.changed_at),
        expires_at=None if row.expires_at is None else in_utc(row.expires_at),
    )


def situation_shown(row: DossierRow) -> SituationShown:
    """What was said of procedure and situation."""
    situation: Situation = read_situation(row.situation)
    return SituationShown(
        procedure=row.procedure,
        case=situation.case,
        answers=dict(situation.answers),
        due_rows=sorted_or_none(situation.due_rows),
        handed_over=sorted(situation.handed_over),
        not_found=sorted(situation.not_found),
    )


def event_shown(event: Happened) -> EventShown:
    """Something that happened."""
    return EventShown(id=event.id, at=event.at, kind=cast(EventKind, event.kind), data=dict(event.data))


def confirmation_shown(row: ConfirmationRow, note: str) -> ConfirmationShown:
    """What an officer decided."""
    return ConfirmationShown(
        id=row.id,
        run=row.run,
        report=row.report,
        decision=cast(Decision, row.decision),
        proposed=row.proposed,
        note=note,
        made_by=row.made_by,
        made_at=in_utc(row.made_at),
    )


def sentence(code: str, language: Language, fallback: str, values: dict[str, Any] | None = None) -> str:
    """The sentence for a code that was kept; another where it is of an earlier version of the program, or lacks values.

    Args:
        code: As it was kept.
        language: Of who asks.
        fallback: Code of a sentence without values.
        values: That were kept with it.
    """
    if code in catalogue(language):
        try:
            return text(code, language, **(values or {}))
        except KeyError:
            pass
    return text(fallback, language)


def _failure(code: str | None, language: Language) -> Failure:
    told = code or _FAILED
    return Failure(code=told, message=sentence(told, language, _FAILED))
