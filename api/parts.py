"""What runs beside the requests of an API process, as long as it lives; a new part is named here."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from api import beside
from api.service import Service

PARTS: tuple[Callable[[Service], AbstractAsyncContextManager[None]], ...] = (
    beside.scratch,
    beside.slow_lanes,
    beside.pictures,
    beside.catalogue,
    beside.queue,
    beside.watch,
)
"""Each is entered when the process starts and left when it ends, in the opposite order."""


@asynccontextmanager
async def run_parts(service: Service) -> AsyncIterator[None]:
    """All parts, while the application runs."""
    async with AsyncExitStack() as stack:
        for part in PARTS:
            await stack.enter_async_context(part(service))
        yield
