import pytest

from ocr.confusions import corrected
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
