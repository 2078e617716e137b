from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.lexical import LexicalIndex
from classifiers.vietnamese import fold

DOCUMENTS = (
    {"name": "Thủ tục đăng ký khai sinh", "rows": "Giấy chứng sinh", "context": "nộp hồ sơ tại Ủy ban nhân dân"},
    {"name": "Thủ tục đăng ký khai tử", "rows": "Giấy báo tử", "context": "nộp hồ sơ tại Ủy ban nhân dân"},
    {"name": "Cấp giấy phép xây dựng", "rows": "Bản vẽ thiết kế", "context": "nộp hồ sơ tại Ủy ban nhân dân"},
    {"name": "", "rows": "", "context": ""},
)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex().fit(DOCUMENTS)


def test_the_document_that_shares_most_rare_words_comes_first(index: LexicalIndex):
    assert index.query("tôi muốn đăng ký khai tử cho ông nội")[0][0] == 1
    assert index.query("xin giấy phép xây dựng nhà")[0][0] == 2


def test_a_query_without_accents_finds_the_same_document(index: LexicalIndex):
    assert index.query(fold("giấy chứng sinh"))[0][0] == index.query("giấy chứng sinh")[0][0] == 0


def test_right_accents_raise_the_score(index: LexicalIndex):
    assert index.scores("khai tử")[1] > index.scores("khai tu")[1]


def test_words_of_the_name_count_more_than_words_of_the_context():
    index = LexicalIndex().fit([{"context": "giấy phép"}, {"name": "giấy phép"}, {"name": "hộ tịch"}])
    assert [position for position, _ in index.query("giấy phép")] == [1, 0]


def test_a_text_that_shares_nothing_gets_no_answer(index: LexicalIndex):
    assert index.query("xyzzy 12345") == []
    assert not index.scores("").any()


def test_long_noisy_text_still_finds_its_procedure(index: LexicalIndex):
    noise = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |||| ..... ~~ 0123 " * 200
    assert index.query(noise + "GIAY CHUNG SINH họ tên mẹ" + noise)[0][0] == 0


def test_a_saved_index_answers_as_before(index: LexicalIndex, tmp_path: Path):
    index.save(tmp_path / "index")
    again = LexicalIndex.load(tmp_path / "index")
    assert len(again) == len(index) == 4
    np.testing.assert_array_equal(again.scores("đăng ký khai sinh"), index.scores("đăng ký khai sinh"))


def test_an_index_of_another_format_is_refused(index: LexicalIndex, tmp_path: Path):
    index.save(tmp_path)
    (tmp_path / "index.json").write_text('{"format": 0, "settings": {}}', encoding="utf-8")
    with pytest.raises(ValueError, match="format 0"):
        LexicalIndex.load(tmp_path)


def test_a_missing_index_is_told_from_a_broken_one(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        LexicalIndex.load(tmp_path)


@pytest.mark.parametrize("settings", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "settings": {"a": 1}}'])
def test_broken_settings_are_a_value_error(index: LexicalIndex, tmp_path: Path, settings: str):
    index.save(tmp_path)
    (tmp_path / "index.json").write_text(settings, encoding="utf-8")
    with pytest.raises(ValueError, match="not an index"):
        LexicalIndex.load(tmp_path)


@pytest.mark.parametrize("kept", [0, 3, 0.1, 0.5, 0.99])
def test_a_cut_off_index_is_a_value_error(index: LexicalIndex, tmp_path: Path, kept: float):
    index.save(tmp_path)
    arrays = (tmp_path / "index.npz").read_bytes()
    (tmp_path / "index.npz").write_bytes(arrays[: int(kept * (len(arrays) if kept < 1 else 1))])
    with pytest.raises(ValueError, match="not an index"):
        LexicalIndex.load(tmp_path)


def test_an_index_with_any_bit_turned_over_loads_or_is_a_value_error(index: LexicalIndex, tmp_path: Path):
    index.save(tmp_path)
    arrays = (tmp_path / "index.npz").read_bytes()
    refused = 0
    for position in range(0, len(arrays), 7):
        damaged = bytearray(arrays)
        damaged[position] ^= 1 << position % 8
        (tmp_path / "index.npz").write_bytes(damaged)
        try:
            LexicalIndex.load(tmp_path)
        except ValueError:
            refused += 1
    assert refused > len(arrays) / 7 / 2


@pytest.mark.parametrize("change", [{"terms": np.zeros(1, np.uint32)}, {"columns": None}, {"documents": np.array(1)}])
def test_arrays_that_do_not_fit_together_are_a_value_error(index: LexicalIndex, tmp_path: Path, change: dict[str, Any]):
    index.save(tmp_path)
    with np.load(tmp_path / "index.npz") as stored:
        arrays = {**stored, **change}
    np.savez(tmp_path / "index.npz", **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(ValueError, match="not an index"):
        LexicalIndex.load(tmp_path)


def test_an_index_of_nothing_answers_nothing():
    assert LexicalIndex().fit([]).query("khai sinh") == []


@given(st.text())
def test_any_text_gets_one_finite_score_a_document(text: str):
    scores = LexicalIndex().fit(DOCUMENTS).scores(text)
    assert scores.shape == (len(DOCUMENTS),)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()
