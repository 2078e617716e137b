"""The parts of the API: each a router made by `api.routes.service_router`; a new part is named here."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.routing import BaseRoute

from api import documents, health
from api.audit import endpoints as audit
from api.checks import endpoints as checks
from api.dossiers import confirmations
from api.dossiers import endpoints as dossiers
from api.events import endpoints as events
from api.fields import endpoints as fields
from api.keys import endpoints as keys
from api.keys import token
from api.metrics import endpoints as metrics
from api.pages import endpoints as pages
from api.people import endpoints as people
from api.privacy import endpoints as privacy
from api.procedures import endpoints as procedures
from api.sessions import endpoints as sessions
from api.sessions import profile
from api.uploads import endpoints as uploads
from api.uploads import resumable_endpoints as resumable

ROUTERS: tuple[APIRouter, ...] = (
    documents.router,
    sessions.router,
    profile.router,
    people.router,
    keys.router,
    token.router,
    audit.router,
    privacy.router,
    dossiers.router,
    uploads.router,
    resumable.router,
    pages.router,
    fields.router,
    confirmations.router,
    events.router,
    checks.router,
    procedures.router,
)
"""Below ``/api/v1``."""

ROOT_ROUTERS: tuple[APIRouter, ...] = (health.router, metrics.router)
"""At addresses that programs look for without knowing the API."""
PREFIX = "/api/v1"


def all_routes() -> Iterator[tuple[str, BaseRoute]]:
    """Every route, with what stands before its path."""
    for prefix, routers in ((PREFIX, ROUTERS), ("", ROOT_ROUTERS)):
        for router in routers:
            yield from ((prefix, route) for route in router.routes)
