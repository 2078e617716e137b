"""Fixtures of the tests of personal data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation


@pytest.fixture
def sqlite_installation(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation whose database is a file."""
    with open_installation(Settings(data_dir=tmp_path / "sqlite", database_url="")) as installation:
        yield installation
