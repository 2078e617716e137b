from pathlib import Path

import numpy as np
import pytest

from classifiers.lexical import LexicalIndex
from classifiers.search_encoder import load_encoder
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents
from intake_ai.catalogue.searching.evidence import MEANING, WORDS, Evidence, weighing
from intake_ai.catalogue.searching.index import SearchIndex, search_index, with_questions
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

PROCEDURES = (
    Procedure("1.001193", "Thủ tục đăng ký khai sinh", agency="Ủy ban nhân dân xã", level=("xa",)),
    Procedure("1.000656", "Thủ tục đăng ký khai tử"),
    Procedure("9.000003", "Cấp giấy phép xây dựng"),
)


def kept_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("search-*"))


@pytest.mark.parametrize("encoder", ["built-in", "none"])
def test_an_index_is_made_once_and_answers_the_same_when_loaded(tmp_path: Path, encoder: str):
    loaded = load_encoder(encoder)
    made = search_index(PROCEDURES, loaded, tmp_path)
    (kept,) = kept_in(tmp_path)
    written = (kept / "owners.npy").stat().st_mtime_ns
    again = search_index(PROCEDURES, loaded, tmp_path)
    assert (kept / "owners.npy").stat().st_mtime_ns == written
    assert (made.best_questions("khai sinh") == again.best_questions("khai sinh")).all()
    assert (again.vectors is None) == (loaded is None)
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_another_encoder_makes_another_index(tmp_path: Path):
    for name in ("built-in", "none"):
        search_index(PROCEDURES, load_encoder(name), tmp_path)
    assert len(kept_in(tmp_path)) == 2


@pytest.mark.parametrize("part", ["owners.npy", "vectors.npz", "names/index.npz", "questions/index.json"])
@pytest.mark.parametrize("damage", [b"", b"broken"])
def test_a_broken_index_is_made_anew(tmp_path: Path, part: str, damage: bytes):
    encoder = load_encoder()
    search_index(PROCEDURES, encoder, tmp_path)
    (kept,) = kept_in(tmp_path)
    (kept / part).write_bytes(damage)
    assert len(search_index(PROCEDURES, encoder, tmp_path).names) == len(PROCEDURES)
    assert len(SearchIndex.load(kept, with_vectors=True).names) == len(PROCEDURES)


def test_parts_of_different_catalogues_are_refused(tmp_path: Path):
    search_index(PROCEDURES, None, tmp_path)
    (kept,) = kept_in(tmp_path)
    np.save(kept / "owners.npy", np.array([7], np.int32))
    with pytest.raises(ValueError, match="do not fit"):
        SearchIndex.load(kept, with_vectors=False)


def test_where_nothing_can_be_written_the_search_works_all_the_same(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert len(search_index(PROCEDURES, None, tmp_path / "file").names) == len(PROCEDURES)


def test_meaning_is_weighed_only_with_an_encoder():
    index = LexicalIndex().fit(documents(PROCEDURES, {}))
    texts = with_questions(documents(PROCEDURES, {}), PROCEDURES)
    encoder = load_encoder()
    alone = Evidence(PROCEDURES, index, SearchIndex.fit(texts, None), encoder)
    both = Evidence(PROCEDURES, index, SearchIndex.fit(texts, encoder), encoder)
    assert alone.names == WORDS
    assert both.names == (*WORDS, *MEANING)
    assert alone.columns("khai sinh").shape == (3, len(WORDS))
    assert both.columns("khai sinh").shape == (3, len(WORDS) + len(MEANING))
    assert set(weighing()["words"]) == set(WORDS)
    assert set(weighing()["words and meaning"]) == {*WORDS, *MEANING}


def test_a_need_that_shares_no_telling_word_is_nearest_in_meaning_to_its_procedure():
    index = LexicalIndex().fit(documents(PROCEDURES, {}))
    encoder = load_encoder()
    texts = with_questions(documents(PROCEDURES, {}), PROCEDURES)
    evidence = Evidence(PROCEDURES, index, SearchIndex.fit(texts, encoder), encoder)
    columns = evidence.columns("vợ tôi mới đẻ em bé")
    assert columns[:, evidence.names.index("question_meaning")].argmax() == 0


def test_the_settings_choose_the_encoder(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path, encoder="none")) as catalogue:
        assert catalogue.search().find("đăng ký khai sinh", 1)[0].procedure.code == "1.001193"
        without = {path.name for path in tmp_path.glob("catalogue-index/*/search-*")}
    with open_catalogue(Settings(data_dir=tmp_path)) as catalogue:
        assert catalogue.search().find("đăng ký khai sinh", 1)[0].procedure.code == "1.001193"
    assert len({path.name for path in tmp_path.glob("catalogue-index/*/search-*")} - without) == 1


def test_an_import_is_prepared_even_where_the_encoder_is_missing(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path, encoder="transformers:/nowhere")) as catalogue:
        catalogue.prepare()
        assert len(catalogue.index) == len(catalogue.distinct)
