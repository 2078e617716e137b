"""The catalogue opened for use: procedures by code, the ranker, the search, with an index kept on disk."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from classifiers.lexical import LexicalIndex, LexicalSettings
from classifiers.ranking import ProcedureRanker
from classifiers.ranking.known import KnownProcedures
from classifiers.ranking.model import RankingModel
from classifiers.ranking.profiles import ProcedureProfile
from classifiers.search_encoder import DEFAULT_ENCODER, load_encoder
from classifiers.search_encoder.interface import EncoderMissing, TextEncoder
from intake_ai.catalogue.errors import ProcedureUnknown
from intake_ai.catalogue.forms.repository import FormRepository
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents, profile
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.searching.index import SearchIndex, search_index
from intake_ai.catalogue.searching.search import ProcedureSearch
from intake_ai.catalogue.selection.clones import clones
from intake_ai.settings import Settings
from intake_ai.storage.engine import open_engine
from intake_ai.storage.errors import StorageUnusable

Prepared = Mapping[str, Any]
"""What a `Catalogue` has made so far: values of the properties named in `_MADE`."""
_MADE = ("active", "groups", "distinct", "profiles", "index", "known", "_search", "_encoder_used", "_further")
_CORRECTIONS = re.compile(r"\+c\d+$")


class Catalogue:
    """The catalogue in force when it was first asked; imports and corrections after that do not change its answers.

    Args:
        repository: Where the procedures are.
        index_folder: Where indexes are kept, a folder for each version of the catalogue.
        encoder: Compares meanings in `search`; a name for `classifiers.search_encoder`.
    """

    def __init__(self, repository: CatalogueRepository, index_folder: Path, encoder: str = DEFAULT_ENCODER) -> None:
        self.repository = repository
        self._index_folder = index_folder
        self._encoder = encoder

    @cached_property
    def _then(self) -> CatalogueRepository:
        """What answers: all that is told of one dossier comes from one version, whatever is imported meanwhile."""
        return self.repository.at(self.repository.version())

    def version(self) -> str:
        return self._then.version()

    def get(self, code: str, version: str | None = None) -> Procedure:
        """The procedure of `code`; as it was in the catalogue of `version`, a name that a report carries, where given.

        Raises:
            ProcedureUnknown: There is none.
            VersionUnknown: The name is not of this database.
        """
        return self.repository.get(code, version) if version else self._then.get(code)

    def find(self, code: str) -> Procedure | None:
        """The procedure of `code`, None where there is none."""
        try:
            return self._then.get(code)
        except ProcedureUnknown:
            return None

    @cached_property
    def forms(self) -> FormRepository:
        """The blank forms that the centre has added."""
        return FormRepository(self.repository.engine)

    @cached_property
    def active(self) -> tuple[Procedure, ...]:
        """The procedures in force."""
        return self._then.active()

    @cached_property
    def groups(self) -> dict[str, str]:
        """For each local copy of an active procedure the code of the one that stands for it."""
        return clones(self.active, self.repository.local_codes())

    @cached_property
    def distinct(self) -> tuple[Procedure, ...]:
        """The procedures in force without local copies of others, in the order of `index`."""
        return tuple(procedure for procedure in self.active if procedure.code not in self.groups)

    @cached_property
    def profiles(self) -> tuple[ProcedureProfile, ...]:
        return tuple(profile(procedure) for procedure in self.distinct)

    @cached_property
    def index(self) -> LexicalIndex:
        """The texts of the active procedures, indexed; made at the first use of a catalogue version."""
        folder = self._folder()
        try:
            index = LexicalIndex.load(folder)
        except (OSError, ValueError):
            return self._indexed(folder)
        fits = len(index) == len(self.distinct) and index.settings == LexicalSettings()
        return index if fits else self._indexed(folder)

    def prepared(self) -> Prepared:
        """What was made so far, none of it tied to the open database; for another of the same version and encoder."""
        return {name: value for name, value in vars(self).items() if name in _MADE}

    def take_over(self, prepared: Prepared) -> None:
        """Use what another one of the same version, index folder and encoder made (`prepared`)."""
        vars(self).update(prepared)

    def prepare(self) -> None:
        """Make the indexes now, so that the first dossier and the first question after an import need not wait."""
        self.index  # noqa: B018  made and kept at first use
        with suppress(EncoderMissing):  # whoever searches is told; the import itself is done
            self.search()

    @cached_property
    def known(self) -> KnownProcedures:
        """The active procedures as ranking sees them; compared by words alone where the encoder cannot be used."""
        try:
            encoder, vectors = self._encoder_used, self._further.vectors
        except EncoderMissing:
            encoder, vectors = None, None
        return KnownProcedures(self.profiles, self.index, encoder, vectors, self.groups)

    def ranker(self, model: RankingModel | None = None) -> ProcedureRanker:
        """Ranks the active procedures for the papers of a dossier.

        Args:
            model: Weighs what the papers say; the one that comes with the program where not given.
        """
        return ProcedureRanker(self.known, model)

    def search(self) -> ProcedureSearch:
        """Finds active procedures by what people ask.

        Raises:
            EncoderMissing: The encoder cannot be used.
        """
        return self._search

    @cached_property
    def _search(self) -> ProcedureSearch:
        further = self._further
        return ProcedureSearch(self.distinct, self.index, further, self._encoder_used, self.groups)

    @cached_property
    def _encoder_used(self) -> TextEncoder | None:
        return load_encoder(self._encoder)

    @cached_property
    def _further(self) -> SearchIndex:
        encoder = self._encoder_used
        self.index  # noqa: B018  before the other: its folder holds that one, too
        return search_index(self.distinct, encoder, self._folder(), keep=self._is_in_force())

    def _folder(self) -> Path:
        """Of the indexes of what answers."""
        return self._index_folder / _content(self.version()).replace("+", "_")

    def _is_in_force(self) -> bool:
        """Whether what answers still is what an opening now would find; else its indexes are of no further use."""
        return self.repository.content_version() == _content(self.version())

    def _indexed(self, folder: Path) -> LexicalIndex:
        """Written beside its place and then put there whole: another process may be doing the same."""
        index = LexicalIndex().fit(documents(self.distinct, self._then.contexts()))
        if not self._is_in_force():
            return index
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


def _content(version: str) -> str:
    """The part of a version's name that tells the texts: all but the number of corrections (`content_version`)."""
    return _CORRECTIONS.sub("", version)


@contextmanager
def open_catalogue(settings: Settings) -> Iterator[Catalogue]:
    """The catalogue in the database of `settings`; the built-in one alone where nothing was imported.

    Raises:
        StorageUnusable: The data folder cannot be written, or the database cannot be used.
    """
    _make_private(settings)
    engine = open_engine(settings.database)
    try:
        yield Catalogue(CatalogueRepository(engine), settings.data_dir / "catalogue-index", settings.encoder)
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
