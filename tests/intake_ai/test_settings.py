"""What a centre may set in its environment."""

import pytest
from pydantic import ValidationError

from intake_ai.settings import Settings


def test_connected_databases_are_named_with_commas_between(monkeypatch):
    monkeypatch.setenv("INTAKE_AI_CONNECTED_DATABASES", "population, business")
    assert Settings().connected_databases == {"population", "business"}


def test_no_database_is_connected_unless_a_centre_says_so(monkeypatch):
    monkeypatch.delenv("INTAKE_AI_CONNECTED_DATABASES", raising=False)
    assert Settings().connected_databases == frozenset()


def test_a_database_that_the_catalogue_does_not_know_is_refused(monkeypatch):
    monkeypatch.setenv("INTAKE_AI_CONNECTED_DATABASES", "weather")
    with pytest.raises(ValidationError):
        Settings()
