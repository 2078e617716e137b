"""The figures, as Prometheus asks for them."""

import os
from typing import Annotated

from fastapi import Request, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from api.metrics.installation import InstallationMetrics
from api.metrics.requests import RequestMetrics
from api.permission import Allowed, Caller
from api.routes import service_router
from api.unit_of_work import Work
from intake_ai.access.rules import Action

router = service_router("", "service")


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Text for Prometheus"}},
    summary="Figures for Prometheus",
)
def metrics(
    _: Annotated[Caller, Allowed(Action.METRICS_READ, is_for_watchers=True)], request: Request, work: Work
) -> Response:
    """Requests by route, work that waits and its age, worker processes. Who asks from one of `metrics_addresses` needs
    no key.
    """
    of_installation = CollectorRegistry()
    of_installation.register(InstallationMetrics(work.session))
    content = generate_latest(_of_requests(request.app.state.metrics)) + generate_latest(of_installation)
    return Response(content, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _of_requests(own: RequestMetrics) -> CollectorRegistry:
    """Of all processes, where there are several: they write into files that all of them read."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return own.registry
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # as the library has it
    return registry
