"""An installation with a dossier that files can be sent to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import UploadRow
from intake_ai.dossier.values import NewDossier
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", file_mb=20, dossier_mb=40, dossier_files=5)


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    with open_installation(settings) as opened:
        yield opened


@pytest.fixture
def dossier(installation: Installation) -> str:
    with writing(installation.sessions) as session:
        new = NewDossier(received=date(2026, 11, 23))
        return DossierService(session, installation).create(new, "person-mau").id


@pytest.fixture
def uploads_of(installation: Installation) -> "UploadsOf":
    return UploadsOf(installation)


class UploadsOf:
    """The files of a dossier as the database has them now."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def __call__(self, dossier: str) -> list[UploadRow]:
        with reading(self._installation.sessions) as session:
            return list(DossierService(session, self._installation).repository.uploads(dossier))
