"""Whether the service lives, and whether it can work."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy import text

from api.permission import Allowed, Caller
from api.problems import MEDIA_TYPE
from api.routes import in_own_transactions, service_router
from api.unit_of_work import Work
from intake_ai.access.rules import Action
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading

router = service_router("", "service")


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """Everything that it works with is in reach."""

    status: Literal["ready"] = "ready"


@router.get("/health", summary="Whether the process lives")
@in_own_transactions
async def health(_: Annotated[Caller, Allowed(Action.SERVICE_SEE)], response: Response) -> Alive:
    """Asks nothing of database and files and needs no thread: who watches the process restarts it when this fails."""
    response.headers["Cache-Control"] = "no-store"
    return Alive()


@router.get(
    "/ready",
    summary="Whether it can work",
    responses={503: {"description": "Database or files are out of reach", "content": {MEDIA_TYPE: {}}}},
)
@in_own_transactions
def ready(_: Annotated[Caller, Allowed(Action.SERVICE_SEE)], work: Work, response: Response) -> Ready:
    """Whether database and files can be reached; a load balancer sends requests elsewhere while this fails."""
    response.headers["Cache-Control"] = "no-store"
    _reach(work.installation)
    return Ready()


def _reach(installation: Installation) -> None:
    """Look whether database and files are in reach.

    Raises:
        StorageUnusable: One is not.
    """
    with reading(installation.sessions) as session:
        session.execute(text("SELECT 1"))
    installation.blobs.exists("0" * 64)
