"""The files that a process works on, fetched from the blob store once each into its scratch folder."""

from collections import OrderedDict
from pathlib import Path

from intake_ai.storage.blobs import BlobStore

_MOST = 6
"""Kept at once: pages come file by file, so few are in use."""


class FetchedFiles:
    """Plain files by content; those used longest ago go first.

    Args:
        blobs: Where they come from.
        folder: Where they go, of this process alone.
    """

    def __init__(self, blobs: BlobStore, folder: Path) -> None:
        self._blobs = blobs
        self._folder = folder
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
            _, oldest = self._paths.popitem(last=False)
            oldest.unlink(missing_ok=True)
        return known

    def clear(self) -> None:
        """Removes all of them: nothing is left lying about while there is nothing to do."""
        while self._paths:
            _, path = self._paths.popitem()
            path.unlink(missing_ok=True)
