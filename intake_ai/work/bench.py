"""What a process needs to do work of any kind, made once and used for many pieces."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageDraw

from intake_ai.catalogue.keeping import CatalogueKeeper
from intake_ai.pipeline import Services
from intake_ai.settings import reading_options
from intake_ai.storage.installation import Installation
from intake_ai.storage.readings import KeptReadings
from intake_ai.work.files import FetchedFiles
from intake_ai.work.scratch import scratch_folder
from ocr.errors import IntakeError
from ocr.opening import open_upload
from ocr.reader import ReadingOptions, read_page
from ocr.sandbox import Sandbox


@dataclass
class Bench:
    """Of one process and one thread.

    Attributes:
        files: Of dossiers, fetched.
        sandbox: Where files are opened and pages read.
    """

    installation: Installation
    files: FetchedFiles
    sandbox: Sandbox

    @cached_property
    def options(self) -> ReadingOptions:
        """How to read; a reading that cannot be kept is an error here, for others wait for it."""
        return replace(reading_options(self.installation.settings), cache=KeptReadings(self.installation.blobs))

    @cached_property
    def _keeper(self) -> CatalogueKeeper:
        return CatalogueKeeper()

    @contextmanager
    def services(self) -> Iterator[Services]:
        """What the stages need, with the catalogue that is in force now.

        Raises:
            StorageUnusable: The database is out of reach.
        """
        settings = self.installation.settings
        with self._keeper.open(settings) as catalogue:
            yield Services(settings, catalogue, sandbox=self.sandbox, reading_as=self.options)

    def warm_up(self) -> None:
        """Makes what the first dossier would have to wait for."""
        with self.services() as services:
            services.catalogue.prepare()
            services.knowing  # noqa: B018  made at first use
        with suppress(IntakeError), NamedTemporaryFile(suffix=".png") as file:  # whoever reads is told what is missing
            picture = Image.new("L", (620, 877), 255)
            ImageDraw.Draw(picture).text((60, 80), "Giay to MAU", 0)
            picture.save(file.name)
            upload = open_upload(Path(file.name), "mau.png", self.options.limits, self.sandbox)
            read_page(upload, 1, replace(self.options, cache=None), self.sandbox)


@contextmanager
def open_bench(installation: Installation) -> Iterator[Bench]:
    """A bench of this process; at the end its children are ended and its files removed."""
    settings = installation.settings
    with scratch_folder(settings.scratch_dir) as folder, Sandbox(reading_options(settings).limits) as sandbox:
        yield Bench(installation, FetchedFiles(installation.blobs, folder, sandbox), sandbox)
