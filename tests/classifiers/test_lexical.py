from pathlib import Path

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


def test_an_index_of_nothing_answers_nothing():
    assert LexicalIndex().fit([]).query("khai sinh") == []


@given(st.text())
def test_any_text_gets_one_finite_score_a_document(text: str):
    scores = LexicalIndex().fit(DOCUMENTS).scores(text)
    assert scores.shape == (len(DOCUMENTS),)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()
