"""Fixtures of the tests of learning: a data folder of a test's own, and the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import Settings, get_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A data folder of the test's own, for commands too, which print 200 characters a line."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    yield Settings(data_dir=tmp_path / "data")
    get_settings.cache_clear()


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])
