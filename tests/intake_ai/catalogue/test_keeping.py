from pathlib import Path

import pytest
from catalogue_builder import file_of, imported, many

from intake_ai.catalogue.corrections.store import find_target, keep
from intake_ai.catalogue.keeping import CatalogueKeeper
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, encoder="none")


def known(keeper: CatalogueKeeper, settings: Settings):
    with keeper.open(settings) as catalogue:
        return catalogue.known


def corrected(settings: Settings, originals: int) -> None:
    with open_catalogue(settings) as office:
        target = find_target(office.repository.source("1.001193"), "row", 0)
        with office.repository.writing() as session:
            keep(session, target, "correct", {"originals": originals}, "Cán bộ MẪU", "theo luật")


def test_the_second_dossier_finds_what_the_first_made(settings: Settings):
    keeper = CatalogueKeeper()
    first = known(keeper, settings)
    assert known(keeper, settings) is first
    with keeper.open(settings) as catalogue:
        assert catalogue.get("1.001193").code == "1.001193"
        assert catalogue.search().find("đăng ký khai sinh", 1)[0].procedure.code == "1.001193"


def test_a_dossier_after_an_import_or_a_correction_sees_it(settings: Settings, tmp_path: Path):
    keeper = CatalogueKeeper()
    first = known(keeper, settings)
    with open_catalogue(settings) as office:
        imported(office.repository, file_of(tmp_path, *many(3)))
    second = known(keeper, settings)
    assert {"9.000001", "9.000002", "9.000003"} == set(second.positions) - set(first.positions)
    corrected(settings, 7)
    with keeper.open(settings) as catalogue:
        assert catalogue.known is not second
        (found,) = (one for one in catalogue.active if one.code == "1.001193")
        assert found.requirements[0].originals == 7


def test_another_encoder_makes_its_own(settings: Settings):
    keeper = CatalogueKeeper()
    by_words = known(keeper, settings)
    by_meaning = known(keeper, Settings(data_dir=settings.data_dir))
    assert (by_words.encoder is None, by_meaning.encoder is None) == (True, False)


def test_no_more_than_two_versions_are_kept_those_used_last(settings: Settings):
    keeper = CatalogueKeeper()
    first = known(keeper, settings)
    other = settings.model_copy(update={"data_dir": settings.data_dir / "khac"})
    second = known(keeper, other)
    assert known(keeper, settings) is first
    corrected(settings, 7)
    known(keeper, settings)
    assert known(keeper, other) is not second
