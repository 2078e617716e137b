"""An installation of the test's own, and a taker that puts files into it."""

import pytest
from sqlalchemy import select

from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.inbox.taking import Taker
from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation
from intake_ai.storage.transactions import reading
from intake_ai.work.tables import WorkRow
from ocr.limits import Limits
from ocr.sandbox import Sandbox


@pytest.fixture(scope="session")
def shared_sandbox_of_tests():
    with Sandbox(Limits()) as sandbox:
        yield sandbox


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", watch_settle_seconds=0, watch_folder_seconds=0, watch_poll_seconds=0.05)


@pytest.fixture
def installation(settings):
    with open_installation(settings) as opened:
        yield opened


@pytest.fixture
def taker(installation, shared_sandbox_of_tests):
    known = {"1.001193", "1.004873"}
    return Taker(installation, None, shared_sandbox_of_tests, lambda code: code if code in known else None)


@pytest.fixture
def kept(installation):
    """What the database holds now: dossiers with the names and hashes of their files, in the order they were made."""

    def look():
        with reading(installation.sessions) as session:
            rows = session.scalars(select(DossierRow).order_by(DossierRow.created_at, DossierRow.id)).all()
            uploads = session.scalars(select(UploadRow).order_by(UploadRow.position)).all()
            planned = set(session.scalars(select(WorkRow.dossier_id)))
        assert all(row.state == "reading" and row.id in planned for row in rows)
        return [(row, [(file.name, file.sha256) for file in uploads if file.dossier_id == row.id]) for row in rows]

    return look
