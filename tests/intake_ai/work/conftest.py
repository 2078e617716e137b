"""Fixtures for tests of work."""

import pytest
from service_builder import settings_of

from intake_ai.storage.installation import open_installation


@pytest.fixture
def installation(tmp_path):
    with open_installation(settings_of(tmp_path)) as opened:
        yield opened
