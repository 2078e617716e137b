"""The audit log: entries in a list, and whether anybody tampered with it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api.dossiers.access import looked_at
from api.paging import Cursor, Limit, Page, decoded, page_of
from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from api.schemas import StrictModel
from api.times import Moment
from api.unit_of_work import Work
from intake_ai.access.rules import Action
from intake_ai.audit.anchoring import known_anchors
from intake_ai.audit.errors import EntryUnknown
from intake_ai.audit.exporting import export_in_parts, values_of
from intake_ai.audit.recording import Entry, record
from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.audit.tables import AuditRow
from intake_ai.audit.verifying import FindingKind, verify
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import writing

router = service_router("/audit", "audit")

_Named = Annotated[str | None, Query(max_length=64)]


class EntriesAsked(StrictModel):
    """Which entries a list is to show."""

    actor: _Named = None
    action: _Named = None
    subject_kind: _Named = None
    subject: _Named = None
    since: Moment | None = None
    until: Moment | None = None
    limit: Limit = 50
    cursor: Cursor = None


class EntryShown(BaseModel):
    """Something that somebody did; values before and after are not told here."""

    number: int
    at: datetime
    actor_kind: str
    actor: str
    session: str
    action: str
    subject_kind: str
    subject: str
    why: str
    detail: dict[str, Any]
    has_values: bool = Field(description="Whether values before and after are kept.")


class ValuesShown(BaseModel):
    """Values by name."""

    before: dict[str, Any]
    after: dict[str, Any]


class FindingShown(BaseModel):
    """Something wrong with the log."""

    kind: FindingKind
    first: int
    last: int


class Verification(BaseModel):
    """What the proof of the whole log found."""

    entries: int
    whole: bool
    findings: list[FindingShown]


@router.get("/entries", summary="Read the log, the newest first")
def list_entries(
    _: Annotated[Caller, Allowed(Action.AUDIT_READ)], work: Work, asked: Annotated[EntriesAsked, Query()]
) -> Page[EntryShown]:
    place = decoded(asked.cursor, int)
    wanted = EntryFilter(asked.actor, asked.action, asked.subject_kind, asked.subject, asked.since, asked.until)
    below = place[0] if place and isinstance(place[0], int) else None
    rows = AuditRepository(work.session).newest(wanted, below, asked.limit + 1)
    return page_of(rows, asked.limit, _shown, lambda row: (row.number,))


@router.get("/entries/{number}/values", summary="What a value was before and is now")
def show_values(
    number: Annotated[int, Path(ge=1, le=2**53)], caller: Annotated[Caller, Allowed(Action.AUDIT_VALUES)], work: Work
) -> ValuesShown:
    """Values that people changed in a dossier; that somebody looked at them is in the log, too."""
    row = AuditRepository(work.session).entry(number)
    if row is None or row.subject_kind != "dossier":
        raise EntryUnknown
    dossier = looked_at(work.session, work.installation, caller, row.subject)
    own = work.installation.keys.own(dossier.own_key) if dossier.own_key is not None else None
    values = values_of(row, own)
    if values is None:
        raise EntryUnknown
    return ValuesShown(before=values["before"], after=values["after"])


@router.get(
    "/export",
    summary="The whole log as lines of JSON",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "An entry a line, the first one first."}},
)
@in_own_transactions
def export_log(
    caller: Annotated[Caller, Allowed(Action.AUDIT_EXPORT)],
    work: Work,
    subject: _Named = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> StreamingResponse:
    """To be kept elsewhere; without values before and after. That it was exported is in the log, too."""
    installation = work.installation
    with writing(installation.sessions) as session:
        detail = {"subject": subject, "since": since and since.isoformat(), "until": until and until.isoformat()}
        record(session, installation.keys, Entry(caller.actor, caller.action, "audit", "", detail=detail))
    lines = export_in_parts(installation.sessions, EntryFilter(subject=subject, since=since, until=until))
    headers = {"Content-Disposition": 'attachment; filename="audit.ndjson"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/verification", summary="Prove the log")
def verify_log(_: Annotated[Caller, Allowed(Action.AUDIT_VERIFY)], work: Work) -> Verification:
    """Reads the whole log: finds entries that were altered, removed, added or moved."""
    verified = verify(work.session, work.installation.keys, known_anchors(work.installation))
    findings = [FindingShown(kind=one.kind, first=one.first, last=one.last) for one in verified.findings]
    return Verification(entries=verified.entries, whole=not findings, findings=findings)


def _shown(row: AuditRow) -> EntryShown:
    names = ("number", "actor_kind", "actor", "session", "action", "subject_kind", "subject", "why", "detail")
    return EntryShown(
        **{name: getattr(row, name) for name in names},
        at=in_utc(row.at),
        has_values=row.before_after is not None,
    )
