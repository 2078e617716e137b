"""Pictures of pages: drawn in the sandbox when first asked for, then kept sealed among the documents of the dossier.

They go with the dossier's folder. A picture is named by everything that it depends on, so it is never out of date.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from intake_ai.dossier.documents import pictures_of
from intake_ai.dossier.tables import UploadRow
from intake_ai.pictures.errors import PageUnknown, PictureRefused
from intake_ai.pictures.lending import Lending
from intake_ai.settings import Settings, reading_options
from intake_ai.storage.blobs import BlobStore
from ocr.formats import Kind
from ocr.opening import Upload
from ocr.page_images import save_page_image
from ocr.page_views import PageView
from ocr.sandbox import Sandbox

_DRAWN_BY = 1
"""Raised when pages are drawn otherwise, so that no earlier picture is taken for a new one."""
_MOST_CROP_DIGITS = 4


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Which picture is meant.

    Attributes:
        dossier: Id.
        upload: The file.
        page: From 1.
        view: Size, direction and part.
    """

    dossier: str
    upload: UploadRow
    page: int
    view: PageView

    @property
    def version(self) -> str:
        """Changes with everything that the picture depends on."""
        view = self.view
        crop = None if view.crop is None else [round(side, _MOST_CROP_DIGITS) for side in view.crop]
        told = (_DRAWN_BY, self.upload.sha256, self.page, view.long_side, view.rotation, crop, view.encoding)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @property
    def name(self) -> str:
        """Among the blobs."""
        return f"{pictures_of(self.dossier)}{self.version}"


class Gallery:
    """Draws and keeps pictures; for several threads of one process.

    Args:
        blobs: Where files and pictures are kept.
        settings: With limits and sizes.
    """

    def __init__(self, blobs: BlobStore, settings: Settings) -> None:
        self._blobs, self._settings = blobs, settings
        self._limits = reading_options(settings).limits
        self._sandbox = Sandbox(self._limits, settings.picture_processes)
        self._lending = Lending(blobs, self._sandbox)
        self._drawing: dict[str, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()

    def kept(self, wanted: PagePicture) -> bytes | None:
        """A picture that was drawn before; None where it was not.

        Raises:
            PictureRefused, PageUnknown, StorageUnusable: As `picture`.
        """
        self._refuse_impossible(wanted)
        return self._blobs.get_named(wanted.name)

    def picture(self, wanted: PagePicture) -> bytes:
        """A picture of a page, JPEG or PNG.

        Raises:
            PictureRefused: The settings do not allow this size.
            PageUnknown: There is no such page, or its file is not opened yet.
            UnreadableFile: The page cannot be drawn.
            StorageUnusable: The store is out of reach.
        """
        self._refuse_impossible(wanted)
        with self._once(wanted.name):
            return self._blobs.get_named(wanted.name) or self._drawn(wanted)

    def forget(self, dossier: str) -> int:
        """Deletes all pictures of a dossier; returns how many there were."""
        return self._blobs.delete_named(pictures_of(dossier))

    def close(self) -> None:
        """Ends the processes that draw and removes what was lent to them."""
        self._sandbox.close()
        self._lending.close()

    def _refuse_impossible(self, wanted: PagePicture) -> None:
        if wanted.view.long_side not in self._settings.picture_sides:
            sides = ", ".join(map(str, sorted(self._settings.picture_sides)))
            raise PictureRefused("picture-side", side=wanted.view.long_side, sides=sides)
        if wanted.upload.kind is None or not 1 <= wanted.page <= (wanted.upload.pages or 0):
            raise PageUnknown

    def _drawn(self, wanted: PagePicture) -> bytes:
        row = wanted.upload
        with self._lending.lend(row.sha256) as path, TemporaryDirectory(prefix="picture-") as folder:
            target = Path(folder) / "picture"
            upload = Upload(row.name, path, row.sha256, cast(Kind, row.kind), row.pages or 1)
            save_page_image(upload, wanted.page, target, wanted.view, self._limits, self._sandbox)
            picture = target.read_bytes()
        self._blobs.put_named(wanted.name, picture)
        return picture

    @contextmanager
    def _once(self, name: str) -> Iterator[None]:
        """One thread at a time for each picture: who comes second finds it drawn."""
        with self._lock:
            lock, holders = self._drawing.get(name, (threading.Lock(), 0))
            self._drawing[name] = (lock, holders + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, holders = self._drawing[name]
                if holders == 1:
                    del self._drawing[name]
                else:
                    self._drawing[name] = (lock, holders - 1)
