import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue_builder import file_of, imported, many, record

from intake_ai.catalogue.corrections.store import find_target, keep
from intake_ai.catalogue.profiles import profile
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


@pytest.mark.usefixtures("on_sqlite")
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


@pytest.mark.usefixtures("on_sqlite")
def test_a_new_data_folder_is_for_its_owner_alone(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path / "moi")):
        assert others(tmp_path / "moi") == 0


@pytest.mark.usefixtures("on_sqlite")
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


def test_an_import_under_way_changes_nothing_of_what_was_opened_before(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)
    with open_catalogue(settings) as office:
        imported(office.repository, file_of(tmp_path, *many(3)))
    with open_catalogue(settings) as catalogue, open_catalogue(settings) as looked_at:
        codes, version = [one.code for one in catalogue.active], catalogue.version()
        assert looked_at.find("9.000003") is not None
        with open_catalogue(settings) as office:
            imported(office.repository, file_of(tmp_path, record("9.000077"), *many(1)))
            office.prepare()
            new = sorted(path.name for path in (tmp_path / "catalogue-index").iterdir())
        assert catalogue.version() == version != office.version()
        assert catalogue.get("9.000003").code == "9.000003"
        assert catalogue.find("9.000077") is None
        assert [one.code for one in looked_at.active] == codes
        catalogue.prepare()
        assert len(catalogue.index) == len(codes) == len(catalogue.known)
        assert sorted(path.name for path in (tmp_path / "catalogue-index").iterdir()) == new
    with open_catalogue(settings) as later:
        assert len(later.index) == len(later.distinct) == len(later.active)
        assert later.find("9.000077") is not None


def test_a_correction_under_way_changes_nothing_of_what_was_opened_before(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)
    with open_catalogue(settings) as catalogue:
        before = catalogue.get("1.001193")
        with open_catalogue(settings) as office, office.repository.writing() as session:
            target = find_target(office.repository.source("1.001193"), "row", 0)
            keep(session, target, "correct", {"originals": 7}, "Cán bộ MẪU", "theo luật")
        assert catalogue.get("1.001193") == before
        assert before in catalogue.active
    with open_catalogue(settings) as later:
        assert later.get("1.001193").requirements[0].originals == 7


def test_ranking_knows_a_local_copy_by_the_procedure_that_it_copies(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path, encoder="none")) as catalogue:
        imported(catalogue.repository, file_of(tmp_path, *many(3)))
        copy = record("9.000002.H36", name="Thủ tục 9.000002 MẪU")
        imported(catalogue.repository, file_of(tmp_path, copy, name="tinh.jsonl"), layer="local")
        chosen = profile(catalogue.get("9.000002.H36"))
        assert chosen.code not in catalogue.known.positions
        assert catalogue.known.place_of(chosen.code) == catalogue.known.positions["9.000002"]
        best = catalogue.ranker().rank((), chosen).best
        assert best is not None
        assert (best.profile, best.confidence) == (chosen, 1.0)
