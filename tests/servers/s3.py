"""An S3-compatible store: moto's server, which keeps everything in memory."""

import itertools
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from servers.processes import Server, free_port, listens


class S3:
    """The store.

    Attributes:
        server: Its process; killed, it has forgotten everything.
        endpoint: Its address.
    """

    def __init__(self) -> None:
        self._port = free_port()
        self.endpoint = f"http://127.0.0.1:{self._port}"
        self.server = Server("s3", self._command, lambda: listens(self._port))
        self._buckets = itertools.count(1)

    def start(self) -> None:
        self.server.start()

    def bucket(self) -> Mapping[str, str]:
        """Settings of a bucket of its own, empty."""
        name = f"intake-{next(self._buckets)}"
        httpx.put(f"{self.endpoint}/{name}", timeout=30).raise_for_status()
        return {
            "blob_url": f"s3://{name}/ho-so",
            "blob_endpoint": self.endpoint,
            "blob_access_key": "mau",
            "blob_secret_key": "mau",
        }

    def close(self) -> None:
        self.server.close()

    def _command(self, _folder: Path) -> list[str]:
        return [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(self._port)]
