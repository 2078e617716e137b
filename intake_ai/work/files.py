"""The files that a process works on, fetched from the blob store once each into its scratch folder."""

from collections import OrderedDict
from pathlib import Path

from intake_ai.storage.blobs import BlobStore
from ocr.sandbox import Sandbox

_MOST = 6
"""Kept at once: pages come file by file, so few are in use."""


class FetchedFiles:
    """Plain files by content; those used longest ago go first.

    Args:
        blobs: Where they come from.
        folder: Where they go, of this process alone.
        sandbox: That reads them; what it laid out of a text document goes with the file.
    """

    def __init__(self, blobs: BlobStore, folder: Path, sandbox: Sandbox | None = None) -> None:
        self._blobs = blobs
        self._folder = folder
        self._sandbox = sandbox
        self._dossier = ""
        self._paths: OrderedDict[str, Path] = OrderedDict()

    def path(self, sha256: str) -> Path:
        """Where the file lies.

        Raises:
            BlobMissing: There is none.
            StorageUnusable: The store is out of reach.
            OSError: The scratch folder cannot be written.
        """
        known = self._paths.get(sha256)
        if known is None:
            known = self._folder / sha256
            self._blobs.fetch(sha256, known)
            self._paths[sha256] = known
        self._paths.move_to_end(sha256)
        while len(self._paths) > _MOST:
            self._remove(*self._paths.popitem(last=False))
        return known

    def keep_only_of(self, dossier: str) -> None:
        """Removes those of any other dossier: once one is erased, none of its files lies about for long."""
        if dossier != self._dossier:
            self.clear()
        self._dossier = dossier

    def clear(self) -> None:
        """Removes all of them: nothing is left lying about while there is nothing to do."""
        while self._paths:
            self._remove(*self._paths.popitem())

    def _remove(self, sha256: str, path: Path) -> None:
        path.unlink(missing_ok=True)
        if self._sandbox is not None:
            (self._sandbox.folder() / f"{sha256}.pdf").unlink(missing_ok=True)
