"""The catalogue opened for use: procedures by code, the ranker, the search, with an index kept on disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from classifiers.lexical import LexicalIndex, LexicalSettings
from classifiers.profiles import ProcedureProfile
from classifiers.ranking import ProcedureRanker
from intake_ai.catalogue.errors import ProcedureUnknown
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents, profile
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.search import ProcedureSearch
from intake_ai.settings import Settings
from intake_ai.storage.engine import open_engine
from intake_ai.storage.errors import StorageUnusable


class Catalogue:
    """The catalogue in force when it was opened.

    Args:
        repository: Where the procedures are.
        index_folder: Where indexes are kept, a folder for each version of the catalogue.
    """

    def __init__(self, repository: CatalogueRepository, index_folder: Path) -> None:
        self.repository = repository
        self._index_folder = index_folder

    def version(self) -> str:
        return self.repository.version()

    def get(self, code: str) -> Procedure:
        """The procedure of `code`.

        Raises:
            ProcedureUnknown: There is none.
        """
        return self.repository.get(code)

    def find(self, code: str) -> Procedure | None:
        """The procedure of `code`, None where there is none."""
        try:
            return self.repository.get(code)
        except ProcedureUnknown:
            return None

    @cached_property
    def active(self) -> tuple[Procedure, ...]:
        """The procedures in force, in the order of `index`."""
        return self.repository.active()

    @cached_property
    def profiles(self) -> tuple[ProcedureProfile, ...]:
        return tuple(profile(procedure) for procedure in self.active)

    @cached_property
    def index(self) -> LexicalIndex:
        """The texts of the active procedures, indexed; made at the first use of a catalogue version."""
        folder = self._index_folder / self.repository.content_version().replace("+", "_")
        try:
            index = LexicalIndex.load(folder)
        except (OSError, ValueError):
            return self._indexed(folder)
        fits = len(index) == len(self.active) and index.settings == LexicalSettings()
        return index if fits else self._indexed(folder)

    def prepare(self) -> None:
        """Make the index now, so that the first dossier after an import need not wait for it."""
        self.index  # noqa: B018  made and kept at first use

    def ranker(self) -> ProcedureRanker:
        """Ranks the active procedures for the papers of a dossier."""
        return self._ranker

    def search(self) -> ProcedureSearch:
        """Finds active procedures by words."""
        return ProcedureSearch(self.active, self.index)

    @cached_property
    def _ranker(self) -> ProcedureRanker:
        return ProcedureRanker(self.profiles, self.index)

    def _indexed(self, folder: Path) -> LexicalIndex:
        """Written beside its place and then put there whole: another process may be doing the same."""
        index = LexicalIndex().fit(documents(self.active, self.repository.contexts()))
        self._index_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for earlier in self._index_folder.glob("[!_]*"):
            shutil.rmtree(earlier, ignore_errors=True)
        written = Path(mkdtemp(dir=self._index_folder, prefix="_"))
        index.save(written)
        try:
            written.replace(folder)
        except OSError:
            shutil.rmtree(written, ignore_errors=True)
        return index


@contextmanager
def open_catalogue(settings: Settings) -> Iterator[Catalogue]:
    """The catalogue in the database of `settings`; the built-in one alone where nothing was imported.

    Raises:
        StorageUnusable: The data folder cannot be written, or the database cannot be used.
    """
    _make_private(settings)
    engine = open_engine(settings.database)
    try:
        yield Catalogue(CatalogueRepository(engine), settings.data_dir / "catalogue-index")
    except DBAPIError as error:
        raise StorageUnusable("storage-database", engine.url.render_as_string(), str(error.orig)) from error
    finally:
        engine.dispose()


def _make_private(settings: Settings) -> None:
    """Make the data folder and the database in it for their owner alone: they hold what the papers say.

    Those that are there already keep their mode: whoever made them may share them on purpose.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder):
            pass
        database = _database_file(settings)
        if database and not database.exists():
            # SQLite takes an empty file for a new database, and gives its -wal and -shm files the same mode
            database.touch(mode=0o600)
    except OSError as error:
        raise StorageUnusable("storage-folder", folder, str(error)) from error


def _database_file(settings: Settings) -> Path | None:
    """The database where it is a file right in the data folder."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    file = Path(url.database)
    return file if file.parent == settings.data_dir else None
