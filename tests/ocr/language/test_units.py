import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocr.language.units import BOUNDARY, CODE, NUMBER, canonical, skeleton, units_of, with_early_tone


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("Căn cứ Luật số 45/2019/QH14;", ["căn", "cứ", "luật", "số", CODE, BOUNDARY]),
        ("ngày 12/05/2026.", ["ngày", NUMBER, BOUNDARY]),
        ("(sửa đổi/bổ sung)", ["sửa", "đổi", "bổ", "sung"]),
        ("- Thư điện tử: a@b.vn", [BOUNDARY, "thư", "điện", "tử", BOUNDARY, CODE]),
        ("HÒA Hoà thủy quý", ["hoà", "hoà", "thuỷ", "quý"]),
        ("tháng2 b1ểu", [CODE, CODE]),
    ],
)
def test_a_line_falls_into_syllables_figures_codes_and_ends(words: str, units: list[str]) -> None:
    assert [unit.text for unit in units_of(words.split())] == units


def test_a_unit_knows_where_it_stands_in_its_word() -> None:
    word = "“(Sửa/đổi)”"
    assert [word[unit.start : unit.end] for unit in units_of([word])] == ["Sửa", "đổi"]


def test_both_places_of_the_tone_mark_are_one_syllable() -> None:
    assert canonical("thủy") == canonical("THUỶ") == "thuỷ"
    assert with_early_tone("hoà") == "hòa"
    assert with_early_tone("quý") == "quý"
    assert with_early_tone("hoàn") == "hoàn"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Zs", "Zl", "Zp", "Cc")), min_size=1)))
def test_units_stand_in_order_within_their_words(words: list[str]) -> None:
    words = [unicodedata.normalize("NFC", word) for word in words]
    units = units_of(words)
    assert [unit.word for unit in units] == sorted(unit.word for unit in units)
    assert all(0 <= unit.start <= unit.end <= len(words[unit.word]) for unit in units)


def test_the_skeleton_has_no_accents() -> None:
    assert skeleton("đường nghiễm ỹ") == "duong nghiem y"
