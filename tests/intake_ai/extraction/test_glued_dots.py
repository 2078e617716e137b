"""Words typed into a row of dots are parted from it, and are the value of the blank."""

import pytest
from page_builder import line, reading

from intake_ai.extraction.forms import read_form
from intake_ai.extraction.glued_dots import with_parted_dots
from ocr.page import Page, PageRef

from .paper_builder import paper, values


def _read(text: str) -> list[tuple[str, str]]:
    return values(read_form(paper(Page(PageRef("don.pdf", 1), reading([line(text, 0.2, 0.1, confidence=1.0)])))))


def test_dots_are_words_of_their_own_and_keep_their_places() -> None:
    whole = line("tại ........Nhà văn hóa......, ngày", 0.2, 0.1)
    (parted,) = with_parted_dots([whole])
    assert parted.text == "tại …… Nhà văn hóa …… , ngày"
    assert parted.box == whole.box
    assert [word.box.left for word in parted.words] == sorted(word.box.left for word in parted.words)


@pytest.mark.parametrize("text", ["TP.HCM", "1.2.3", "Hết...", "....................", "a@example.com"])
def test_other_words_stay(text: str) -> None:
    (parted,) = with_parted_dots([line(text, 0.2, 0.1)])
    assert parted.text == text


def test_small_words_typed_into_the_dots_of_a_sentence_are_a_value() -> None:
    found = _read("Vườn nhà tôi bị thiệt hại do ........sâu ăn lá......... và chưa được bồi thường")
    assert ("other", "sâu ăn lá") in found


def test_print_between_two_blanks_is_no_value() -> None:
    assert _read("Vườn nhà tôi bị thiệt hại do ........ và đã báo ........ vào chiều hôm đó") == []
    assert _read("Thửa đất có ranh giới ........, nằm trong khu vực........ vào chiều hôm đó") == []


def test_a_single_letter_typed_ahead_of_dots_is_a_value() -> None:
    assert ("other", "B") in _read("Hiện đã có giấy phép lái xe mẫu hạng: B..................")
