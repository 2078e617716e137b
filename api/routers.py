"""The parts of the API: each a router made by `api.routes.service_router`; a new part is named here."""

from fastapi import APIRouter

from api import documents, health

ROUTERS: tuple[APIRouter, ...] = (documents.router,)
"""Below ``/api/v1``."""

ROOT_ROUTERS: tuple[APIRouter, ...] = (health.router,)
"""At addresses that programs look for without knowing the API."""
