"""Fixtures of the tests of the catalogue: a database and a data folder of a test's own."""

from pathlib import Path

import pytest

from intake_ai.settings import Settings, get_settings
from intake_ai.storage.engine import open_engine


@pytest.fixture
def engine(tmp_path: Path):
    """Of an empty database: SQLite, or that which the run is about (tests/conftest.py)."""
    engine = open_engine(Settings(data_dir=tmp_path).database)
    yield engine
    engine.dispose()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Commands keep what they are given in the test's folder, and print 200 characters a line."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
