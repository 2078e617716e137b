"""What officers decide: the service proposes, a named officer confirms."""

from typing import Annotated

from api.dossiers.access import DossierId, found, looked_at, officers, tell_log
from api.dossiers.presenting import confirmation_shown
from api.dossiers.schemas import ConfirmationCreate, ConfirmationShown
from api.permission import Allowed, Caller
from api.routes import service_router
from api.schemas import Listing
from api.unit_of_work import Work
from intake_ai.access.rules import Action
from intake_ai.dossier.repository import DossierRepository

router = service_router("/dossiers/{dossier_id}/confirmations", "confirmations")


@router.post("", status_code=201, summary="Decide on a dossier")
def confirm_dossier(
    dossier_id: DossierId,
    said: ConfirmationCreate,
    caller: Annotated[Caller, Allowed(Action.CONFIRMATION_MAKE)],
    work: Work,
) -> ConfirmationShown:
    """On the report that the officer saw: where another one is in force now, it is refused (412)."""
    row = found(work.session, caller, dossier_id)
    made = officers(work.session, work.service).confirm(
        dossier_id, said.decision, said.report, caller.actor.id, said.note
    )
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
) -> Listing[ConfirmationShown]:
    """In the order they were made; the last one counts."""
    looked_at(work.session, work.installation, caller, dossier_id)
    service = officers(work.session, work.service)
    rows = DossierRepository(work.session).confirmations(dossier_id)
    return Listing(items=[confirmation_shown(row, service.note_of(row)) for row in rows])
