"""Fixtures of the tests that run the command line."""

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import get_settings


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def run(data_dir, monkeypatch):
    """Run `intake-ai` in this process with a data folder of the test's own."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(data_dir))
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    get_settings.cache_clear()
