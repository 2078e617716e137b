"""What officers decide: the service proposes, a named officer confirms."""

from typing import Annotated

from api.dossiers.access import DossierId, announcer_of, found, looked_at, tell_log
from api.dossiers.presenting import confirmation_shown
from api.dossiers.schemas import ConfirmationMake, ConfirmationShown
from api.permission import Allowed, Caller
from api.routes import service_router
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.rules import Action
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.repository import DossierRepository

router = service_router("/dossiers/{dossier_id}/confirmations", "confirmations")


@router.post("", status_code=201, summary="Decide on a dossier")
def confirm_dossier(
    dossier_id: DossierId,
    said: ConfirmationMake,
    caller: Annotated[Caller, Allowed(Action.CONFIRMATION_MAKE)],
    work: Work,
) -> ConfirmationShown:
    """On the report that the officer saw: where another one is in force now, it is refused (412)."""
    row = found(work.session, caller, dossier_id)
    service = _officer(work)
    made = service.confirm(dossier_id, said.decision, said.report, caller.actor.id, said.note)
    differs = (made.proposed == "complete") != (made.decision == "complete")
    tell_log(
        work.session,
        work.installation,
        caller,
        row,
        proposed=made.proposed,
        decision=made.decision,
        report=made.report,
        differs=differs,
    )
    return confirmation_shown(made, said.note)


@router.get("", summary="List the decisions")
def list_confirmations(
    dossier_id: DossierId, caller: Annotated[Caller, Allowed(Action.CONFIRMATION_READ)], work: Work
) -> list[ConfirmationShown]:
    """In the order they were made; the last one counts."""
    looked_at(work.session, work.installation, caller, dossier_id)
    service = _officer(work)
    rows = DossierRepository(work.session).confirmations(dossier_id)
    return [confirmation_shown(row, service.note_of(row)) for row in rows]


def _officer(work: UnitOfWork) -> OfficerService:
    return OfficerService(work.session, work.installation, announcer_of(work.service))
