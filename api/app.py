"""The application: an installation behind HTTP. Its parts are named in `api/routers.py`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from api.edge import Edge
from api.methods import Methods
from api.metrics.requests import RequestMetrics
from api.openapi import complete_document, operation_id
from api.parts import run_parts
from api.problems import install_handlers
from api.routers import PREFIX, ROOT_ROUTERS, ROUTERS, all_routes
from api.service import Lanes, Service
from api.tracing import end_tracing, tracing
from intake_ai.logs import pass_on_to_logging
from intake_ai.settings import Settings, get_settings
from intake_ai.storage.installation import open_installation


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, which opens its installation when it starts.

    Args:
        settings: None reads those of the process.
    """
    given = settings or get_settings()
    pass_on_to_logging()
    traced = tracing()
    app = FastAPI(
        title="intake-ai",
        version=version("intake-ai"),
        lifespan=_lifespan(given, traced),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        telemetry=traced,
    )
    app.state.language = given.language
    app.state.metrics = RequestMetrics()
    app.state.methods = Methods(all_routes())
    app.add_middleware(Edge, settings=given, metrics=app.state.metrics)
    install_handlers(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    for router in ROOT_ROUTERS:
        app.include_router(router)
    complete_document(app)
    return app


def _lifespan(settings: Settings, traced: TelemetryConfig) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        with open_installation(settings) as installation:
            app.state.service = Service(installation, Lanes.of(installation))
            try:
                async with run_parts(app.state.service):
                    yield
            finally:
                await anyio.to_thread.run_sync(end_tracing, traced)

    return opened
