"""An installation of its own for a test, dossiers in it, and their work done in the test's own process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from installation_builder import lay_out

from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.values import NewDossier, NewUpload
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.bench import Bench
from intake_ai.work.doing import ProcessAtWork
from intake_ai.work.files import FetchedFiles
from intake_ai.work.processes import register
from ocr.limits import Limits
from ocr.shared_sandbox import shared_sandbox

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
DAY = date(2026, 11, 22)


def settings_of(folder: Path, **values: Any) -> Settings:
    """Settings of an installation in a folder, whatever stands in the environment's own."""
    return Settings(data_dir=lay_out(folder / "data"), encoder="none", **values)


def files_of(sample: str) -> list[Path]:
    """The files of a sample dossier in the order of its truth."""
    folder = SAMPLES / sample
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return [folder / name for name in truth["files"]]


def made(installation: Installation, files: list[Path], new: NewDossier | None = None) -> str:
    """A dossier with files, not yet submitted; its id."""
    blobs = [(path.name, installation.blobs.put(path.read_bytes())) for path in files]
    with writing(installation.sessions) as session:
        service = DossierService(session, installation)
        dossier = service.create(new or NewDossier(DAY), "nguoi-mau")
        for name, blob in blobs:
            service.add_upload(dossier.id, NewUpload(name, blob.sha256, blob.size), "nguoi-mau")
        return dossier.id


def submitted(installation: Installation, files: list[Path], new: NewDossier | None = None) -> str:
    """A dossier on its way; its id."""
    identifier = made(installation, files, new)
    with writing(installation.sessions) as session:
        DossierService(session, installation).submit(identifier)
    return identifier


@contextmanager
def service_of(installation: Installation) -> Iterator[DossierService]:
    """The service in a transaction."""
    with writing(installation.sessions) as session:
        yield DossierService(session, installation)


def dossier_of(installation: Installation, identifier: str) -> DossierRow:
    with reading(installation.sessions) as session:
        return DossierRepository(session).get(identifier)


def events_of(installation: Installation, identifier: str) -> list[tuple[str, dict[str, Any]]]:
    with reading(installation.sessions) as session:
        return [(event.kind, event.data) for event in DossierRepository(session).events(identifier)]


@contextmanager
def at_work(installation: Installation, identifier: str = "tien-trinh-mau") -> Iterator[ProcessAtWork]:
    """A worker process, but in this one and without a queue; what reads pages is shared by all tests of a process."""
    folder = installation.settings.data_dir / "fetched"
    folder.mkdir(exist_ok=True)
    files = FetchedFiles(installation.blobs, folder)
    with writing(installation.sessions) as session:
        register(session, identifier, "here", ("citizen", "counter", "bulk"))
    yield ProcessAtWork(identifier, Bench(installation, files, shared_sandbox(Limits())), pause_seconds=0.0)
    files.clear()


def work_all(installation: Installation) -> int:
    """Does all work that waits; how many pieces."""
    pieces = 0
    with at_work(installation) as process:
        while process.do_next():
            pieces += 1
    return pieces
