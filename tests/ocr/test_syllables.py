import pytest

from ocr.syllables import is_syllable, is_well_spelled


@pytest.mark.parametrize(
    "syllable", ["quyết", "Nghiêng", "gì", "giếng", "THUẾ", "kỷ", "ngoằn", "khuya", "yêu", "huỳnh", "quốc", "oanh"]
)
def test_syllables_of_vietnamese_are_well_spelled(syllable: str) -> None:
    assert is_well_spelled(syllable)


@pytest.mark.parametrize("syllable", ["quyêt", "kêt", "luât", "cên", "ka", "nghành", "thuơng", "ọộ", "xyz", ""])
def test_what_spelling_forbids_is_not(syllable: str) -> None:
    assert not is_well_spelled(syllable)


def test_the_cheap_test_lets_more_through() -> None:
    assert is_syllable("quyêt")
    assert not is_well_spelled("quyêt")
