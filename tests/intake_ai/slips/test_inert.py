"""Any text can be set in type: composed, without controls, with every letter that the face has."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from intake_ai.slips.inert import UNKNOWN, inert

VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def test_the_face_has_every_vietnamese_letter():
    letters = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
    letters = " ".join([letters[start : start + 12] for start in range(0, len(letters), 12)]) + " đĐ"
    assert inert(letters) == letters


def test_decomposed_letters_are_composed():
    assert inert(unicodedata.normalize("NFD", "Nguyễn Thị Ửng")) == "Nguyễn Thị Ửng"


def test_a_letter_that_the_face_does_not_have_is_seen_to_be_lost():
    assert inert("Nguyễn 😀 漢") == f"Nguyễn {UNKNOWN} {UNKNOWN}"


def test_what_would_turn_the_reading_order_around_is_left_out():
    assert inert("a\u202eb\u2066c\u200bd\ufeff") == "abcd"


def test_controls_become_spaces_and_line_ends_stay():
    assert inert("a\x00b\tc\nd") == "a b c\nd"


def test_what_cannot_be_encoded_is_left_out():
    assert inert("a\ud800b") == "ab"


def test_an_ordinary_address_is_not_broken():
    assert inert("nguyen.thi.mau.so.mot@mau.example") == "nguyen.thi.mau.so.mot@mau.example"


def test_a_very_long_word_may_break_and_keeps_its_letters():
    broken = inert("N" * 300)
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == "N" * 300
    assert max(map(len, broken.split("\N{ZERO WIDTH SPACE}"))) < 10


@given(st.text(max_size=80))
def test_whatever_comes_in_is_composed_and_can_be_encoded(text):
    made = inert(text)
    assert unicodedata.is_normalized("NFC", made)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in made if letter != "\n")
    made.encode("utf-8")
    assert inert(made.replace("\N{ZERO WIDTH SPACE}", "")) == made
