"""Finds the dossier that a request is about, if who asks may see it; their first look goes into the audit log."""

from typing import Annotated

from fastapi import Path
from sqlalchemy.orm import Session

from api.permission import Caller
from api.service import Service
from intake_ai.access.rules import Action
from intake_ai.audit.recording import Change, Entry, has_looked, look, record
from intake_ai.dossier.officers import OfficerService
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import DossierRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing
from intake_ai.work.announcing import Announcer

DossierId = Annotated[
    str,
    Path(
        pattern="^[0-9a-f]{32}$",
        description="Id of the dossier.",
        examples=["3f0a6c1e9b7d4852a1c0d9e8f7b6a504"],
    ),
]


def found(session: Session, caller: Caller, dossier_id: str, action: Action | None = None) -> DossierRow:
    """The dossier.

    Args:
        session: Of a transaction.
        caller: Who asks.
        dossier_id: Which.
        action: Other than the route's own.

    Raises:
        RequestRefused: There is none that they may see (404).
        AccessDenied: They see it, and may not do this.
    """
    row = DossierRepository(session).find(dossier_id)
    row = None if row is not None and row.state == "erased" else row
    caller.require(row, action)
    assert row is not None  # noqa: S101  told by `require`
    return row


def held(session: Session, caller: Caller, dossier_id: str) -> DossierRow:
    """As `found`; nobody changes it until the transaction ends, so that its version can be compared with the one seen.

    Raises:
        RequestRefused, AccessDenied: As `found`.
        DossierUnknown: It was just erased.
    """
    found(session, caller, dossier_id)
    return DossierRepository(session).locked(dossier_id)


def looked_at(session: Session, installation: Installation, caller: Caller, dossier_id: str) -> DossierRow:
    """As `found`, for what tells of the papers: that a person saw it is in the log before they do.

    A citizen's own check is no look of the centre.
    """
    row = found(session, caller, dossier_id)
    if caller.actor.kind != "citizen" and not has_looked(session, caller.actor, dossier_id):
        with writing(installation.sessions) as looking:
            look(looking, installation.keys, caller.actor, dossier_id)
    return row


def tell_log(
    session: Session,
    installation: Installation,
    caller: Caller,
    dossier: DossierRow,
    changes: Change | None = None,
    **detail: object,
) -> None:
    """Notes in the audit log that the route's action was done to a dossier.

    Args:
        session: Of the transaction that does it.
        installation: With the keys of the log.
        caller: Who does it.
        dossier: To which.
        changes: Values before and after.
        detail: Codes and counts; nothing of an applicant.
    """
    entry = Entry(caller.actor, caller.action, "dossier", dossier.id, detail=detail, change=changes)
    record(session, installation.keys, entry)


def dossiers(session: Session, service: Service) -> DossierService:
    """The service of dossiers in a transaction, which calls workers after it."""
    return DossierService(session, service.installation, _announcer(service))


def officers(session: Session, service: Service) -> OfficerService:
    """The service of what officers do, as `dossiers`."""
    return OfficerService(session, service.installation, _announcer(service))


def _announcer(service: Service) -> Announcer:
    announcer: Announcer = service.parts[Announcer]
    return announcer
