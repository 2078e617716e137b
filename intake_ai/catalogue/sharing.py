"""The catalogue in force, shared by the threads of a process that answers many questions about it."""

import threading

from sqlalchemy import Engine

from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.searching.search import ProcedureSearch
from intake_ai.catalogue.service import Catalogue
from intake_ai.settings import Settings


class SharedCatalogue:
    """Always the catalogue in force; what is costly to make is made once for each version, by one thread.

    Args:
        engine: Of the database; whoever made it closes it.
        settings: With the folder of indexes and the encoder.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._lock = threading.Lock()
        self._search_lock = threading.Lock()
        self._repository: CatalogueRepository | None = None
        self._current: Catalogue | None = None

    def current(self) -> Catalogue:
        """What is in force now; its answers stay of one version however long it is kept.

        Raises:
            SQLAlchemyError: The database cannot be used.
        """
        with self._lock:
            if self._repository is None:
                self._repository = CatalogueRepository(self._engine)
            version = self._repository.version()
            if self._current is None or self._current.version() != version:
                folder = self._settings.data_dir / "catalogue-index"
                self._current = Catalogue(self._repository, folder, self._settings.encoder)
            return self._current

    def search(self) -> ProcedureSearch:
        """Finds procedures in force; the first to ask after an import waits until it is made, and so do the others.

        Raises:
            EncoderMissing: The encoder of the settings cannot be used.
        """
        catalogue = self.current()
        with self._search_lock:
            return catalogue.search()
