"""The parts of the API: each a router made by `api.routes.service_router`; a new part is named here."""

from fastapi import APIRouter

from api import documents, health
from api.audit import endpoints as audit
from api.keys import endpoints as keys
from api.keys import token
from api.metrics import endpoints as metrics
from api.people import endpoints as people
from api.sessions import endpoints as sessions
from api.sessions import profile

ROUTERS: tuple[APIRouter, ...] = (
    documents.router,
    sessions.router,
    profile.router,
    people.router,
    keys.router,
    token.router,
    audit.router,
)
"""Below ``/api/v1``."""

ROOT_ROUTERS: tuple[APIRouter, ...] = (health.router, metrics.router)
"""At addresses that programs look for without knowing the API."""
