"""What the commands of the inbox work with: the installation, a sandbox, the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager

from intake_ai.catalogue.service import open_catalogue
from intake_ai.inbox.taking import Taker
from intake_ai.settings import Settings, reading_options
from intake_ai.storage.installation import open_installation
from intake_ai.work.announcing import Announcer
from intake_ai.work.scratch import remove_left, scratch_folder
from ocr.sandbox import Sandbox


@contextmanager
def open_taker(settings: Settings, announcer: Announcer | None, separators: bool = True) -> Iterator[Taker]:
    """Takes files into the installation that the settings name.

    Raises:
        IntakeError: It cannot be opened; as `open_installation`.
    """

    def known_procedure(code: str) -> str | None:
        with open_catalogue(settings) as catalogue:
            found = catalogue.find(code)
            return found.code if found else None

    with open_installation(settings) as installation:
        remove_left(settings.scratch_dir)
        # what is unpacked and cut lies with the data, not where memory may be the disk
        with scratch_folder(settings.scratch_dir), Sandbox(reading_options(settings).limits) as sandbox:
            yield Taker(installation, announcer, sandbox, known_procedure, separators)
