"""Fixtures shared by all tests.

`installation` opens an empty installation, in turn on SQLite and on PostgreSQL; `settings_on` gives the settings alone.
`postgresql`, `redis_server`, `rabbitmq` and `s3` are real servers, started once where a test first asks for them
(`tests/servers`); `broker_url` is a place of its own in the broker that the run is about.

The whole suite runs on other servers than the embedded ones with

    INTAKE_AI_TEST_DATABASE=postgresql INTAKE_AI_TEST_BROKER=redis|rabbitmq pytest     (make test-province)

Every test then finds INTAKE_AI_DATABASE_URL set to a database of its own, and INTAKE_AI_BROKER_URL to an empty broker:
`Settings()` and the command line follow them.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from installation_builder import lay_out
from servers.brokers import Broker, RabbitMQ, Redis
from servers.postgresql import PostgreSQL
from servers.processes import ServerMissing
from servers.s3 import S3

from intake_ai.settings import Settings, get_settings
from intake_ai.storage.installation import Installation, open_installation

ROOT = Path(__file__).resolve().parent.parent
DATABASE = os.environ.get("INTAKE_AI_TEST_DATABASE", "")
BROKER = os.environ.get("INTAKE_AI_TEST_BROKER", "")
Started = TypeVar("Started", PostgreSQL, Redis, RabbitMQ, S3)
_DATABASES = [DATABASE] if DATABASE else ["sqlite", "postgresql"]
_FROM_NOTHING = "tests/intake_ai/storage/"
#: Tests of folders that know no settings need no database.
_WITHOUT_SETTINGS = ("tests/ocr/", "tests/classifiers/", "tests/benchmarks/")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("INTAKE_AI_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"reference data not found at {folder}; set INTAKE_AI_SHARED to where it lies")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server; `database()` makes an empty installation's database."""
    yield from _running(PostgreSQL)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    yield from _running(Redis)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMQ]:
    yield from _running(RabbitMQ)


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """An S3-compatible store; `bucket()` gives the settings of an empty one."""
    yield from _running(S3)


@pytest.fixture
def broker_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A broker of the test's own: folders (an empty URL) unless INTAKE_AI_TEST_BROKER names another."""
    if not BROKER:
        yield ""
        return
    broker: Broker = request.getfixturevalue({"redis": "redis_server", "rabbitmq": "rabbitmq"}[BROKER])
    with broker.queues() as url:
        yield url


@pytest.fixture(params=_DATABASES)
def settings_on(request: pytest.FixtureRequest, tmp_path: Path, broker_url: str) -> Iterator[Settings]:
    """Settings of an empty installation, in turn on each database; those of the storage make even its tables."""
    is_new = request.path.relative_to(ROOT).as_posix().startswith(_FROM_NOTHING)
    folder = tmp_path / "installation" if is_new else lay_out(tmp_path / "installation")
    if request.param == "sqlite":
        yield Settings(data_dir=folder, database_url="", broker_url=broker_url)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield Settings(data_dir=folder, database_url=url, broker_url=broker_url)


@pytest.fixture
def installation(settings_on: Settings) -> Iterator[Installation]:
    """An empty installation, in turn on each database."""
    with open_installation(settings_on) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _province(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database and the broker that the run is about, for tests that make their own settings."""
    folder = request.path.relative_to(ROOT).as_posix()
    if not (DATABASE == "postgresql" or BROKER) or folder.startswith(_WITHOUT_SETTINGS):
        yield
        return
    monkeypatch.setenv("INTAKE_AI_BROKER_URL", request.getfixturevalue("broker_url"))
    if DATABASE != "postgresql":
        yield
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.database() as url:
        monkeypatch.setenv("INTAKE_AI_DATABASE_URL", url)
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch, _province: None) -> None:
    """For tests of SQLite's own files: whatever the run is about, settings name no other database."""
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL", "")
    get_settings.cache_clear()


def _running(kind: Callable[[], Started]) -> Iterator[Started]:
    try:
        server = kind()
    except ServerMissing as error:
        pytest.skip(str(error))
    try:
        server.start()
        yield server
    finally:
        server.close()
