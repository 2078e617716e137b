"""The body of a request as a source that a thread reads from while it still arrives."""

from collections.abc import AsyncIterator

import anyio.from_thread
from starlette.requests import ClientDisconnect

from intake_ai.requests.arriving import Pieces
from intake_ai.requests.errors import UploadMalformed


class Body(Pieces):
    """Reads a body piece by piece, never holding more of it than one; to be read from a worker thread of anyio.

    Reading raises `UploadMalformed` where the connection broke before the end.

    Args:
        stream: `Request.stream()`.
    """

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        super().__init__(lambda: anyio.from_thread.run(self._arrived))
        self._stream = stream

    async def _arrived(self) -> bytes | None:
        try:
            return await anext(self._stream)
        except StopAsyncIteration:
            return None
        except ClientDisconnect as error:
            raise UploadMalformed("upload-broken-off") from error
