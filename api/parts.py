"""What runs beside the requests of an API process, as long as it lives; a new part is named in `PARTS`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import anyio
import anyio.to_thread

from api.events.watching import Watch
from api.service import Service
from api.uploads.lanes import UploadLanes
from intake_ai.catalogue.sharing import SharedCatalogue
from intake_ai.dossier.documents import DossierDocuments
from intake_ai.pictures.gallery import Gallery
from intake_ai.pictures.known_pages import KnownPages
from intake_ai.work.announcing import Announcer
from intake_ai.work.scratch import remove_left, scratch_folder
from worker.announcing import open_announcer


@dataclass(frozen=True)
class SlowLanes:
    """Threads for what takes long, so that quick answers never wait for them.

    Attributes:
        uploads: For receiving files, as slowly as they come.
        pictures: For drawing.
    """

    uploads: UploadLanes
    pictures: anyio.CapacityLimiter


@asynccontextmanager
async def run_parts(service: Service) -> AsyncIterator[None]:
    """All parts, while the application runs."""
    async with AsyncExitStack() as stack:
        for part in PARTS:
            await stack.enter_async_context(part(service))
        yield


@asynccontextmanager
async def _slow_lanes(service: Service) -> AsyncIterator[None]:
    """Threads for uploads and pictures."""
    settings = service.settings
    service.parts[SlowLanes] = SlowLanes(
        UploadLanes(settings.uploads_at_once), anyio.CapacityLimiter(2 * settings.picture_processes)
    )
    yield


@asynccontextmanager
async def _scratch(service: Service) -> AsyncIterator[None]:
    """A folder for plain files: gone with the process, or, where that was killed, with the start of the next one."""
    folder = service.settings.scratch_dir
    await anyio.to_thread.run_sync(remove_left, folder)
    with scratch_folder(folder):
        yield


@asynccontextmanager
async def _pictures(service: Service) -> AsyncIterator[None]:
    """The gallery; its processes start with the first picture."""
    blobs = service.installation.blobs
    gallery = Gallery(blobs, service.settings)
    service.parts[Gallery] = gallery
    service.parts[KnownPages] = KnownPages(DossierDocuments(blobs))
    try:
        yield
    finally:
        await anyio.to_thread.run_sync(gallery.close)


@asynccontextmanager
async def _catalogue(service: Service) -> AsyncIterator[None]:
    """The catalogue, opened before the first request: opening may write, which a request must not wait for."""
    shared = SharedCatalogue(service.installation.engine, service.settings)
    await anyio.to_thread.run_sync(shared.current)
    service.parts[SharedCatalogue] = shared
    yield


@asynccontextmanager
async def _watch(service: Service) -> AsyncIterator[None]:
    """One look into the database for all who listen."""
    watching = Watch(service.installation, service.settings.event_poll_seconds)
    service.parts[Watch] = watching
    service.on_stop.append(watching.stop)
    async with anyio.create_task_group() as group:
        group.start_soon(watching.run)
        try:
            yield
        finally:
            group.cancel_scope.cancel()


@asynccontextmanager
async def _queue(service: Service) -> AsyncIterator[None]:
    """Calls workers."""
    service.parts[Announcer] = open_announcer(service.settings)
    yield


PARTS: tuple[Callable[[Service], AbstractAsyncContextManager[None]], ...] = (
    _scratch,
    _slow_lanes,
    _pictures,
    _catalogue,
    _queue,
    _watch,
)
"""Each is entered when the process starts and left when it ends, in the opposite order."""
