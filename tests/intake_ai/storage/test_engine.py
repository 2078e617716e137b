from pathlib import Path

import pytest
from sqlalchemy import text

from intake_ai.errors import BadRequest
from intake_ai.storage.engine import open_engine


def test_sqlite_lets_readers_go_on_and_checks_foreign_keys(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'moi' / 'intake.sqlite3'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30_000
    engine.dispose()


def test_other_databases_are_opened_by_their_url():
    engine = open_engine("sqlite://")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["xyz", "https://x", "mysql://ten:geheim@may/intake", "oracle://x", "postgresql://may:cong/x"]
)
def test_what_is_no_database_that_can_be_used_is_told_without_its_password(url: str):
    with pytest.raises(BadRequest) as told:
        open_engine(url)
    assert told.value.code == "error-database-url"
    assert "geheim" not in repr(told.value)
    assert told.value.__cause__ is None
