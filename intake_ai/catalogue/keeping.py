"""What is made of a catalogue, kept from one dossier to the next by a process that checks many."""

from collections.abc import Iterator
from contextlib import contextmanager

from intake_ai.catalogue.service import Catalogue, Prepared, open_catalogue
from intake_ai.settings import Settings

_MOST = 2
"""Versions kept: that in force, and the one before for those who are not yet done with it."""


class CatalogueKeeper:
    """Opens the catalogue for each dossier anew, so that every one sees what is in force, and makes nothing twice.

    For one thread: a worker's processes have one each.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], Prepared] = {}

    @contextmanager
    def open(self, settings: Settings) -> Iterator[Catalogue]:
        """As `open_catalogue`, with what was made before of the same version with the same encoder.

        Raises:
            StorageUnusable: As there.
        """
        with open_catalogue(settings) as catalogue:
            key = (settings.database, str(settings.data_dir), settings.encoder, catalogue.version())
            if key in self._kept:
                catalogue.take_over(self._kept[key])
            yield catalogue
            self._kept.pop(key, None)  # the one used last stands last
            self._kept[key] = catalogue.prepared()
            for outdated in list(self._kept)[:-_MOST]:
                del self._kept[outdated]
