"""Seals everything anew with the first key, while the service goes on; what is done is not done again.

Everything sealed tells its key, so a run that was stopped goes on where it was: it passes by what is done.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from intake_ai.dossier.contents import keep_discarding_out
from intake_ai.dossier.repository import DossierRepository
from intake_ai.encryption.columns import SEALED_COLUMNS, SealedColumn
from intake_ai.encryption.errors import MachinesToRestart
from intake_ai.encryption.repository import SealedRepository
from intake_ai.storage.blobs import STORED_NAME
from intake_ai.storage.errors import BlobMissing, KeysUnusable, SealBroken
from intake_ai.storage.installation import Installation
from intake_ai.storage.key_checks import known_keys, retire_keys
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.repository import SILENT_SECONDS

Progress = Callable[[int, int], None]
_DOSSIER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Resealed:
    """What was done.

    Attributes:
        values: Of the database that were sealed anew.
        files: Of the store that were sealed anew.
        broken: Names of files that could not be opened, and stayed as they were.
        retired: Ids of keys that nothing needs any more.
    """

    values: int
    files: int
    broken: tuple[str, ...]
    retired: tuple[str, ...]


def reseal(installation: Installation, progress: Progress = lambda _done, _all: None) -> Resealed:
    """Seal everything with the first key that another one sealed.

    Args:
        installation: May be working meanwhile, with the same keys everywhere.
        progress: Told how many things of how many are looked at.

    Raises:
        MachinesToRestart: A process that does not know the first key still works, or sealed something meanwhile.
        StorageUnusable: Database or store is out of reach or full; a further run goes on.
        SealBroken: A value in the database was altered.
    """
    _check_processes(installation)
    values = sum(_seal_column(installation, column) for column in SEALED_COLUMNS)
    names = [name for name in installation.blobs.objects.names("") if STORED_NAME.fullmatch(name)]
    files, broken = 0, []
    for done, name in enumerate(names, 1):
        try:
            files += _seal_file(installation, name)
        except (SealBroken, KeysUnusable):
            broken.append(name)
        progress(done, len(names))
    retired: tuple[str, ...] = ()
    if not broken:
        _check_nothing_older(installation)
        with writing(installation.sessions) as session:
            retired = retire_keys(session, installation.keys)
    return Resealed(values, files, tuple(broken), retired)


def waiting_values(installation: Installation) -> int:
    """Values of the database that an older key seals."""
    with reading(installation.sessions) as session:
        return SealedRepository(session, installation.keys).count_all_older()


def _check_processes(installation: Installation) -> None:
    with reading(installation.sessions) as session:
        first = in_utc(known_keys(session)[installation.keys.sealing.id].first_used)
        silent_since = datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS)
        older = SealedRepository(session, installation.keys).workers_since_before(first, silent_since)
    if older:
        raise MachinesToRestart(sorted({place.split(":")[0] for place in older}))


def _check_nothing_older(installation: Installation) -> None:
    """What came while we were at it: sealed with an older key by a process that should have been started anew."""
    if waiting_values(installation):
        raise MachinesToRestart
    for name in installation.blobs.objects.names(""):
        if STORED_NAME.fullmatch(name):
            with suppress(BlobMissing):
                if not installation.blobs.is_sealed_anew(name):
                    raise MachinesToRestart


def _seal_column(installation: Installation, column: SealedColumn) -> int:
    """A few rows a transaction: others want to write, too."""
    sealed = 0
    while True:
        with writing(installation.sessions) as session:
            some = SealedRepository(session, installation.keys).seal_some_anew(column)
        if not some:
            return sealed
        sealed += some


def _seal_file(installation: Installation, name: str) -> bool:
    return installation.blobs.seal_anew(name, _nobody_deletes(installation, name))


@contextmanager
def _nobody_deletes(installation: Installation, name: str) -> Iterator[None]:
    """Whoever erases a dossier meanwhile does so after this, and the file that was written anew goes, too.

    Raises:
        BlobMissing: The dossier of the file is erased already.
    """
    owner = next(filter(_DOSSIER.fullmatch, name.split("/")), None)
    with writing(installation.sessions) as session:
        keep_discarding_out(session)
        if owner is not None:
            dossier = DossierRepository(session).find_locked(owner)
            if dossier is None or dossier.state == "erased":
                raise BlobMissing
        yield
