from itertools import pairwise

import pytest

from ocr.confusions import corrected, mended
from ocr.page import Box, Word

BOX = Box(0.1, 0.1, 0.2, 0.2)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("83ó/QĐ-UBND", "836/QĐ-UBND"),
        ("tháng ó năm 201ó", "tháng 6 năm 2016"),
        ("xã la Pa", "xã Ia Pa"),
        ("tiếng la hét", "tiếng la hét"),
        ("có ó ràng", "có 6 ràng"),
        ("đó là LA BÀN", "đó là LA BÀN"),
        ("la TÊN", "la TÊN"),
    ],
)
def test_confusions_are_undone_only_where_the_neighbours_say_so(read: str, meant: str) -> None:
    words = corrected([Word(text, BOX, 0.9) for text in read.split()])
    assert " ".join(word.text for word in words) == meant


def test_a_changed_word_is_less_sure() -> None:
    (changed,) = corrected([Word("201ó", BOX, 0.9)])
    assert changed.confidence < 0.9


def _mended(line: str, confidence: float = 0.9) -> tuple[Word, ...]:
    return mended([Word(text, BOX, confidence) for text in line.split()])


def test_a_repaired_word_keeps_what_was_read() -> None:
    words = _mended("cơ quan, tố chức")
    assert [word.text for word in words] == ["cơ", "quan,", "tổ", "chức"]
    assert [word.raw for word in words] == [None, None, "tố", None]
    assert words[2].confidence < 0.9


@pytest.mark.parametrize(
    ("read", "meant"),
    [("BỘCÔNGAN", "BỘ CÔNG AN"), ("ngày2", "ngày 2"), ("(thủtục),", "(thủ tục),"), ("tháng12.", "tháng 12.")],
)
def test_words_run_together_are_parted_within_their_box(read: str, meant: str) -> None:
    words = _mended(read)
    assert " ".join(word.text for word in words) == meant
    assert words[0].box.left == BOX.left
    assert words[-1].box.right == pytest.approx(BOX.right)
    assert all(first.box.right <= second.box.left for first, second in pairwise(words))


@pytest.mark.parametrize("word", ["Đăkpơ", "VNeID", "CT01", "QH14", "QĐ12", "UBND", "Krôngpa", "nghiêng", "Thanh"])
def test_what_is_one_word_stays_one(word: str) -> None:
    assert [one.text for one in _mended(word)] == [word]
