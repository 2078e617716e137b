"""Checks for citizens: begun without an account, deleted after minutes or at once, handed over at the counter.

Files, report, pages and events of a check are those of its dossier (`/dossiers/{id}/…`), opened by its secret alone.
"""

from typing import Annotated

from fastapi import Response
from starlette.requests import Request

from api.checks.schemas import CheckBegun, CheckCreate, CodeShown, ConsentShown, TakeOver
from api.conditions import version_tag
from api.dossiers.access import DossierId, found, tell_log
from api.dossiers.presenting import dossier_shown
from api.dossiers.schemas import DossierShown
from api.languages import Speaks
from api.permission import Allowed, Caller, address_of
from api.routes import in_own_transactions, service_router
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.rules import Action
from intake_ai.audit.recording import Entry, record
from intake_ai.catalogue.sharing import SharedCatalogue
from intake_ai.checks.service import CONSENT, CheckService
from intake_ai.dossier.erasing import erase
from intake_ai.errors import BadRequest
from intake_ai.messages import text
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import writing

router = service_router("/checks", "checks")


@router.get("/consent", summary="What a citizen agrees to")
@in_own_transactions
def show_consent(_: Annotated[Caller, Allowed(Action.SERVICE_SEE)], work: Work, language: Speaks) -> ConsentShown:
    """To be shown before a check is begun; what was agreed to is noted with it."""
    minutes = work.installation.settings.check_minutes
    return ConsentShown(version=CONSENT, text=text("check-consent", language, minutes=f"{minutes:g}"), minutes=minutes)


@router.post("", status_code=201, summary="Begin a check")
def begin_check(
    said: CheckCreate,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.CHECK_CREATE)],
    work: Work,
    response: Response,
    language: Speaks,
) -> CheckBegun:
    """No account is needed; nothing is kept longer than the stated minutes."""
    checks = CheckService(work.session, work.installation)
    checks.admit(address_of(request))
    begun = checks.begin(said.consent, _known(work, said.procedure), said.language)
    row = begun.dossier
    tell_log(work.session, work.installation, caller, row, consent=said.consent)
    response.headers["Location"] = f"/api/v1/dossiers/{row.id}"
    response.headers["ETag"] = version_tag(row.version)
    assert row.expires_at is not None  # noqa: S101  every check has an end
    return CheckBegun(dossier=dossier_shown(row, language), token=begun.secret, expires_at=in_utc(row.expires_at))


@router.delete("/{dossier_id}", status_code=204, summary="Delete a check now")
@in_own_transactions
def delete_check(dossier_id: DossierId, caller: Annotated[Caller, Allowed(Action.CHECK_DELETE)], work: Work) -> None:
    """Files, readings, pictures and report are gone when this is answered."""
    with writing(work.installation.sessions) as session:
        row = found(session, caller, dossier_id)
        record(session, work.installation.keys, Entry(caller.actor, caller.action, "dossier", row.id))
    erase(work.installation, dossier_id)


@router.post("/{dossier_id}/code", status_code=201, summary="Show a code for the counter")
def show_code(dossier_id: DossierId, caller: Annotated[Caller, Allowed(Action.CHECK_DELETE)], work: Work) -> CodeShown:
    """Good for some minutes and one officer; a code shown before is good no longer."""
    found(work.session, caller, dossier_id)
    shown = CheckService(work.session, work.installation).code(dossier_id)
    return CodeShown(code=shown.code, expires_at=shown.expires_at)


@router.post("/take-over", summary="Take a check over at the counter")
def take_over_check(
    said: TakeOver,
    caller: Annotated[Caller, Allowed(Action.CHECK_TAKE_OVER)],
    work: Work,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """What the citizen has checked becomes a dossier of the centre: it stays, and the citizen's secret opens it no
    longer. Nothing has to be sent or read again.
    """
    row = CheckService(work.session, work.installation).take_over(said.code, caller.actor.id)
    tell_log(work.session, work.installation, caller, row)
    response.headers["ETag"] = version_tag(row.version)
    return dossier_shown(row, language)


def _known(work: UnitOfWork, code: str | None) -> str | None:
    if code is None:
        return None
    procedure = work.service.part(SharedCatalogue).current().find(code)
    if procedure is None:
        raise BadRequest("procedure-not-active", procedure=code)
    return procedure.code
