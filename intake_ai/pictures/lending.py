"""Lends files out of the sealed store to those who draw their pages, as plain files for as long as they draw."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from intake_ai.storage.blobs import BlobStore
from ocr.sandbox import Sandbox


@dataclass
class _Loan:
    """A file that somebody draws from: how many do, and the lock of who fetches it."""

    holders: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Lending:
    """Files in a folder of their own, one for all who need it at the same time, gone with the last of them.

    Args:
        blobs: Where the files are kept.
        sandbox: That draws; what it laid out of a text document goes with the file.
    """

    def __init__(self, blobs: BlobStore, sandbox: Sandbox) -> None:
        self._blobs, self._sandbox = blobs, sandbox
        self._folder = Path(tempfile.mkdtemp(prefix="pages-"))
        self._loans: dict[str, _Loan] = {}
        self._lock = threading.Lock()

    @contextmanager
    def lend(self, sha256: str) -> Iterator[Path]:
        """The file of a hash, to read only.

        Raises:
            BlobMissing: It is kept no more.
            StorageUnusable: The store is out of reach.
        """
        path = self._folder / sha256
        with self._lock:
            loan = self._loans.setdefault(sha256, _Loan())
            loan.holders += 1
        try:
            with loan.lock:
                if not path.exists():
                    self._blobs.fetch(sha256, path)
            yield path
        finally:
            with self._lock:
                loan.holders -= 1
                if not loan.holders:
                    del self._loans[sha256]
                    path.unlink(missing_ok=True)
                    (self._sandbox.folder() / f"{sha256}.pdf").unlink(missing_ok=True)

    def close(self) -> None:
        """Removes the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
