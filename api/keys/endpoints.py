"""Keys: made, listed, revoked."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel, Field

from api.permission import Allowed, Caller
from api.routes import service_router
from api.schemas import Listing, StrictModel
from api.times import Moment
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.keys import KeyService, NewKey
from intake_ai.access.rules import Action, scopes
from intake_ai.access.tables import KeyRow
from intake_ai.storage.times import in_utc

router = service_router("/keys", "keys")

KeyId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="Id of a key.")]


class KeyCreate(StrictModel):
    """A key to make."""

    name: str = Field(min_length=1, max_length=128, examples=["Cổng dịch vụ công MẪU"])
    scopes: list[str] = Field(min_length=1, max_length=100, examples=[["dossier.create", "upload.add", "report.read"]])
    department: str | None = Field(default=None, max_length=64, description="Whose dossiers alone it sees.")
    expires_at: Moment | None = Field(default=None, description="When it is good no more.")


class KeyShown(BaseModel):
    """A key, without its secret."""

    id: str
    name: str
    scopes: list[str]
    department: str | None
    created_by: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class KeyCreated(KeyShown):
    """A key that was just made."""

    key: str = Field(description="The key itself, shown this once alone: send it as `Authorization: Bearer …`.")


@router.get("", summary="List keys")
def list_keys(caller: Annotated[Caller, Allowed(Action.KEY_LIST)], work: Work) -> Listing[KeyShown]:
    """The revoked ones, too."""
    return Listing(items=[KeyShown(**_shown(row)) for row in _keys(work, caller).all()])


@router.get("/scopes", summary="What a key can be let do")
def list_scopes(_: Annotated[Caller, Allowed(Action.KEY_LIST)]) -> Listing[str]:
    return Listing(items=sorted(scopes()))


@router.post("", status_code=201, summary="Make a key")
def add_key(
    asked: KeyCreate, caller: Annotated[Caller, Allowed(Action.KEY_ADD)], work: Work, response: Response
) -> KeyCreated:
    new = NewKey(asked.name, tuple(asked.scopes), asked.department, asked.expires_at)
    row, shown = _keys(work, caller).add(new)
    response.headers["Location"] = f"/api/v1/keys/{row.id}"
    return KeyCreated(**_shown(row), key=shown)


@router.delete("/{key_id}", status_code=204, summary="Revoke a key")
def revoke_key(key_id: KeyId, caller: Annotated[Caller, Allowed(Action.KEY_REVOKE)], work: Work) -> None:
    """It and its tokens are good no more at once; revoking twice changes nothing."""
    _keys(work, caller).revoke(key_id)


def _keys(work: UnitOfWork, caller: Caller) -> KeyService:
    return KeyService(work.session, work.installation.keys, caller.actor)


def _shown(row: KeyRow) -> dict[str, Any]:
    times = {
        name: in_utc(moment) if (moment := getattr(row, name)) else None
        for name in ("created_at", "expires_at", "revoked_at", "used_at")
    }
    plain = {name: getattr(row, name) for name in ("id", "name", "scopes", "department", "created_by")}
    return {**plain, **times}
