import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    """The umask that gives away most, so that only what is asked for keeps others out."""
    before = os.umask(0)
    yield
    os.umask(before)


def others(path: Path) -> int:
    """What group and others may do with `path`."""
    return path.stat().st_mode & 0o077


def test_what_is_kept_is_for_its_owner_alone_while_it_is_in_use_too(tmp_path: Path):
    tmp_path.chmod(0o755)
    with open_catalogue(Settings(data_dir=tmp_path)) as catalogue:
        catalogue.prepare()
        made = sorted(tmp_path.iterdir())
        assert [path.name for path in made] == [
            "catalogue-index",
            "intake.sqlite3",
            "intake.sqlite3-shm",
            "intake.sqlite3-wal",
        ]
        assert {others(path) for path in (*made, *made[0].iterdir())} == {0}
    assert others(tmp_path) == 0o055


def test_a_new_data_folder_is_for_its_owner_alone(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path / "moi")):
        assert others(tmp_path / "moi") == 0


def test_a_database_that_is_there_already_keeps_its_mode(tmp_path: Path):
    (tmp_path / "intake.sqlite3").touch(mode=0o660)
    with open_catalogue(Settings(data_dir=tmp_path)) as catalogue:
        assert catalogue.find("1.001193") is not None
    assert others(tmp_path / "intake.sqlite3") == 0o060


def test_a_database_in_another_place_is_left_to_who_chose_it(tmp_path: Path):
    place = tmp_path / "khac" / "khac.sqlite3"
    settings = Settings(data_dir=tmp_path / "moi", database_url=f"sqlite:///{place}")
    with open_catalogue(settings) as catalogue:
        assert catalogue.find("1.001193") is not None
    assert place.exists()
    assert not (tmp_path / "moi" / "intake.sqlite3").exists()
