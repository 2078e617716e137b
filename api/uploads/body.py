"""The body of a request as a source that a thread reads from while it still arrives."""

from collections.abc import AsyncIterator

import anyio
import anyio.from_thread
from starlette.requests import ClientDisconnect

from intake_ai.requests.errors import UploadMalformed


class Body:
    """Reads a body piece by piece, never holding more of it than one; to be read from a worker thread of anyio.

    Args:
        stream: `Request.stream()`.
    """

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self._stream = stream
        self._piece = memoryview(b"")
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end.

        Raises:
            UploadMalformed: The connection broke before the end.
        """
        while not self._piece and not self._is_over:
            self._piece = memoryview(anyio.from_thread.run(self._next))
        given, self._piece = self._piece[:size], self._piece[size:]
        return bytes(given)

    async def _next(self) -> bytes:
        try:
            return await anext(self._stream)
        except StopAsyncIteration:
            self._is_over = True
            return b""
        except ClientDisconnect as error:
            self._is_over = True
            raise UploadMalformed("upload-broken-off") from error
