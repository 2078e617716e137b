"""Dossiers: made, listed, shown, sent on their way, ended, begun again."""

from datetime import datetime
from typing import Annotated, cast

from fastapi import Query, Response

from api.conditions import Conditional, version_tag
from api.dossiers.access import DossierId, dossiers, found, held, looked_at, tell_log
from api.dossiers.presenting import dossier_shown, situation_shown
from api.dossiers.schemas import (
    Assignment,
    Choice,
    DossierCreate,
    DossiersAsked,
    DossierShown,
    Situation,
    SituationShown,
)
from api.languages import Speaks
from api.paging import Page, decoded, page_of
from api.permission import Allowed, Caller
from api.routes import service_router
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.errors import AccessDenied
from intake_ai.access.rules import Action
from intake_ai.catalogue.sharing import SharedCatalogue
from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.completeness import situation as situations
from intake_ai.dossier.first_look import FirstLookReport
from intake_ai.dossier.report import Report
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.values import Chosen, DossierFilter, NewDossier, Place
from intake_ai.errors import BadRequest
from intake_ai.storage.times import in_utc

router = service_router("/dossiers", "dossiers")


@router.post("", status_code=201, summary="Make a dossier")
def create_dossier(
    said: DossierCreate,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_CREATE)],
    work: Work,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """An open dossier without files; add them, then submit it."""
    actor, settings = caller.actor, work.installation.settings
    if actor.department is not None and said.department not in (None, actor.department):
        raise AccessDenied
    procedure, situation = _fitting(work, said.procedure, said.situation)
    row = dossiers(work.session, work.service).create(
        NewDossier(
            received=said.received or vietnamese_today(),
            priority=said.priority,
            channel=said.channel or settings.channel,
            language=said.language,
            code=said.code,
            procedure=procedure,
            situation=situation,
            department=said.department or actor.department,
        ),
        actor.id,
    )
    tell_log(work.session, work.installation, caller, row, priority=said.priority)
    response.headers["Location"] = f"/api/v1/dossiers/{row.id}"
    return _told(row, response, language)


@router.get("", summary="List dossiers")
def list_dossiers(
    caller: Annotated[Caller, Allowed(Action.DOSSIER_LIST)],
    work: Work,
    language: Speaks,
    asked: Annotated[DossiersAsked, Query()],
) -> Page[DossierShown]:
    """The newest first, those alone that who asks may see; nothing in the list tells who a dossier is about."""
    seen = caller.visible
    departments = {one for one in (asked.department, seen.department) if one is not None}
    if len(departments) > 1:
        return Page(items=[], next=None)
    wanted = DossierFilter(
        states=tuple(asked.state) if asked.state else None,
        departments=tuple(departments) or None,
        purpose="counter",
        verdict=asked.verdict,
        procedure=asked.procedure,
        code=asked.code,
        created_by=caller.actor.id if asked.mine else None,
        received_from=asked.received_from,
        received_to=asked.received_to,
    )
    place = decoded(asked.cursor, datetime, str)
    after = None if place is None else Place(cast(datetime, place[0]), cast(str, place[1]))
    rows = dossiers(work.session, work.service).repository.newest(wanted, after, asked.limit + 1)
    return page_of(
        rows, asked.limit, lambda row: dossier_shown(row, language), lambda row: (in_utc(row.created_at), row.id)
    )


@router.get("/{dossier_id}", summary="Show a dossier", response_model=DossierShown)
def show_dossier(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown | Response:
    """Where it stands: state, pages read, verdict."""
    row = found(work.session, caller, dossier_id)
    return conditions.unchanged(version_tag(row.version)) or _told(row, response, language)


@router.get(
    "/{dossier_id}/procedure", summary="What was said of procedure and situation", response_model=SituationShown
)
def show_choice(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> SituationShown | Response:
    """What a person chose and answered; what the pages tell stands in the report."""
    row = found(work.session, caller, dossier_id)
    if (same := conditions.told(version_tag(row.version), response)) is not None:
        return same
    return situation_shown(row)


@router.put("/{dossier_id}/procedure", summary="Choose procedure and situation")
def choose_procedure(
    dossier_id: DossierId,
    said: Choice,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_CHANGE)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """Replaces all that was said before; what was read is checked anew, no page is read again. Needs If-Match."""
    row = held(work.session, caller, dossier_id)
    conditions.require(version_tag(row.version))
    procedure, situation = _fitting(work, said.procedure, said.situation)
    row = dossiers(work.session, work.service).choose(dossier_id, Chosen(procedure, situation))
    tell_log(work.session, work.installation, caller, row, procedure=procedure, answers=len(situation.answers))
    return _told(row, response, language)


@router.put("/{dossier_id}/department", summary="Say which department it is for")
def assign_department(
    dossier_id: DossierId,
    said: Assignment,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_ASSIGN)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """A department sees its own dossiers alone. Needs If-Match."""
    row = held(work.session, caller, dossier_id)
    conditions.require(version_tag(row.version))
    before = row.department
    row = dossiers(work.session, work.service).set_department(dossier_id, said.department)
    tell_log(work.session, work.installation, caller, row, before=before, after=said.department)
    return _told(row, response, language)


@router.post("/{dossier_id}/submit", status_code=202, summary="Send it on its way")
def submit_dossier(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_SUBMIT)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """Its files are opened, read and checked; follow its events."""
    row = held(work.session, caller, dossier_id)
    conditions.check(version_tag(row.version))
    row = dossiers(work.session, work.service).submit(row.id)
    tell_log(work.session, work.installation, caller, row, run=row.run)
    return _told(row, response, language)


@router.post("/{dossier_id}/cancel", summary="End all work on it")
def cancel_dossier(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_CANCEL)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """What is being read at this moment changes nothing any more; the dossier can be begun again."""
    row = held(work.session, caller, dossier_id)
    conditions.check(version_tag(row.version))
    row = dossiers(work.session, work.service).cancel(row.id)
    tell_log(work.session, work.installation, caller, row)
    return _told(row, response, language)


@router.post("/{dossier_id}/restart", status_code=202, summary="Read and check it anew")
def restart_dossier(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.DOSSIER_RESTART)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
) -> DossierShown:
    """Pages that were read before cost nothing."""
    row = held(work.session, caller, dossier_id)
    conditions.check(version_tag(row.version))
    row = dossiers(work.session, work.service).restart(row.id)
    tell_log(work.session, work.installation, caller, row, run=row.run)
    return _told(row, response, language)


@router.get("/{dossier_id}/report", summary="The report", response_model=Report, response_model_by_alias=True)
def show_report(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.REPORT_READ)],
    work: Work,
    conditions: Conditional,
) -> Response:
    """Papers, values with their places on pages, what is missing, verdict (intake_ai/dossier/report.schema.json)."""
    row = looked_at(work.session, work.installation, caller, dossier_id)
    if row.report is not None and (same := conditions.unchanged(version_tag(row.report))) is not None:
        return same
    content, sha256 = dossiers(work.session, work.service).report_json(dossier_id)
    return Response(content, media_type="application/json", headers={"ETag": version_tag(sha256)})


@router.get(
    "/{dossier_id}/first-look",
    summary="What a glance tells",
    response_model=FirstLookReport,
    response_model_by_alias=True,
)
def show_first_look(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.REPORT_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> FirstLookReport | Response:
    """Papers and procedure as a glance shows them, long before the report; signatures and values are not yet known."""
    row = looked_at(work.session, work.installation, caller, dossier_id)
    if row.first_look is not None and (same := conditions.told(version_tag(row.first_look), response)) is not None:
        return same
    return dossiers(work.session, work.service).first_look(dossier_id)


def _told(row: DossierRow, response: Response, language: Speaks) -> DossierShown:
    response.headers["ETag"] = version_tag(row.version)
    return dossier_shown(row, language)


def _fitting(work: UnitOfWork, code: str | None, said: Situation) -> tuple[str | None, situations.Situation]:
    """Procedure and situation as the catalogue knows them.

    Raises:
        BadRequest: There is no such procedure, case, question, answer or row.
    """
    situation = situations.Situation(
        case=said.case,
        answers=said.answers,
        due_rows=None if said.due_rows is None else frozenset(said.due_rows),
        handed_over=frozenset(said.handed_over),
        not_found=frozenset(said.not_found),
    )
    if code is None:
        if situation != situations.Situation():
            raise BadRequest("situation-without-procedure")
        return None, situation
    procedure = work.service.part(SharedCatalogue).current().find(code)
    if procedure is None:
        raise BadRequest("procedure-not-active", procedure=code)
    return procedure.code, situations.fitting(procedure, situation)
